import type { UnitId } from '../../shared/brand.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Peran } from '../organisasi.ts';
import type { Aduan, KeadaanAduan } from './aduan.ts';

/** `tanggapi` and `susun_ulang` are the system's: the answering letter goes out, or is refused and drafted again. */
export const aksiAduan = ['teruskan', 'proses', 'tanggapi', 'susun_ulang', 'arsipkan'] as const;
export type AksiAduan = (typeof aksiAduan)[number];

export interface KonteksAduan {
  readonly aduan: Pick<Aduan, 'keadaan' | 'unitId'>;
  readonly peran: readonly (Peran | 'sistem')[];
  /** Units of the posts the actor holds at this moment. */
  readonly unitPelaku: readonly UnitId[];
  /** `teruskan`: the unit that is to answer. */
  readonly unitTujuan?: UnitId | null;
  readonly alasan?: string | null;
}

const pemeran = {
  verifikator: (k) => k.peran.includes('verifikator-aduan'),
  unit_penerima: (k) => k.aduan.unitId !== null && k.unitPelaku.includes(k.aduan.unitId),
  sistem: (k) => k.peran.includes('sistem'),
} as const satisfies Record<string, (k: KonteksAduan) => boolean>;
export type PemeranAduan = keyof typeof pemeran;

/** Both depend on what is handed in, so they do not hide the act from a menu. */
const syaratAduan = {
  unit_tujuan: { kode: 'MASUKAN_TIDAK_SAH', berlaku: (k) => (k.unitTujuan ?? null) !== null },
  alasan: { kode: 'ALASAN_WAJIB', berlaku: (k) => (k.alasan ?? '').trim() !== '' },
} as const satisfies Record<string, { kode: ErrorCode; berlaku: (k: KonteksAduan) => boolean }>;
export type SyaratAduan = keyof typeof syaratAduan;

export interface BarisAlurAduan {
  readonly dari: KeadaanAduan;
  readonly aksi: AksiAduan;
  readonly oleh: readonly PemeranAduan[];
  readonly syarat: readonly SyaratAduan[];
  readonly ke: KeadaanAduan;
}

/** A complaint received is `baru` (aduan.terima). First form of domain.md 7.2; each later state is a row. */
export const keadaanAwalAduan: KeadaanAduan = 'baru';
export const alurAduan: readonly BarisAlurAduan[] = [
  { dari: 'baru', aksi: 'teruskan', oleh: ['verifikator'], syarat: ['unit_tujuan'], ke: 'diteruskan' },
  { dari: 'diteruskan', aksi: 'proses', oleh: ['unit_penerima'], syarat: [], ke: 'diproses' },
  { dari: 'diproses', aksi: 'tanggapi', oleh: ['sistem'], syarat: [], ke: 'ditanggapi' },
  { dari: 'diproses', aksi: 'susun_ulang', oleh: ['sistem'], syarat: [], ke: 'diteruskan' },
  { dari: 'baru', aksi: 'arsipkan', oleh: ['verifikator'], syarat: ['alasan'], ke: 'diarsipkan' },
];

export type PutusanAduan =
  { readonly boleh: true; readonly ke: KeadaanAduan } | { readonly boleh: false; readonly kode: ErrorCode };

/** May this actor do this to the complaint now? */
export function putuskanAduan(aksi: AksiAduan, konteks: KonteksAduan): PutusanAduan {
  const baris = alurAduan.find((b) => b.aksi === aksi && b.dari === konteks.aduan.keadaan);
  if (baris === undefined) return { boleh: false, kode: 'ADUAN_TINDAKAN_DITOLAK' };
  if (!baris.oleh.some((nama) => pemeran[nama](konteks))) return { boleh: false, kode: 'TIDAK_BERWENANG' };
  const gagal = baris.syarat.find((nama) => !syaratAduan[nama].berlaku(konteks));
  return gagal === undefined
    ? { boleh: true, ke: baris.ke }
    : { boleh: false, kode: syaratAduan[gagal].kode };
}

/** What the actor may do now, were unit and reason supplied. */
export function tindakanAduanTersedia(konteks: KonteksAduan): AksiAduan[] {
  return alurAduan
    .filter((b) => b.dari === konteks.aduan.keadaan && b.oleh.some((nama) => pemeran[nama](konteks)))
    .map((b) => b.aksi);
}
