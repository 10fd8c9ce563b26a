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
} from '../../shared/brand.ts';
import type { JenisNaskah, KonsepNaskah } from './konsep.ts';

/** States of a letter; the transitions between them are the table in `alur.ts`. */
export const keadaanNaskah = [
  'konsep',
  'diajukan',
  'diparaf',
  'siap_tanda_tangan',
  'menandatangani',
  'menunggu_cap_waktu',
  'tak_pasti',
  'ditandatangani',
  'dikirim',
  'ditolak',
] as const;
export type KeadaanNaskah = (typeof keadaanNaskah)[number];

export interface Naskah {
  readonly id: NaskahId;
  readonly tenantId: TenantId;
  readonly jenis: JenisNaskah;
  readonly keadaan: KeadaanNaskah;
  /** Counts every change of the row; the ETag. */
  readonly revisi: number;
  /** Current content version, from 1. */
  readonly versi: number;
  readonly hal: string;
  readonly konseptorJabatanId: JabatanId;
  readonly konseptorOrangId: OrangId;
  readonly unitId: UnitId;
  readonly buktiId: BuktiId;
  readonly aduanId: AduanId | null;
  /** Printed number and date once reserved. */
  readonly nomor: string | null;
  readonly tanggal: Tanggal | null;
  /** Frozen when the first signature begins. */
  readonly profilId: ProfilId | null;
  /** Why the letter waits or came back; shown to its people. */
  readonly alasan: string | null;
  /** The newest checked file, signed by as many as have signed so far. */
  readonly berkasSha256: Sha256 | null;
  readonly dibuat: Waktu;
  readonly diubah: Waktu;
}

export interface VersiNaskah {
  readonly naskahId: NaskahId;
  readonly versi: number;
  readonly konsep: KonsepNaskah;
  /** Hash of the canonical JSON of `konsep`. */
  readonly sha256: Sha256;
  readonly oleh: OrangId;
  readonly dibuat: Waktu;
}

export interface LangkahParaf {
  readonly naskahId: NaskahId;
  readonly versi: number;
  /** From 1, hierarchical order. */
  readonly urutan: number;
  readonly jabatanId: JabatanId;
  /** `gugur`: voided by a change of content or a return. */
  readonly status: 'menunggu' | 'disetujui' | 'dikembalikan' | 'ditolak' | 'gugur';
  readonly orangId: OrangId | null;
  readonly waktu: Waktu | null;
}

export interface LangkahTandaTangan {
  readonly naskahId: NaskahId;
  /** From 1, order of signing. */
  readonly urutan: number;
  readonly jabatanId: JabatanId;
  readonly status: 'menunggu' | 'selesai';
  readonly orangId: OrangId | null;
  readonly waktu: Waktu | null;
  /** What was printed and decided, frozen at signing. */
  readonly wewenang: WewenangBeku | null;
}

/** Authority as it stood when the letter was signed; later reshuffles do not touch it (D12). */
export interface WewenangBeku {
  readonly jabatanKode: string;
  readonly bentuk: 'definitif' | 'plt' | 'plh' | 'pj' | 'pjs';
  readonly baris: readonly string[];
  readonly nama: string;
  readonly pangkat: string | null;
  readonly nip: string | null;
}

/** A number of a register; unique by (tenant, register, tahun, urut, sisipan) and never reused. */
export interface NomorTercatat {
  readonly tenantId: TenantId;
  readonly register: string;
  readonly tahun: number;
  readonly urut: number;
  /** Empty for ordinary numbers. */
  readonly sisipan: string;
  /** The number as printed. */
  readonly teks: string;
  readonly tanggal: Tanggal;
  readonly naskahId: NaskahId;
  /** dipesan → terbit | ditahan | batal; ditahan → dipesan | batal. */
  readonly keadaan: 'dipesan' | 'ditahan' | 'terbit' | 'batal';
  readonly alasan: string | null;
}

/**
 * Where a signer's key is. `tersegel`: here, sealed; `pkcs11`: in a token; `csc`: at a remote service that signs hashes;
 * `penyedia`: at the national provider, which takes a whole PDF and returns one (D3).
 */
export const jenisKunci = ['tersegel', 'pkcs11', 'csc', 'penyedia'] as const;
export type JenisKunci = (typeof jenisKunci)[number];

export const keadaanUpaya = [
  'dipesan',
  'siap',
  'dikirim',
  'menunggu_cap_waktu',
  'selesai',
  'gagal',
  'tak_pasti',
] as const;
/**
 * An attempt at one signature (D2): dipesan (T1: number reserved) → siap (T2: exact bytes stored, intent logged) →
 * dikirim (T3: the key is asked, once; its raw answer goes aside under the attempt's id) → selesai; or gagal,
 * tak_pasti, menunggu_cap_waktu.
 */
export type KeadaanUpaya = (typeof keadaanUpaya)[number];

export interface UpayaTandaTangan {
  readonly id: UpayaId;
  readonly tenantId: TenantId;
  readonly naskahId: NaskahId;
  /** Which signer (LangkahTandaTangan.urutan) and the how-many-eth try of that signer, both from 1. */
  readonly urutan: number;
  readonly upaya: number;
  readonly keadaan: KeadaanUpaya;
  readonly versi: number;
  readonly orangId: OrangId;
  readonly jabatanId: JabatanId;
  /** What the signer consented to (hash of content, attachments, template, profile, authority). */
  readonly persetujuan: Sha256;
  readonly tingkat: 'B-B' | 'B-T';
  /** Null: at the provider without a pinned certificate; the signer is then known by his name. */
  readonly sertifikatSha256: Sha256 | null;
  readonly jenisKunci: JenisKunci;
  /** Signing key's kind: with a key of our own a failure is definite, remotely it may have signed. */
  readonly penandatangan: 'lokal' | 'jauh';
  /** Blob of the encoded PreparedPdf, or of the file the provider is sent; null until T2. */
  readonly siapSha256: Sha256 | null;
  /** Blob the prepared update extends (rendered PDF or the file signed by the earlier signer). */
  readonly dasarSha256: Sha256 | null;
  readonly hasilSha256: Sha256 | null;
  /** The request's Idempotency-Key, so that a recovered attempt still answers it. */
  readonly idempotensi: { readonly kunci: string; readonly sidik: string; readonly pemilik: string } | null;
  readonly alasan: string | null;
  readonly dibuat: Waktu;
  readonly diubah: Waktu;
}
