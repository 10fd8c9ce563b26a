import type { Kepegawaian } from '../organisasi.ts';

/** Golongan and pangkat of PNS (domain.md 9.2). */
export const pangkatPns = {
  'I/a': 'Juru Muda',
  'I/b': 'Juru Muda Tingkat I',
  'I/c': 'Juru',
  'I/d': 'Juru Tingkat I',
  'II/a': 'Pengatur Muda',
  'II/b': 'Pengatur Muda Tingkat I',
  'II/c': 'Pengatur',
  'II/d': 'Pengatur Tingkat I',
  'III/a': 'Penata Muda',
  'III/b': 'Penata Muda Tingkat I',
  'III/c': 'Penata',
  'III/d': 'Penata Tingkat I',
  'IV/a': 'Pembina',
  'IV/b': 'Pembina Tingkat I',
  'IV/c': 'Pembina Utama Muda',
  'IV/d': 'Pembina Utama Madya',
  'IV/e': 'Pembina Utama',
} as const satisfies Record<string, string>;

/** PPPK: I to XVII, without a pangkat name. */
export const golonganPppk: readonly string[] = [
  'I',
  'II',
  'III',
  'IV',
  'V',
  'VI',
  'VII',
  'VIII',
  'IX',
  'X',
  'XI',
  'XII',
  'XIII',
  'XIV',
  'XV',
  'XVI',
  'XVII',
];

/** Do pangkat and golongan belong together, and to this employment? They are checked as a pair. */
export function pangkatCocok(
  kepegawaian: Kepegawaian,
  pangkat: string | null,
  golongan: string | null,
): boolean {
  const cocok: Record<Kepegawaian, () => boolean> = {
    pns: () =>
      golongan !== null && pangkat !== null && new Map(Object.entries(pangkatPns)).get(golongan) === pangkat,
    pppk: () => golongan !== null && golonganPppk.includes(golongan) && pangkat === null,
    'pejabat-negara': () => golongan === null && pangkat === null,
    'non-asn': () => golongan === null && pangkat === null,
  };
  return cocok[kepegawaian]();
}
