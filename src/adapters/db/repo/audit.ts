import { and, asc, eq } from 'drizzle-orm';
import type { AuditBaca, EntriJejak } from '../../../services/ports.ts';
import { leafHash, openDisclosure, rootOf } from '../../../translog/index.ts';
import { hex } from '../../../shared/bytes.ts';
import type { Db } from '../dialek.ts';
import type { Rahasia } from '../rahasia.ts';
import { auditHead, auditLeaf, penyingkapan } from '../skema/index.ts';
import { bukaPenyingkapan } from '../penyingkapan.ts';
import { bacaSimpul } from '../pohon.ts';

export function auditRepo(db: Db, rahasia: Rahasia): AuditBaca {
  return {
    async jejak(tenantId, jenis, id) {
      const daun = await db
        .select({ log: auditLeaf.log, urut: auditLeaf.urut, isi: auditLeaf.isi })
        .from(auditLeaf)
        .innerJoin(auditHead, eq(auditHead.log, auditLeaf.log))
        .where(
          and(eq(auditLeaf.objekJenis, jenis), eq(auditLeaf.objekId, id), eq(auditHead.tenantId, tenantId)),
        )
        .orderBy(asc(auditHead.tahun), asc(auditLeaf.urut));
      const entri: EntriJejak[] = [];
      for (const { log, urut, isi } of daun) {
        entri.push({
          log,
          urut,
          daun: Buffer.from(isi).toString('utf8'),
          hash: hex(leafHash(isi)),
          terbuka: await terbuka(db, rahasia, log, urut),
        });
      }
      return entri;
    },
    async kepala() {
      const kepala = await db.select().from(auditHead).orderBy(asc(auditHead.log));
      return await Promise.all(
        kepala.map(async ({ log, ukuran }) => ({
          log,
          ukuran,
          akar: hex(await rootOf(ukuran, bacaSimpul(db, log))),
        })),
      );
    },
  };
}

/** Disclosures that still exist; erased ones are simply not there. */
async function terbuka(db: Db, rahasia: Rahasia, log: string, urut: number): Promise<EntriJejak['terbuka']> {
  const baris = await db
    .select()
    .from(penyingkapan)
    .where(and(eq(penyingkapan.log, log), eq(penyingkapan.urut, urut)))
    .orderBy(asc(penyingkapan.nama));
  const hasil: EntriJejak['terbuka'][number][] = [];
  for (const b of baris) {
    const teks = await bukaPenyingkapan(db, rahasia, b);
    if (teks === null) continue;
    const { name, value } = openDisclosure(teks);
    hasil.push({ nama: name, nilai: value, penyingkapan: teks });
  }
  return hasil;
}
