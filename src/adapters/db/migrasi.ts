import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type Sqlite from 'better-sqlite3';
import { NaskahError } from '../../shared/errors.ts';

/** The same place seen from `src/adapters/db` and from `dist/adapters/db`. */
export const folderMigrasi = fileURLToPath(new URL('../../../migrations/sqlite', import.meta.url));

interface Migrasi {
  readonly idx: number;
  readonly tag: string;
  readonly isi: string;
  readonly sha256: string;
}
interface Tercatat {
  readonly idx: number;
  readonly tag: string;
  readonly sha256: string;
}

/**
 * Brings the database to this program's schema: forward only, all steps in one transaction. A database that knows
 * steps this program does not, or other text under the same step, is refused (DATA_TIDAK_COCOK) and left untouched.
 */
export function terapkanMigrasi(sqlite: Sqlite.Database, folder: string = folderMigrasi): void {
  const daftar = bacaMigrasi(folder);
  sqlite
    .transaction(() => {
      sqlite.exec(
        'CREATE TABLE IF NOT EXISTS migrasi (idx INTEGER PRIMARY KEY, tag TEXT NOT NULL, sha256 TEXT NOT NULL) STRICT',
      );
      const tercatat = sqlite
        .prepare('SELECT idx, tag, sha256 FROM migrasi ORDER BY idx')
        .all() as Tercatat[];
      tercatat.forEach((baris, i) => {
        pastikanSama(baris, daftar[i]);
      });
      for (const langkah of daftar.slice(tercatat.length)) {
        sqlite.exec(langkah.isi);
        sqlite
          .prepare('INSERT INTO migrasi (idx, tag, sha256) VALUES (?, ?, ?)')
          .run(langkah.idx, langkah.tag, langkah.sha256);
      }
    })
    .immediate();
}

function bacaMigrasi(folder: string): readonly Migrasi[] {
  const jurnal = JSON.parse(readFileSync(join(folder, 'meta', '_journal.json'), 'utf8')) as {
    readonly entries: readonly { readonly idx: number; readonly tag: string }[];
  };
  return jurnal.entries.map(({ idx, tag }) => {
    const isi = readFileSync(join(folder, `${tag}.sql`), 'utf8');
    return { idx, tag, isi, sha256: createHash('sha256').update(isi).digest('hex') };
  });
}

function pastikanSama(baris: Tercatat, langkah: Migrasi | undefined): void {
  if (langkah?.idx === baris.idx && langkah.sha256 === baris.sha256) return;
  throw new NaskahError('DATA_TIDAK_COCOK', {
    detail:
      langkah === undefined
        ? `Basis data berasal dari versi program yang lebih baru (langkah ${baris.tag}). Gunakan versi itu.`
        : `Basis data berasal dari versi program yang lain (langkah ${baris.tag} berbeda).`,
  });
}
