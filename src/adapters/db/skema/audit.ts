import type { Sha256, TenantId, Waktu } from '../../../shared/brand.ts';
import { bilangan, bita, indeks, indeksUnik, kunciUtama, tabel, teks, waktu } from '../dialek.ts';
import { tenant } from './organisasi.ts';

/** One row per log (audit-log.md 5.1). `tenantId` is null for the installation's own log. */
export const auditHead = tabel(
  'audit_head',
  {
    log: teks('log').primaryKey(),
    tenantId: teks<TenantId>('tenant_id').references(() => tenant.id),
    tahun: bilangan('tahun').notNull(),
    ukuran: bilangan('ukuran').notNull(),
    waktuAkhir: waktu<Waktu>('waktu_akhir').notNull(),
  },
  (t) => [indeksUnik('audit_head_epoch').on(t.tenantId, t.tahun)],
);

export const auditLeaf = tabel(
  'audit_leaf',
  {
    log: teks('log')
      .notNull()
      .references(() => auditHead.log),
    urut: bilangan('urut').notNull(),
    isi: bita('isi').notNull(),
    objekJenis: teks('objek_jenis'),
    objekId: teks('objek_id'),
    objekN: bilangan('objek_n'),
    peristiwa: teks('peristiwa').notNull(),
  },
  (t) => [
    kunciUtama({ columns: [t.log, t.urut] }),
    indeks('audit_leaf_objek').on(t.objekJenis, t.objekId),
    indeks('audit_leaf_peristiwa').on(t.peristiwa),
  ],
);

export const auditNode = tabel(
  'audit_node',
  {
    log: teks('log')
      .notNull()
      .references(() => auditHead.log),
    level: bilangan('level').notNull(),
    idx: bilangan('idx').notNull(),
    h: bita('h').notNull(),
  },
  (t) => [kunciUtama({ columns: [t.log, t.level, t.idx] })],
);

/** Tail of each object's chain: ordinal, position and hash of its newest leaf in that log. */
export const auditObjek = tabel(
  'audit_objek',
  {
    log: teks('log')
      .notNull()
      .references(() => auditHead.log),
    jenis: teks('jenis').notNull(),
    id: teks('id').notNull(),
    n: bilangan('n').notNull(),
    urut: bilangan('urut').notNull(),
    h: bita('h').notNull(),
  },
  (t) => [kunciUtama({ columns: [t.log, t.jenis, t.id] }), indeks('audit_objek_id').on(t.jenis, t.id)],
);

/** Ed25519 key of each log, one per log and never reused; the seed is sealed. */
export const auditLogKunci = tabel('audit_log_kunci', {
  log: teks('log')
    .primaryKey()
    .references(() => auditHead.log),
  publik: bita('publik').notNull(),
  tersegel: bita('tersegel').notNull(),
});

/** Sealed values of leaves (audit-log.md 3.4); the only part of the log that can be erased. */
export const penyingkapan = tabel(
  'penyingkapan',
  {
    digest: teks('digest').primaryKey(),
    log: teks('log')
      .notNull()
      .references(() => auditHead.log),
    urut: bilangan('urut').notNull(),
    nama: teks('nama').notNull(),
    subjekId: teks('subjek_id').notNull(),
    kelasRetensi: teks('kelas_retensi'),
    hapusSetelah: waktu<Waktu>('hapus_setelah'),
    nonce: bita('nonce').notNull(),
    ct: bita('ct').notNull(),
  },
  (t) => [indeks('penyingkapan_daun').on(t.log, t.urut), indeks('penyingkapan_subjek').on(t.subjekId)],
);

/** Data key of one subject, wrapped by the installation secret; destroying the row erases the person's values. */
export const subjekKunci = tabel('subjek_kunci', {
  subjekId: teks('subjek_id').primaryKey(),
  tersegel: bita('tersegel').notNull(),
});

export const idempotensi = tabel(
  'idempotensi',
  {
    pemilik: teks('pemilik').notNull(),
    kunci: teks('kunci').notNull(),
    sidik: teks<Sha256>('sidik').notNull(),
    jawaban: teks('jawaban'),
    dibuat: waktu<Waktu>('dibuat').notNull(),
  },
  (t) => [kunciUtama({ columns: [t.pemilik, t.kunci] })],
);
