import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, existsSync, openSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { NaskahError } from '../shared/errors.ts';

/**
 * Writes a file whole or not at all: temporary file beside it, flush, rename, flush of the folder. When this returns,
 * the file survives a power cut. `0600` in a `0700` folder.
 */
export async function tulisUtuh(berkas: string, isi: Uint8Array | string): Promise<void> {
  const folder = dirname(berkas);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const sementara = join(folder, `.${basename(berkas)}.${randomBytes(8).toString('hex')}.tmp`);
  try {
    const tangan = await open(sementara, 'wx', 0o600);
    try {
      await tangan.writeFile(isi);
      await tangan.sync();
    } finally {
      await tangan.close();
    }
    await rename(sementara, berkas);
    await siramFolder(folder);
  } catch (galat) {
    await rm(sementara, { force: true });
    throw terjemahkanPenuh(galat);
  }
}

/** A full disk is a refusal people can act on (507); every other failure stays what it is. */
export const terjemahkanPenuh = (galat: unknown): unknown =>
  ['ENOSPC', 'EDQUOT'].includes((galat as NodeJS.ErrnoException).code ?? '')
    ? new NaskahError('PENYIMPANAN_PENUH', { cause: galat })
    : galat;

/**
 * The file exists and only its owner may read it, also in a folder that others may enter. For files that SQLite fills:
 * it would make them by the umask, and gives its journals the mode of the database. An existing file is not opened:
 * closing it would drop the locks this process holds on it.
 */
export function milikSendiri(berkas: string): void {
  if (existsSync(berkas)) chmodSync(berkas, 0o600);
  else closeSync(openSync(berkas, 'a', 0o600));
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
