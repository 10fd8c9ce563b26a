import { sql } from 'drizzle-orm';
import type {
  AduanId,
  BuktiId,
  JabatanId,
  NaskahId,
  OrangId,
  ProfilId,
  Sha256,
  Tanggal,
  TenantId,
  UnitId,
  UpayaId,
  Waktu,
} from '../../../shared/brand.ts';
import { jenisNaskah, type KonsepNaskah } from '../../../domain/naskah/konsep.ts';
import {
  keadaanNaskah,
  jenisKunci,
  keadaanUpaya,
  type KeadaanUpaya,
  type LangkahParaf,
  type LangkahTandaTangan,
  type NomorTercatat,
  type UpayaTandaTangan,
  type WewenangBeku,
} from '../../../domain/naskah/naskah.ts';
import {
  bilangan,
  diAntara,
  indeks,
  indeksUnik,
  json,
  kunciUtama,
  pilihan,
  salahSatu,
  senarai,
  syarat,
  tabel,
  teks,
  waktu,
} from '../dialek.ts';
import { jabatan, orang, profil, tenant, unit } from './organisasi.ts';

export const naskah = tabel(
  'naskah',
  {
    id: teks<NaskahId>('id').primaryKey(),
    tenantId: teks<TenantId>('tenant_id')
      .notNull()
      .references(() => tenant.id),
    jenis: pilihan('jenis', jenisNaskah).notNull(),
    keadaan: pilihan('keadaan', keadaanNaskah).notNull(),
    revisi: bilangan('revisi').notNull(),
    versi: bilangan('versi').notNull(),
    hal: teks('hal').notNull(),
    konseptorJabatanId: teks<JabatanId>('konseptor_jabatan_id')
      .notNull()
      .references(() => jabatan.id),
    konseptorOrangId: teks<OrangId>('konseptor_orang_id')
      .notNull()
      .references(() => orang.id),
    unitId: teks<UnitId>('unit_id')
      .notNull()
      .references(() => unit.id),
    buktiId: teks<BuktiId>('bukti_id').notNull().unique(),
    /** Its existence is a trigger's business: `aduan` points back here, and modules do not form circles. */
    aduanId: teks<AduanId>('aduan_id'),
    nomor: teks('nomor'),
    tanggal: waktu<Tanggal>('tanggal'),
    profilId: teks<ProfilId>('profil_id').references(() => profil.id),
    alasan: teks('alasan'),
    berkasSha256: teks<Sha256>('berkas_sha256'),
    dibuat: waktu<Waktu>('dibuat').notNull(),
    diubah: waktu<Waktu>('diubah').notNull(),
  },
  (t) => [
    indeks('naskah_daftar').on(t.tenantId, t.dibuat, t.id),
    salahSatu('naskah_jenis', t.jenis, jenisNaskah),
    salahSatu('naskah_keadaan', t.keadaan, keadaanNaskah),
    // Whatever says signed has a file (reliability.md S4).
    syarat(
      'naskah_bertanda_tangan_punya_berkas',
      sql`${t.keadaan} not in ('ditandatangani', 'dikirim') or (${t.berkasSha256} is not null and ${t.nomor} is not null)`,
    ),
  ],
);

export const naskahVersi = tabel(
  'naskah_versi',
  {
    naskahId: teks<NaskahId>('naskah_id')
      .notNull()
      .references(() => naskah.id),
    versi: bilangan('versi').notNull(),
    konsep: json<KonsepNaskah>('konsep').notNull(),
    sha256: teks<Sha256>('sha256').notNull(),
    oleh: teks<OrangId>('oleh')
      .notNull()
      .references(() => orang.id),
    dibuat: waktu<Waktu>('dibuat').notNull(),
  },
  (t) => [kunciUtama({ columns: [t.naskahId, t.versi] })],
);

const statusParaf = senarai<LangkahParaf['status']>({
  menunggu: true,
  disetujui: true,
  dikembalikan: true,
  ditolak: true,
  gugur: true,
});
export const paraf = tabel(
  'paraf',
  {
    naskahId: teks<NaskahId>('naskah_id')
      .notNull()
      .references(() => naskah.id),
    versi: bilangan('versi').notNull(),
    urutan: bilangan('urutan').notNull(),
    jabatanId: teks<JabatanId>('jabatan_id')
      .notNull()
      .references(() => jabatan.id),
    status: pilihan('status', statusParaf).notNull(),
    orangId: teks<OrangId>('orang_id').references(() => orang.id),
    waktu: waktu<Waktu>('waktu'),
  },
  (t) => [
    kunciUtama({ columns: [t.naskahId, t.versi, t.urutan] }),
    indeks('paraf_jabatan').on(t.jabatanId),
    salahSatu('paraf_status', t.status, statusParaf),
  ],
);

const statusTandaTangan = senarai<LangkahTandaTangan['status']>({ menunggu: true, selesai: true });
export const penandatangan = tabel(
  'penandatangan',
  {
    naskahId: teks<NaskahId>('naskah_id')
      .notNull()
      .references(() => naskah.id),
    urutan: bilangan('urutan').notNull(),
    jabatanId: teks<JabatanId>('jabatan_id')
      .notNull()
      .references(() => jabatan.id),
    status: pilihan('status', statusTandaTangan).notNull(),
    orangId: teks<OrangId>('orang_id').references(() => orang.id),
    waktu: waktu<Waktu>('waktu'),
    wewenang: json<WewenangBeku>('wewenang'),
  },
  (t) => [
    kunciUtama({ columns: [t.naskahId, t.urutan] }),
    indeks('penandatangan_jabatan').on(t.jabatanId),
    salahSatu('penandatangan_status', t.status, statusTandaTangan),
  ],
);

/** Every signed file a letter ever had. */
export const naskahBerkas = tabel(
  'naskah_berkas',
  {
    naskahId: teks<NaskahId>('naskah_id')
      .notNull()
      .references(() => naskah.id),
    sha256: teks<Sha256>('sha256').notNull(),
    ukuran: bilangan('ukuran').notNull(),
    waktu: waktu<Waktu>('waktu').notNull(),
  },
  (t) => [kunciUtama({ columns: [t.naskahId, t.sha256] }), indeks('naskah_berkas_sha256').on(t.sha256)],
);

const keadaanNomor = senarai<NomorTercatat['keadaan']>({
  dipesan: true,
  ditahan: true,
  terbit: true,
  batal: true,
});
export const nomor = tabel(
  'nomor',
  {
    tenantId: teks<TenantId>('tenant_id')
      .notNull()
      .references(() => tenant.id),
    register: teks('register').notNull(),
    tahun: bilangan('tahun').notNull(),
    urut: bilangan('urut').notNull(),
    sisipan: teks('sisipan').notNull(),
    teks: teks('teks').notNull(),
    tanggal: waktu<Tanggal>('tanggal').notNull(),
    naskahId: teks<NaskahId>('naskah_id')
      .notNull()
      .references(() => naskah.id),
    keadaan: pilihan('keadaan', keadaanNomor).notNull(),
    alasan: teks('alasan'),
  },
  (t) => [
    kunciUtama({ columns: [t.tenantId, t.register, t.tahun, t.urut, t.sisipan] }),
    indeksUnik('nomor_satu_per_naskah')
      .on(t.naskahId)
      .where(sql`${t.keadaan} <> 'batal'`),
    salahSatu('nomor_keadaan', t.keadaan, keadaanNomor),
    syarat('nomor_urut_positif', sql`${t.urut} >= 1`),
  ],
);

/** Closed attempts; tak_pasti is closed for machines and waits for a person. */
const upayaTertutup = senarai<Extract<KeadaanUpaya, 'selesai' | 'gagal' | 'tak_pasti'>>({
  selesai: true,
  gagal: true,
  tak_pasti: true,
});
export const keadaanUpayaTerbuka = keadaanUpaya.filter(
  (k) => !(upayaTertutup as readonly string[]).includes(k),
);
const tingkat = senarai<UpayaTandaTangan['tingkat']>({ 'B-B': true, 'B-T': true });
const penandatanganUpaya = senarai<UpayaTandaTangan['penandatangan']>({ lokal: true, jauh: true });

export const upaya = tabel(
  'upaya',
  {
    id: teks<UpayaId>('id').primaryKey(),
    tenantId: teks<TenantId>('tenant_id')
      .notNull()
      .references(() => tenant.id),
    naskahId: teks<NaskahId>('naskah_id')
      .notNull()
      .references(() => naskah.id),
    urutan: bilangan('urutan').notNull(),
    upaya: bilangan('upaya').notNull(),
    keadaan: pilihan('keadaan', keadaanUpaya).notNull(),
    versi: bilangan('versi').notNull(),
    orangId: teks<OrangId>('orang_id')
      .notNull()
      .references(() => orang.id),
    jabatanId: teks<JabatanId>('jabatan_id')
      .notNull()
      .references(() => jabatan.id),
    persetujuan: teks<Sha256>('persetujuan').notNull(),
    tingkat: pilihan('tingkat', tingkat).notNull(),
    sertifikatSha256: teks<Sha256>('sertifikat_sha256'),
    jenisKunci: pilihan('jenis_kunci', jenisKunci).notNull(),
    penandatangan: pilihan('penandatangan', penandatanganUpaya).notNull(),
    siapSha256: teks<Sha256>('siap_sha256'),
    dasarSha256: teks<Sha256>('dasar_sha256'),
    hasilSha256: teks<Sha256>('hasil_sha256'),
    idempotensi: json<NonNullable<UpayaTandaTangan['idempotensi']>>('idempotensi'),
    alasan: teks('alasan'),
    dibuat: waktu<Waktu>('dibuat').notNull(),
    diubah: waktu<Waktu>('diubah').notNull(),
  },
  (t) => [
    indeksUnik('upaya_ke').on(t.naskahId, t.urutan, t.upaya),
    indeksUnik('upaya_satu_terbuka').on(t.naskahId).where(diAntara(t.keadaan, keadaanUpayaTerbuka)),
    indeks('upaya_keadaan').on(t.keadaan),
    salahSatu('upaya_keadaan_sah', t.keadaan, keadaanUpaya),
    salahSatu('upaya_tingkat', t.tingkat, tingkat),
    salahSatu('upaya_jenis_kunci', t.jenisKunci, jenisKunci),
    salahSatu('upaya_penandatangan', t.penandatangan, penandatanganUpaya),
    syarat('upaya_selesai_punya_hasil', sql`${t.keadaan} <> 'selesai' or ${t.hasilSha256} is not null`),
  ],
);
