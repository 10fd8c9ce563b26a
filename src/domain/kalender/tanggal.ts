import type { Tanggal } from '../../shared/brand.ts';
import type { ZonaWaktu } from '../organisasi.ts';

const hariMs = 86_400_000;
export const namaBulan = [
  'Januari',
  'Februari',
  'Maret',
  'April',
  'Mei',
  'Juni',
  'Juli',
  'Agustus',
  'September',
  'Oktober',
  'November',
  'Desember',
] as const;
const romawi = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII'] as const;
const hari = ['Minggu', 'Senin', 'Selasa', 'Rabu', 'Kamis', 'Jumat', 'Sabtu'] as const;

/** Hours ahead of UTC; Indonesia has no summer time (domain.md 11). */
const selisihJam = { 'Asia/Jakarta': 7, 'Asia/Makassar': 8, 'Asia/Jayapura': 9 } as const satisfies Record<
  ZonaWaktu,
  number
>;

/** The calendar day on which `date` falls in that zone. */
export const tanggalZona = (date: Date, zona: ZonaWaktu): Tanggal =>
  dariMs(date.getTime() + selisihJam[zona] * 3_600_000);

/** `YYYY-MM-DD` of a day that exists; null for anything else (`2026-02-30`). */
export function bacaTanggal(teks: string): Tanggal | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(teks)) return null;
  const ms = Date.parse(`${teks}T00:00:00Z`);
  return !Number.isNaN(ms) && dariMs(ms) === teks ? (teks as Tanggal) : null;
}

export const tambahHari = (tanggal: Tanggal, n: number): Tanggal => dariMs(keMs(tanggal) + n * hariMs);
export const tahun = (tanggal: Tanggal): number => Number(tanggal.slice(0, 4));
/** 1 to 12. */
export const bulan = (tanggal: Tanggal): number => Number(tanggal.slice(5, 7));
/** 0 Sunday to 6 Saturday. */
export const hariPekan = (tanggal: Tanggal): number => new Date(keMs(tanggal)).getUTCDay();

/** `7 September 2026`: no leading zero, no full stop (domain.md 3.2). */
export const tanggalIndonesia = (tanggal: Tanggal): string =>
  `${Number(tanggal.slice(8, 10))} ${namaBulan[bulan(tanggal) - 1] ?? ''} ${tahun(tanggal)}`;
/** `Senin` */
export const namaHari = (tanggal: Tanggal): string => hari[hariPekan(tanggal)] ?? '';
/** `IX` */
export const bulanRomawi = (tanggal: Tanggal): string => romawi[bulan(tanggal) - 1] ?? '';

const keMs = (tanggal: Tanggal): number => Date.parse(`${tanggal}T00:00:00Z`);
const dariMs = (ms: number): Tanggal => new Date(ms).toISOString().slice(0, 10) as Tanggal;
