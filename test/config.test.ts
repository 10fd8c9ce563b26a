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
});
