import { lebarTeks } from './ukur.ts';

const TANDA_HUBUNG_LUNAK = '\u00AD';
const SPASI_NOL = '\u200B';
const hurufSaja = /^\p{L}{1,40}[\p{P}]*$/u;
const grafem = new Intl.Segmenter('id', { granularity: 'grapheme' });

/**
 * A word wider than its place would run over the margin, since Typst breaks only where Unicode allows it. Such a word
 * (and no other text) gets invisible break opportunities: a soft hyphen in ordinary words, a zero-width space in
 * addresses, codes and nonsense.
 */
export function putusKataPanjang(teks: string, lebarTersedia: number, ukuran: number, tebal = false): string {
  return teks.replace(/\S+/gu, (kata) =>
    // The cheap bound first: no character of these fonts is wider than 1.5 em.
    kata.length * ukuran * 1.5 <= lebarTersedia || lebarTeks(kata, ukuran, tebal) <= lebarTersedia
      ? kata
      : sisipkan(kata, lebarTersedia, ukuran, tebal),
  );
}

function sisipkan(kata: string, lebarTersedia: number, ukuran: number, tebal: boolean): string {
  const biasa = hurufSaja.test(kata);
  const tanda = biasa ? TANDA_HUBUNG_LUNAK : SPASI_NOL;
  // A long code is cut into quarters of the line, so that it fills lines instead of leaving one half empty.
  const sempit = lebarTersedia < 10 * ukuran;
  const batas = (sempit ? lebarTersedia : lebarTersedia / 4) - (biasa ? ukuran * 0.4 : 0);
  const potongan = (biasa ? sukuKata(kata) : [kata]).flatMap((p) => potong(p, batas, ukuran, tebal));
  return potongan.join(tanda);
}

/** Pieces no wider than `batas`; a grapheme is never cut. */
function potong(teks: string, batas: number, ukuran: number, tebal: boolean): string[] {
  const hasil: string[] = [];
  let kini = '';
  let terpakai = 0;
  for (const { segment } of grafem.segment(teks)) {
    const lebar = lebarTeks(segment, ukuran, tebal);
    if (terpakai > 0 && terpakai + lebar > batas) {
      hasil.push(kini);
      kini = '';
      terpakai = 0;
    }
    kini += segment;
    terpakai += lebar;
  }
  return [...hasil, kini];
}

const vokal = /^[aiueo]/i;
const bunyi = /ng|ny|sy|kh|./giu;

/** Indonesian syllables (EYD II.A): a new one begins with a consonant that a vowel follows. `per-tang-gung-ja-wa-ban` */
export function sukuKata(kata: string): string[] {
  const satuan = kata.match(bunyi) ?? [];
  const hasil: string[] = [];
  let kini = '';
  satuan.forEach((s, i) => {
    const awalSuku = !vokal.test(s) && vokal.test(satuan[i + 1] ?? '');
    if (awalSuku && kini.length >= 2) {
      hasil.push(kini);
      kini = '';
    }
    kini += s;
  });
  return [...hasil, kini];
}
