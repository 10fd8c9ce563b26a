import { existsSync } from 'node:fs';
import type Sqlite from 'better-sqlite3';
import { bukaSqlite } from '../sqlite.ts';
import type { Lapor, Pelanggaran } from './pelanggaran.ts';
import { periksaLog, type LogTerperiksa } from './periksa-log.ts';
import { periksaNaskah } from './periksa-naskah.ts';
import { periksaNomor } from './periksa-nomor.ts';

/**
 * Checks a database and its blobs offline (reliability.md B2, S2 to S6): after every destructive test, and for
 * operators as `naskah check`. An empty answer means that every question was asked and none failed; a file that cannot
 * be read is itself a finding. Changes nothing.
 */
export async function periksaInvarian(dbPath: string, blobDir: string): Promise<readonly Pelanggaran[]> {
  const temuan: Pelanggaran[] = [];
  const lapor: Lapor = (kode, rincian) => temuan.push({ kode, rincian });
  if (!existsSync(dbPath)) return [{ kode: 'DB_RUSAK', rincian: 'the database file does not exist' }];
  const sqlite = bukaSqlite(dbPath, { timeout: 5000 });
  try {
    sqlite.pragma('query_only = 1');
    sqlite.exec('BEGIN');
    periksaBerkasDb(sqlite, lapor);
    const log = new Map<string, LogTerperiksa>();
    for (const kepala of sqlite
      .prepare('SELECT log FROM audit_head ORDER BY log')
      .pluck()
      .all() as string[]) {
      log.set(kepala, await periksaLog(sqlite, kepala, lapor));
    }
    const kejadian = [...log.values()].flatMap((satu) => satu.kejadian);
    periksaNomor(sqlite, kejadian, lapor);
    await periksaNaskah(sqlite, blobDir, kejadian, lapor);
  } catch (galat) {
    if (galat instanceof Error && galat.name === 'SqliteError') lapor('DB_RUSAK', galat.message);
    else throw galat;
  } finally {
    sqlite.close();
  }
  return temuan;
}

function periksaBerkasDb(sqlite: Sqlite.Database, lapor: Lapor): void {
  for (const pesan of sqlite.prepare('PRAGMA integrity_check').pluck().all() as string[]) {
    if (pesan !== 'ok') lapor('DB_RUSAK', pesan);
  }
  for (const baris of sqlite.prepare('PRAGMA foreign_key_check').all() as {
    table: string;
    rowid: number | null;
  }[]) {
    lapor('DB_RUSAK', `foreign key of ${baris.table} row ${baris.rowid ?? '?'}`);
  }
}
