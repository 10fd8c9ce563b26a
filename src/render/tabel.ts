import type { Blok } from '../domain/naskah/konsep.ts';
import { lebarTeks } from './ukur.ts';

type Tabel = Extract<Blok, { jenis: 'tabel' }>;

/** Inner margin of a cell in points; tight in wide tables. */
const INSET = 5;
const INSET_RAPAT = 3;
/** A longer word than this share of the table is broken rather than given room. */
const BATAS_KATA = 0.25;
/** Rows looked at for the width of whole cells when nobody said widths: the rest rarely differs. */
const BARIS_CONTOH = 200;

/** Column widths in points: the author's proportions, or what the columns' content asks for. */
export function lebarTabel(tabel: Tabel, lebar: number, huruf: number): { kolom: number[]; inset: number } {
  const inset = tabel.kolom.length > 6 ? INSET_RAPAT : INSET;
  const kolom = tabel.kolom.some((k) => k.lebar !== undefined)
    ? sebanding(bobotPenulis(tabel), lebar)
    : bagiRata(lebarWajar(tabel, huruf, inset), lebar);
  const kata = (keras: boolean) => lebarKata(tabel, lebar, huruf, inset, keras);
  return { kolom: cukupkan(kolom, kata(false), kata(true), lebar), inset };
}

function bobotPenulis(tabel: Tabel): number[] {
  const diberi = tabel.kolom.flatMap((k) => k.lebar ?? []);
  const rataRata = jumlah(diberi) / diberi.length;
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
  if (jumlah(wajar) <= lebar) return sebanding(wajar, lebar);
  const urut = [...wajar].sort((a, b) => a - b);
  let sisa = lebar;
  for (const [i, terkecil] of urut.entries()) {
    const bagian = sisa / (urut.length - i);
    if (terkecil > bagian) return wajar.map((w) => Math.min(w, bagian));
    sisa -= terkecil;
  }
  return wajar;
}

/** A word of letters alone may be divided at a syllable; an amount, a date or a short word may not. */
const dapatDiputus = /^\p{L}{8,}\p{P}*$/u;

/**
 * What the widest word of each column needs, so that no `No.` is ever split; a code of 60 letters does not count.
 * `keras`: of the words that cannot be divided.
 */
function lebarKata(tabel: Tabel, lebar: number, huruf: number, inset: number, keras: boolean): number[] {
  const perlu = (kata: string, tebal: boolean) =>
    keras && dapatDiputus.test(kata) ? 3 * huruf : lebarTeks(kata, huruf, tebal);
  return tabel.kolom.map((k, i) => {
    const isi = tabel.baris.flatMap((baris) => (baris[i] ?? '').split(/\s+/));
    const kata = [...k.judul.split(/\s+/).map((w) => perlu(w, true)), ...isi.map((w) => perlu(w, false))];
    const terlebar = kata.reduce((a, b) => Math.max(a, b), 0);
    return Math.min(terlebar, lebar * BATAS_KATA) + 2 * inset + 1;
  });
}

/**
 * Columns too narrow for their words take from what the others have beyond theirs. Where not all words fit whole, those
 * that cannot be divided come first, and the others share the rest.
 */
function cukupkan(kolom: number[], terkecil: number[], keras: number[], lebar: number): number[] {
  const kurang = terkecil.map((t, i) => Math.max(0, t - (kolom[i] ?? 0)));
  const lebih = terkecil.map((t, i) => Math.max(0, (kolom[i] ?? 0) - t));
  const [jumlahKurang, jumlahLebih] = [jumlah(kurang), jumlah(lebih)];
  if (jumlahKurang === 0) return kolom;
  if (jumlahLebih > jumlahKurang) {
    return kolom.map((k, i) => k + (kurang[i] ?? 0) - ((lebih[i] ?? 0) * jumlahKurang) / jumlahLebih);
  }
  const pasti = keras.map((k, i) => Math.min(k, terkecil[i] ?? k));
  const sisa = lebar - jumlah(pasti);
  if (sisa <= 0) return bagiRata(pasti, lebar);
  const bagian = sisa / Math.max(jumlah(terkecil) - jumlah(pasti), 1);
  return sebanding(
    pasti.map((k, i) => k + ((terkecil[i] ?? k) - k) * bagian),
    lebar,
  );
}

const jumlah = (angka: readonly number[]): number => angka.reduce((a, b) => a + b, 0);

function sebanding(bobot: number[], lebar: number): number[] {
  const semua = jumlah(bobot);
  return bobot.map((b) => (b / semua) * lebar);
}
