import { closeSync, fsyncSync, mkdtempSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** Temporary file beside the target, flush, rename: a reader never sees half a signed file. */
export function tulisUtuhSinkron(path: string, isi: (tulis: (bytes: Uint8Array) => void) => void): void {
  const folder = mkdtempSync(join(dirname(resolve(path)), '.naskah-'));
  const sementara = join(folder, basename(path));
  try {
    const fd = openSync(sementara, 'wx');
    try {
      isi((bytes) => {
        for (let n = 0; n < bytes.length;) n += writeSync(fd, bytes, n);
      });
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(sementara, path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
