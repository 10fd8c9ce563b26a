import { createHash } from 'node:crypto';
import nodeFs, { realpathSync } from 'node:fs';
import { PadesError, type ByteSource } from '../pades/index.ts';
import { sumberBerkas } from './berkas-sumber.ts';
import { terjemahkanPenuh } from './berkas-utuh.ts';
import { kunciBerkas } from './kunci-berkas.ts';
import {
  hapusUrungan,
  pulihkanBerkas,
  sha256Bagian,
  tulisSemua,
  tulisUrungan,
  type Disk,
} from './urungan.ts';

/** What may be appended to a file: it says which bytes it stands behind. */
interface Tambahan {
  readonly original: ByteSource;
  readonly update: Uint8Array;
}

/**
 * Appends to a file on disk what `kerja` makes of it: a signature, say. One writer at a time; whatever happens, the file afterwards is the
 * old one or the whole new one. A process that is killed leaves a note beside the file (`FILE.naskah-urungan`), and the next call here
 * puts the file right before it reads it. Throws PADES_FILE_BUSY, and PADES_SOURCE_CHANGED where the file changed while `kerja` was at work.
 */
export async function tambahDiTempat<T extends Tambahan>(
  berkas: string,
  kerja: (sumber: ByteSource) => Promise<T>,
  disk: Disk = nodeFs,
): Promise<T> {
  const path = realpathSync(berkas);
  const kunci = kunciBerkas(path);
  try {
    pulihkanBerkas(path, disk);
    const sumber = sumberBerkas(path);
    try {
      const sha256Lama = sidikSumber(sumber);
      const hasil = await kerja(sumber);
      if (hasil.update.length > 0) tambahkan(path, sumber.size, sha256Lama, hasil.update, disk);
      return hasil;
    } finally {
      sumber.close();
    }
  } finally {
    kunci.lepas();
  }
}

/** Check, note, append, flush, forget the note. */
function tambahkan(
  path: string,
  panjangLama: number,
  sha256Lama: string,
  update: Uint8Array,
  disk: Disk,
): void {
  const fd = disk.openSync(path, 'r+');
  try {
    const { size } = disk.fstatSync(fd);
    if (size !== panjangLama || sha256Bagian(fd, 0, size, disk) !== sha256Lama) {
      throw new PadesError('PADES_SOURCE_CHANGED');
    }
    tulisUrungan(
      path,
      { panjangLama, sha256Lama, panjangTambahan: update.length, sha256Tambahan: sidik(update) },
      disk,
    );
    try {
      tulisSemua(fd, update, panjangLama, disk);
      disk.fsyncSync(fd);
    } catch (galat) {
      // A disk that fails here too leaves the note, and the next call tries again.
      disk.ftruncateSync(fd, panjangLama);
      disk.fsyncSync(fd);
      hapusUrungan(path, disk);
      throw terjemahkanPenuh(galat);
    }
  } finally {
    disk.closeSync(fd);
  }
  hapusUrungan(path, disk);
}

const sidik = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function sidikSumber(sumber: ReturnType<typeof sumberBerkas>): string {
  const hash = createHash('sha256');
  sumber.scan(0, sumber.size, (potong) => hash.update(potong));
  return hash.digest('hex');
}
