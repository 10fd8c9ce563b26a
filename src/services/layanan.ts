/**
 * The use-cases as the wires see them: what a caller hands in and what comes back. Everything here is plain data;
 * http turns it into JSON, the CLI into lines. Operations throw NaskahError; evidence is in the report.
 */
import type { AksiAduan } from '../domain/aduan/alur.ts';
import type { KanalAduan, KeadaanAduan } from '../domain/aduan/aduan.ts';
import type { AksiNaskah } from '../domain/naskah/alur.ts';
import type { JenisNaskah, KonsepNaskah } from '../domain/naskah/konsep.ts';
import type { Klasifikasi } from '../domain/tte/klasifikasi.ts';
import type { KeadaanNaskah } from '../domain/naskah/naskah.ts';
import type { Pelaku } from '../domain/pelaku.ts';
import type { Peran } from '../domain/organisasi.ts';
import type { ValidationReport } from '../pades/index.ts';
import type { Frasa } from '../shared/bahasa.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { Kebijakan } from './kebijakan.ts';
import type { IsiBerkas } from './ports.ts';

/** What every call carries. `idempotensi` is required by http on each POST with an effect. */
export interface Permintaan {
  readonly pelaku: Pelaku;
  /** Trace id of the request; written into audit leaves. */
  readonly korelasi: string;
  readonly idempotensi: KunciIdempotensi | null;
}
/** `sidik`: hash of the request without secrets. `pemilik`: set by the recovery job, which answers for someone else. */
export interface KunciIdempotensi {
  readonly kunci: string;
  readonly sidik: string;
  readonly pemilik?: string;
}
/** The answer of an effect; `ulangan`: it was given before and is repeated byte for byte. */
export interface Hasil<T> {
  readonly isi: T;
  readonly ulangan: boolean;
}

export interface NaskahView {
  readonly id: string;
  readonly jenis: JenisNaskah;
  readonly keadaan: KeadaanNaskah;
  readonly revisi: number;
  readonly versi: number;
  readonly hal: string;
  readonly nomor: string | null;
  readonly tanggal: string | null;
  readonly alasan: string | null;
  readonly konseptor: string;
  readonly unit: string;
  readonly paraf: readonly {
    readonly urutan: number;
    readonly jabatan: string;
    readonly status: string;
    readonly waktu: string | null;
  }[];
  readonly penandatangan: readonly {
    readonly urutan: number;
    readonly jabatan: string;
    readonly status: string;
    readonly nama: string | null;
    readonly waktu: string | null;
  }[];
  /** What the caller may do now, from the table of transitions. */
  readonly tindakan: readonly AksiNaskah[];
  /** Hash a signer consents to; present only when the caller may sign now. */
  readonly persetujuan: string | null;
  readonly bukti: { readonly id: string; readonly url: string };
  readonly berkasSha256: string | null;
  readonly tiketAduan: string | null;
  readonly dibuat: string;
  readonly diubah: string;
}
export interface NaskahRincian extends NaskahView {
  readonly konsep: KonsepNaskah;
}

export interface TindakanNaskah {
  readonly aksi: AksiNaskah;
  readonly alasan?: string;
  /** For `tandatangani`: the consented hash and the passphrase as bytes, wiped after use. */
  readonly persetujuan?: string;
  readonly frasaSandi?: Uint8Array;
  /** Instead of the passphrase, where the signer's key is at a provider that takes a one-time code. Bytes, wiped after use. */
  readonly totp?: Uint8Array;
  /** For `pastikan`: what was found out, and the signer's raw answer (CMS, or the provider's PDF) when it had signed. */
  readonly terbukti?: 'bertanda_tangan' | 'tidak_bertanda_tangan';
  readonly jawabanPenandatangan?: Uint8Array;
  /** If-Match: the revisi the caller saw. */
  readonly revisi?: number;
}

export interface LayananNaskah {
  buat(p: Permintaan, konsep: KonsepNaskah): Promise<Hasil<NaskahView>>;
  daftar(
    p: Permintaan,
    saring: {
      keadaan?: KeadaanNaskah;
      jenis?: JenisNaskah;
      sebelum?: string;
      batas?: number;
    },
  ): Promise<{ readonly baris: readonly NaskahView[]; readonly lanjut: string | null }>;
  lihat(p: Permintaan, id: string): Promise<NaskahRincian>;
  daftarVersi(
    p: Permintaan,
    id: string,
  ): Promise<readonly { readonly versi: number; readonly sha256: string; readonly dibuat: string }[]>;
  lihatVersi(
    p: Permintaan,
    id: string,
    versi: number,
  ): Promise<{ readonly versi: number; readonly sha256: string; readonly konsep: KonsepNaskah }>;
  /** New content; voids earlier paraf. */
  buatVersi(p: Permintaan, id: string, konsep: KonsepNaskah, revisi?: number): Promise<Hasil<NaskahView>>;
  tindakan(p: Permintaan, id: string, tindakan: TindakanNaskah): Promise<Hasil<NaskahView>>;
  /** `pratinjau`: watermark DRAF; `tanda-tangan`: the newest checked file, only when every signer has signed. */
  berkas(
    p: Permintaan,
    id: string,
    jenis: 'pratinjau' | 'tanda-tangan',
  ): Promise<{ readonly bytes: Uint8Array; readonly nama: string; readonly sha256: string }>;
  /** Auditor: the letter's trail. */
  jejak(p: Permintaan, id: string): Promise<readonly EntriJejakView[]>;
}
export interface EntriJejakView {
  readonly log: string;
  readonly urut: number;
  readonly hash: string;
  readonly daun: unknown;
  readonly terbuka: readonly {
    readonly nama: string;
    readonly nilai: unknown;
    readonly penyingkapan: string;
  }[];
}

export interface AduanMasuk {
  readonly pemerintah: string;
  readonly kanal: KanalAduan;
  readonly rujukanMitra?: string;
  readonly judul: string;
  readonly uraian: string;
  readonly kota?: string;
  readonly anonim?: boolean;
  readonly pelapor?: { readonly nama: string; readonly kontak?: string };
  /** RFC 3339. */
  readonly kejadian?: string;
  readonly diserahkan?: string;
}
/** What anyone holding the ticket may see: no text, no identity. */
export interface AduanPublik {
  readonly tiket: string;
  readonly keadaan: KeadaanAduan;
  readonly diterima: string;
  readonly unit: string | null;
  readonly tenggat: { readonly tanggal: string; readonly sementara: boolean } | null;
  readonly jawaban: { readonly nomor: string; readonly tanggal: string; readonly bukti: string } | null;
  readonly riwayat: readonly { readonly aksi: string; readonly waktu: string }[];
}
export interface AduanView extends AduanPublik {
  readonly id: string;
  readonly revisi: number;
  readonly kanal: KanalAduan;
  readonly rujukanMitra: string | null;
  readonly judul: string;
  readonly uraian: string;
  readonly kota: string | null;
  readonly anonim: boolean;
  readonly alasan: string | null;
  readonly naskahId: string | null;
  readonly tindakan: readonly AksiAduan[];
}
export interface LayananAduan {
  /** Public and partners; the same partner reference answers with the first ticket. */
  terima(p: Permintaan, aduan: AduanMasuk): Promise<Hasil<AduanPublik>>;
  status(tiket: string): Promise<AduanPublik>;
  daftar(
    p: Permintaan,
    sebelum?: string,
    batas?: number,
  ): Promise<{ readonly baris: readonly AduanView[]; readonly lanjut: string | null }>;
  lihat(p: Permintaan, id: string): Promise<AduanView>;
  tindakan(
    p: Permintaan,
    id: string,
    tindakan: { aksi: AksiAduan; unit?: string; alasan?: string; revisi?: number },
  ): Promise<Hasil<AduanView>>;
}

/** What the QR opens (domain.md 12: at most this much). */
export type BuktiView =
  | { readonly keadaan: 'belum' }
  | {
      readonly keadaan: 'ditandatangani';
      readonly pemerintah: string;
      readonly jenis: JenisNaskah;
      readonly nomor: string;
      readonly tanggal: string;
      /** null for T, R, SR. */
      readonly hal: string | null;
      readonly penandatangan: readonly {
        readonly jabatan: string;
        readonly nama: string;
        readonly waktu: string;
        /** Certified, not certified or a seal, and why; null: could not be looked at just now. */
        readonly golongan: TandaView['golongan'];
      }[];
      readonly berkasSha256: string;
      readonly dikirim: boolean;
      /** True when the certificate is of the development PKI: no legal force. */
      readonly pengembangan: boolean;
    };

export interface VerifikasiView {
  readonly laporan: ValidationReport;
  /** Worst indication; null when the file holds no signature or cannot be read. */
  readonly kesimpulan: 'TOTAL_PASSED' | 'INDETERMINATE' | 'TOTAL_FAILED' | null;
  /** Why, in a sentence that claims no more than the report. */
  readonly kalimat: string;
  readonly kalimatInggris: string;
  /** Whose anchors counted besides those for all: the code of a government. */
  readonly instansi: string | null;
  /** What people ask of each signature; in the order of the report's. */
  readonly tandaTangan: readonly TandaView[];
  /** Changes that the report knows and this answer leaves out, to stay within its bound. */
  readonly perubahanDihilangkan: number;
  /** The file is byte for byte one that this installation issued. */
  readonly tercatat: { readonly bukti: string; readonly nomor: string | null } | null;
  readonly sha256: string;
  /** By what it was judged. */
  readonly kebijakan: Kebijakan;
}
/** One mark in words. */
export interface TandaView {
  /** Certified, not certified or a seal (PP 71/2019 art. 59-60), and why; null for a document timestamp. */
  readonly golongan: Omit<Klasifikasi, 'badan'> | null;
  /** Why it did not pass; null where it did. */
  readonly sebab: Frasa | null;
  /** What this result does not say. */
  readonly tidakDiperiksa: readonly Frasa[];
}
/** One file of an archive: its result, or why it was not looked at. */
export interface ButirArsip {
  readonly nama: string;
  readonly hasil: VerifikasiView | null;
  readonly penolakan: { readonly code: ErrorCode; readonly detail: string } | null;
}
export interface RingkasanArsip {
  readonly berkas: number;
  readonly sah: number;
  readonly belumPasti: number;
  readonly tidakSah: number;
  readonly tanpaTandaTangan: number;
  readonly tidakTerbaca: number;
  readonly ditolak: number;
}
/** An archive under way; its files come as they are judged. */
export interface HasilArsip {
  readonly kebijakan: Kebijakan;
  /** Read it to its end or call `return()`: what was put aside is removed then. */
  readonly butir: AsyncIterableIterator<ButirArsip>;
}
export interface ArsipView {
  readonly kebijakan: Kebijakan;
  readonly berkas: readonly ButirArsip[];
  readonly ringkasan: RingkasanArsip;
}
export interface PilihanPeriksa {
  readonly kebijakan: Kebijakan;
  /** Whose anchors count besides those for all; absent: of the government that issued the file, where one did. */
  readonly instansi?: string | undefined;
  /** Who waits in turn with others: the caller's address. */
  readonly pemanggil: string;
  /** The caller has gone. */
  readonly batal?: AbortSignal | undefined;
}
/** Who says all this in a report. */
export interface Penilai {
  readonly versi: string;
  /** Address of the installation. */
  readonly alamat: string;
}
export interface LaporanPdf {
  readonly bytes: Uint8Array;
  readonly disegel: boolean;
}
export interface LayananVerifikasi {
  /** Throws MASUKAN_TIDAK_SAH for a government that is none. */
  periksa(isi: IsiBerkas, pilihan: PilihanPeriksa): Promise<VerifikasiView>;
  /** A result as a sheet for people: PDF/A, sealed where this installation has a seal. */
  laporanPdf(hasil: VerifikasiView, penilai: Penilai): Promise<LaporanPdf>;
  /** Throws ARSIP_TIDAK_TERBACA, ARSIP_MELAMPAUI_BATAS. */
  periksaArsip(isi: IsiBerkas, pilihan: PilihanPeriksa): Promise<HasilArsip>;
}
export interface LayananBukti {
  /** Throws TIDAK_DITEMUKAN for an unknown id. */
  lihat(buktiId: string): Promise<BuktiView>;
}
export interface LayananMasuk {
  /** Bearer token → who acts, with the posts held today; null for unknown tokens. */
  kenali(token: string): Promise<Pelaku | null>;
  siapa(p: Permintaan): Promise<{
    readonly nama: string;
    readonly pemerintah: string;
    readonly peran: readonly Peran[];
    readonly jabatan: readonly { readonly kode: string; readonly nama: string; readonly bentuk: string }[];
  }>;
}
export interface LayananKesehatan {
  /** Each part with its state; ready when all are true. */
  siap(): Promise<{ readonly siap: boolean; readonly bagian: Readonly<Record<string, boolean>> }>;
}

export interface Layanan {
  readonly naskah: LayananNaskah;
  readonly aduan: LayananAduan;
  readonly verifikasi: LayananVerifikasi;
  readonly bukti: LayananBukti;
  readonly masuk: LayananMasuk;
  readonly kesehatan: LayananKesehatan;
}
