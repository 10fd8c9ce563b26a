import fc from 'fast-check';
import { toCardinal } from 'n2words/id-ID';
import { describe, expect, it } from 'vitest';
import {
  hariKerja,
  kalenderBawaan,
  tambahHariKerja,
  type Kalender,
} from '../../../src/domain/kalender/hari-kerja.ts';
import { kalender2026, type TahunKalender } from '../../../src/domain/kalender/hari-libur.ts';
import {
  bacaTanggal,
  bulanRomawi,
  namaHari,
  tambahHari,
  tanggalIndonesia,
  tanggalZona,
} from '../../../src/domain/kalender/tanggal.ts';
import { terbilang } from '../../../src/domain/kalender/terbilang.ts';
import type { Tanggal } from '../../../src/shared/brand.ts';

const t = (teks: string) => teks as Tanggal;
const muat2027: TahunKalender = { tahun: 2027, dasar: 'uji', libur: ['2027-01-01'], cutiBersama: [] };
const dengan2027: Kalender = { ...kalenderBawaan, tahun: [kalender2026, muat2027] };

describe('working days (domain.md 11)', () => {
  const vektor: [string, Record<number, string>, string][] = [
    ['2026-02-12', { 3: '02-19', 5: '02-23', 10: '03-02', 14: '03-06', 60: '05-22' }, '04-13'],
    ['2026-03-13', { 3: '03-25', 5: '03-27', 10: '04-06', 14: '04-10', 60: '06-24' }, '05-12'],
    ['2026-05-12', { 3: '05-19', 5: '05-21', 10: '06-02', 14: '06-08', 60: '08-12' }, '07-11'],
    ['2026-08-14', { 3: '08-20', 5: '08-24', 10: '09-01', 14: '09-07', 60: '11-10' }, '10-13'],
    ['2026-12-21', { 3: '12-28', 5: '12-30' }, ''],
  ];
  it.each(
    vektor.flatMap(([terima, hari]) =>
      Object.entries(hari).map(([n, akhir]) => [terima, Number(n), akhir] as const),
    ),
  )('%s plus %i working days is 2026-%s', (terima, n, akhir) => {
    expect(tambahHariKerja(kalenderBawaan, t(terima), n)).toEqual({
      tanggal: `2026-${akhir}`,
      sementara: false,
    });
  });
  it.each(vektor.filter(([, , akhir]) => akhir !== ''))('%s plus 60 calendar days', (terima, _, akhir) => {
    expect(tambahHari(t(terima), 60)).toBe(`2026-${akhir}`);
  });

  it('a deadline that crosses into a year with no list is provisional, and knows the fixed holidays', () => {
    expect(tambahHariKerja(kalenderBawaan, t('2026-12-21'), 10)).toEqual({
      tanggal: '2027-01-07',
      sementara: true,
    });
    expect(tambahHariKerja(kalenderBawaan, t('2026-12-21'), 6)).toEqual({
      tanggal: '2026-12-31',
      sementara: false,
    });
  });
  it('it is definite once the year is loaded', () => {
    expect(tambahHariKerja(dengan2027, t('2026-12-21'), 10)).toEqual({
      tanggal: '2027-01-07',
      sementara: false,
    });
  });
  it('a holiday in the loaded list moves it', () => {
    const lokal = { ...muat2027, libur: ['2027-01-01', '2027-01-05'] };
    const kalender = { ...kalenderBawaan, tahun: [kalender2026, lokal] };
    expect(tambahHariKerja(kalender, t('2026-12-21'), 10).tanggal).toBe('2027-01-08');
  });

  it('2026 has 17 holidays, 8 cuti bersama and 240 working days, by month as published', () => {
    expect([kalender2026.libur.length, kalender2026.cutiBersama.length]).toEqual([17, 8]);
    const perBulan = Array.from({ length: 12 }, () => 0);
    for (let hari = t('2026-01-01'); hari <= '2026-12-31'; hari = tambahHari(hari, 1))
      if (hariKerja(kalenderBawaan, hari)) perBulan[Number(hari.slice(5, 7)) - 1]!++;
    expect(perBulan).toEqual([20, 18, 17, 21, 16, 20, 23, 19, 22, 22, 21, 21]);
  });
  it('a desk with six working days counts Saturdays', () => {
    const enam = { ...kalenderBawaan, hariKerja: [1, 2, 3, 4, 5, 6] };
    expect(tambahHariKerja(enam, t('2026-09-04'), 1).tanggal).toBe('2026-09-05');
  });
  it('refuses a negative count, and a calendar that never works does not hang', () => {
    expect(() => tambahHariKerja(kalenderBawaan, t('2026-09-04'), -1)).toThrow(RangeError);
    expect(() => tambahHariKerja({ ...kalenderBawaan, hariKerja: [] }, t('2026-09-04'), 1)).toThrow(
      RangeError,
    );
  });
});

describe('dates', () => {
  it.each([
    ['2026-11-24T16:59:59.999Z', 'Asia/Jakarta', '2026-11-24'],
    ['2026-11-24T17:00:00.000Z', 'Asia/Jakarta', '2026-11-25'],
    ['2026-12-31T16:00:00.000Z', 'Asia/Makassar', '2027-01-01'],
    ['2026-12-31T15:00:00.000Z', 'Asia/Jayapura', '2027-01-01'],
    ['2026-12-31T15:00:00.000Z', 'Asia/Makassar', '2026-12-31'],
  ] as const)('%s in %s is %s', (saat, zona, tanggal) => {
    expect(tanggalZona(new Date(saat), zona)).toBe(tanggal);
  });
  it('the zone table agrees with ICU', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        fc.constantFrom('Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'),
        (saat, zona) => {
          expect(tanggalZona(saat, zona)).toBe(
            new Intl.DateTimeFormat('sv-SE', { timeZone: zona }).format(saat),
          );
        },
      ),
    );
  });
  it.each([
    ['2026-09-07', '7 September 2026', 'Senin', 'IX'],
    ['2026-12-31', '31 Desember 2026', 'Kamis', 'XII'],
    ['2027-01-01', '1 Januari 2027', 'Jumat', 'I'],
    ['2024-02-29', '29 Februari 2024', 'Kamis', 'II'],
  ])('%s is written %s, a %s of month %s', (tanggal, tulis, hari, romawi) => {
    expect(tanggalIndonesia(t(tanggal))).toBe(tulis);
    expect(namaHari(t(tanggal))).toBe(hari);
    expect(bulanRomawi(t(tanggal))).toBe(romawi);
  });
  it.each(['2026-02-30', '2026-13-01', '2026-1-1', '2025-02-29', '', '2026-01-01T00:00', '0000-00-00'])(
    'there is no day %j',
    (teks) => {
      expect(bacaTanggal(teks)).toBeNull();
    },
  );
  it('reads a leap day', () => {
    expect(bacaTanggal('2024-02-29')).toBe('2024-02-29');
  });
});

describe('numbers in words', () => {
  it.each([
    [0, 'nol'],
    [1, 'satu'],
    [11, 'sebelas'],
    [16, 'enam belas'],
    [100, 'seratus'],
    [1_000, 'seribu'],
    [1_100, 'seribu seratus'],
    [2_026, 'dua ribu dua puluh enam'],
    [1_000_000, 'satu juta'],
  ])('%i is %s', (n, kata) => {
    expect(terbilang(n)).toBe(kata);
  });
  it('agrees with n2words up to 999 triliun', () => {
    const bilangan = fc.oneof(fc.nat(20_000), fc.integer({ min: 0, max: 999_999_999_999_999 }));
    fc.assert(
      fc.property(bilangan, (n) => {
        expect(terbilang(n)).toBe(toCardinal(n));
      }),
      { numRuns: 3_000 },
    );
  });
  it.each([-1, 1.5, 1e15, NaN])('refuses %d', (n) => {
    expect(() => terbilang(n)).toThrow(RangeError);
  });
});
