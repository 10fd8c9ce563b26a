import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bukaSqlite } from './sqlite.ts';
import { NaskahError } from '../shared/errors.ts';
import { milikSendiri } from './berkas-utuh.ts';

export interface KunciFolderData {
  lepas(): Promise<void>;
}

/**
 * One process owns a data folder (DESIGN D2); the next gets DATA_SEDANG_DIPAKAI. The lock is an exclusive SQLite
 * transaction on `kunci.db`, that is, a lock of the operating system: it dies with its process, whatever killed it, so
 * there is no stale lock to judge. Nothing else may open that file: closing any handle on it would drop the lock.
 */
export async function kunciFolderData(folder: string): Promise<KunciFolderData> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const berkas = join(folder, 'kunci.db');
  // Whoever can read the file can hold the lock, and this program out.
  milikSendiri(berkas);
  const sqlite = bukaSqlite(berkas, { timeout: 0 });
  try {
    // In a rollback journal mode EXCLUSIVE keeps readers out too; nothing is ever written.
    sqlite.pragma('journal_mode = DELETE');
    sqlite.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    sqlite.close();
    const kode = (cause as { code?: unknown }).code;
    if (typeof kode === 'string' && kode.startsWith('SQLITE_BUSY')) {
      throw new NaskahError('DATA_SEDANG_DIPAKAI', { cause });
    }
    throw cause;
  }
  let dipegang = true;
  return {
    lepas() {
      if (dipegang) sqlite.close();
      dipegang = false;
      return Promise.resolve();
    },
  };
}
