import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Writes a file whole or not at all: temporary file beside it, flush, rename, flush of the folder. When this returns,
 * the file survives a power cut. `0600` in a `0700` folder.
 */
export async function tulisUtuh(berkas: string, isi: Uint8Array | string): Promise<void> {
  const folder = dirname(berkas);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const sementara = join(folder, `.${basename(berkas)}.${randomBytes(8).toString('hex')}.tmp`);
  const tangan = await open(sementara, 'wx', 0o600);
  try {
    await tangan.writeFile(isi);
    await tangan.sync();
  } catch (galat) {
    await rm(sementara, { force: true });
    throw galat;
  } finally {
    await tangan.close();
  }
  await rename(sementara, berkas);
  await siramFolder(folder);
}

export async function siramFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return; // a folder cannot be opened there
  const tangan = await open(folder, 'r');
  try {
    await tangan.sync();
  } finally {
    await tangan.close();
  }
}
