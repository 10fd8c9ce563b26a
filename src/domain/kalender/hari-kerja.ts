import type { Tanggal } from '../../shared/brand.ts';
import { kalender2026, liburTetap, type TahunKalender } from './hari-libur.ts';
import { hariPekan, tahun, tambahHari } from './tanggal.ts';

/** The years loaded, in any order; a service desk with six days a week sets `hariKerja` to 1 … 6. */
export interface Kalender {
  readonly tahun: readonly TahunKalender[];
  /** Days of the week that are worked; 0 Sunday. */
  readonly hariKerja: readonly number[];
}

export const kalenderBawaan: Kalender = { tahun: [kalender2026], hariKerja: [1, 2, 3, 4, 5] };

export interface Tenggat {
  readonly tanggal: Tanggal;
  /** A day of a year without a loaded list was counted: to be computed again when the list comes. */
  readonly sementara: boolean;
}

/** Is it a working day? In a year not loaded only weekends and the fixed holidays are known to be off. */
export function hariKerja(kalender: Kalender, tanggal: Tanggal): boolean {
  if (!kalender.hariKerja.includes(hariPekan(tanggal))) return false;
  const daftar = tahunKalender(kalender, tanggal);
  return daftar === undefined
    ? !liburTetap.includes(tanggal.slice(5))
    : !daftar.libur.includes(tanggal) && !daftar.cutiBersama.includes(tanggal);
}

/** The n-th working day after `tanggal`, which is day 0 and not counted. `n` ≥ 0; 0 answers the day itself. */
export function tambahHariKerja(kalender: Kalender, tanggal: Tanggal, n: number): Tenggat {
  if (!Number.isInteger(n) || n < 0) throw new RangeError('tambahHariKerja: n bilangan bulat tidak negatif');
  let kini = tanggal;
  let sisa = n;
  let sementara = false;
  for (let langkah = 0; sisa > 0; langkah++) {
    // Ten years: no deadline is longer, and a calendar that never works must not loop for ever.
    if (langkah > 3_660) throw new RangeError('tambahHariKerja: kalender tanpa hari kerja');
    kini = tambahHari(kini, 1);
    sementara ||= tahunKalender(kalender, kini) === undefined;
    if (hariKerja(kalender, kini)) sisa--;
  }
  return { tanggal: kini, sementara };
}

/** `tanggal` itself when it is worked, else the next working day. */
export const hariKerjaTerdekat = (kalender: Kalender, tanggal: Tanggal): Tenggat =>
  hariKerja(kalender, tanggal)
    ? { tanggal, sementara: tahunKalender(kalender, tanggal) === undefined }
    : tambahHariKerja(kalender, tanggal, 1);

const tahunKalender = (kalender: Kalender, tanggal: Tanggal): TahunKalender | undefined =>
  kalender.tahun.find((daftar) => daftar.tahun === tahun(tanggal));
