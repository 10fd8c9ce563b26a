import { aksaraBerkas, keluargaHuruf } from './huruf.ts';

/** Width of a character in em, in the first bundled family that has it; combining marks and unknowns count 1 em at most. */
export function lebarAksara(titik: number, tebal: boolean): number {
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
  for (const aksara of teks) em += lebarAksara(aksara.codePointAt(0) ?? 0, tebal);
  return em * ukuran;
}
