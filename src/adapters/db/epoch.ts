import { createHash } from 'node:crypto';
import { and, asc, eq, gte, lt } from 'drizzle-orm';
import { base64 } from '../../shared/bytes.ts';
import { rootOf } from '../../translog/index.ts';
import type { Db } from './dialek.ts';
import { bacaSimpul } from './pohon.ts';
import { auditLeaf } from './skema/index.ts';

const SEKALI_BACA = 1000;

/**
 * `rincian.sebelum` of a following epoch's first leaf (audit-log.md 3.6 rule 1): size and root of the closed log, and
 * a SHA-512 over all its entry bundles (7.3: each leaf behind its big-endian 16-bit length), so that the old year
 * stays bound even if SHA-256 trees should fall one day. Reads the old log once a year, in pieces.
 */
export async function ringkasanLogLama(
  db: Db,
  lama: { readonly log: string; readonly ukuran: number },
): Promise<{ origin: string; ukuran: number; akar: string; sha512: string }> {
  const hash = createHash('sha512');
  for (let dari = 0; dari < lama.ukuran; dari += SEKALI_BACA) {
    const daun = await db
      .select({ isi: auditLeaf.isi })
      .from(auditLeaf)
      .where(
        and(eq(auditLeaf.log, lama.log), gte(auditLeaf.urut, dari), lt(auditLeaf.urut, dari + SEKALI_BACA)),
      )
      .orderBy(asc(auditLeaf.urut));
    for (const { isi } of daun) hash.update(Uint8Array.of(isi.length >> 8, isi.length & 0xff)).update(isi);
  }
  return {
    origin: lama.log,
    ukuran: lama.ukuran,
    akar: base64(await rootOf(lama.ukuran, bacaSimpul(db, lama.log))),
    sha512: hash.digest('base64'),
  };
}
