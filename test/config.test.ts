import { describe, expect, it } from 'vitest';
import { bacaConfig } from '../src/config.ts';

const ditolak = (env: Record<string, string>, kata: string) => {
  expect(() => bacaConfig(env)).toThrow(kata);
  try {
    bacaConfig(env);
  } catch (galat) {
    expect(galat).toMatchObject({ code: 'KONFIGURASI_TIDAK_SAH' });
  }
};

describe('the environment', () => {
  it('may be empty', () => {
    expect(bacaConfig({ INIT_CWD: '/kerja' })).toMatchObject({
      mode: 'pengembangan',
      data: '/kerja/data',
      alamat: 'http://127.0.0.1:8080',
      host: 'localhost',
      tsa: [],
      modulPkcs11: null,
      csc: null,
      segel: null,
      jangkar: null,
    });
  });

  it.each([
    ['NASKAH_MODE', 'debug'],
    ['NASKAH_DATA', ''],
    ['NASKAH_DATA', 'a\0b'],
    ['NASKAH_PORT', ''],
    ['NASKAH_PORT', '8080x'],
    ['NASKAH_PORT', '65536'],
    ['NASKAH_PORT_PKI', '-1'],
    ['NASKAH_PEKERJA_TATA', '0'],
    ['NASKAH_CATATAN', 'trace'],
    ['NASKAH_HOST', ''],
    ['NASKAH_HOST', 'a b/../c'],
    ['NASKAH_HOST', 'Naskah.Contoh'],
    ['NASKAH_HOST', 'x'.repeat(101)],
    ['NASKAH_ALAMAT', ''],
    ['NASKAH_ALAMAT', 'javascript:alert(1)'],
    ['NASKAH_ALAMAT', 'https://a:b@naskah.contoh.go.id'],
    ['NASKAH_ALAMAT', 'https://:b@naskah.contoh.go.id'],
    ['NASKAH_ALAMAT', 'https://naskah.contoh.go.id/?'],
    ['NASKAH_ALAMAT', 'https://naskah.contoh.go.id/#b'],
    ['NASKAH_ALAMAT', 'https://naskah_contoh.go.id'],
    ['NASKAH_TSA_URL', 'file:///etc/passwd'],
    ['NASKAH_TSA_URL', ''],
  ])('is refused by name: %s=%j', (nama, nilai) => {
    ditolak({ [nama]: nilai }, nama);
  });

  it('an address is printed as the URL standard writes it, without a slash at its end', () => {
    const alamat = (NASKAH_ALAMAT: string) => bacaConfig({ NASKAH_ALAMAT });
    expect(alamat(' HTTPS://Naskah.Contoh.GO.ID/\n')).toMatchObject({
      alamat: 'https://naskah.contoh.go.id',
      host: 'naskah.contoh.go.id',
    });
    expect(alamat('https://naskah.contoh.go.id/tte//').alamat).toBe('https://naskah.contoh.go.id/tte');
    expect(alamat('http://[::1]:8080')).toMatchObject({ alamat: 'http://[::1]:8080', host: 'localhost' });
    expect(bacaConfig({ NASKAH_HOST: 'log.contoh.go.id' }).host).toBe('log.contoh.go.id');
  });

  const akun = {
    NASKAH_PENYEDIA_URL: 'http://10.20.0.5:8080/',
    NASKAH_PENYEDIA_PENGGUNA: 'aplikasi',
    NASKAH_PENYEDIA_SANDI_FILE: 'rahasia/sandi',
  };

  it('an account at the provider is whole or absent, over v2 unless told otherwise', () => {
    expect(bacaConfig({}).penyedia).toBeNull();
    expect(bacaConfig({ ...akun, INIT_CWD: '/kerja' }).penyedia).toEqual({
      url: 'http://10.20.0.5:8080',
      pengguna: 'aplikasi',
      berkasSandi: '/kerja/rahasia/sandi',
      versi: 'v2',
      jangkar: null,
    });
    const lain = bacaConfig({ ...akun, NASKAH_PENYEDIA_VERSI: 'v1', NASKAH_PENYEDIA_JANGKAR: '/akar' });
    expect(lain.penyedia).toMatchObject({ versi: 'v1', jangkar: '/akar' });
  });

  it.each(Object.keys(akun))('half an account at the provider is refused: no %s', (nama) => {
    ditolak({ ...akun, [nama]: '' }, nama);
  });

  it.each([
    ['NASKAH_PENYEDIA_URL', 'http://aplikasi:sandi@10.20.0.5'],
    ['NASKAH_PENYEDIA_URL', 'ftp://10.20.0.5'],
    ['NASKAH_PENYEDIA_PENGGUNA', 'a:b'],
    ['NASKAH_PENYEDIA_VERSI', 'v3'],
  ])('is refused by name: %s=%j', (nama, nilai) => {
    ditolak({ ...akun, [nama]: nilai }, nama);
  });

  const csc = { NASKAH_CSC_URL: 'https://sign.contoh.test/csc/v2/', INIT_CWD: '/kerja' };

  it('a remote signing service is reached by a token or by an account, and a token module by its path', () => {
    expect(bacaConfig({ ...csc, NASKAH_CSC_BEARER_FILE: 'token' }).csc).toEqual({
      url: 'https://sign.contoh.test/csc/v2',
      akses: { berkasBearer: '/kerja/token' },
    });
    const akunCsc = { NASKAH_CSC_PENGGUNA: 'naskah', NASKAH_CSC_SANDI_FILE: '/sandi' };
    expect(bacaConfig({ ...csc, ...akunCsc }).csc?.akses).toEqual({
      pengguna: 'naskah',
      berkasSandi: '/sandi',
    });
    expect(bacaConfig({ NASKAH_PKCS11_MODUL: 'modul.so', INIT_CWD: '/kerja' }).modulPkcs11).toBe(
      '/kerja/modul.so',
    );
    ditolak({ ...csc }, 'NASKAH_CSC_BEARER_FILE');
    ditolak({ ...csc, NASKAH_CSC_PENGGUNA: 'naskah' }, 'NASKAH_CSC_SANDI_FILE');
    ditolak({ ...csc, ...akunCsc, NASKAH_CSC_BEARER_FILE: '/token' }, 'NASKAH_CSC_BEARER_FILE');
    ditolak({ NASKAH_CSC_BEARER_FILE: '/token' }, 'NASKAH_CSC_URL');
    ditolak({ ...csc, NASKAH_CSC_BEARER_FILE: '/t', NASKAH_CSC_URL: 'https://a.test/csc' }, 'NASKAH_CSC_URL');
  });

  it('timestamp authorities are asked in order, and what belongs to one stands at its place', () => {
    const env = {
      INIT_CWD: '/kerja',
      NASKAH_TSA_URL: 'http://tsa-1.contoh.test/ts, https://tsa-2.contoh.test',
      NASKAH_TSA_KEBIJAKAN: '1.3.6.1.4.1.32473.1.2,',
      NASKAH_TSA_PENGGUNA: ',naskah',
      NASKAH_TSA_SANDI_FILE: ',sandi',
      NASKAH_TSA_SERTIFIKAT_FILE: ',cert.pem',
      NASKAH_TSA_KUNCI_FILE: ',key.pem',
    };
    expect(bacaConfig(env).tsa).toEqual([
      { url: 'http://tsa-1.contoh.test/ts', kebijakan: '1.3.6.1.4.1.32473.1.2', akun: null, tls: null },
      {
        url: 'https://tsa-2.contoh.test/',
        kebijakan: null,
        akun: { pengguna: 'naskah', berkasSandi: '/kerja/sandi' },
        tls: { berkasSertifikat: '/kerja/cert.pem', berkasKunci: '/kerja/key.pem' },
      },
    ]);
    // Nothing may slip to another authority: a list of another length is refused, and so is half a pair.
    ditolak({ ...env, NASKAH_TSA_PENGGUNA: 'naskah' }, 'NASKAH_TSA_PENGGUNA');
    ditolak({ ...env, NASKAH_TSA_SANDI_FILE: 'sandi,' }, 'NASKAH_TSA_SANDI_FILE');
    ditolak({ ...env, NASKAH_TSA_KUNCI_FILE: ',' }, 'NASKAH_TSA_KUNCI_FILE');
    ditolak({ ...env, NASKAH_TSA_SERTIFIKAT_FILE: 'c,', NASKAH_TSA_KUNCI_FILE: 'k,' }, 'https');
    ditolak({ ...env, NASKAH_TSA_KEBIJAKAN: 'baik,' }, 'NASKAH_TSA_KEBIJAKAN');
    ditolak({ NASKAH_TSA_KEBIJAKAN: '1.2.3' }, 'NASKAH_TSA_KEBIJAKAN');
  });
});
