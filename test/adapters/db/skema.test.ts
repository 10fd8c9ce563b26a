import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateSQLiteDrizzleJson, generateSQLiteMigration } from 'drizzle-kit/api';
import { expect, it } from 'vitest';
import { folderMigrasi } from '../../../src/adapters/db/migrasi.ts';
import * as skema from '../../../src/adapters/db/skema/index.ts';

type Snapshot = Parameters<typeof generateSQLiteMigration>[0];

const terbaru = (): Snapshot => {
  const jurnal = JSON.parse(readFileSync(join(folderMigrasi, 'meta', '_journal.json'), 'utf8')) as {
    entries: { idx: number }[];
  };
  const nomor = String(jurnal.entries.at(-1)?.idx).padStart(4, '0');
  return JSON.parse(readFileSync(join(folderMigrasi, 'meta', `${nomor}_snapshot.json`), 'utf8')) as Snapshot;
};

it('the migrations make the schema that the text describes', async () => {
  expect(await generateSQLiteMigration(terbaru(), await generateSQLiteDrizzleJson(skema))).toEqual([]);
});

it('a table more would be noticed', async () => {
  const kurang = Object.fromEntries(Object.entries(skema).filter(([nama]) => nama !== 'idempotensi'));
  const beda = await generateSQLiteMigration(
    await generateSQLiteDrizzleJson(kurang),
    await generateSQLiteDrizzleJson(skema),
  );
  expect(beda.join('\n')).toContain('CREATE TABLE `idempotensi`');
});
