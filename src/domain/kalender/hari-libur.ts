/**
 * Days off of one year: national holidays and cuti bersama (a day off for offices) from the joint decree of three
 * ministers. Data per year; a region may load its own list with local days.
 */
export interface TahunKalender {
  readonly tahun: number;
  readonly dasar: string;
  readonly libur: readonly string[];
  readonly cutiBersama: readonly string[];
}

/** SKB 3 Menteri for 2026 (decrees 1497, 2 and 5 of 2025): 17 holidays, 8 cuti bersama, 240 working days. */
export const kalender2026: TahunKalender = {
  tahun: 2026,
  dasar: 'SKB 3 Menteri Nomor 1497, 2, dan 5 Tahun 2025',
  libur: [
    '2026-01-01',
    '2026-01-16',
    '2026-02-17',
    '2026-03-19',
    '2026-03-21',
    '2026-03-22',
    '2026-04-03',
    '2026-04-05',
    '2026-05-01',
    '2026-05-14',
    '2026-05-27',
    '2026-05-31',
    '2026-06-01',
    '2026-06-16',
    '2026-08-17',
    '2026-08-25',
    '2026-12-25',
  ],
  cutiBersama: [
    '2026-02-16',
    '2026-03-18',
    '2026-03-20',
    '2026-03-23',
    '2026-03-24',
    '2026-05-15',
    '2026-05-28',
    '2026-12-24',
  ],
};

/** Holidays whose date no decree moves (`MM-DD`); known even for a year whose list is not loaded yet. */
export const liburTetap: readonly string[] = ['01-01', '05-01', '06-01', '08-17', '12-25'];
