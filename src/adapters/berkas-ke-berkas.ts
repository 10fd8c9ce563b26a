import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  fstatSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { PadesError, type ByteSource } from '../pades/index.ts';
import { siramFolder, terjemahkanPenuh } from './berkas-utuh.ts';

/**
 * A signed file beside its original: the system copies the old bytes (where the disk can, without copying anything), the update is written
 * behind them. Half the processor time of reading and writing a large file here. The target appears whole or not at all, flushed.
 * `asal` is the file that `pdf.original` reads. `periksa` sees the finished file before anybody else and may throw. Throws PADES_SOURCE_CHANGED where it has another length by now.
 */
export async function tulisKeBerkas(
  asal: string,
  tujuan: string,
  pdf: { readonly original: ByteSource; readonly update: Uint8Array },
  periksa?: (sementara: string) => void,
): Promise<void> {
  const folder = dirname(resolve(tujuan));
  const kerja = mkdtempSync(join(folder, '.naskah-'));
  const sementara = join(kerja, basename(tujuan));
  try {
    copyFileSync(asal, sementara, constants.COPYFILE_FICLONE);
    // The copy is as private as its original, but ours to write to.
    chmodSync(sementara, statSync(sementara).mode | 0o200);
    const fd = openSync(sementara, 'r+');
    try {
      const { size } = fstatSync(fd);
      if (size !== pdf.original.size) throw new PadesError('PADES_SOURCE_CHANGED');
      const { update } = pdf;
      for (let n = 0; n < update.length;) n += writeSync(fd, update, n, update.length - n, size + n);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    periksa?.(sementara);
    renameSync(sementara, tujuan);
    await siramFolder(folder);
  } catch (galat) {
    throw terjemahkanPenuh(galat);
  } finally {
    rmSync(kerja, { recursive: true, force: true });
  }
}
