import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckedPdf } from '../../pades/index.ts';
import type { BlobStore } from '../../services/ports.ts';
import type { Sha256 } from '../../shared/brand.ts';
import { hex } from '../../shared/bytes.ts';
import { NaskahError } from '../../shared/errors.ts';
import { siramFolder, terjemahkanPenuh } from '../berkas-utuh.ts';
import { letakBlob } from './sehat.ts';

/** Kept beside the blobs, so that a rename never crosses file systems. Cleaned at start. */
const SEMENTARA = '.sementara';
const CACAH_BITA = 1024 * 1024;

/**
 * Blobs by content: `FOLDER/ab/cdef…` holds the bytes whose SHA-256 is `abcdef…`. A path is computed from a checked
 * hash only. Durable when `put` returns: temporary file, flush, rename, flush of the folder. One process owns the
 * folder (DATA lock), so whatever lies in `.sementara` at start was left by a crash.
 */
export async function bukaBlob(folder: string): Promise<BlobStore> {
  await bersihkan(folder);
  const rak = new Map<string, Promise<void>>();
  const siap = (nama: string): Promise<void> => {
    const janji = rak.get(nama) ?? buatRak(folder, nama);
    rak.set(nama, janji);
    // A shelf that could not be made (a full disk) is tried again by the next put.
    janji.catch(() => rak.delete(nama));
    return janji;
  };
  return {
    put: (bytes) => simpan(folder, siap, potong(bytes), null),
    putChecked: (pdf) => simpan(folder, siap, potongSumber(pdf), hex(pdf.sha256) as Sha256),
    get: (sha256) => ambil(folder, sha256),
    async has(sha256) {
      const berkas = tempat(folder, sha256);
      return (await rakAman(folder, sha256)) && ((await lstat(berkas).catch(() => null))?.isFile() ?? false);
    },
  };
}

async function bersihkan(folder: string): Promise<void> {
  await buatRak(folder, SEMENTARA);
  for (const yatim of await readdir(join(folder, SEMENTARA))) {
    await rm(join(folder, SEMENTARA, yatim), { recursive: true, force: true });
  }
}

/** The shelf exists durably and is a real folder: through a link in its place blobs would land elsewhere. */
async function buatRak(folder: string, nama: string): Promise<void> {
  await mkdir(join(folder, nama), { recursive: true, mode: 0o700 });
  if (!(await rakAman(folder, nama))) {
    throw new NaskahError('DATA_TIDAK_COCOK', { detail: `Folder berkas ${nama} bukan folder.` });
  }
  await siramFolder(folder);
}

const rakAman = async (folder: string, nama: string): Promise<boolean> =>
  (
    await lstat(join(folder, nama === SEMENTARA ? nama : nama.slice(0, 2))).catch(() => null)
  )?.isDirectory() ?? false;

/** Writes, flushes and moves into place. A copy that is already there is replaced by the same bytes, which also heals it. */
async function simpan(
  folder: string,
  siapkanRak: (nama: string) => Promise<void>,
  potongan: Iterable<Uint8Array>,
  harapan: Sha256 | null,
): Promise<Sha256> {
  const berkas = join(folder, SEMENTARA, randomBytes(16).toString('hex'));
  try {
    const sha256 = await tulis(berkas, potongan);
    if (harapan !== null && sha256 !== harapan)
      throw new Error('the checked file changed while it was stored');
    await siapkanRak(sha256.slice(0, 2));
    await rename(berkas, tempat(folder, sha256));
    await siramFolder(join(folder, sha256.slice(0, 2)));
    return sha256;
  } catch (galat) {
    await rm(berkas, { force: true });
    throw terjemahkanPenuh(galat);
  }
}

async function tulis(berkas: string, potongan: Iterable<Uint8Array>): Promise<Sha256> {
  const hash = createHash('sha256');
  const tangan = await open(berkas, 'wx', 0o600);
  try {
    for (const satu of potongan) {
      hash.update(satu);
      await tulisSemua(tangan, satu);
    }
    await tangan.sync();
  } finally {
    await tangan.close();
  }
  return hash.digest('hex') as Sha256;
}

async function tulisSemua(tangan: FileHandle, bita: Uint8Array): Promise<void> {
  for (let sudah = 0; sudah < bita.length;) {
    sudah += (await tangan.write(bita, sudah, bita.length - sudah)).bytesWritten;
  }
}

function* potong(bytes: Uint8Array): Iterable<Uint8Array> {
  for (let dari = 0; dari < bytes.length; dari += CACAH_BITA) yield bytes.subarray(dari, dari + CACAH_BITA);
}

function* potongSumber({ source }: CheckedPdf): Iterable<Uint8Array> {
  for (let dari = 0; dari < source.size; dari += CACAH_BITA) {
    yield source.read(dari, Math.min(CACAH_BITA, source.size - dari));
  }
}

/** Reads without following links and believes only what hashes to its name. */
async function ambil(folder: string, sha256: Sha256): Promise<Uint8Array> {
  const berkas = tempat(folder, sha256);
  let isi: Buffer;
  if (!(await rakAman(folder, sha256))) throw new NaskahError('BERKAS_HILANG', { extra: { sha256 } });
  try {
    const tangan = await open(berkas, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      isi = await tangan.readFile();
    } finally {
      await tangan.close();
    }
  } catch (cause) {
    if (!hilang(cause)) throw cause;
    throw new NaskahError('BERKAS_HILANG', { extra: { sha256 }, cause });
  }
  if (createHash('sha256').update(isi).digest('hex') !== sha256) {
    throw new NaskahError('BERKAS_HILANG', {
      detail: 'Berkas yang tercatat rusak di penyimpanan.',
      extra: { sha256 },
    });
  }
  return isi;
}

function tempat(folder: string, sha256: Sha256): string {
  if (!/^[0-9a-f]{64}$/.test(sha256))
    throw new NaskahError('BERKAS_HILANG', { detail: 'Sidik berkas tidak sah.' });
  return letakBlob(folder, sha256);
}

const kode = (galat: unknown): string | undefined => (galat as NodeJS.ErrnoException).code;
const hilang = (galat: unknown): boolean =>
  ['ENOENT', 'ENOTDIR', 'ELOOP', 'EISDIR'].includes(kode(galat) ?? '');
