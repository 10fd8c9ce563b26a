import { describe, expect, it } from 'vitest';
import {
  bandingkanKlasifikasi,
  klasifikasiContoh,
  klasifikasiDaun,
  klasifikasiDikenal,
} from '../../../src/domain/naskah/klasifikasi.ts';
import type { KonsepNaskah } from '../../../src/domain/naskah/konsep.ts';
import { periksaKonsep } from '../../../src/domain/naskah/periksa-konsep.ts';
import { teksKonsep } from '../../../src/domain/naskah/teks-konsep.ts';

const konsep = (lain: Partial<KonsepNaskah> = {}): KonsepNaskah =>
  ({
    jenis: 'surat-dinas',
    klasifikasi: '500.12',
    hal: 'Permohonan data',
    tujuan: [{ nama: 'Kepala Dinas Perhubungan', di: 'Semarang', up: 'Kepala Bidang Angkutan' }],
    isi: [{ jenis: 'paragraf', teks: 'Sehubungan dengan hal tersebut.' }],
    konseptor: 'jateng.diskominfo.pranata',
    pemaraf: ['jateng.diskominfo.kabid-tik', 'jateng.diskominfo.sekretaris'],
    penandatangan: ['jateng.diskominfo.kepala'],
    ...lain,
  }) as KonsepNaskah;
const profil = { maksimumParaf: 3 };
const tabel = (baris: string[][]) => ({
  jenis: 'tabel' as const,
  kolom: [{ judul: 'No' }, { judul: 'Nama' }],
  baris,
});

describe('a draft beyond its schema', () => {
  it('a complete draft has no problem', () => {
    expect(periksaKonsep(konsep(), profil)).toEqual([]);
  });

  const tabelUji: [string, Partial<KonsepNaskah>, [string, string][]][] = [
    ['no signer', { penandatangan: [] }, [['/penandatangan', 'NASKAH_TANPA_PENANDATANGAN']]],
    [
      'a signer named twice',
      { penandatangan: ['a.b', 'c.d', 'a.b'] },
      [['/penandatangan/2', 'MASUKAN_TIDAK_SAH']],
    ],
    ['a paraf named twice', { pemaraf: ['a.b', 'a.b'] }, [['/pemaraf/1', 'MASUKAN_TIDAK_SAH']]],
    [
      'a signer who also initials',
      { pemaraf: ['a.b', 'jateng.diskominfo.kepala'] },
      [['/pemaraf/1', 'MASUKAN_TIDAK_SAH']],
    ],
    [
      'more paraf than the profile allows',
      { pemaraf: ['a', 'b', 'c', 'd'] },
      [['/pemaraf', 'MASUKAN_TIDAK_SAH']],
    ],
    ['a code of no main group', { klasifikasi: '550.1' }, [['/klasifikasi', 'KLASIFIKASI_TIDAK_DIKENAL']]],
    ['a subject of spaces', { hal: ' \t ' }, [['/hal', 'NASKAH_BELUM_LENGKAP']]],
    [
      'a paragraph of a zero-width space',
      { isi: [{ jenis: 'paragraf', teks: '\u200b\u00a0' }] },
      [['/isi/0/teks', 'NASKAH_BELUM_LENGKAP']],
    ],
    ['a short row', { isi: [tabel([['1', 'a'], ['2']])] }, [['/isi/0/baris/1', 'NASKAH_BELUM_LENGKAP']]],
    [
      'a long row in an attachment',
      { lampiran: [{ judul: 'Data', isi: [tabel([['1', 'a', 'b']])] }] },
      [['/lampiran/0/isi/0/baris/0', 'NASKAH_BELUM_LENGKAP']],
    ],
    [
      'an addressee named twice',
      { tujuan: [{ nama: 'Camat Contoh' }, { nama: ' camat contoh ' }] },
      [['/tujuan/1', 'MASUKAN_TIDAK_SAH']],
    ],
    [
      'a nota dinas sent outside',
      { jenis: 'nota-dinas', tujuan: [{ nama: 'Sekretaris Daerah', di: 'Semarang' }] },
      [['/tujuan/0/di', 'MASUKAN_TIDAK_SAH']],
    ],
  ];
  it.each(tabelUji)('%s', (_, lain, masalah) => {
    expect(periksaKonsep(konsep(lain), profil).map(({ pointer, kode }) => [pointer, kode])).toEqual(masalah);
  });

  it('an empty cell is allowed', () => {
    expect(periksaKonsep(konsep({ isi: [tabel([['1', '']])] }), profil)).toEqual([]);
  });
  it('all problems come at once', () => {
    expect(periksaKonsep(konsep({ hal: ' ', penandatangan: [], klasifikasi: '999' }), profil)).toHaveLength(
      3,
    );
  });
});

describe('the texts of a draft', () => {
  it('are all there, each at its pointer', () => {
    const lengkap = konsep({
      isi: [
        { jenis: 'subjudul', teks: 'sub' },
        { jenis: 'daftar', gaya: 'angka', butir: [{ teks: 'satu', rincian: ['a', 'b'] }] },
        { ...tabel([['1', 'sel']]), judul: 'judul tabel' },
        { jenis: 'pasangan', isi: [{ label: 'hari', nilai: 'Senin' }] },
      ],
      lampiran: [{ judul: 'lamp', isi: [{ jenis: 'paragraf', teks: 'isi lamp' }] }],
      tembusan: ['Gubernur'],
    });
    const teks = teksKonsep(lengkap);
    for (const { pointer, teks: isi } of teks) {
      const nilai = pointer
        .slice(1)
        .split('/')
        .reduce<unknown>((o, kunci) => (o as Record<string, unknown>)[kunci], lengkap);
      expect(nilai).toBe(isi);
    }
    // Count every string of the object, less the codes and enumerations: nothing is left out.
    const semua: string[] = [];
    JSON.stringify(lengkap, (kunci, nilai: unknown) => {
      const kode = ['jenis', 'gaya', 'klasifikasi', 'konseptor', 'pemaraf', 'penandatangan'].includes(kunci);
      if (typeof nilai === 'string' && !kode) semua.push(nilai);
      return kode ? undefined : nilai;
    });
    expect(teks.map((t) => t.teks).toSorted()).toEqual(semua.toSorted());
  });
});

describe('classification codes', () => {
  it('are compared segment by segment', () => {
    const acak = ['400.14.10', '400.14.9', '400.14', '400.2', '400', '000.1.2.3', '400.14.9.1'];
    expect(acak.toSorted(bandingkanKlasifikasi)).toEqual([
      '000.1.2.3',
      '400',
      '400.2',
      '400.14',
      '400.14.9',
      '400.14.9.1',
      '400.14.10',
    ]);
  });
  it('a parent is no leaf, and 400.1 is no parent of 400.14', () => {
    const daftar = { ...klasifikasiContoh, kode: { '400.1': '', '400.14': '', '400.14.5': '' } };
    expect(['400.1', '400.14', '400.14.5'].map((kode) => klasifikasiDaun(kode, daftar))).toEqual([
      true,
      false,
      true,
    ]);
  });
  it('a sample accepts an unlisted code of a listed group; the official list would not', () => {
    expect(klasifikasiDikenal('500.11.2')).toBe(true);
    expect(klasifikasiDikenal('500.11.2', { ...klasifikasiContoh, contoh: false })).toBe(false);
    expect(klasifikasiDikenal('510')).toBe(false);
  });
  it('a name of Object.prototype is no code', () => {
    expect(klasifikasiDikenal('constructor')).toBe(false);
  });
});
