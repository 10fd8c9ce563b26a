import type { Frasa } from '../../shared/bahasa.ts';

type Nada = 'ya' | 'ragu' | 'tidak' | 'netral';

/** One mark on the report sheet. */
export interface TandaLaporan {
  readonly kepala: Frasa;
  readonly siapa: string;
  /** Whole distinguished name; null: unknown. */
  readonly subjek: string | null;
  readonly kapan: Frasa;
  /** Certified, not certified or a seal, and why; null for a document timestamp. */
  readonly golongan: Frasa | null;
  readonly tingkat: Frasa | null;
  readonly jawaban: readonly {
    readonly nada: Nada;
    readonly tanya: Frasa;
    readonly jawab: Frasa;
    readonly keterangan: readonly Frasa[];
  }[];
  readonly tidakDiperiksa: readonly Frasa[];
  readonly perubahan: readonly Frasa[];
}

/** What the sheet "Laporan pemeriksaan tanda tangan elektronik" says, every word of it. */
export interface LembarLaporan {
  readonly jenis: 'laporan-pemeriksaan';
  readonly nada: Nada;
  readonly putusan: Frasa;
  readonly kalimat: Frasa;
  /** Facts about file and check, a row each. */
  readonly fakta: readonly { readonly nama: Frasa; readonly nilai: string }[];
  readonly sha256: string;
  readonly tanda: readonly TandaLaporan[];
  /** Marks beyond those, a line each. */
  readonly tandaLain: readonly Frasa[];
  /** Sentences that close the sheet: how it is sealed, what was left out. */
  readonly penutup: readonly Frasa[];
  /** Date of the document, by the zone of the sheet. */
  readonly tanggal: { readonly tahun: number; readonly bulan: number; readonly hari: number };
}
