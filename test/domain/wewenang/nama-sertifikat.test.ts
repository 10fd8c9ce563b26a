import { describe, expect, it } from 'vitest';
import { namaSama, namaUmum } from '../../../src/domain/wewenang/nama-sertifikat.ts';

describe('the name in a certificate', () => {
  it.each([
    ['CN=Sri Rahayu, O=Pemerintah Provinsi Jawa Tengah, C=ID', 'Sri Rahayu'],
    ['2.5.4.13=x_Tanda Tangan Digital, CN=Sri Rahayu, C=ID', 'Sri Rahayu'],
    ['O=Dinas\\, CN=Budi, CN=Sri Rahayu', 'Sri Rahayu'],
    ['CN=Rahayu\\, Sri+OU=Bidang, C=ID', 'Rahayu, Sri'],
    ['CN=Sri \\"Yayuk\\" Rahayu', 'Sri "Yayuk" Rahayu'],
  ])('is the common name of %s', (dn, nama) => {
    expect(namaUmum(dn)).toBe(nama);
  });

  it('is nobody’s where there is none, or more than one to choose from', () => {
    expect(namaUmum('O=Dinas, C=ID')).toBeNull();
    expect(namaUmum('CN=Sri, CN=Budi')).toBeNull();
    expect(namaUmum('CN=Budi+CN=Sri')).toBeNull();
    expect(namaUmum('OU=CN\\=Sri')).toBeNull();
    expect(namaUmum('')).toBeNull();
  });

  it('is the person’s whatever the letter case and the blanks, and no part of it is', () => {
    expect(namaSama('SRI  RAHAYU', 'Sri Rahayu')).toBe(true);
    expect(namaSama(' Ame\u0301lie', 'am\u00e9lie')).toBe(true);
    expect(namaSama('Sri Rahayu Putri', 'Sri Rahayu')).toBe(false);
    expect(namaSama('', '')).toBe(false);
  });
});
