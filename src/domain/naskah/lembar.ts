import type { Blok, JenisNaskah } from './konsep.ts';

/**
 * Everything the page shows, already decided: the renderer adds no text and knows no rule. Built by `susunLembar`.
 * Texts are people's words and reach the page as text, never as markup.
 */
export interface LembarNaskah {
  readonly jenis: JenisNaskah;
  /** `draf`: watermark DRAF, no number needed, no QR. `final`: the bytes that will be signed. */
  readonly mode: 'draf' | 'final';
  readonly tata: TataHalaman;
  readonly kop: Kop;
  /** `NOTA DINAS` for nota dinas; null for letters of family A. */
  readonly judul: string | null;
  /** Printed number and date (`24 November 2026`); null only in a draft, where the page shows a gap. */
  readonly nomor: string | null;
  readonly tanggal: string | null;
  readonly tempat: string;
  readonly sifat: string;
  /** `-` or `1 (satu) berkas`. */
  readonly lampiranRingkas: string;
  readonly hal: string;
  readonly tujuan: readonly {
    readonly nama: string;
    readonly di: string | null;
    readonly up: string | null;
  }[];
  /** Post of the sender, nota dinas only. */
  readonly dari: string | null;
  readonly isi: readonly Blok[];
  readonly lampiran: readonly {
    readonly kepala: string;
    readonly judul: string;
    readonly isi: readonly Blok[];
  }[];
  readonly tembusan: readonly string[];
  readonly penandatangan: readonly BlokTandaTangan[];
  readonly bukti: Bukti | null;
  readonly footer: readonly string[];
}

/** Lengths in millimetres, type size in points. */
export interface TataHalaman {
  readonly kertas: { readonly lebar: number; readonly tinggi: number };
  readonly margin: {
    readonly atas: number;
    readonly bawah: number;
    readonly kiri: number;
    readonly kanan: number;
  };
  readonly ukuranHuruf: number;
  readonly spasi: number;
}

export interface Kop {
  readonly lambang: 'daerah' | 'negara';
  /** `PEMERINTAH PROVINSI JAWA TENGAH` */
  readonly pemerintah: string;
  /** Capitals, at most three lines; the printed name of the unit. */
  readonly perangkat: readonly string[];
  /** Address, phone, web and mail lines. */
  readonly alamat: readonly string[];
}

export interface BlokTandaTangan {
  /** Lines above the block: `a.n. GUBERNUR JAWA TENGAH`, `SEKRETARIS DAERAH,`. */
  readonly jabatan: readonly string[];
  readonly nama: string;
  /** `Pembina Utama Muda (IV/c)`; null where the rule of art. 44 prints none. */
  readonly pangkat: string | null;
  readonly nip: string | null;
}

export interface Bukti {
  /** What the QR says; also a link on the page. */
  readonly url: string;
  /** Official domain printed beneath the QR. */
  readonly domain: string;
}
