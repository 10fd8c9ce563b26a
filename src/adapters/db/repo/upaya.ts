import { and, asc, eq, inArray } from 'drizzle-orm';
import type { UpayaBaca, UpayaTulis } from '../../../services/ports.ts';
import { NaskahError } from '../../../shared/errors.ts';
import type { Db } from '../dialek.ts';
import { bilaBentrok } from '../galat.ts';
import { keadaanUpayaTerbuka, upaya } from '../skema/index.ts';

export function upayaRepo(db: Db): UpayaBaca & UpayaTulis {
  return {
    async cari(id) {
      return (await db.select().from(upaya).where(eq(upaya.id, id)))[0] ?? null;
    },
    async milik(naskahId) {
      return await db
        .select()
        .from(upaya)
        .where(eq(upaya.naskahId, naskahId))
        .orderBy(asc(upaya.urutan), asc(upaya.upaya));
    },
    async terbuka() {
      return await db
        .select()
        .from(upaya)
        .where(inArray(upaya.keadaan, keadaanUpayaTerbuka))
        .orderBy(asc(upaya.dibuat), asc(upaya.id));
    },
    async tambah(baru) {
      await bilaBentrok(
        async () => {
          await db.insert(upaya).values(baru);
        },
        (cause) => new NaskahError('PENANDATANGANAN_BERJALAN', { cause }),
      );
    },
    async pindah(dari, baru) {
      const { id, ...isi } = baru;
      const kena = await db
        .update(upaya)
        .set(isi)
        .where(and(eq(upaya.id, id), eq(upaya.keadaan, dari)))
        .returning({ id: upaya.id });
      if (kena.length === 0) throw new NaskahError('PENANDATANGANAN_BERJALAN');
    },
  };
}
