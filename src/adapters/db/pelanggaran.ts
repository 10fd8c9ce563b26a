/** One broken invariant (reliability.md B2). `kode` is stable; `rincian` says where, and holds no personal data. */
export interface Pelanggaran {
  readonly kode: KodePelanggaran;
  readonly rincian: string;
}
export type Lapor = (kode: KodePelanggaran, rincian: string) => void;

/** What may be found, and which invariant it breaks. */
export const kodePelanggaran = {
  DB_RUSAK: 'S5: the database file itself is damaged',
  LOG_TIDAK_UTUH: 'S5: leaves, head and index of a log disagree',
  DAUN_TIDAK_SAH: 'S5: a leaf breaks naskah-audit/1',
  POHON_TIDAK_COCOK: 'S5: stored tree nodes are not those of the leaves',
  RANTAI_PUTUS: 'S5: the chain of one object has a gap or another predecessor',
  WAKTU_MUNDUR: 'S5: time decreases within a log',
  PENYINGKAPAN_ASING: 'S5: a disclosure belongs to no leaf',
  NIAT_TIDAK_DITUTUP: 'S6: a signing intent is open without an open attempt',
  NIAT_DITUTUP_GANDA: 'S6: a signing intent was closed more than once',
  TANDA_TANGAN_TANPA_NIAT: 'S6: a signature without a preceding intent',
  NOMOR_BOLONG: 'S3: a number below the highest is missing',
  NOMOR_GANDA: 'S2: a number was issued twice',
  NOMOR_TIDAK_COCOK: 'S5: a number and its events disagree',
  BERKAS_TIDAK_ADA: 'S4: a file that is referred to is missing or damaged',
  BERKAS_TIDAK_TERCATAT: 'S4: a signed file is not in the log',
  KEADAAN_TIDAK_COCOK: 'S5: state of letter, attempts, signers or number disagree',
} as const;
export type KodePelanggaran = keyof typeof kodePelanggaran;
