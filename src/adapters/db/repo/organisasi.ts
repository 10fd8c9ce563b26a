import { and, asc, desc, eq, gte, isNull, lte, or, sql, type SQL } from 'drizzle-orm';
import { samarkanNik } from '../../../domain/identitas/nik.ts';
import type { Orang } from '../../../domain/organisasi.ts';
import type { OrganisasiBaca, OrganisasiTulis } from '../../../services/ports.ts';
import type { OrangId, Tanggal, TenantId } from '../../../shared/brand.ts';
import { utf8 } from '../../../shared/bytes.ts';
import type { Db } from '../dialek.ts';
import type { Rahasia } from '../rahasia.ts';
import { jabatan, orang, pemangku, token, unit } from '../skema/index.ts';

export function organisasiRepo(db: Db, rahasia: Rahasia): OrganisasiBaca & OrganisasiTulis {
  return {
    async unit(tenantId, id) {
      return (
        (
          await db
            .select()
            .from(unit)
            .where(and(eq(unit.tenantId, tenantId), eq(unit.id, id)))
        )[0] ?? null
      );
    },
    async unitKode(tenantId, kode) {
      return (
        (
          await db
            .select()
            .from(unit)
            .where(and(eq(unit.tenantId, tenantId), eq(unit.kode, kode)))
        )[0] ?? null
      );
    },
    async daftarUnit(tenantId) {
      return await db.select().from(unit).where(eq(unit.tenantId, tenantId)).orderBy(asc(unit.kode));
    },
    async jabatan(tenantId, id) {
      const baris = await db
        .select()
        .from(jabatan)
        .where(and(eq(jabatan.tenantId, tenantId), eq(jabatan.id, id)));
      return baris[0] ?? null;
    },
    async jabatanKode(tenantId, kode) {
      const baris = await db
        .select()
        .from(jabatan)
        .where(and(eq(jabatan.tenantId, tenantId), eq(jabatan.kode, kode)));
      return baris[0] ?? null;
    },
    async daftarJabatan(tenantId) {
      return await db.select().from(jabatan).where(eq(jabatan.tenantId, tenantId)).orderBy(asc(jabatan.kode));
    },
    async orang(tenantId, id) {
      return (await db.select(kolomOrang).from(orang).where(milik(tenantId, id)))[0] ?? null;
    },
    async daftarOrang(tenantId) {
      return await db
        .select(kolomOrang)
        .from(orang)
        .where(eq(orang.tenantId, tenantId))
        .orderBy(asc(orang.id));
    },
    async pemangku(jabatanId, tanggal) {
      return await db
        .select()
        .from(pemangku)
        .where(and(eq(pemangku.jabatanId, jabatanId), berlaku(tanggal)))
        .orderBy(yangBertugasDahulu, desc(pemangku.dari));
    },
    async jabatanOrang(orangId, tanggal) {
      return await db
        .select()
        .from(pemangku)
        .where(and(eq(pemangku.orangId, orangId), berlaku(tanggal)))
        .orderBy(asc(pemangku.dari), asc(pemangku.jabatanId));
    },
    async token(sha256) {
      const baris = await db
        .select({ orangId: token.orangId, tenantId: token.tenantId })
        .from(token)
        .where(eq(token.sha256, sha256));
      return baris[0] ?? null;
    },
    async cariNik(tenantId, nik) {
      const cocok = and(eq(orang.tenantId, tenantId), eq(orang.nikHash, hashNik(rahasia, tenantId, nik)));
      return (await db.select(kolomOrang).from(orang).where(cocok))[0] ?? null;
    },
    async nik(tenantId, id) {
      const baris = await db.select({ tersegel: orang.nikTersegel }).from(orang).where(milik(tenantId, id));
      const tersegel = baris[0]?.tersegel ?? null;
      if (tersegel === null) return null;
      return Buffer.from(rahasia.open('nik', tersegel, utf8(id))).toString('utf8');
    },
    async tambahUnit(baru) {
      await db.insert(unit).values(baru);
    },
    async tambahJabatan(baru) {
      await db.insert(jabatan).values(baru);
    },
    async tambahOrang(baru, nik) {
      await db.insert(orang).values({ ...baru, ...sembunyikanNik(rahasia, baru, nik) });
    },
    async tambahPemangku(baru) {
      await db.insert(pemangku).values(baru);
    },
    async tambahToken(sha256, orangId, tenantId) {
      await db.insert(token).values({ sha256, orangId, tenantId });
    },
  };
}

const kolomOrang = {
  id: orang.id,
  tenantId: orang.tenantId,
  nama: orang.nama,
  gelarDepan: orang.gelarDepan,
  gelarBelakang: orang.gelarBelakang,
  kepegawaian: orang.kepegawaian,
  nip: orang.nip,
  pangkat: orang.pangkat,
  golongan: orang.golongan,
  nikTersamar: orang.nikTersamar,
  peran: orang.peran,
};

const milik = (tenantId: TenantId, id: OrangId): SQL | undefined =>
  and(eq(orang.tenantId, tenantId), eq(orang.id, id));
const berlaku = (tanggal: Tanggal): SQL | undefined =>
  and(lte(pemangku.dari, tanggal), or(isNull(pemangku.sampai), gte(pemangku.sampai, tanggal)));
/** Whoever is put in charge (plt, plh, pj, pjs) before the definitive holder. */
const yangBertugasDahulu = sql`case when ${pemangku.bentuk} = 'definitif' then 1 else 0 end`;

/** The tenant is part of the hashed value: the same person in two governments cannot be linked by it. */
const hashNik = (rahasia: Rahasia, tenantId: TenantId, nik: string): Uint8Array =>
  Buffer.from(rahasia.keyedHash('nik', `${tenantId}\n${nik}`));

function sembunyikanNik(rahasia: Rahasia, { id, tenantId }: Orang, nik: string | null) {
  if (nik === null) return { nikTersamar: null, nikTersegel: null, nikHash: null };
  return {
    nikTersamar: samarkanNik(nik),
    nikTersegel: Buffer.from(rahasia.seal('nik', utf8(nik), utf8(id))),
    nikHash: hashNik(rahasia, tenantId, nik),
  };
}
