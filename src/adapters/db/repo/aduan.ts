import { and, asc, desc, eq, lt, or, type SQL } from 'drizzle-orm';
import type { KanalAduan, Pelapor } from '../../../domain/aduan/aduan.ts';
import type { AduanBaca, AduanTulis } from '../../../services/ports.ts';
import type { AduanId, Waktu } from '../../../shared/brand.ts';
import { utf8 } from '../../../shared/bytes.ts';
import { NaskahError } from '../../../shared/errors.ts';
import type { Db } from '../dialek.ts';
import { bacaKursor, halaman } from '../kursor.ts';
import type { Rahasia } from '../rahasia.ts';
import { aduan, aduanRiwayat, pelapor } from '../skema/index.ts';

export function aduanRepo(db: Db, rahasia: Rahasia): AduanBaca & AduanTulis {
  return {
    async cari(tenantId, id) {
      return (
        (
          await db
            .select()
            .from(aduan)
            .where(and(eq(aduan.tenantId, tenantId), eq(aduan.id, id)))
        )[0] ?? null
      );
    },
    async cariTiket(tiket) {
      return (await db.select().from(aduan).where(eq(aduan.tiket, tiket)))[0] ?? null;
    },
    async cariRujukan(tenantId, kanal, rujukan) {
      const cocok = and(
        eq(aduan.tenantId, tenantId),
        eq(aduan.kanal, kanal as KanalAduan),
        eq(aduan.rujukanMitra, rujukan),
      );
      return (await db.select().from(aduan).where(cocok))[0] ?? null;
    },
    async daftar(tenantId, batas, sebelum) {
      const baris = await db
        .select()
        .from(aduan)
        .where(and(eq(aduan.tenantId, tenantId), sebelum === undefined ? undefined : setelahKursor(sebelum)))
        .orderBy(desc(aduan.diterima), desc(aduan.id))
        .limit(batas + 1);
      return halaman(baris, batas, (a) => ({ waktu: a.diterima, id: a.id }));
    },
    async riwayat(aduanId) {
      return await db
        .select()
        .from(aduanRiwayat)
        .where(eq(aduanRiwayat.aduanId, aduanId))
        .orderBy(asc(aduanRiwayat.urutan));
    },
    async pelapor(aduanId) {
      const baris = (await db.select().from(pelapor).where(eq(pelapor.aduanId, aduanId)))[0];
      if (baris === undefined) return null;
      const isi = rahasia.open('pelapor', baris.tersegel, utf8(aduanId));
      return { ...(JSON.parse(Buffer.from(isi).toString('utf8')) as Omit<Pelapor, 'aduanId'>), aduanId };
    },
    async tambah(baru, orangnya) {
      await db.insert(aduan).values(baru);
      if (orangnya === null) return;
      const isi = utf8(JSON.stringify({ nama: orangnya.nama, kontak: orangnya.kontak }));
      const tersegel = Buffer.from(rahasia.seal('pelapor', isi, utf8(baru.id)));
      await db.insert(pelapor).values({ aduanId: baru.id, tersegel });
    },
    async ubah(baru) {
      const { id, tenantId, ...isi } = baru;
      const tersimpan = and(
        eq(aduan.id, id),
        eq(aduan.tenantId, tenantId),
        eq(aduan.revisi, baru.revisi - 1),
      );
      const kena = await db.update(aduan).set(isi).where(tersimpan).returning({ id: aduan.id });
      if (kena.length === 0) throw new NaskahError('NASKAH_BERUBAH');
    },
    async tambahRiwayat(baru) {
      await db.insert(aduanRiwayat).values(baru);
    },
  };
}

function setelahKursor(teks: string): SQL | undefined {
  const kursor = bacaKursor(teks);
  const saat = kursor.waktu as Waktu;
  return or(lt(aduan.diterima, saat), and(eq(aduan.diterima, saat), lt(aduan.id, kursor.id as AduanId)));
}
