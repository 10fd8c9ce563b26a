import type { AduanId, NaskahId, OrangId, TenantId, UnitId, Waktu } from '../../../shared/brand.ts';
import { kanalAduan, keadaanAduan } from '../../../domain/aduan/aduan.ts';
import {
  benar,
  bilangan,
  bita,
  indeks,
  indeksUnik,
  kunciUtama,
  pilihan,
  salahSatu,
  tabel,
  teks,
  waktu,
} from '../dialek.ts';
import { naskah } from './naskah.ts';
import { orang, tenant, unit } from './organisasi.ts';

export const aduan = tabel(
  'aduan',
  {
    id: teks<AduanId>('id').primaryKey(),
    tenantId: teks<TenantId>('tenant_id')
      .notNull()
      .references(() => tenant.id),
    tiket: teks('tiket').notNull().unique(),
    kanal: pilihan('kanal', kanalAduan).notNull(),
    rujukanMitra: teks('rujukan_mitra'),
    judul: teks('judul').notNull(),
    uraian: teks('uraian').notNull(),
    kota: teks('kota'),
    anonim: benar('anonim').notNull(),
    keadaan: pilihan('keadaan', keadaanAduan).notNull(),
    revisi: bilangan('revisi').notNull(),
    unitId: teks<UnitId>('unit_id').references(() => unit.id),
    naskahId: teks<NaskahId>('naskah_id').references(() => naskah.id),
    alasan: teks('alasan'),
    kejadian: waktu<Waktu>('kejadian'),
    diserahkan: waktu<Waktu>('diserahkan'),
    diterima: waktu<Waktu>('diterima').notNull(),
    diubah: waktu<Waktu>('diubah').notNull(),
  },
  (t) => [
    indeksUnik('aduan_rujukan').on(t.tenantId, t.kanal, t.rujukanMitra),
    indeks('aduan_daftar').on(t.tenantId, t.diterima, t.id),
    salahSatu('aduan_kanal', t.kanal, kanalAduan),
    salahSatu('aduan_keadaan', t.keadaan, keadaanAduan),
  ],
);

/** The reporter, sealed under the installation secret (domain.md 7.3). */
export const pelapor = tabel('pelapor', {
  aduanId: teks<AduanId>('aduan_id')
    .primaryKey()
    .references(() => aduan.id),
  tersegel: bita('tersegel').notNull(),
});

export const aduanRiwayat = tabel(
  'aduan_riwayat',
  {
    aduanId: teks<AduanId>('aduan_id')
      .notNull()
      .references(() => aduan.id),
    urutan: bilangan('urutan').notNull(),
    aksi: teks('aksi').notNull(),
    oleh: teks<OrangId>('oleh').references(() => orang.id),
    catatan: teks('catatan'),
    waktu: waktu<Waktu>('waktu').notNull(),
  },
  (t) => [kunciUtama({ columns: [t.aduanId, t.urutan] })],
);
