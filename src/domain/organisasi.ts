import type { JabatanId, OrangId, TenantId, Tanggal, UnitId } from '../shared/brand.ts';

export type JenisPemerintah = 'provinsi' | 'kabupaten' | 'kota';
export type ZonaWaktu = 'Asia/Jakarta' | 'Asia/Makassar' | 'Asia/Jayapura';

export interface Tenant {
  readonly id: TenantId;
  /** `[a-z0-9-]{1,40}`; part of the audit log's origin. */
  readonly kode: string;
  readonly nama: string;
  readonly jenis: JenisPemerintah;
  readonly zona: ZonaWaktu;
}

export interface Unit {
  readonly id: UnitId;
  readonly tenantId: TenantId;
  readonly kode: string;
  readonly nama: string;
  readonly induk: UnitId | null;
  /** Code used in numbers (`{kodeUnit}`). */
  readonly kodeNomor: string;
  /** Lines of the letterhead; null: the parent's kop is used. */
  readonly kop: { readonly perangkat: readonly string[]; readonly alamat: readonly string[] } | null;
}

/** Classes that the name-line rule (Permendagri 1/2023 art. 44) tells apart. */
export type KelasJabatan = 'kdh' | 'wakil-kdh' | 'sekda' | 'struktural' | 'fungsional';
/** How a person holds a post (domain.md 5.1). */
export type BentukPemangku = 'definitif' | 'plt' | 'plh' | 'pj' | 'pjs';

export interface Jabatan {
  readonly id: JabatanId;
  readonly tenantId: TenantId;
  readonly unitId: UnitId;
  /** Unique in the tenant: `jateng.diskominfo.kepala`. */
  readonly kode: string;
  readonly nama: string;
  readonly kelas: KelasJabatan;
  readonly induk: JabatanId | null;
}

export interface Pemangku {
  readonly jabatanId: JabatanId;
  readonly orangId: OrangId;
  readonly bentuk: BentukPemangku;
  readonly dari: Tanggal;
  /** Last day, inclusive; null: still holding. */
  readonly sampai: Tanggal | null;
}

export type Kepegawaian = 'pns' | 'pppk' | 'pejabat-negara' | 'non-asn';
/** What a person may do besides what the posts give; a following issue brings the full matrix. */
export type Peran = 'pegawai' | 'verifikator-aduan' | 'pejabat-penghubung' | 'auditor' | 'mitra' | 'admin';

export interface Orang {
  readonly id: OrangId;
  readonly tenantId: TenantId;
  readonly nama: string;
  readonly gelarDepan: string | null;
  readonly gelarBelakang: string | null;
  readonly kepegawaian: Kepegawaian;
  readonly nip: string | null;
  readonly pangkat: string | null;
  readonly golongan: string | null;
  /** `3374********0001`; the NIK itself stays encrypted in storage. */
  readonly nikTersamar: string | null;
  readonly peran: readonly Peran[];
}
