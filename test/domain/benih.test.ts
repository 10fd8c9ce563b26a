import { describe, expect, it } from 'vitest';
import { parseBenih } from '../../src/domain/benih.ts';
import type { BenihMentah } from '../../src/domain/skema-benih.ts';
import { NaskahError } from '../../src/shared/errors.ts';
import { benih, benihMentah } from './benih.ts';

function masalah(json: unknown): string[] {
  try {
    parseBenih(json);
    return [];
  } catch (e) {
    if (!(e instanceof NaskahError) || e.code !== 'KONFIGURASI_TIDAK_SAH') throw e;
    return (e.extra['masalah'] as { pointer: string }[]).map(({ pointer }) => pointer);
  }
}
const ubah = (perubahan: (b: BenihMentah) => void) => {
  const b = benihMentah('jateng');
  perubahan(b);
  return b;
};

describe('seed data', () => {
  it('both governments are sound and have the posts the demo uses', () => {
    expect(benih('jateng').jabatan.map((j) => j.kode)).toEqual([
      'jateng.sekda',
      ...['kepala', 'sekretaris', 'kabid-tik', 'kabid-ikp', 'pranata'].map((k) => `jateng.diskominfo.${k}`),
      ...['kepala', 'sekretaris', 'kabid-angkutan', 'penghubung'].map((k) => `jateng.dishub.${k}`),
      'jateng.inspektorat.auditor',
    ]);
    expect(benih('semarang').jabatan.map((j) => j.kode)).toEqual(
      ['kepala', 'sekretaris', 'pranata'].map((k) => `semarang.diskominfo.${k}`),
    );
  });
  it.each(['jateng', 'semarang'] as const)('%s: every post is held, names are plainly invented', (nama) => {
    const b = benih(nama);
    expect(b.jabatan.filter((j) => !b.pemangku.some((p) => p.jabatan === j.kode))).toEqual([]);
    expect(b.orang.filter((o) => !o.nama.includes('Contoh'))).toEqual([]);
    // District 99 exists nowhere, so no NIK here is anyone's.
    expect(b.orang.filter((o) => o.nik !== null && !/^33\d\d99/.test(o.nik))).toEqual([]);
  });
  it.each(['jateng', 'semarang'] as const)('%s: no letter claims a certificate of BSrE', (nama) => {
    for (const { isi } of benih(nama).profil) {
      expect(isi.footer.join(' ')).not.toMatch(/BSrE|Sertifikasi Elektronik/);
      expect(isi.footer.join(' ')).toMatch(/UU ITE.*pengembangan yang tidak memiliki kekuatan hukum/s);
    }
  });
  it('the roles of the demo are there', () => {
    const peran = benih('jateng').orang.flatMap((o) => o.peran);
    for (const p of ['verifikator-aduan', 'pejabat-penghubung', 'auditor', 'mitra', 'admin'] as const)
      expect(peran).toContain(p);
  });

  it.each([
    ['an unknown member', (b: BenihMentah) => Object.assign(b.orang[0]!, { hobi: 'x' }), '/orang/0'],
    ['a missing list', (b: BenihMentah) => Reflect.deleteProperty(b, 'jabatan'), ''],
    ['a malformed NIP', (b: BenihMentah) => (b.orang[0]!.nip = '196804121993032'), '/orang/0/nip'],
    [
      'a NIP born on 30 February',
      (b: BenihMentah) => (b.orang[0]!.nip = '196802301993032991'),
      '/orang/0/nip',
    ],
    ['a civil servant without NIP', (b: BenihMentah) => (b.orang[0]!.nip = null), '/orang/0/nip'],
    [
      'a NIP of a person outside the service',
      (b: BenihMentah) => (b.orang[12]!.nip = b.orang[0]!.nip),
      '/orang/12/nip',
    ],
    ['a malformed NIK', (b: BenihMentah) => (b.orang[0]!.nik = '3374995204680000'), '/orang/0/nik'],
    [
      'a pangkat of another golongan',
      (b: BenihMentah) => (b.orang[0]!.pangkat = 'Penata'),
      '/orang/0/golongan',
    ],
    ['a NIK used twice', (b: BenihMentah) => (b.orang[1]!.nik = b.orang[0]!.nik), '/orang/1'],
    ['a post named twice', (b: BenihMentah) => (b.jabatan[1]!.kode = 'jateng.sekda'), '/jabatan/1'],
    ['a post under nobody', (b: BenihMentah) => (b.jabatan[1]!.induk = 'tidak.ada'), '/jabatan/1/induk'],
    ['a post of no unit', (b: BenihMentah) => (b.jabatan[1]!.unit = 'tidak.ada'), '/jabatan/1/unit'],
    [
      'posts in a ring',
      (b: BenihMentah) => (b.jabatan[0]!.induk = 'jateng.diskominfo.kepala'),
      '/jabatan/0/induk',
    ],
    ['a unit above itself', (b: BenihMentah) => (b.unit[0]!.induk = b.unit[0]!.kode), '/unit/0/induk'],
    ['a holder who is nobody', (b: BenihMentah) => (b.pemangku[0]!.orang = 'hantu'), '/pemangku/0/orang'],
    [
      'a day that does not exist',
      (b: BenihMentah) => (b.pemangku[0]!.dari = '2026-02-30'),
      '/pemangku/0/dari',
    ],
    [
      'an end before the start',
      (b: BenihMentah) => (b.pemangku[0]!.sampai = '2026-01-01'),
      '/pemangku/0/sampai',
    ],
    [
      'a number format without {urut}',
      (b: BenihMentah) => (b.profil[0]!.isi.penomoran['nota-dinas'].format = '{klas}/{tahun}'),
      '/profil/0/isi/penomoran/nota-dinas/format',
    ],
    [
      'the BSrE sentence without BSrE',
      (b: BenihMentah) => b.profil[0]!.isi.footer.push('Diterbitkan oleh BSrE.'),
      '/profil/0/isi/footer',
    ],
  ])('refuses %s', (_, perubahan, pointer) => {
    expect(masalah(ubah(perubahan))).toContain(pointer);
  });
  it('a refusal never repeats a NIK', () => {
    const b = ubah((x) => (x.orang[0]!.nik = '9999995204680001'));
    try {
      parseBenih(b);
      expect.unreachable();
    } catch (e) {
      expect(JSON.stringify([e, (e as Error).message])).not.toContain('9999995204680001');
    }
  });
  it('refuses what is no object at all', () => {
    for (const json of [null, 7, 'x', []]) expect(masalah(json)).not.toEqual([]);
  });
});
