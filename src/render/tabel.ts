import type { Blok } from '../domain/naskah/konsep.ts';
import { lebarTeks } from './ukur.ts';

type Tabel = Extract<Blok, { jenis: 'tabel' }>;

/** Inner margin of a cell in points; tight in wide tables. */
const INSET = 5;
const INSET_RAPAT = 3;
/** Rows looked at when nobody said widths: the rest rarely differs, and 2,000 rows cost time. */
const BARIS_CONTOH = 200;

/** Column widths in points: the author's proportions, or what the columns' content asks for. */
export function lebarTabel(tabel: Tabel, lebar: number, huruf: number): { kolom: number[]; inset: number } {
  const inset = tabel.kolom.length > 6 ? INSET_RAPAT : INSET;
  const kolom = tabel.kolom.some((k) => k.lebar !== undefined)
    ? sebanding(bobotPenulis(tabel), lebar)
    : bagiRata(lebarWajar(tabel, huruf, inset), lebar);
  return { kolom, inset };
}

function bobotPenulis(tabel: Tabel): number[] {
  const diberi = tabel.kolom.flatMap((k) => k.lebar ?? []);
  const rataRata = diberi.reduce((a, b) => a + b, 0) / diberi.length;
  return tabel.kolom.map((k) => k.lebar ?? rataRata);
}

function lebarWajar(tabel: Tabel, huruf: number, inset: number): number[] {
  return tabel.kolom.map((k, i) => {
    const isi = tabel.baris.slice(0, BARIS_CONTOH).map((baris) => lebarTeks(baris[i] ?? '', huruf));
    return Math.max(2 * huruf, lebarTeks(k.judul, huruf, true), ...isi) + 2 * inset + 2;
  });
}

/** Room left over is shared in proportion; room missing is taken from the widest columns only. */
function bagiRata(wajar: number[], lebar: number): number[] {
  const jumlah = wajar.reduce((a, b) => a + b, 0);
  if (jumlah <= lebar) return sebanding(wajar, lebar);
  const urut = [...wajar].sort((a, b) => a - b);
  let sisa = lebar;
  for (const [i, terkecil] of urut.entries()) {
    const bagian = sisa / (urut.length - i);
    if (terkecil > bagian) return wajar.map((w) => Math.min(w, bagian));
    sisa -= terkecil;
  }
  return wajar;
}

function sebanding(bobot: number[], lebar: number): number[] {
  const jumlah = bobot.reduce((a, b) => a + b, 0);
  return bobot.map((b) => (b / jumlah) * lebar);
}
