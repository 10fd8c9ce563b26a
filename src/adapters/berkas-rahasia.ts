import { open } from 'node:fs/promises';
import { NaskahError } from '../shared/errors.ts';

const maxBytes = 4096;
const maxBytesUtuh = 64 * 1024;

/**
 * A secret from a file of the operator's: its first line, as bytes. Refused where others may read it (0600), so that a
 * careless copy is noticed. Throws KONFIGURASI_TIDAK_SAH, and the file system's own errors.
 */
export async function bacaBerkasRahasia(path: string): Promise<Buffer> {
  const isi = await bacaTertutup(path, maxBytes);
  const baris = Buffer.from(isi.subarray(0, akhirBaris(isi)));
  isi.fill(0);
  return takKosong(baris, path);
}

/** As `bacaBerkasRahasia`, every line: a private key in PEM, say. */
export async function bacaBerkasRahasiaUtuh(path: string): Promise<Buffer> {
  return takKosong(await bacaTertutup(path, maxBytesUtuh), path);
}

async function bacaTertutup(path: string, batas: number): Promise<Buffer> {
  const tangan = await open(path, 'r');
  try {
    const { mode, size } = await tangan.stat();
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new NaskahError('KONFIGURASI_TIDAK_SAH', {
        detail: `Berkas rahasia ${path} dapat dibaca orang lain; ubah izinnya menjadi 0600.`,
      });
    }
    const isi = Buffer.alloc(Math.min(size, batas));
    await tangan.read(isi, 0, isi.length, 0);
    return isi;
  } finally {
    await tangan.close();
  }
}

function takKosong(isi: Buffer, path: string): Buffer {
  if (isi.length > 0) return isi;
  throw new NaskahError('KONFIGURASI_TIDAK_SAH', { detail: `Berkas rahasia ${path} kosong.` });
}

function akhirBaris(isi: Buffer): number {
  const letak = isi.indexOf(0x0a);
  const akhir = letak < 0 ? isi.length : letak;
  return akhir > 0 && isi[akhir - 1] === 0x0d ? akhir - 1 : akhir;
}
