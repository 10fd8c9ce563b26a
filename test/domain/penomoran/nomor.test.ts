import { describe, expect, it } from 'vitest';
import type { Unit } from '../../../src/domain/organisasi.ts';
import { bacaFormat, susunNomor, type NilaiNomor } from '../../../src/domain/penomoran/format.ts';
import { kodeUnit, registerUntuk } from '../../../src/domain/penomoran/register.ts';
import type { Tanggal } from '../../../src/shared/brand.ts';
import { benih } from '../benih.ts';

const nilai: NilaiNomor = {
  sifat: 'B',
  klas: '500.12.16.3',
  urut: 7,
  kodeUnit: 'TIK',
  kodePD: 'KOMINFO',
  kodeJenis: 'SD',
  tanggal: '2026-09-07' as Tanggal,
};

describe('a printed number', () => {
  it.each([
    ['{klas}/{urut}/{tahun}', '500.12.16.3/7/2026'],
    ['{klas}/{urut} Tahun {tahun}', '500.12.16.3/7 Tahun 2026'],
    ['{sifat}/{klas}/{urut:3}/{kodePD}/{blnRomawi}/{tahun}', 'B/500.12.16.3/007/KOMINFO/IX/2026'],
    ['{klas}.{urut}', '500.12.16.3.7'],
    ['{kodeJenis}-{kodeUnit}-{bln}-{urut:9}', 'SD-TIK-09-000000007'],
  ])('%s', (format, teks) => {
    expect(susunNomor(format, nilai)).toBe(teks);
  });
  it('padding never cuts a number', () => {
    expect(susunNomor('{urut:2}', { ...nilai, urut: 4461 })).toBe('4461');
  });
  it('an inserted number carries its suffix', () => {
    expect(susunNomor('{klas}/{urut:3}/{tahun}', { ...nilai, sisipan: 'a' })).toBe('500.12.16.3/007a/2026');
  });
  it('a value that looks like a token stays a value', () => {
    expect(susunNomor('{kodeUnit}/{urut}', { ...nilai, kodeUnit: '{tahun}$&' })).toBe('{tahun}$&/7');
  });

  it.each([
    ['{klas}/{tahun}', 'no sequence'],
    ['{urut}/{urut}', 'the sequence twice'],
    ['{urut}/{nomor}', 'an unknown token'],
    ['{urut}/{constructor}', 'a name of Object.prototype'],
    ['{urut}/{}', 'an empty token'],
    ['{urut:0}', 'no width'],
    ['{urut:12}', 'a width of two digits'],
    ['{tahun:2}/{urut}', 'a width where none belongs'],
    ['{urut', 'an open brace'],
    ['urut}/{urut}', 'a stray brace'],
    ['{{urut}}', 'nested braces'],
    ['', 'nothing'],
  ])('the format %j is refused: %s', (format) => {
    expect(bacaFormat(format)).toMatchObject({ sah: false });
    expect(() => susunNomor(format, nilai)).toThrow(
      expect.objectContaining({ code: 'KONFIGURASI_TIDAK_SAH' }),
    );
  });
});

describe('registers', () => {
  const profil = benih('jateng').profil[0]!.isi;
  it('outgoing letters of one perangkat daerah share a book, whatever their kind', () => {
    const kode = { kodePD: 'HUB', kodeUnit: 'ANGKUTAN' };
    expect(registerUntuk(profil, 'surat-dinas', kode).register).toBe('surat-keluar-HUB');
    expect(registerUntuk(profil, 'jawaban-aduan', kode).register).toBe('surat-keluar-HUB');
  });
  it('nota dinas are numbered per unit', () => {
    const register = (unit: string) =>
      registerUntuk(profil, 'nota-dinas', { kodePD: 'HUB', kodeUnit: unit }).register;
    expect([register('A'), register('B')]).toEqual(['nota-dinas-A', 'nota-dinas-B']);
  });
  it('two perangkat daerah never print the same number', () => {
    const cetak = (kodePD: string) =>
      susunNomor(registerUntuk(profil, 'surat-dinas', { kodePD, kodeUnit: kodePD }).format, {
        ...nilai,
        kodePD,
      });
    expect(cetak('HUB')).not.toBe(cetak('KOMINFO'));
  });
  it('the code of a perangkat daerah is that of the topmost unit; a ring does not hang', () => {
    const unit = (kode: string, induk: string | null): Unit =>
      ({
        id: kode,
        kode,
        nama: kode,
        induk,
        kodeNomor: kode.toUpperCase(),
        kop: null,
        tenantId: 't',
      }) as unknown as Unit;
    const semua = [unit('dinas', null), unit('bidang', 'dinas'), unit('seksi', 'bidang')];
    expect(kodeUnit(semua[2]!, semua)).toEqual({ kodePD: 'DINAS', kodeUnit: 'SEKSI' });
    expect(kodeUnit(semua[0]!, semua)).toEqual({ kodePD: 'DINAS', kodeUnit: 'DINAS' });
    const cincin = [unit('a', 'b'), unit('b', 'a')];
    expect(kodeUnit(cincin[0]!, cincin).kodeUnit).toBe('A');
  });
});
