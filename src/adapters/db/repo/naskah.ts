import { and, asc, desc, eq, exists, inArray, lt, or, type SQL } from 'drizzle-orm';
import type { NaskahBaca, NaskahTulis, SaringNaskah } from '../../../services/ports.ts';
import type { JabatanId, NaskahId, Waktu } from '../../../shared/brand.ts';
import { NaskahError } from '../../../shared/errors.ts';
import type { Db } from '../dialek.ts';
import { bacaKursor, halaman } from '../kursor.ts';
import { naskah, naskahBerkas, naskahVersi, paraf, penandatangan } from '../skema/index.ts';

export function naskahRepo(db: Db): NaskahBaca & NaskahTulis {
  return {
    async cari(tenantId, id) {
      const baris = await db
        .select()
        .from(naskah)
        .where(and(eq(naskah.tenantId, tenantId), eq(naskah.id, id)));
      return baris[0] ?? null;
    },
    async cariBukti(buktiId) {
      return (await db.select().from(naskah).where(eq(naskah.buktiId, buktiId)))[0] ?? null;
    },
    async cariBerkas(sha256) {
      const pernah = db
        .select({ id: naskahBerkas.naskahId })
        .from(naskahBerkas)
        .where(eq(naskahBerkas.sha256, sha256));
      return (await db.select().from(naskah).where(inArray(naskah.id, pernah)).limit(1))[0] ?? null;
    },
    async ringkasVersi(naskahId, versi) {
      const baris = await db
        .select({ versi: naskahVersi.versi, sha256: naskahVersi.sha256 })
        .from(naskahVersi)
        .where(and(eq(naskahVersi.naskahId, naskahId), eq(naskahVersi.versi, versi)));
      return baris[0] ?? null;
    },
    async versi(naskahId, versi) {
      const baris = await db
        .select()
        .from(naskahVersi)
        .where(and(eq(naskahVersi.naskahId, naskahId), eq(naskahVersi.versi, versi)));
      return baris[0] ?? null;
    },
    async daftarVersi(naskahId) {
      return await db
        .select()
        .from(naskahVersi)
        .where(eq(naskahVersi.naskahId, naskahId))
        .orderBy(asc(naskahVersi.versi));
    },
    async paraf(naskahId, versi) {
      return await db.select().from(paraf).where(parafVersi(naskahId, versi)).orderBy(asc(paraf.urutan));
    },
    async penandatangan(naskahId) {
      return await db
        .select()
        .from(penandatangan)
        .where(eq(penandatangan.naskahId, naskahId))
        .orderBy(asc(penandatangan.urutan));
    },
    async daftar(saring) {
      const baris = await db
        .select()
        .from(naskah)
        .where(and(...syaratDaftar(db, saring)))
        .orderBy(desc(naskah.dibuat), desc(naskah.id))
        .limit(saring.batas + 1);
      return halaman(baris, saring.batas, (n) => ({ waktu: n.dibuat, id: n.id }));
    },
    async tambah(baru) {
      await db.insert(naskah).values(baru);
    },
    async ubah(baru) {
      const { id, tenantId, ...isi } = baru;
      const tersimpan = and(
        eq(naskah.id, id),
        eq(naskah.tenantId, tenantId),
        eq(naskah.revisi, baru.revisi - 1),
      );
      const kena = await db.update(naskah).set(isi).where(tersimpan).returning({ id: naskah.id });
      if (kena.length === 0) throw new NaskahError('NASKAH_BERUBAH');
    },
    async tambahVersi(baru) {
      await db.insert(naskahVersi).values(baru);
    },
    async tulisParaf(naskahId, versi, langkah) {
      await db.delete(paraf).where(parafVersi(naskahId, versi));
      if (langkah.length > 0) await db.insert(paraf).values(langkah.map((l) => ({ ...l, naskahId, versi })));
    },
    async tulisPenandatangan(naskahId, langkah) {
      await db.delete(penandatangan).where(eq(penandatangan.naskahId, naskahId));
      if (langkah.length > 0) await db.insert(penandatangan).values(langkah.map((l) => ({ ...l, naskahId })));
    },
    async tambahBerkas(naskahId, sha256, ukuran, waktu) {
      await db.insert(naskahBerkas).values({ naskahId, sha256, ukuran, waktu });
    },
  };
}

const parafVersi = (naskahId: NaskahId, versi: number): SQL | undefined =>
  and(eq(paraf.naskahId, naskahId), eq(paraf.versi, versi));

function syaratDaftar(db: Db, saring: SaringNaskah): (SQL | undefined)[] {
  return [
    eq(naskah.tenantId, saring.tenantId),
    saring.keadaan && eq(naskah.keadaan, saring.keadaan),
    saring.jenis && eq(naskah.jenis, saring.jenis),
    saring.jabatan && diikuti(db, saring.jabatan),
    saring.sebelum === undefined ? undefined : setelahKursor(saring.sebelum),
  ];
}

/**
 * Letters in which one of the posts is konseptor, pemaraf of the present version or penandatangan; no posts, no letters.
 * Whoever was taken off a letter sees it no more, here as when he opens it.
 */
function diikuti(db: Db, jabatan: readonly JabatanId[]): SQL | undefined {
  const daftar = [...jabatan];
  return or(
    inArray(naskah.konseptorJabatanId, daftar),
    exists(
      db
        .select({ id: paraf.naskahId })
        .from(paraf)
        .where(
          and(eq(paraf.naskahId, naskah.id), eq(paraf.versi, naskah.versi), inArray(paraf.jabatanId, daftar)),
        ),
    ),
    inArray(
      naskah.id,
      db
        .select({ id: penandatangan.naskahId })
        .from(penandatangan)
        .where(inArray(penandatangan.jabatanId, daftar)),
    ),
  );
}

function setelahKursor(teks: string): SQL | undefined {
  const kursor = bacaKursor(teks);
  const saat = kursor.waktu as Waktu;
  return or(lt(naskah.dibuat, saat), and(eq(naskah.dibuat, saat), lt(naskah.id, kursor.id as NaskahId)));
}
