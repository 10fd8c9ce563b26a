import { NaskahError } from '../../shared/errors.ts';

/** SQLite's extended result code of an error or of what caused it; null for anything else. */
export function kodeSqlite(galat: unknown): string | null {
  for (let e = galat, dalam = 0; e instanceof Error && dalam < 5; e = e.cause, dalam += 1) {
    const kode = (e as { code?: unknown }).code;
    if (e.name === 'SqliteError' && typeof kode === 'string') return kode;
  }
  return null;
}

export const karenaUnik = (galat: unknown): boolean =>
  ['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY'].includes(kodeSqlite(galat) ?? '');
/** fsync or write failed: what the disk holds is unknown, the handle must not be used again (audit-log.md 5.2). */
export const karenaDiska = (galat: unknown): boolean =>
  kodeSqlite(galat)?.startsWith('SQLITE_IOERR') ?? false;

/** The refusal that an error of storage means to its user; other errors pass unchanged. */
export function terjemahkan(galat: unknown): unknown {
  const kode = kodeSqlite(galat);
  if (kode === null) return galat;
  if (kode === 'SQLITE_FULL') return new NaskahError('PENYIMPANAN_PENUH', { cause: galat });
  if (/^SQLITE_(BUSY|LOCKED)/.test(kode)) return new NaskahError('PENYIMPANAN_SIBUK', { cause: galat });
  return galat;
}

/** Runs `kerja`; a broken unique key becomes `bila()`. */
export async function bilaBentrok<T>(
  kerja: () => Promise<T>,
  bila: (cause: unknown) => NaskahError,
): Promise<T> {
  try {
    return await kerja();
  } catch (galat) {
    throw karenaUnik(galat) ? bila(galat) : galat;
  }
}
