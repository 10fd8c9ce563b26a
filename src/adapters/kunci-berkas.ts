import { rmSync, statSync } from 'node:fs';
import { PadesError } from '../pades/index.ts';
import { milikSendiri } from './berkas-utuh.ts';
import { bukaSqlite } from './sqlite.ts';

/** Files this process is writing to: its own second handle on a lock would drop the first (POSIX record locks). */
const dipegang = new Set<string>();

/** Tries, when the lock file is just being removed by the process that held it. */
const COBA = 8;

/**
 * One writer at a time for a file, in this process and in all others. The lock is an exclusive SQLite transaction on `FILE.naskah-kunci`
 * (see kunci-data.ts): it dies with its process, so there is no stale lock to judge. `path` is a real path. Throws PADES_FILE_BUSY.
 */
export function kunciBerkas(path: string): { lepas(): void } {
  if (dipegang.has(path)) throw new PadesError('PADES_FILE_BUSY');
  const kunci = `${path}.naskah-kunci`;
  dipegang.add(path);
  try {
    for (let i = 0; i < COBA; i += 1) {
      const sqlite = coba(kunci);
      if (sqlite === null) continue;
      return {
        lepas() {
          // Removed while still held: whoever had opened it before finds another file in its place and tries again.
          rmSync(kunci, { force: true });
          sqlite.close();
          dipegang.delete(path);
        },
      };
    }
    throw new PadesError('PADES_FILE_BUSY');
  } catch (galat) {
    dipegang.delete(path);
    throw galat;
  }
}

/** The lock, or null where the file that was locked is no longer the one that others would lock. */
function coba(kunci: string): { close(): void } | null {
  const sebelum = nomor(kunci, true);
  const sqlite = bukaSqlite(kunci, { timeout: 0 });
  try {
    sqlite.pragma('journal_mode = DELETE');
    sqlite.exec('BEGIN EXCLUSIVE');
    if (sebelum !== null && sebelum === nomor(kunci, false)) return sqlite;
  } catch (cause) {
    sqlite.close();
    const kode = (cause as { code?: unknown }).code;
    if (typeof kode === 'string' && kode.startsWith('SQLITE_BUSY'))
      throw new PadesError('PADES_FILE_BUSY', { cause });
    throw cause;
  }
  sqlite.close();
  return null;
}

function nomor(kunci: string, buat: boolean): bigint | null {
  try {
    if (buat) milikSendiri(kunci);
    return statSync(kunci, { bigint: true }).ino;
  } catch (galat) {
    if ((galat as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw galat;
  }
}
