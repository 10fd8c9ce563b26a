import type { JenisNaskah } from '../naskah/konsep.ts';

/** Groups of letters that the name-line rule tells apart (Permendagri 1/2023 art. 44; domain.md 2.1). */
export type KelompokNaskah = 'pengaturan' | 'penetapan' | 'penugasan' | 'korespondensi' | 'khusus';

/** Default group of each kind; the group belongs to (profile, kind), so a profile may come to say otherwise. */
export const kelompokJenis = {
  'surat-dinas': 'korespondensi',
  'nota-dinas': 'korespondensi',
  // A house kind, laid out and signed as a surat dinas.
  'jawaban-aduan': 'korespondensi',
} as const satisfies Record<JenisNaskah, KelompokNaskah>;
