import type {
  JabatanId,
  KunciId,
  OrangId,
  ProfilId,
  Sha256,
  Tanggal,
  TenantId,
  UnitId,
  Waktu,
} from '../../../shared/brand.ts';
import { sql } from 'drizzle-orm';
import { jenisKunci } from '../../../domain/naskah/naskah.ts';
import type {
  BentukPemangku,
  JenisPemerintah,
  KelasJabatan,
  Kepegawaian,
  Peran,
  Unit,
  ZonaWaktu,
} from '../../../domain/organisasi.ts';
import type { IsiProfil } from '../../../domain/profil/profil.ts';
import type { KunciTandaTangan } from '../../../services/ports.ts';
import {
  bilangan,
  bita,
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
  type Kolom,
} from '../dialek.ts';

const jenisPemerintah = senarai<JenisPemerintah>({ provinsi: true, kabupaten: true, kota: true });
const zonaWaktu = senarai<ZonaWaktu>({ 'Asia/Jakarta': true, 'Asia/Makassar': true, 'Asia/Jayapura': true });
const kelasJabatan = senarai<KelasJabatan>({
  kdh: true,
  'wakil-kdh': true,
  sekda: true,
  struktural: true,
  fungsional: true,
});
const bentukPemangku = senarai<BentukPemangku>({
  definitif: true,
  plt: true,
  plh: true,
  pj: true,
  pjs: true,
});
const kepegawaian = senarai<Kepegawaian>({ pns: true, pppk: true, 'pejabat-negara': true, 'non-asn': true });

export const tenant = tabel(
  'tenant',
  {
    id: teks<TenantId>('id').primaryKey(),
    kode: teks('kode').notNull().unique(),
    nama: teks('nama').notNull(),
    jenis: pilihan('jenis', jenisPemerintah).notNull(),
    zona: pilihan('zona', zonaWaktu).notNull(),
  },
  (t) => [salahSatu('tenant_jenis', t.jenis, jenisPemerintah), salahSatu('tenant_zona', t.zona, zonaWaktu)],
);

export const profil = tabel(
  'profil',
  {
    id: teks<ProfilId>('id').primaryKey(),
    tenantId: teks<TenantId>('tenant_id')
      .notNull()
      .references(() => tenant.id),
    versi: bilangan('versi').notNull(),
    berlakuSejak: waktu<Tanggal>('berlaku_sejak').notNull(),
    isi: json<IsiProfil>('isi').notNull(),
  },
  (t) => [indeksUnik('profil_versi').on(t.tenantId, t.versi)],
);

export const unit = tabel(
  'unit',
  {
    id: teks<UnitId>('id').primaryKey(),
    tenantId: teks<TenantId>('tenant_id')
      .notNull()
      .references(() => tenant.id),
    kode: teks('kode').notNull(),
    nama: teks('nama').notNull(),
    induk: teks<UnitId>('induk').references((): Kolom => unit.id),
    kodeNomor: teks('kode_nomor').notNull(),
    kop: json<NonNullable<Unit['kop']>>('kop'),
  },
  (t) => [indeksUnik('unit_kode').on(t.tenantId, t.kode)],
);

export const jabatan = tabel(
  'jabatan',
  {
    id: teks<JabatanId>('id').primaryKey(),
    tenantId: teks<TenantId>('tenant_id')
      .notNull()
      .references(() => tenant.id),
    unitId: teks<UnitId>('unit_id')
      .notNull()
      .references(() => unit.id),
    kode: teks('kode').notNull(),
    nama: teks('nama').notNull(),
    kelas: pilihan('kelas', kelasJabatan).notNull(),
    induk: teks<JabatanId>('induk').references((): Kolom => jabatan.id),
  },
  (t) => [
    indeksUnik('jabatan_kode').on(t.tenantId, t.kode),
    salahSatu('jabatan_kelas', t.kelas, kelasJabatan),
  ],
);

/** The NIK is sealed; `nikHash` is a keyed hash that finds a person and keeps a NIK unique in its tenant. */
export const orang = tabel(
  'orang',
  {
    id: teks<OrangId>('id').primaryKey(),
    tenantId: teks<TenantId>('tenant_id')
      .notNull()
      .references(() => tenant.id),
    nama: teks('nama').notNull(),
    gelarDepan: teks('gelar_depan'),
    gelarBelakang: teks('gelar_belakang'),
    kepegawaian: pilihan('kepegawaian', kepegawaian).notNull(),
    nip: teks('nip'),
    pangkat: teks('pangkat'),
    golongan: teks('golongan'),
    nikTersamar: teks('nik_tersamar'),
    nikTersegel: bita('nik_tersegel'),
    nikHash: bita('nik_hash'),
    peran: json<readonly Peran[]>('peran').notNull(),
  },
  (t) => [
    indeksUnik('orang_nik').on(t.tenantId, t.nikHash),
    indeksUnik('orang_nip').on(t.tenantId, t.nip),
    salahSatu('orang_kepegawaian', t.kepegawaian, kepegawaian),
  ],
);

export const pemangku = tabel(
  'pemangku',
  {
    jabatanId: teks<JabatanId>('jabatan_id')
      .notNull()
      .references(() => jabatan.id),
    orangId: teks<OrangId>('orang_id')
      .notNull()
      .references(() => orang.id),
    bentuk: pilihan('bentuk', bentukPemangku).notNull(),
    dari: waktu<Tanggal>('dari').notNull(),
    sampai: waktu<Tanggal>('sampai'),
  },
  (t) => [
    kunciUtama({ columns: [t.jabatanId, t.orangId, t.bentuk, t.dari] }),
    indeks('pemangku_orang').on(t.orangId),
    salahSatu('pemangku_bentuk', t.bentuk, bentukPemangku),
  ],
);

export const token = tabel('token', {
  sha256: teks<Sha256>('sha256').primaryKey(),
  orangId: teks<OrangId>('orang_id')
    .notNull()
    .references(() => orang.id),
  tenantId: teks<TenantId>('tenant_id')
    .notNull()
    .references(() => tenant.id),
});

const algoritme = senarai<NonNullable<KunciTandaTangan['algorithm']>>({
  'rsa-pkcs1-sha256': true,
  'rsa-pkcs1-sha384': true,
  'rsa-pkcs1-sha512': true,
  'rsa-pss-sha256': true,
  'rsa-pss-sha384': true,
  'rsa-pss-sha512': true,
  'ecdsa-p256-sha256': true,
  'ecdsa-p384-sha384': true,
  'ecdsa-p521-sha512': true,
  ed25519: true,
});

/** `chain` is a JSON list of base64 DER certificates. Only a key at the provider may lack certificate and algorithm. */
export const kunci = tabel(
  'kunci',
  {
    id: teks<KunciId>('id').primaryKey(),
    tenantId: teks<TenantId>('tenant_id')
      .notNull()
      .references(() => tenant.id),
    orangId: teks<OrangId>('orang_id')
      .notNull()
      .references(() => orang.id),
    jenis: pilihan('jenis', jenisKunci).notNull(),
    certificate: bita('sertifikat'),
    chain: json<readonly string[]>('rantai').notNull(),
    algorithm: pilihan('algoritme', algoritme),
    tersegel: bita('tersegel').notNull(),
    berlakuDari: waktu<Waktu>('berlaku_dari').notNull(),
    berlakuSampai: waktu<Waktu>('berlaku_sampai').notNull(),
    salah: bilangan('salah').notNull(),
    terkunciSampai: waktu<Waktu>('terkunci_sampai'),
  },
  (t) => [
    indeks('kunci_orang').on(t.orangId),
    salahSatu('kunci_jenis', t.jenis, jenisKunci),
    salahSatu('kunci_algoritme', t.algorithm, algoritme),
    syarat(
      'kunci_lengkap',
      sql`${t.jenis} = 'penyedia' or (${t.certificate} is not null and ${t.algorithm} is not null)`,
    ),
  ],
);
