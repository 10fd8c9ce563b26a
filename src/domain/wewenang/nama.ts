import type { Orang } from '../organisasi.ts';

/** `Dr. Wiratama Contohsuki, S.Kom., M.T.`; without titles just the name. */
export function namaLengkap(
  orang: Pick<Orang, 'nama' | 'gelarDepan' | 'gelarBelakang'>,
  denganGelar: boolean,
): string {
  if (!denganGelar) return orang.nama;
  const depan = orang.gelarDepan === null ? '' : `${orang.gelarDepan} `;
  const belakang = orang.gelarBelakang === null ? '' : `, ${orang.gelarBelakang}`;
  return `${depan}${orang.nama}${belakang}`;
}
