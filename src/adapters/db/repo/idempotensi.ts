import { and, eq, type SQL } from 'drizzle-orm';
import type { IdempotensiBaca, IdempotensiTulis } from '../../../services/ports.ts';
import { NaskahError } from '../../../shared/errors.ts';
import type { Db } from '../dialek.ts';
import { idempotensi } from '../skema/index.ts';

export function idempotensiRepo(db: Db): IdempotensiBaca & IdempotensiTulis {
  const cari = async (pemilik: string, kunci: string) =>
    (await db.select().from(idempotensi).where(baris(pemilik, kunci)))[0] ?? null;
  return {
    cari,
    async simpan(entri) {
      const lama = await cari(entri.pemilik, entri.kunci);
      if (lama === null) {
        await db.insert(idempotensi).values(entri);
        return;
      }
      if (lama.sidik !== entri.sidik) throw new NaskahError('KUNCI_IDEMPOTENSI_BEDA_ISI');
      // Begun twice, or answered twice: one effect only, so the second is rolled back and told to ask again.
      if (lama.jawaban !== null || entri.jawaban === null)
        throw new NaskahError('KUNCI_IDEMPOTENSI_BERJALAN');
      await db.update(idempotensi).set({ jawaban: entri.jawaban }).where(baris(entri.pemilik, entri.kunci));
    },
    async hapus(pemilik, kunci) {
      await db.delete(idempotensi).where(baris(pemilik, kunci));
    },
  };
}

const baris = (pemilik: string, kunci: string): SQL | undefined =>
  and(eq(idempotensi.pemilik, pemilik), eq(idempotensi.kunci, kunci));
