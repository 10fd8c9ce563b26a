import fc from 'fast-check';
import { Check } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import {
  aksiAduan,
  alurAduan,
  keadaanAwalAduan,
  putuskanAduan,
  tindakanAduanTersedia,
  type AksiAduan,
  type KonteksAduan,
} from '../../../src/domain/aduan/alur.ts';
import { keadaanAduan, type KeadaanAduan } from '../../../src/domain/aduan/aduan.ts';
import { hitungTenggat, tenggatBerjalan } from '../../../src/domain/aduan/tenggat.ts';
import { buatTiket } from '../../../src/domain/aduan/tiket.ts';
import { kalenderBawaan } from '../../../src/domain/kalender/hari-kerja.ts';
import { skemaKonsep } from '../../../src/domain/naskah/konsep.ts';
import type { Tanggal, UnitId } from '../../../src/shared/brand.ts';

const dishub = 'dishub' as UnitId;
const konteks = (keadaan: KeadaanAduan, lain: Partial<KonteksAduan> = {}): KonteksAduan => ({
  aduan: { keadaan, unitId: keadaan === 'baru' ? null : dishub },
  peran: ['pegawai'],
  unitPelaku: [],
  ...lain,
});
const verifikator: Partial<KonteksAduan> = { peran: ['verifikator-aduan'] };
const penghubung: Partial<KonteksAduan> = { peran: ['pejabat-penghubung'], unitPelaku: [dishub] };
const sistem: Partial<KonteksAduan> = { peran: ['sistem'] };

const boleh: [AksiAduan, KonteksAduan, KeadaanAduan][] = [
  ['teruskan', konteks('baru', { ...verifikator, unitTujuan: dishub }), 'diteruskan'],
  ['proses', konteks('diteruskan', penghubung), 'diproses'],
  ['tanggapi', konteks('diproses', sistem), 'ditanggapi'],
  ['susun_ulang', konteks('diproses', sistem), 'diteruskan'],
  ['arsipkan', konteks('baru', { ...verifikator, alasan: 'duplikat' }), 'diarsipkan'],
];

describe('the state machine of a complaint', () => {
  it.each(boleh)('%s', (aksi, k, ke) => {
    expect(putuskanAduan(aksi, k)).toEqual({ boleh: true, ke });
  });
  it('those are all its rows', () => {
    expect(alurAduan.map((b) => [b.dari, b.aksi, b.ke])).toEqual(
      boleh.map(([aksi, k, ke]) => [k.aduan.keadaan, aksi, ke]),
    );
    expect([...new Set(alurAduan.map((b) => b.aksi))].toSorted()).toEqual([...aksiAduan].toSorted());
    expect([...new Set([keadaanAwalAduan, ...alurAduan.map((b) => b.ke)])].toSorted()).toEqual(
      [...keadaanAduan].toSorted(),
    );
  });
  it.each([
    ['forwarding to no unit', 'teruskan', konteks('baru', verifikator), 'MASUKAN_TIDAK_SAH'],
    [
      'forwarding by a unit',
      'teruskan',
      konteks('baru', { ...penghubung, unitTujuan: dishub }),
      'TIDAK_BERWENANG',
    ],
    [
      'work by another unit',
      'proses',
      konteks('diteruskan', { ...penghubung, unitPelaku: ['lain' as UnitId] }),
      'TIDAK_BERWENANG',
    ],
    ['an answer declared by a person', 'tanggapi', konteks('diproses', penghubung), 'TIDAK_BERWENANG'],
    [
      'archiving without a reason',
      'arsipkan',
      konteks('baru', { ...verifikator, alasan: ' ' }),
      'ALASAN_WAJIB',
    ],
    [
      'archiving what was forwarded',
      'arsipkan',
      konteks('diteruskan', { ...verifikator, alasan: 'x' }),
      'ADUAN_TINDAKAN_DITOLAK',
    ],
    ['answering twice', 'tanggapi', konteks('ditanggapi', sistem), 'ADUAN_TINDAKAN_DITOLAK'],
  ] as const)('%s is refused', (_, aksi, k, kode) => {
    expect(putuskanAduan(aksi, k)).toEqual({ boleh: false, kode });
  });
  it('a complaint without a unit belongs to no unit', () => {
    const k = {
      ...konteks('diteruskan', penghubung),
      aduan: { keadaan: 'diteruskan', unitId: null } as const,
    };
    expect(putuskanAduan('proses', k)).toEqual({ boleh: false, kode: 'TIDAK_BERWENANG' });
  });
  it('offers what an actor may do, before unit or reason is given', () => {
    expect(tindakanAduanTersedia(konteks('baru', verifikator))).toEqual(['teruskan', 'arsipkan']);
    expect(tindakanAduanTersedia(konteks('diteruskan', penghubung))).toEqual(['proses']);
    expect(tindakanAduanTersedia(konteks('diproses', penghubung))).toEqual([]);
  });
});

describe('a ticket', () => {
  const tanggal = '2026-11-24' as Tanggal;
  it('is in the form a draft may cite', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 16 }), (acak) => {
        const tiket = buatTiket(acak, tanggal);
        expect(Check(skemaKonsep['jawaban-aduan'].properties.tiket, tiket)).toBe(true);
        expect(tiket).toMatch(/^ADU-2026-[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
      }),
    );
  });
  it('known bytes give known tickets', () => {
    expect(buatTiket(new Uint8Array(8), tanggal)).toBe('ADU-2026-0000-0000-0000');
    expect(buatTiket(new Uint8Array(8).fill(255), tanggal)).toBe('ADU-2026-ZZZZ-ZZZZ-ZZZZ');
  });
  it('60 of the random bits change it', () => {
    const tiket = new Set<string>();
    for (let bit = 0; bit < 64; bit++) {
      const acak = new Uint8Array(8);
      acak[bit >> 3] = 1 << (bit & 7);
      tiket.add(buatTiket(acak, tanggal));
    }
    // The four highest bits are not used: those tickets are all zero.
    expect(tiket.size).toBe(61);
  });
  it('is not made of too little randomness', () => {
    expect(() => buatTiket(new Uint8Array(7), tanggal)).toThrow(RangeError);
  });
});

describe('limits of a complaint (domain.md 7.1)', () => {
  const t = (teks: string) => teks as Tanggal;
  it.each([
    ['verifikasi', '2026-02-12', '2026-02-19'],
    ['tindak_lanjut', '2026-02-12', '2026-02-23'],
    ['penutupan', '2026-02-12', '2026-03-02'],
    // Received on a Saturday counts as the next working day, Monday.
    ['verifikasi', '2026-09-05', '2026-09-10'],
    ['verifikasi', '2026-09-07', '2026-09-10'],
  ] as const)('%s from %s ends on %s', (jenis, mulai, akhir) => {
    expect(hitungTenggat(kalenderBawaan, jenis, t(mulai))).toEqual({ tanggal: akhir, sementara: false });
  });
  it('across an unloaded year it is provisional', () => {
    expect(hitungTenggat(kalenderBawaan, 'penutupan', t('2026-12-21'))).toEqual({
      tanggal: '2027-01-07',
      sementara: true,
    });
  });
  it('runs while the complaint waits for someone', () => {
    expect(keadaanAduan.map(tenggatBerjalan)).toEqual([
      'verifikasi',
      'tindak_lanjut',
      'tindak_lanjut',
      'penutupan',
      null,
    ]);
  });
});
