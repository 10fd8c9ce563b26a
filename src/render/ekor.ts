import type { Blok } from '../domain/naskah/konsep.ts';
import { lebarTeks } from './ukur.ts';

/** A block of the body, or a part of one, and how it holds on to what follows. */
export interface Potongan {
  readonly blok: Blok;
  /** Stays on the page of what follows; moves along as a whole. */
  readonly lekat: boolean;
  /** Its end has to be on the signature's page. */
  readonly akhir: boolean;
  /** Continues the block before it: a list counts on from here, and the gap is that of its items. */
  readonly mulai: number | null;
}

/** More lines than this are not moved whole to the next page unless the signature would stand alone otherwise. */
const BARIS_LEKAT = 6;

/**
 * A signature never stands on a page without the body's last words (at least two lines, or rows). What can be cut
 * without being seen gets a short tail that sticks to the signature. A long paragraph and a table cannot: they break
 * where the page ends, and only where this leaves the signature alone (`lekatkan`, known after layout) the paragraph
 * moves, or the last rows do, under a head of their own.
 */
export function pisahEkor(
  isi: readonly Blok[],
  lekatkan: boolean,
  lebar: number,
  ukuran: number,
): Potongan[] {
  const baris = (blok: Blok) => jumlahBaris(blok, lebar, ukuran);
  const ekor = isi.length - 1;
  const terakhir = isi[ekor];
  const satuBaris = terakhir?.jenis === 'paragraf' && baris(terakhir) === 1 && ekor > 0;
  const penentu = satuBaris ? ekor - 1 : ekor;
  return isi.flatMap((blok, i): Potongan[] => {
    const utuh = { blok, lekat: false, akhir: false, mulai: null };
    if (i > penentu) return [{ ...utuh, lekat: true }];
    if (i < penentu) return [{ ...utuh, lekat: pengantar(blok) && baris(blok) <= BARIS_LEKAT }];
    const bagian = belah(blok, lekatkan, baris);
    const [kepala, buntut, mulai] = bagian ?? [null, blok, null];
    const akhir = {
      blok: buntut,
      lekat: lekatkan || (blok.jenis !== 'tabel' && baris(buntut) <= BARIS_LEKAT),
      akhir: true,
      mulai,
    };
    return kepala === null ? [akhir] : [{ ...utuh, blok: kepala }, akhir];
  });
}

/** Head, tail and the tail's first number; null where a cut would be seen or leave nothing before it. */
function belah(
  blok: Blok,
  lekatkan: boolean,
  baris: (blok: Blok) => number,
): readonly [Blok, Blok, number] | null {
  switch (blok.jenis) {
    case 'daftar': {
      const satu = baris({ ...blok, butir: blok.butir.slice(-1) });
      const n = blok.butir.length - (satu > 1 ? 1 : 2);
      if (n < 1) return null;
      return [{ ...blok, butir: blok.butir.slice(0, n) }, { ...blok, butir: blok.butir.slice(n) }, n + 1];
    }
    case 'pasangan': {
      const n = blok.isi.length - 2;
      if (n < 1) return null;
      return [{ ...blok, isi: blok.isi.slice(0, n) }, { ...blok, isi: blok.isi.slice(n) }, n + 1];
    }
    case 'tabel': {
      const n = blok.baris.length - 2;
      if (n < 1 || !lekatkan) return null;
      const ekor: Blok = { jenis: 'tabel', kolom: blok.kolom, baris: blok.baris.slice(n) };
      return [{ ...blok, baris: blok.baris.slice(0, n) }, ekor, n + 1];
    }
    case 'paragraf':
    case 'subjudul':
      return null;
  }
}

/** A paragraph that ends with a colon stays with what it introduces. */
const pengantar = (blok: Blok): boolean => blok.jenis === 'paragraf' && /:\s*$/.test(blok.teks);

/** Lines of a block, roughly: what counts is whether they are few. */
function jumlahBaris(blok: Blok, lebar: number, ukuran: number): number {
  const baris = (teks: string) =>
    teks.split('\n').reduce((n, t) => n + Math.max(1, Math.ceil(lebarTeks(t, ukuran) / lebar)), 0);
  switch (blok.jenis) {
    case 'paragraf':
    case 'subjudul':
      return baris(blok.teks);
    case 'daftar':
      return blok.butir.reduce(
        (n, b) => n + [b.teks, ...(b.rincian ?? [])].reduce((m, t) => m + baris(t), 0),
        0,
      );
    case 'pasangan':
      return blok.isi.reduce((n, p) => n + Math.max(baris(p.label), 2 * baris(p.nilai) - 1), 0);
    case 'tabel':
      return blok.baris.length;
  }
}
