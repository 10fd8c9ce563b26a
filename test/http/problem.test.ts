import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { errors, NaskahError, type ErrorCode } from '../../src/shared/errors.ts';
import { harusMasalah } from './masalah.ts';
import { bukaServer, config, konsep, type LayananPalsu, pengenal } from './palsu.ts';

let app: FastifyInstance;
let palsu: LayananPalsu;
beforeAll(async () => {
  ({ app, palsu } = await bukaServer());
});
afterAll(() => app.close());
beforeEach(() => {
  palsu.galat = null;
  palsu.siap = true;
  palsu.panggilan.length = 0;
});

const json = { 'content-type': 'application/json', 'idempotency-key': 'k1', ...pengenal('pegawai') };
const kirim = (payload: string | Buffer, headers: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url: '/v1/naskah', payload, headers: { ...json, ...headers } });

describe('every refusal is a problem document', () => {
  it.each(Object.keys(errors) as ErrorCode[])(
    '%s thrown by a use-case keeps its code and status',
    async (kode) => {
      palsu.galat = new NaskahError(kode, { pointer: '/hal' });
      const isi = harusMasalah(await app.inject({ url: '/v1/saya', headers: pengenal('pegawai') }), kode);
      expect(isi['pointer']).toBe('/hal');
    },
  );

  it('an unforeseen error is 500 and tells nothing about itself', async () => {
    palsu.galat = new Error('rahasia: basis data di /srv/x');
    const jawaban = await app.inject({ url: '/v1/saya', headers: pengenal('pegawai') });
    harusMasalah(jawaban, 'KESALAHAN_INTERNAL');
    expect(jawaban.body).not.toContain('rahasia');
  });

  it('an unknown path is 404, also below /v1 and with a broken escape', async () => {
    for (const url of ['/tidak-ada', '/v1/tidak-ada', '/v1/naskah/%zz', `/v1/naskah/${'a'.repeat(500)}`]) {
      harusMasalah(await app.inject({ url, headers: pengenal('pegawai') }), 'TIDAK_DITEMUKAN');
    }
  });

  it('an unknown, a foreign and a malformed id give the same 404', async () => {
    const bentuk = async (id: string) => {
      const isi = harusMasalah(await app.inject({ url: `/v1/naskah/${id}`, headers: pengenal('pegawai') }));
      return { ...isi, traceId: '' };
    };
    expect(await bentuk('TIDAK-ADA')).toEqual(await bentuk('a%20b'));
    expect(await bentuk('TIDAK-ADA')).toEqual(await bentuk('..%2f..'));
  });

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'] as const)(
    '%s on an existing path is 405 and names what is allowed',
    async (method) => {
      const jawaban = await app.inject({ method: method as 'PUT', url: '/v1/naskah' });
      harusMasalah(jawaban, 'METODE_TIDAK_DIDUKUNG');
      expect(jawaban.headers['allow']).toBe('GET, HEAD, POST');
    },
  );
  it('405 also holds for paths with parameters', async () => {
    const jawaban = await app.inject({ method: 'DELETE', url: '/v1/naskah/01JD/versi/2?x=1' });
    harusMasalah(jawaban, 'METODE_TIDAK_DIDUKUNG');
    expect(jawaban.headers['allow']).toBe('GET, HEAD');
  });

  it('not ready is a retryable 503 with each part', async () => {
    palsu.siap = false;
    const isi = harusMasalah(await app.inject('/readyz'), 'LAYANAN_BELUM_SIAP');
    expect(isi['rincian']).toEqual({ bagian: { basisData: false } });
    expect(isi['retryable']).toBe(true);
  });

  it('401 says how to be known', async () => {
    const jawaban = await app.inject('/v1/saya');
    harusMasalah(jawaban, 'BELUM_MASUK');
    expect(jawaban.headers['www-authenticate']).toBe('Bearer');
  });
  it.each([
    'Basic eDp5',
    'bearer pegawai',
    'Bearer  pegawai',
    'Bearer tak-dikenal',
    'Bearer',
    `Bearer ${'a'.repeat(600)}`,
  ])('the header %s names nobody, also on public routes', async (authorization) => {
    harusMasalah(await app.inject({ url: '/v1/saya', headers: { authorization } }), 'BELUM_MASUK');
    harusMasalah(
      await app.inject({ url: '/v1/aduan/tiket/ADU-7K3M', headers: { authorization } }),
      'BELUM_MASUK',
    );
  });
});

describe('bodies', () => {
  it('10 MB of JSON is 413', async () => {
    harusMasalah(await kirim(`{"a":"${'x'.repeat(10 * 1024 * 1024)}"}`), 'ISI_TERLALU_BESAR');
  });
  it.each(['', '{', '[1,]', '{"a":1}x', 'null x'])('malformed JSON %j is refused as such', async (isi) => {
    harusMasalah(await kirim(isi), 'JSON_TIDAK_SAH');
  });
  it('broken and overlong UTF-8 is refused, not repaired', async () => {
    for (const bytes of [[0xc0, 0xaf], [0xff], [0xed, 0xa0, 0x80]]) {
      const isi = Buffer.concat([Buffer.from('{"hal":"'), Buffer.from(bytes), Buffer.from('"}')]);
      harusMasalah(await kirim(isi), 'JSON_TIDAK_SAH');
    }
  });
  it.each([
    '{"__proto__":{"x":1}}',
    '{"isi":{"constructor":{"prototype":{"x":1}}}}',
    '{"a":{"__proto__":null}}',
  ])('the prototype key in %s is refused', async (isi) => {
    harusMasalah(await kirim(isi), 'JSON_TIDAK_SAH');
    expect(({} as { x?: number }).x).toBeUndefined();
  });
  it('depth and length without meaning are refused quickly', async () => {
    harusMasalah(await kirim('['.repeat(100_000) + ']'.repeat(100_000)), 'MASUKAN_TIDAK_SAH');
    harusMasalah(await kirim(JSON.stringify(Array(400_000).fill(0))), 'MASUKAN_TIDAK_SAH');
  });

  it.each([
    ['unknown member', { ...konsep, rahasia: 1 }, '/rahasia'],
    ['missing member', { ...konsep, hal: undefined }, '/hal'],
    ['wrong type', { ...konsep, hal: 5 }, '/hal'],
    ['no conversion', { ...konsep, penandatangan: 'a' }, '/penandatangan'],
    ['unknown kind', { ...konsep, jenis: 'surat-cinta' }, '/jenis'],
    ['member of another kind', { ...konsep, tiket: 'ADU-123456' }, '/tiket'],
    ['deep unknown member', { ...konsep, tujuan: [{ nama: 'x', alamat: 'y' }] }, '/tujuan/0/alamat'],
    ['a block of the wrong kind', { ...konsep, isi: [{ jenis: 'gambar' }] }, '/isi/0/jenis'],
    [
      'a fault inside one kind of block',
      { ...konsep, isi: [{ jenis: 'daftar', gaya: 'angka', butir: [] }] },
      '/isi/0/butir',
    ],
    ['escaped pointer', { ...konsep, 'a/b~c': 1 }, '/a~1b~0c'],
    ['not an object', [], ''],
  ])('%s: the pointer says where', async (_nama, isi, pointer) => {
    const masalah = harusMasalah(await kirim(JSON.stringify(isi)), 'MASUKAN_TIDAK_SAH');
    expect(masalah['pointer']).toBe(pointer);
    expect(palsu.panggilan).toEqual([]);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/jsonx',
    'multipart/mixed',
    'text/json',
  ])('%s is 415', async (jenis) => {
    harusMasalah(
      await kirim(JSON.stringify(konsep), { 'content-type': jenis }),
      'JENIS_MEDIA_TIDAK_DIDUKUNG',
    );
    expect(palsu.panggilan).toEqual([]);
  });
  it.each([
    'application/json;',
    'application/json\t;',
    'application/JSON ;x',
    'application/json ; charset=utf-8',
    'application/json, text/plain',
    ' application/json',
    'application/pdf',
  ])('Content-Type %j never lets an unvalidated body through', async (jenis) => {
    const jawaban = await kirim(JSON.stringify({ ...konsep, rahasia: 1 }), { 'content-type': jenis });
    expect([400, 415]).toContain(jawaban.statusCode);
    harusMasalah(jawaban);
    expect(palsu.panggilan).toEqual([]);
  });
  it('a body without a media type is refused', async () => {
    const tanpa = { 'idempotency-key': 'k1', ...pengenal('pegawai') };
    const jawaban = await app.inject({
      method: 'POST',
      url: '/v1/naskah',
      payload: Buffer.from(JSON.stringify(konsep)),
      headers: tanpa,
    });
    expect([400, 415]).toContain(jawaban.statusCode);
    harusMasalah(jawaban);
    expect(palsu.panggilan).toEqual([]);
  });

  it.each([
    'keadaan=konsep&keadaan=dikirim',
    'batas=-1',
    'batas=abc',
    'x=1',
    'keadaan=lain',
    'kotak=',
    '__proto__=1',
  ])('the query %s is refused', async (kueri) => {
    harusMasalah(
      await app.inject({ url: `/v1/naskah?${kueri}`, headers: pengenal('pegawai') }),
      'MASUKAN_TIDAK_SAH',
    );
    expect(palsu.panggilan).toEqual([]);
  });
});

describe('limits of pace', () => {
  it('too many requests are 429 with Retry-After, a problem like any other', async () => {
    const ketat = await bukaServer({ config: { ...config, laju: { ...config.laju, umumPerMenit: 2 } } });
    for (let i = 0; i < 2; i++) await ketat.app.inject('/v1/aduan/tiket/ADU-7K3M');
    const jawaban = await ketat.app.inject('/v1/aduan/tiket/ADU-7K3M');
    expect(harusMasalah(jawaban, 'TERLALU_SERING')['retryable']).toBe(true);
    expect(Number(jawaban.headers['retry-after'])).toBeGreaterThan(0);
    expect((await ketat.app.inject('/healthz')).statusCode).toBe(200);
    await ketat.app.close();
  });
  it('a forwarded address does not buy a new allowance', async () => {
    const ketat = await bukaServer({ config: { ...config, laju: { ...config.laju, umumPerMenit: 1 } } });
    const minta = (ip: string) =>
      ketat.app.inject({ url: '/v1/aduan/tiket/ADU-7K3M', headers: { 'x-forwarded-for': ip } });
    await minta('10.0.0.1');
    harusMasalah(await minta('10.0.0.2'), 'TERLALU_SERING');
    await ketat.app.close();
  });
  it('the passphrase route has a pace of its own, per person', async () => {
    const ketat = await bukaServer({
      config: { ...config, laju: { ...config.laju, frasaSandiPerMenit: 1 } },
    });
    const minta = (siapa: 'pegawai' | 'admin') =>
      ketat.app.inject({
        method: 'POST',
        url: '/v1/naskah/01JD/tindakan',
        payload: '{"aksi":"ajukan"}',
        headers: { ...json, ...pengenal(siapa) },
      });
    expect((await minta('pegawai')).statusCode).toBe(200);
    harusMasalah(await minta('pegawai'), 'TERLALU_SERING');
    expect((await minta('admin')).statusCode).toBe(200);
    await ketat.app.close();
  });
});

describe('below the routes', () => {
  it('slow and silent sockets are given up (SEC-118)', () => {
    expect(app.server).toMatchObject({
      headersTimeout: 10_000,
      requestTimeout: 300_000,
      timeout: 120_000,
      keepAliveTimeout: 5_000,
      maxRequestsPerSocket: 1_000,
      maxConnections: 10_000,
    });
  });
  const mentah = async (teks: string): Promise<string> => {
    const { app: nyata } = await bukaServer();
    await nyata.listen({ host: '127.0.0.1', port: 0 });
    const { port } = nyata.server.address() as AddressInfo;
    const jawaban = await new Promise<string>((resolve, reject) => {
      let isi = '';
      const soket = connect(port, '127.0.0.1', () => soket.write(teks));
      soket.on('data', (d) => (isi += d.toString()));
      soket.on('close', () => resolve(isi));
      soket.on('error', reject);
    });
    await nyata.close();
    return jawaban;
  };
  it.each([
    ['garbage', 'HALO\r\n\r\n', 'MASUKAN_TIDAK_SAH'],
    [
      'headers beyond the limit',
      `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`,
      'TAJUK_TERLALU_BESAR',
    ],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na',
      'MASUKAN_TIDAK_SAH',
    ],
    [
      'length and chunks',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      'MASUKAN_TIDAK_SAH',
    ],
  ] as const)('%s is a problem too, and the socket is closed', async (_nama, teks, kode) => {
    const jawaban = await mentah(teks);
    expect(jawaban).toMatch(/^HTTP\/1\.1 4\d\d [A-Z]/);
    expect(jawaban).toContain('Content-Type: application/problem+json');
    expect(JSON.parse(jawaban.slice(jawaban.indexOf('\r\n\r\n') + 4))).toMatchObject({ code: kode });
  });
});
