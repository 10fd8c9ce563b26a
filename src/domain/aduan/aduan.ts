import type { AduanId, NaskahId, OrangId, TenantId, UnitId, Waktu } from '../../shared/brand.ts';

/** States of a complaint (domain.md 7.2), as far as the first form uses them. */
export const keadaanAduan = ['baru', 'diteruskan', 'diproses', 'ditanggapi', 'diarsipkan'] as const;
export type KeadaanAduan = (typeof keadaanAduan)[number];

export const kanalAduan = ['web', 'surat', 'tatap-muka', 'mitra-luring'] as const;
export type KanalAduan = (typeof kanalAduan)[number];

export interface Aduan {
  readonly id: AduanId;
  readonly tenantId: TenantId;
  /** Public, unguessable, short enough for a card. */
  readonly tiket: string;
  readonly kanal: KanalAduan;
  /** The partner's own reference; unique per channel when present. */
  readonly rujukanMitra: string | null;
  readonly judul: string;
  readonly uraian: string;
  readonly kota: string | null;
  readonly anonim: boolean;
  readonly keadaan: KeadaanAduan;
  readonly revisi: number;
  readonly unitId: UnitId | null;
  /** The answering letter once drafted. */
  readonly naskahId: NaskahId | null;
  readonly alasan: string | null;
  /** Occurred, handed to the partner, received by Diskominfo (domain.md 7.5). */
  readonly kejadian: Waktu | null;
  readonly diserahkan: Waktu | null;
  readonly diterima: Waktu;
  readonly diubah: Waktu;
}

/** The reporter; kept apart from the complaint and encrypted (domain.md 7.3). */
export interface Pelapor {
  readonly aduanId: AduanId;
  readonly nama: string;
  readonly kontak: string | null;
}

export interface RiwayatAduan {
  readonly aduanId: AduanId;
  readonly urutan: number;
  readonly aksi: string;
  readonly oleh: OrangId | null;
  readonly catatan: string | null;
  readonly waktu: Waktu;
}
