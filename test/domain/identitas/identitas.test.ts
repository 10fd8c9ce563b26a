import { describe, expect, it } from 'vitest';
import { golonganPppk, pangkatCocok, pangkatPns } from '../../../src/domain/identitas/golongan.ts';
import { periksaNik, samarkanNik } from '../../../src/domain/identitas/nik.ts';
import { cetakNip, periksaNip } from '../../../src/domain/identitas/nip.ts';
import { cariWilayah, namaWilayah, wilayahJateng } from '../../../src/domain/wilayah.ts';
import type { Tanggal } from '../../../src/shared/brand.ts';

const hari = '2026-11-24' as Tanggal;

describe('NIP', () => {
  it.each([
    ['198609262015051001', 'pns'],
    ['19860926 201505 1 001', 'pns'],
    ['200211012018112999', 'pns'],
    ['199001012026112001', 'pns'],
    // A PPPK number carries no month in digits 13 and 14.
    ['199002152023211005', 'pppk'],
  ] as const)('%s is well formed for %s', (nip, kepegawaian) => {
    expect(periksaNip(nip, kepegawaian, hari)).toEqual({ sah: true, nip: nip.replaceAll(' ', '') });
  });
  it.each([
    ['19860926201505100', 'pns', 'bukan_18_angka'],
    ['19860926201505100X', 'pns', 'bukan_18_angka'],
    ['١٩٨٦٠٩٢٦٢٠١٥٠٥١٠٠١', 'pns', 'bukan_18_angka'],
    ['131234567', 'pns', 'bukan_18_angka'],
    ['198602302015051001', 'pns', 'tanggal_lahir'],
    ['198613012015051001', 'pns', 'tanggal_lahir'],
    ['198609262015131001', 'pns', 'masa_pengangkatan'],
    ['199002152023211005', 'pns', 'masa_pengangkatan'],
    ['200211012018101001', 'pns', 'usia_pengangkatan'],
    ['198609261986101001', 'pns', 'usia_pengangkatan'],
    ['201502152023211005', 'pppk', 'usia_pengangkatan'],
    ['198609262026121001', 'pns', 'pengangkatan_mendatang'],
    ['198609262027211001', 'pppk', 'pengangkatan_mendatang'],
    ['198609262015053001', 'pns', 'jenis_kelamin'],
    ['198609262015050001', 'pns', 'jenis_kelamin'],
    ['198609262015051000', 'pns', 'nomor_urut'],
    ['198609262015051001', 'pejabat-negara', 'tidak_punya_nip'],
    ['198609262015051001', 'non-asn', 'tidak_punya_nip'],
  ] as const)('%s for %s is refused: %s', (nip, kepegawaian, alasan) => {
    expect(periksaNip(nip, kepegawaian, hari)).toEqual({ sah: false, alasan });
  });
  it('is printed in groups', () => {
    expect(cetakNip('198609262015051001')).toBe('19860926 201505 1 001');
  });
});

describe('NIK', () => {
  it.each([
    ['3374992609860001', 'a man'],
    ['3374996609860001', 'a woman: day + 40'],
    ['9671010101990001', 'someone first registered in Papua'],
    ['3374997102000001', 'an impossible day', 'tanggal_lahir'],
    ['3374992902000001', 'a leap day of 2000'],
    ['3374992902010001', 'a leap day of no century', 'tanggal_lahir'],
    ['3374990001860001', 'day 0', 'tanggal_lahir'],
    ['3374994001860001', 'day 40', 'tanggal_lahir'],
    ['3374997201860001', 'day 72', 'tanggal_lahir'],
    ['3374992613860001', 'month 13', 'tanggal_lahir'],
    ['9974992609860001', 'no province', 'provinsi'],
    ['0074992609860001', 'no province', 'provinsi'],
    ['3374992609860000', 'sequence 0000', 'nomor_urut'],
    ['337499260986000', 'fifteen digits', 'bukan_16_angka'],
    ['33749926098600011', 'seventeen digits', 'bukan_16_angka'],
  ])('%s is %s', (nik, _, alasan?: string) => {
    expect(periksaNik(nik)).toEqual(alasan === undefined ? { sah: true, nik } : { sah: false, alasan });
  });
  it('shows only region and sequence when masked', () => {
    expect(samarkanNik('3374992609860001')).toBe('3374********0001');
  });
});

describe('pangkat and golongan', () => {
  it('there are 17 pairs, and each is one', () => {
    expect(Object.keys(pangkatPns)).toHaveLength(17);
    expect(new Set(Object.values(pangkatPns)).size).toBe(17);
  });
  it.each([
    ['pns', 'Pembina Utama Muda', 'IV/c', true],
    ['pns', 'Pembina Utama Muda', 'IV/b', false],
    ['pns', null, 'IV/b', false],
    ['pns', 'Penata', null, false],
    ['pns', null, 'IX', false],
    ['pns', 'Penata', 'constructor', false],
    ['pppk', null, 'IX', true],
    ['pppk', 'Penata', 'IX', false],
    ['pppk', null, 'XVIII', false],
    ['pppk', null, 'III/a', false],
    ['pejabat-negara', null, null, true],
    ['non-asn', null, null, true],
    ['non-asn', null, 'IX', false],
  ] as const)('%s with %s and %s: %s', (kepegawaian, pangkat, golongan, cocok) => {
    expect(pangkatCocok(kepegawaian, pangkat, golongan)).toBe(cocok);
  });
  it('PPPK go from I to XVII', () => {
    expect([golonganPppk.length, golonganPppk[16]]).toEqual([17, 'XVII']);
  });
});

describe('regions of Central Java', () => {
  it('are 29 regencies and 6 cities, each code and each full name once', () => {
    expect(wilayahJateng.filter((w) => w.jenis === 'kabupaten')).toHaveLength(29);
    expect(wilayahJateng.filter((w) => w.jenis === 'kota')).toHaveLength(6);
    expect(new Set(wilayahJateng.map((w) => w.kode)).size).toBe(35);
    expect(new Set(wilayahJateng.map(namaWilayah)).size).toBe(35);
  });
  it('a name that is both a regency and a city is told apart', () => {
    expect(['33.22', '33.74'].map((kode) => namaWilayah(cariWilayah(kode)!))).toEqual([
      'Kabupaten Semarang',
      'Kota Semarang',
    ]);
    expect(cariWilayah('33.77')).toBeNull();
  });
});
