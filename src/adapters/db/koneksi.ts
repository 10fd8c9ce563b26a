import type Sqlite from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { bukaSqlite } from '../sqlite.ts';
import type { Db } from './dialek.ts';

export interface Koneksi {
  readonly sqlite: Sqlite.Database;
  readonly db: Db;
}

/**
 * Pragmas of every connection, set and then read back. `synchronous` above all: a connection that opens an existing
 * WAL file starts with NORMAL, which can lose acknowledged commits on power loss (reliability.md B3).
 */
const pragma = {
  journal_mode: 'wal',
  synchronous: 2, // FULL
  foreign_keys: 1,
  recursive_triggers: 1,
  busy_timeout: 5000,
  trusted_schema: 0,
} as const;

export function bukaKoneksi(berkas: string, peran: 'penulis' | 'pembaca'): Koneksi {
  const sqlite = bukaSqlite(berkas, { timeout: pragma.busy_timeout });
  try {
    for (const [nama, nilai] of Object.entries(pragma)) sqlite.pragma(`${nama} = ${nilai}`);
    if (peran === 'pembaca') sqlite.pragma('query_only = 1');
    pastikanPragma(sqlite, peran);
  } catch (galat) {
    sqlite.close();
    throw galat;
  }
  return { sqlite, db: drizzle({ client: sqlite }) };
}

/** Throws when a pragma did not take: a setting that is only hoped for is not a setting. */
export function pastikanPragma(sqlite: Sqlite.Database, peran: 'penulis' | 'pembaca'): void {
  const wajib = { ...pragma, query_only: peran === 'pembaca' ? 1 : 0 };
  for (const [nama, nilai] of Object.entries(wajib)) {
    const nyata = sqlite.pragma(nama, { simple: true });
    if (nyata !== nilai) throw new Error(`pragma ${nama} is ${String(nyata)}, not ${nilai}`);
  }
}
