import { describe, expect, it } from 'vitest';
import type {
  BentukPemangku,
  Jabatan,
  KelasJabatan,
  Orang,
  Pemangku,
} from '../../../src/domain/organisasi.ts';
import { barisNama } from '../../../src/domain/wewenang/baris-nama.ts';
import { barisPangkat, blokTandaTangan } from '../../../src/domain/wewenang/blok.ts';
import { barisJabatan, namaJabatan } from '../../../src/domain/wewenang/jabatan.ts';
import { namaLengkap } from '../../../src/domain/wewenang/nama.ts';
import { pemangkuBerwenang } from '../../../src/domain/wewenang/pemangku.ts';
import type { JabatanId, OrangId, Tanggal, TenantId, UnitId } from '../../../src/shared/brand.ts';

const aturan = { sekdaCetakNip: false };
const orang: Orang = {
  id: 'o' as OrangId,
  tenantId: 't' as TenantId,
  nama: 'Wiratama Contohsuki',
  gelarDepan: 'Dr.',
  gelarBelakang: 'S.Kom., M.T.',
  kepegawaian: 'pns',
  nip: '197408151999031992',
  pangkat: 'Pembina Utama Muda',
  golongan: 'IV/c',
  nikTersamar: null,
  peran: ['pegawai'],
};
const jabatan = (nama: string, kelas: KelasJabatan = 'struktural'): Jabatan => ({
  id: 'j' as JabatanId,
  tenantId: 't' as TenantId,
  unitId: 'u' as UnitId,
  kode: 'j',
  nama,
  kelas,
  induk: null,
});
const kadis = jabatan('Kepala Dinas Komunikasi dan Informatika Provinsi Jawa Tengah');

describe('the name line (Permendagri 1/2023 art. 44)', () => {
  type Kelompok = Parameters<typeof barisNama>[0];
  type Jenis = Parameters<typeof barisNama>[1];
  const surat = ['korespondensi', 'surat-dinas'] as const;
  const tabel: [string, Kelompok, Jenis, KelasJabatan, BentukPemangku, boolean, boolean][] = [
    // clause, group, kind, class, form, titles, NIP and pangkat
    ['(1) penetapan by a head of region', 'penetapan', 'surat-dinas', 'kdh', 'definitif', false, false],
    ['(1) pengaturan by a head of region', 'pengaturan', 'surat-dinas', 'kdh', 'definitif', false, false],
    ['(1)(3) penetapan by a head of PD', 'penetapan', 'surat-dinas', 'struktural', 'definitif', false, true],
    ['(2)(3) korespondensi by a head of PD', ...surat, 'struktural', 'definitif', true, true],
    ['(2)(3) korespondensi by a functional post', ...surat, 'fungsional', 'definitif', true, true],
    ['(2)(3) penugasan by a head of PD', 'penugasan', 'surat-dinas', 'struktural', 'definitif', true, true],
    ['(2)(3) khusus by a head of PD', 'khusus', 'surat-dinas', 'struktural', 'definitif', true, true],
    ['(2) piagam', 'khusus', 'piagam', 'struktural', 'definitif', false, true],
    ['(2) sertifikat', 'khusus', 'sertifikat', 'struktural', 'definitif', false, true],
    ['(2) STTPP', 'khusus', 'sttpp', 'struktural', 'definitif', false, true],
    ['(2) piagam by a head of region', 'khusus', 'piagam', 'kdh', 'definitif', false, false],
    ['(2)(3) korespondensi by a head of region', ...surat, 'kdh', 'definitif', true, false],
    ['(2)(3) korespondensi by a deputy', ...surat, 'wakil-kdh', 'definitif', true, false],
    ['(2)(3) korespondensi by a Sekda', ...surat, 'sekda', 'definitif', true, false],
    ['(4) Pj. of a head of region', ...surat, 'kdh', 'pj', false, false],
    ['(4) Pjs. of a head of region', ...surat, 'kdh', 'pjs', false, false],
    ['(4) Plt. of a head of region', ...surat, 'kdh', 'plt', false, false],
    ['(4) Plh. of a head of region', ...surat, 'kdh', 'plh', false, false],
    ['(5) Pj. of a Sekda', ...surat, 'sekda', 'pj', false, false],
    ['(5) Plh. of a Sekda', ...surat, 'sekda', 'plh', false, false],
    ['Plt. of a Sekda is not named in (5)', ...surat, 'sekda', 'plt', true, false],
    ['Plt. of a head of PD', ...surat, 'struktural', 'plt', true, true],
    ['Plh. of a head of PD', ...surat, 'struktural', 'plh', true, true],
  ];
  it.each(tabel)('%s', (_, kelompok, jenis, kelas, bentuk, gelar, nip) => {
    expect(barisNama(kelompok, jenis, kelas, bentuk, aturan)).toEqual({ gelar, nip });
  });
  it('a profile may print the NIP of a Sekda, but never of one who acts by (5)', () => {
    const cetak = { sekdaCetakNip: true };
    expect(barisNama(...surat, 'sekda', 'definitif', cetak).nip).toBe(true);
    expect(barisNama(...surat, 'sekda', 'pj', cetak).nip).toBe(false);
    expect(barisNama(...surat, 'kdh', 'definitif', cetak).nip).toBe(false);
  });
});

describe('the block of a signature', () => {
  it('of a head of dinas', () => {
    expect(
      blokTandaTangan({ orang, jabatan: kadis, bentuk: 'definitif', jenis: 'surat-dinas', profil: aturan }),
    ).toEqual({
      jabatan: ['KEPALA DINAS KOMUNIKASI DAN INFORMATIKA', 'PROVINSI JAWA TENGAH,'],
      nama: 'Dr. Wiratama Contohsuki, S.Kom., M.T.',
      pangkat: 'Pembina Utama Muda (IV/c)',
      nip: '19740815 199903 1 992',
    });
  });
  it('of a Sekda has no NIP and no pangkat', () => {
    const sekda = jabatan('Sekretaris Daerah Provinsi Jawa Tengah', 'sekda');
    expect(
      blokTandaTangan({ orang, jabatan: sekda, bentuk: 'definitif', jenis: 'surat-dinas', profil: aturan }),
    ).toMatchObject({ jabatan: ['SEKRETARIS DAERAH PROVINSI JAWA TENGAH,'], pangkat: null, nip: null });
  });
  it('of an elected official prints what there is', () => {
    const bupati: Orang = {
      ...orang,
      kepegawaian: 'pejabat-negara',
      nip: null,
      pangkat: null,
      golongan: null,
    };
    expect(
      blokTandaTangan({
        orang: bupati,
        jabatan: kadis,
        bentuk: 'definitif',
        jenis: 'nota-dinas',
        profil: aturan,
      }),
    ).toMatchObject({ pangkat: null, nip: null });
  });
  it('of a PPPK prints the golongan', () => {
    expect(barisPangkat({ kepegawaian: 'pppk', pangkat: null, golongan: 'IX' })).toBe('Golongan IX');
  });
});

describe('the lines of a post', () => {
  it.each([
    ['definitif', ['KEPALA DINAS PERHUBUNGAN,']],
    ['plt', ['Plt. KEPALA DINAS PERHUBUNGAN,']],
    ['plh', ['Plh. KEPALA DINAS PERHUBUNGAN,']],
    ['pj', ['Pj. KEPALA DINAS PERHUBUNGAN,']],
    ['pjs', ['Pjs. KEPALA DINAS PERHUBUNGAN,']],
  ] as const)('%s', (bentuk, baris) => {
    expect(barisJabatan({ nama: 'Kepala Dinas Perhubungan' }, bentuk)).toEqual(baris);
  });
  it('a Plt. names the post of its own below; a definitive holder does not', () => {
    const sendiri = { nama: 'Sekretaris Dinas' };
    expect(barisJabatan({ nama: 'Kepala Dinas' }, 'plt', sendiri)).toEqual([
      'Plt. KEPALA DINAS',
      'SEKRETARIS DINAS,',
    ]);
    expect(barisJabatan({ nama: 'Kepala Dinas' }, 'definitif', sendiri)).toEqual(['KEPALA DINAS,']);
  });
  it('in running text a post keeps its case', () => {
    expect(namaJabatan({ nama: 'Kepala Dinas' }, 'plh')).toBe('Plh. Kepala Dinas');
  });
});

describe('a full name', () => {
  it.each([
    ['Dr.', 'M.T.', true, 'Dr. A Contoh, M.T.'],
    ['Dr.', null, true, 'Dr. A Contoh'],
    [null, 'M.T.', true, 'A Contoh, M.T.'],
    [null, null, true, 'A Contoh'],
    ['Dr.', 'M.T.', false, 'A Contoh'],
  ])('%s / %s, titles %s', (gelarDepan, gelarBelakang, gelar, nama) => {
    expect(namaLengkap({ nama: 'A Contoh', gelarDepan, gelarBelakang }, gelar)).toBe(nama);
  });
});

describe('who signs for a post on a day', () => {
  const p = (
    orangId: string,
    bentuk: BentukPemangku,
    dari: string,
    sampai: string | null = null,
  ): Pemangku => ({
    jabatanId: 'j' as JabatanId,
    orangId: orangId as OrangId,
    bentuk,
    dari: dari as Tanggal,
    sampai: sampai as Tanggal | null,
  });
  const tetap = p('tetap', 'definitif', '2026-01-02');
  const plh = p('plh', 'plh', '2026-03-01', '2026-03-05');
  it.each([
    ['2026-01-01', null],
    ['2026-01-02', 'tetap'],
    ['2026-02-28', 'tetap'],
    ['2026-03-01', 'plh'],
    ['2026-03-05', 'plh'],
    ['2026-03-06', 'tetap'],
  ])('on %s: %s', (tanggal, siapa) => {
    for (const daftar of [
      [tetap, plh],
      [plh, tetap],
    ])
      expect(pemangkuBerwenang(daftar, tanggal as Tanggal)?.orangId ?? null).toBe(siapa);
  });
  it('of several put in charge the latest appointed', () => {
    const daftar = [p('lama', 'plt', '2026-01-02'), p('baru', 'plh', '2026-02-01'), tetap];
    for (const d of [daftar, daftar.toReversed()])
      expect(pemangkuBerwenang(d, '2026-02-02' as Tanggal)?.orangId).toBe('baru');
  });
  it('nobody', () => {
    expect(pemangkuBerwenang([], '2026-02-02' as Tanggal)).toBeNull();
  });
});
