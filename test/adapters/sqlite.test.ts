import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bukaSqlite } from '../../src/adapters/sqlite.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'naskah-sqlite-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a SQLite database', () => {
  it('prepares one text once and hands it out in its first form', () => {
    const db = bukaSqlite(join(folder, 'a.db'));
    const sql = 'SELECT 1 AS satu, 2 AS dua';
    expect(db.prepare(sql).raw().all()).toEqual([[1, 2]]);
    expect(db.prepare(sql).pluck().get()).toBe(1);
    expect(db.prepare(sql).all()).toEqual([{ satu: 1, dua: 2 }]);
    expect(db.prepare(sql)).toBe(db.prepare(sql));
    db.close();
  });

  it('answers pragmas as the driver does', () => {
    const db = bukaSqlite(join(folder, 'a.db'));
    expect(db.pragma('journal_mode = WAL', { simple: true })).toBe('wal');
    expect(db.pragma('foreign_keys = ON')).toEqual([]);
    expect(db.pragma('foreign_keys')).toEqual([{ foreign_keys: 1 }]);
    db.close();
  });

  it('outlives idle garbage collections after its statements are forgotten (Node 24.19)', async () => {
    const anak = fileURLToPath(new URL('../support/sqlite-sampah.mjs', import.meta.url));
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', anak, join(folder, 'b.db')],
      { timeout: 60_000 },
    );
    expect(stdout).toBe('hidup\n');
  });
});
