import { aksaraBerkas, keluargaHuruf } from './huruf.ts';

/** Width of a character in em, in the first bundled family that has it; one that none has counts 1 em. */
function lebarAksara(titik: number, tebal: boolean): number {
  const ingatan = tebal ? lebarTebal : lebarBiasa;
  const lebar = ingatan.get(titik) ?? cariLebar(titik, tebal);
  ingatan.set(titik, lebar);
  return lebar;
}

const lebarBiasa = new Map<number, number>();
const lebarTebal = new Map<number, number>();

function cariLebar(titik: number, tebal: boolean): number {
  for (const { berkas } of keluargaHuruf) {
    const aksara = aksaraBerkas(tebal ? (berkas[1] ?? berkas[0]) : berkas[0]);
    const glif = aksara.peta.get(titik);
    if (glif !== undefined) return aksara.lebarGlif(glif);
  }
  return 1;
}

/** Width of one line of text in points, without kerning (which only makes it narrower). */
export function lebarTeks(teks: string, ukuran: number, tebal = false): number {
  let em = 0;
  for (let i = 0; i < teks.length; i++) {
    const titik = teks.codePointAt(i) ?? 0;
    if (titik > 0xffff) i++;
    em += lebarAksara(titik, tebal);
  }
  return em * ukuran;
}
