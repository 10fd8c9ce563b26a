import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RuangSementara } from '../services/ports.ts';
import type { Sha256 } from '../shared/brand.ts';
import { hex } from '../shared/bytes.ts';
import { terjemahkanPenuh } from './berkas-utuh.ts';

/**
 * Strangers' files while they are looked at: on disk and never whole in memory, `0600` in a `0700` folder, under names
 * nobody can guess. The folder belongs to one process (`kunciFolderData`) and is emptied when it starts, so what a kill
 * left behind is gone too.
 */
export async function ruangSementara(folder: string): Promise<RuangSementara> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return {
    async simpan(isi) {
      const path = join(folder, `${randomBytes(16).toString('hex')}.tmp`);
      const hapus = () => rm(path, { force: true });
      try {
        return { path, ...(await tulis(path, isi)), hapus };
      } catch (galat) {
        await hapus();
        throw terjemahkanPenuh(galat);
      }
    },
  };
}

/** Hashed on the way: the file is read once for its fingerprint, and never again. */
async function tulis(
  path: string,
  isi: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<{ readonly sizeBytes: number; readonly sha256: Sha256 }> {
  const tangan = await open(path, 'wx', 0o600);
  try {
    const hash = createHash('sha256');
    let sizeBytes = 0;
    for await (const potongan of isi) {
      hash.update(potongan);
      for (let tertulis = 0; tertulis < potongan.length;) {
        tertulis += (await tangan.write(potongan, tertulis, potongan.length - tertulis)).bytesWritten;
      }
      sizeBytes += potongan.length;
    }
    return { sizeBytes, sha256: hex(hash.digest()) as Sha256 };
  } finally {
    await tangan.close();
  }
}
