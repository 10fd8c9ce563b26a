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
      tsaUrl: null,
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
});
