import { describe, expect, it } from 'vitest';
import { klasifikasikan, type FaktaTanda } from '../../../src/domain/tte/klasifikasi.ts';

const orang: FaktaTanda = {
  jenis: 'signature',
  indication: 'TOTAL_PASSED',
  jangkar: 'psre-indonesia',
  subjek: 'description=1_Tanda Tangan Digital,CN=Contoh Pejabat,O=Pemerintah Kabupaten Contoh,C=ID',
};
const golongan = (ubah: Partial<FaktaTanda>) => {
  const hasil = klasifikasikan({ ...orang, ...ubah });
  return hasil && [hasil.golongan, hasil.alasan];
};

describe('certified, not certified, or a seal (PP 71/2019)', () => {
  it('a valid signature of a person under an Indonesian authority is certified', () => {
    expect(golongan({})).toEqual(['tersertifikasi', 'psre-orang']);
  });

  it.each([
    ['pengembangan', 'pengembangan'],
    ['lain', 'bukan-psre'],
    [null, 'penerbit-tidak-dikenal'],
  ] as const)('under an anchor of kind %s it never is, however valid', (jangkar, alasan) => {
    expect(golongan({ jangkar })).toEqual(['tidak-tersertifikasi', alasan]);
  });

  it('what is not proven valid is not certified', () => {
    expect(golongan({ indication: 'INDETERMINATE' })).toEqual(['tidak-tersertifikasi', 'belum-terbukti']);
    expect(golongan({ indication: 'TOTAL_FAILED' })).toEqual(['tidak-tersertifikasi', 'tidak-sah']);
  });

  it.each([
    'CN=Pemerintah Kabupaten Contoh,O=Pemerintah Kabupaten Contoh,C=ID',
    'description=2_Segel Elektronik,CN=Dinas Contoh,O=Pemerintah Kabupaten Contoh,C=ID',
    'CN=Dinas,O=Pemerintah,2.5.4.97=VATID-1,C=ID',
    'CN=Dinas A\\, B,O=Dinas A\\, B',
  ])('a body without a natural person makes a seal: %s', (subjek) => {
    expect(golongan({ subjek })).toEqual(['segel', 'psre-badan']);
    expect(golongan({ subjek, jangkar: 'pengembangan' })).toEqual(['tidak-tersertifikasi', 'pengembangan']);
  });

  it.each(['CN=Contoh,O=Contoh,GN=Contoh', 'CN=Pejabat\\,O=Pejabat,C=ID', 'CN=Segel Pratama,O=Kota'])(
    'a person stays a person: %s',
    (subjek) => {
      expect(golongan({ subjek })).toEqual(['tersertifikasi', 'psre-orang']);
    },
  );

  it('a document timestamp is nobody’s signature', () => {
    expect(golongan({ jenis: 'document-timestamp' })).toBeNull();
  });
});
