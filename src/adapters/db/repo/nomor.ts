import { and, asc, eq, max, ne, type SQL } from 'drizzle-orm';
import type { NomorTercatat } from '../../../domain/naskah/naskah.ts';
import type { NomorBaca, NomorTulis } from '../../../services/ports.ts';
import type { TenantId } from '../../../shared/brand.ts';
import { NaskahError } from '../../../shared/errors.ts';
import type { Db } from '../dialek.ts';
import { bilaBentrok } from '../galat.ts';
import { nomor } from '../skema/index.ts';

export function nomorRepo(db: Db): NomorBaca & NomorTulis {
  return {
    async milik(naskahId) {
      const baris = await db
        .select()
        .from(nomor)
        .where(and(eq(nomor.naskahId, naskahId), ne(nomor.keadaan, 'batal')));
      return baris[0] ?? null;
    },
    async register(tenantId, register, tahun) {
      return await db
        .select()
        .from(nomor)
        .where(buku(tenantId, register, tahun))
        .orderBy(asc(nomor.urut), asc(nomor.sisipan));
    },
    async berikut(tenantId, register, tahun) {
      const baris = await db
        .select({ tertinggi: max(nomor.urut) })
        .from(nomor)
        .where(buku(tenantId, register, tahun));
      return (baris[0]?.tertinggi ?? 0) + 1;
    },
    async tambah(baru) {
      await bilaBentrok(
        async () => {
          await db.insert(nomor).values(baru);
        },
        (cause) => new NaskahError('NOMOR_SUDAH_DIPAKAI', { cause }),
      );
    },
    async ubah(baru) {
      const lama = (await db.select().from(nomor).where(kunci(baru)))[0];
      if (lama === undefined) throw new Error(`no number ${baru.register}/${baru.tahun}/${baru.urut}`);
      // terbit and batal are final (a trigger keeps them so); saying again what is already so changes nothing.
      const { keadaan, alasan, teks, tanggal } = baru;
      if (
        Object.entries({ keadaan, alasan, teks, tanggal }).every(
          ([k, v]) => lama[k as keyof typeof lama] === v,
        )
      ) {
        return;
      }
      await db.update(nomor).set({ keadaan, alasan, teks, tanggal }).where(kunci(baru));
    },
  };
}

const buku = (tenantId: TenantId, register: string, tahun: number): SQL | undefined =>
  and(eq(nomor.tenantId, tenantId), eq(nomor.register, register), eq(nomor.tahun, tahun));
const kunci = (n: NomorTercatat): SQL | undefined =>
  and(
    buku(n.tenantId, n.register, n.tahun),
    eq(nomor.urut, n.urut),
    eq(nomor.sisipan, n.sisipan),
    eq(nomor.naskahId, n.naskahId),
  );
