import { createHash } from 'node:crypto';
import nodeFs from 'node:fs';
import { dirname } from 'node:path';

/** What of `node:fs` a write in place goes through; tests put a failing disk in its place. */
export type Disk = Pick<
  typeof nodeFs,
  | 'openSync'
  | 'closeSync'
  | 'writeSync'
  | 'readSync'
  | 'fsyncSync'
  | 'ftruncateSync'
  | 'fstatSync'
  | 'rmSync'
  | 'readFileSync'
>;

/** Old length and content of a file that is about to grow, and what it grows by. */
export interface Urungan {
  readonly panjangLama: number;
  readonly sha256Lama: string;
  readonly panjangTambahan: number;
  readonly sha256Tambahan: string;
}

const letak = (path: string): string => `${path}.naskah-urungan`;

/** Durable before the first byte of the file changes. */
export function tulisUrungan(path: string, isi: Urungan, disk: Disk): void {
  const fd = disk.openSync(letak(path), 'w', 0o600);
  try {
    tulisSemua(fd, Buffer.from(`${JSON.stringify(isi)}\n`), 0, disk);
    disk.fsyncSync(fd);
  } finally {
    disk.closeSync(fd);
  }
  siram(path, disk);
}

export function hapusUrungan(path: string, disk: Disk): void {
  disk.rmSync(letak(path), { force: true });
  siram(path, disk);
}

/**
 * Brings a file that was being written to when its writer died to one of the two states it may have: the update whole, or the old bytes.
 * A note that is itself torn was never followed by a change. Called with the file's lock held. True where something was undone.
 */
export function pulihkanBerkas(path: string, disk: Disk = nodeFs): boolean {
  const urungan = bacaUrungan(path, disk);
  if (urungan === null) return false;
  if (urungan === 'robek') {
    hapusUrungan(path, disk);
    return false;
  }
  const { panjangLama, panjangTambahan } = urungan;
  const fd = disk.openSync(path, 'r+');
  let diurungkan = false;
  try {
    const { size } = disk.fstatSync(fd);
    const utuh =
      size === panjangLama + panjangTambahan &&
      sha256Bagian(fd, panjangLama, size, disk) === urungan.sha256Tambahan;
    // Never cut a file that is not the one the note was written for.
    const milikCatatan = size >= panjangLama && sha256Bagian(fd, 0, panjangLama, disk) === urungan.sha256Lama;
    diurungkan = !utuh && milikCatatan && size > panjangLama;
    if (diurungkan) disk.ftruncateSync(fd, panjangLama);
    disk.fsyncSync(fd);
  } finally {
    disk.closeSync(fd);
  }
  hapusUrungan(path, disk);
  return diurungkan;
}

function bacaUrungan(path: string, disk: Disk): Urungan | 'robek' | null {
  let teks: string;
  try {
    teks = disk.readFileSync(letak(path), 'utf8');
  } catch (galat) {
    if ((galat as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw galat;
  }
  try {
    const isi = JSON.parse(teks) as Partial<Urungan> | null;
    const angka = [isi?.panjangLama, isi?.panjangTambahan].every(
      (n) => Number.isSafeInteger(n) && Number(n) >= 0,
    );
    const sidik = [isi?.sha256Lama, isi?.sha256Tambahan].every((s) => /^[0-9a-f]{64}$/.test(s ?? ''));
    return teks.endsWith('\n') && angka && sidik ? (isi as Urungan) : 'robek';
  } catch {
    return 'robek';
  }
}

/** SHA-256 of `[from, to)`, read from the disk anew, in hexadecimal. */
export function sha256Bagian(fd: number, from: number, to: number, disk: Disk): string {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafeSlow(Math.max(1, Math.min(256 * 1024, to - from)));
  for (let at = from; at < to;) {
    const n = disk.readSync(fd, buffer, 0, Math.min(buffer.length, to - at), at);
    if (n === 0) break;
    hash.update(buffer.subarray(0, n));
    at += n;
  }
  return hash.digest('hex');
}

export function tulisSemua(fd: number, bytes: Uint8Array, letakAwal: number, disk: Disk): void {
  for (let n = 0; n < bytes.length;) n += disk.writeSync(fd, bytes, n, bytes.length - n, letakAwal + n);
}

/** A new or removed name is durable when its folder is. */
function siram(path: string, disk: Disk): void {
  if (process.platform === 'win32') return; // a folder cannot be opened there
  const fd = disk.openSync(dirname(path), 'r');
  try {
    disk.fsyncSync(fd);
  } finally {
    disk.closeSync(fd);
  }
}
