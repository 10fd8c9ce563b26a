import { namaBulan } from '../domain/kalender/tanggal.ts';

/** `24 November 2026` → the PDF's date. The renderer has no clock: a page without a date has a PDF without a date. */
export function uraiTanggal(tanggal: string | null): { tahun: number; bulan: number; hari: number } | null {
  const bagian = /^(\d{1,2}) (\p{L}+) (\d{4})$/u.exec(tanggal ?? '');
  const nomorBulan = namaBulan.findIndex((nama) => nama === bagian?.[2]) + 1;
  if (bagian === null || nomorBulan === 0) return null;
  return { tahun: Number(bagian[3]), bulan: nomorBulan, hari: Number(bagian[1]) };
}
