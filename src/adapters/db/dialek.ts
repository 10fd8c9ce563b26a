/**
 * The seam between the schema text and the database's dialect (DESIGN D7). The schema and the repositories name only
 * what this file exports; PostgreSQL follows by a second file of the same shape. This one is SQLite.
 */
import { sql, type SQL } from 'drizzle-orm';
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import {
  blob,
  check,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
  type AnySQLiteColumn,
} from 'drizzle-orm/sqlite-core';

export const tabel = sqliteTable;
// Only an old overload of primaryKey is deprecated; the rule cannot tell which one an alias means.
// eslint-disable-next-line @typescript-eslint/no-deprecated
export { index as indeks, primaryKey as kunciUtama, uniqueIndex as indeksUnik };
export type Kolom = AnySQLiteColumn;
export type Db = BetterSQLite3Database;

export const teks = <T extends string = string>(nama: string) => text(nama).$type<T>();
/** RFC 3339 in UTC with milliseconds, or `YYYY-MM-DD`: both sort as text. */
export const waktu = teks;
export const bilangan = (nama: string) => integer(nama);
export const benar = (nama: string) => integer(nama, { mode: 'boolean' });
export const bita = (nama: string) => blob(nama, { mode: 'buffer' }).$type<Uint8Array>();
export const json = <T>(nama: string) => text(nama, { mode: 'json' }).$type<T>();
export const pilihan = <T extends string>(nama: string, nilai: readonly T[]) =>
  text(nama, { enum: nilai as readonly [T, ...T[]] }).$type<T>();

/** SQL check that a column holds one of the domain table's values; NULL passes, as SQL checks do. */
export function salahSatu(nama: string, kolom: Kolom, nilai: readonly string[]) {
  return check(nama, sql`${kolom} in (${sql.raw(nilai.map(kutip).join(', '))})`);
}
export const syarat = (nama: string, ungkapan: SQL) => check(nama, ungkapan);
/** `kolom in ('a', 'b')` for the condition of a partial index. */
export const diAntara = (kolom: Kolom, nilai: readonly string[]) =>
  sql`${kolom} in (${sql.raw(nilai.map(kutip).join(', '))})`;

/** Values of a union type as a list that cannot miss one: `senarai<'a' | 'b'>({ a: true, b: true })`. */
export const senarai = <T extends string>(nilai: Readonly<Record<T, true>>) =>
  Object.keys(nilai) as readonly string[] as readonly T[];

function kutip(nilai: string): string {
  return `'${nilai.replaceAll("'", "''")}'`;
}
