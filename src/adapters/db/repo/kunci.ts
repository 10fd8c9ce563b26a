import { desc, eq } from 'drizzle-orm';
import type { KunciBaca, KunciTandaTangan, KunciTulis } from '../../../services/ports.ts';
import type { KunciId, Waktu } from '../../../shared/brand.ts';
import { waktu } from '../../../shared/brand.ts';
import { base64 } from '../../../shared/bytes.ts';
import { NaskahError } from '../../../shared/errors.ts';
import type { Db } from '../dialek.ts';
import { kunci } from '../skema/index.ts';

/** SEC-502: so many wrong passphrases in a row lock the key for so long. */
const BATAS_SALAH = 5;
const LAMA_TERKUNCI_MS = 15 * 60_000;

export function kunciRepo(db: Db): KunciBaca & KunciTulis {
  return {
    async milik(orangId) {
      const baris = await db
        .select()
        .from(kunci)
        .where(eq(kunci.orangId, orangId))
        .orderBy(desc(kunci.berlakuDari), desc(kunci.id))
        .limit(1);
      return baris[0] === undefined ? null : dariBaris(baris[0]);
    },
    async tambah(baru) {
      await db.insert(kunci).values({
        ...baru,
        certificate: baru.certificate === null ? null : Buffer.from(baru.certificate),
        tersegel: Buffer.from(baru.tersegel),
        chain: baru.chain.map(base64),
      });
    },
    async mulaiCoba(id, sekarang) {
      const tersimpan = await hitungan(db, id);
      if (tersimpan.terkunciSampai !== null && tersimpan.terkunciSampai > sekarang) {
        throw new NaskahError('FRASA_SANDI_TERKUNCI', { extra: { sampai: tersimpan.terkunciSampai } });
      }
      // A lock that has run out forgives the earlier tries.
      const salah = (tersimpan.terkunciSampai === null ? tersimpan.salah : 0) + 1;
      const terkunciSampai = salah >= BATAS_SALAH ? tambahMs(sekarang, LAMA_TERKUNCI_MS) : null;
      await db.update(kunci).set({ salah, terkunciSampai }).where(eq(kunci.id, id));
      return { salah };
    },
    async cobaUrung(id) {
      const { salah } = await hitungan(db, id);
      await db
        .update(kunci)
        .set({ salah: Math.max(0, salah - 1), terkunciSampai: null })
        .where(eq(kunci.id, id));
    },
    async cobaBerhasil(id) {
      await db.update(kunci).set({ salah: 0, terkunciSampai: null }).where(eq(kunci.id, id));
    },
  };
}

/** The table's check holds what the union says: only a key at the provider lacks certificate and algorithm. */
function dariBaris({ jenis, certificate, algorithm, ...k }: typeof kunci.$inferSelect): KunciTandaTangan {
  const chain = k.chain.map((sertifikat) => Buffer.from(sertifikat, 'base64'));
  if (jenis === 'penyedia') return { ...k, chain, jenis, certificate, algorithm: null };
  if (certificate === null || algorithm === null) throw new NaskahError('DATA_TIDAK_COCOK');
  return { ...k, chain, jenis, certificate, algorithm };
}

async function hitungan(db: Db, id: KunciId) {
  const baris = await db
    .select({ salah: kunci.salah, terkunciSampai: kunci.terkunciSampai })
    .from(kunci)
    .where(eq(kunci.id, id));
  if (baris[0] === undefined) throw new NaskahError('SERTIFIKAT_TIDAK_ADA');
  return baris[0];
}

const tambahMs = (saat: Waktu, ms: number): Waktu => waktu(new Date(Date.parse(saat) + ms));
