import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import type { FastifyInstance } from 'fastify';
import { Compile } from 'typebox/schema';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aksiNaskah } from '../../src/domain/naskah/alur.ts';
import { batas } from '../../src/http/batas.ts';
import { buatPencatat } from '../../src/http/catatan.ts';
import { harusMasalah } from './masalah.ts';
import { bukaServer, config, konsep, naskah, pengenal, type LayananPalsu } from './palsu.ts';

let app: FastifyInstance;
let palsu: LayananPalsu;
beforeAll(async () => {
  ({ app, palsu } = await bukaServer());
});
afterAll(() => app.close());
beforeEach(() => {
  palsu.panggilan.length = 0;
  palsu.ulangan = false;
  palsu.lanjut = null;
  palsu.galat = null;
});
const id = naskah.id;
const efek = (url: string, payload: object, headers: Record<string, string> = {}) =>
  app.inject({
    method: 'POST',
    url,
    payload,
    headers: { 'idempotency-key': 'kunci-1', ...pengenal('pegawai'), ...headers },
  });
const sidik = () => palsu.panggilan.at(-1)!.p!.idempotensi!.sidik;

describe('effects', () => {
  it('creating answers 201 with Location and ETag', async () => {
    const jawaban = await efek('/v1/naskah', konsep);
    expect(jawaban.statusCode).toBe(201);
    expect(jawaban.headers['location']).toBe(`/v1/naskah/${id}`);
    expect(jawaban.headers['etag']).toBe('"3"');
    expect(jawaban.headers['idempotency-replayed']).toBeUndefined();
    expect(jawaban.json()).toEqual(naskah);
    expect(palsu.panggilan[0]!.p).toMatchObject({
      pelaku: { orangId: 'pegawai' },
      korelasi: jawaban.headers['trace-id'],
      idempotensi: { kunci: 'kunci-1' },
    });
  });
  it('a repeated answer says that it is one', async () => {
    palsu.ulangan = true;
    expect((await efek('/v1/naskah', konsep)).headers['idempotency-replayed']).toBe('true');
  });
  it.each([' a', 'a b', 'é', 'a\tb', 'x'.repeat(201)])('the key %j is refused', async (kunci) => {
    harusMasalah(await efek('/v1/naskah', konsep, { 'idempotency-key': kunci }), 'MASUKAN_TIDAK_SAH');
    expect(palsu.efek).toEqual([]);
  });
  it('the fingerprint tells method, path and content apart, and not the spelling of JSON', async () => {
    const { jenis, ...lain } = konsep;
    await efek('/v1/naskah', konsep);
    const pertama = sidik();
    await efek('/v1/naskah', { ...lain, jenis });
    expect(sidik()).toBe(pertama);
    await efek('/v1/naskah?x=1', konsep);
    expect(sidik()).toBe(pertama);
    await efek('/v1/naskah', { ...konsep, hal: 'lain' });
    expect(sidik()).not.toBe(pertama);
    await efek(`/v1/naskah/${id}/versi`, konsep);
    expect(sidik()).not.toBe(pertama);
    expect(pertama).toMatch(/^[0-9a-f]{64}$/);
  });

  it('the passphrase arrives as bytes, is wiped after the call and leaves no trace in the fingerprint', async () => {
    const tindakan = { aksi: 'tandatangani', persetujuan: 'a'.repeat(64) };
    await efek(`/v1/naskah/${id}/tindakan`, { ...tindakan, frasaSandi: 'kata rahasia é' });
    expect(palsu.frasaSandi!.saatItu).toBe('kata rahasia é');
    expect(palsu.frasaSandi!.buffer.every((b) => b === 0)).toBe(true);
    const dengan = sidik();
    await efek(`/v1/naskah/${id}/tindakan`, { ...tindakan, frasaSandi: 'yang lain' });
    expect(sidik()).toBe(dengan);
    expect(palsu.panggilan[0]!.isi[1]).toMatchObject(tindakan);
  });
  it('so does a one-time code, and one that is none is refused without being repeated', async () => {
    const tindakan = { aksi: 'tandatangani', persetujuan: 'a'.repeat(64) };
    await efek(`/v1/naskah/${id}/tindakan`, { ...tindakan, totp: '918273' });
    const diterima = palsu.panggilan.at(-1)!.isi[1] as { totp: Uint8Array };
    expect(diterima.totp).toHaveLength(6);
    expect(diterima.totp.every((b) => b === 0)).toBe(true);
    const dengan = sidik();
    await efek(`/v1/naskah/${id}/tindakan`, { ...tindakan, totp: '111222' });
    expect(sidik()).toBe(dengan);
    const jawaban = await efek(`/v1/naskah/${id}/tindakan`, { ...tindakan, totp: 'kenari kode' });
    expect(jawaban.statusCode).toBe(400);
    expect(jawaban.body).not.toContain('kenari');
  });
  it('the passphrase is wiped when the call fails too', async () => {
    palsu.galat = new Error('x');
    await efek(`/v1/naskah/${id}/tindakan`, { aksi: 'tandatangani', frasaSandi: 'rahasia' });
    expect(palsu.frasaSandi!.buffer.every((b) => b === 0)).toBe(true);
  });

  it('If-Match becomes the revision the caller saw', async () => {
    await efek(`/v1/naskah/${id}/tindakan`, { aksi: 'ajukan' }, { 'if-match': '"7"' });
    expect(palsu.panggilan.at(-1)!.isi[1]).toEqual({ aksi: 'ajukan', revisi: 7 });
    await efek(`/v1/naskah/${id}/versi`, konsep, { 'if-match': '"8"' });
    expect(palsu.panggilan.at(-1)!.isi[2]).toBe(8);
    await efek(`/v1/naskah/${id}/tindakan`, { aksi: 'ajukan' }, { 'if-match': '*' });
    expect(palsu.panggilan.at(-1)!.isi[1]).toEqual({ aksi: 'ajukan' });
  });
  it.each(['7', 'W/"7"', '"7", "8"', '"x"', '""', '"99999999999"'])(
    'If-Match %s is refused',
    async (tajuk) => {
      harusMasalah(
        await efek(`/v1/naskah/${id}/tindakan`, { aksi: 'ajukan' }, { 'if-match': tajuk }),
        'MASUKAN_TIDAK_SAH',
      );
      expect(palsu.efek).toEqual([]);
    },
  );
  it('actions are those of the table; content goes to /versi and not through an action', async () => {
    for (const aksi of aksiNaskah) {
      const jawaban = await efek(`/v1/naskah/${id}/tindakan`, { aksi });
      if (aksi === 'ubah') harusMasalah(jawaban, 'MASUKAN_TIDAK_SAH');
      else expect(jawaban.statusCode).toBe(200);
    }
    harusMasalah(await efek(`/v1/aduan/${id}/tindakan`, { aksi: 'tanggapi' }), 'MASUKAN_TIDAK_SAH');
  });
  it.each([
    { aksi: 'ajukan', keadaan: 'dikirim' },
    { aksi: 'ajukan', peran: ['admin'] },
    { aksi: 'ajukan', revisi: 1 },
  ])('assigning %j is refused', async (isi) => {
    harusMasalah(await efek(`/v1/naskah/${id}/tindakan`, isi), 'MASUKAN_TIDAK_SAH');
  });
});

describe('what a person found out about a signature of unknown outcome', () => {
  const tindak = (isi: object) =>
    efek(`/v1/naskah/${id}/tindakan`, { aksi: 'pastikan', alasan: 'x', ...isi });
  it('reaches the use-case: the signer’s own answer as bytes', async () => {
    await tindak({ terbukti: 'bertanda_tangan', jawabanPenandatangan: 'MAA=' });
    expect(palsu.panggilan.at(-1)!.isi[1]).toMatchObject({
      terbukti: 'bertanda_tangan',
      jawabanPenandatangan: Buffer.from([0x30, 0]),
    });
  });
  it.each([{ terbukti: 'mungkin' }, { jawabanPenandatangan: 'MAA' }, { jawabanPenandatangan: '%%%%' }])(
    '%j is refused',
    async (isi) => {
      harusMasalah(await tindak(isi), 'MASUKAN_TIDAK_SAH');
    },
  );
});

describe('complaints of strangers', () => {
  const aduan = { pemerintah: 'jateng', kanal: 'web', judul: 'J', uraian: 'U' };
  const adukan = (isi: object, headers: Record<string, string> = {}, server = app) =>
    server.inject({
      method: 'POST',
      url: '/v1/aduan',
      payload: { ...aduan, ...isi },
      headers: { 'idempotency-key': 'k', ...headers },
    });
  it.each([
    '2026-12-31T23:59:60Z',
    '9999-12-31T23:59:59Z',
    '0000-01-01T00:00:00+23:59',
    '2026-02-30T00:00:00Z',
    '2026-11-20 06:40:00Z',
  ])('the time %s is refused', async (kejadian) => {
    harusMasalah(await adukan({ kejadian }), 'MASUKAN_TIDAK_SAH');
    expect(palsu.efek).toEqual([]);
  });
  it('a time with an offset is taken', async () => {
    expect((await adukan({ kejadian: '2026-11-20T06:40:00.5+07:00' })).statusCode).toBe(201);
  });
  it('a reference is for partners and staff: a stranger cannot ask for the ticket of another by it', async () => {
    harusMasalah(await adukan({ rujukanMitra: 'M-1' }), 'MASUKAN_TIDAK_SAH');
    expect(palsu.efek).toEqual([]);
    const luring = { kanal: 'mitra-luring', rujukanMitra: 'M-1' };
    expect((await adukan(luring, pengenal('mitra'))).statusCode).toBe(201);
  });
  it('are limited by address; people who are known are not', async () => {
    const laju = { ...config.laju, aduanPublikPerMenit: 2 };
    const { app: server } = await bukaServer({ config: { ...config, laju } });
    const banyak = async (headers: Record<string, string>, isi: object) => {
      const status = [];
      for (let i = 0; i < 4; i++) status.push((await adukan(isi, headers, server)).statusCode);
      return status;
    };
    expect(await banyak({}, {})).toEqual([201, 201, 429, 429]);
    expect(await banyak(pengenal('mitra'), { kanal: 'mitra-luring' })).toEqual([201, 201, 201, 201]);
    await server.close();
  });
});

describe('reading', () => {
  const baca = (url: string, siapa: 'pegawai' | 'auditor' = 'pegawai') =>
    app.inject({ url, headers: pengenal(siapa) });

  it('one letter carries its content and ETag, and is not to be kept by anyone between', async () => {
    const jawaban = await baca(`/v1/naskah/${id}`);
    expect(jawaban.json()).toEqual({ ...naskah, konsep });
    expect(jawaban.headers).toMatchObject({
      etag: '"3"',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
  });
  it('members that the contract does not know are not given out', async () => {
    palsu.naskah = { ...naskah, frasaSandi: 'bocor' } as never;
    const jawaban = await efek('/v1/naskah', konsep);
    palsu.naskah = naskah;
    expect(jawaban.body).not.toContain('bocor');
  });
  it('lists name the next page with the caller’s own filter', async () => {
    palsu.lanjut = 'kursor+/=&';
    const jawaban = await baca('/v1/naskah?keadaan=konsep&batas=500');
    expect(palsu.panggilan[0]!.isi).toEqual([{ keadaan: 'konsep', batas: 200 }]);
    const tujuan = /^<(.*)>; rel="next"$/.exec(jawaban.headers['link'] as string)![1]!;
    palsu.lanjut = null;
    const berikut = await baca(tujuan);
    expect(palsu.panggilan[1]!.isi).toEqual([{ keadaan: 'konsep', batas: 200, sebelum: 'kursor+/=&' }]);
    expect(berikut.headers['link']).toBeUndefined();
    expect(berikut.json()).toEqual({ baris: [naskah], lanjut: null });
  });
  it('a file is a PDF with a harmless name and its hash as ETag', async () => {
    const jawaban = await baca(`/v1/naskah/${id}/berkas/tanda-tangan`);
    expect(jawaban.body).toBe('%PDF-1.7');
    expect(jawaban.headers).toMatchObject({
      'content-type': 'application/pdf',
      etag: `"${'d'.repeat(64)}"`,
      'x-content-type-options': 'nosniff',
      'content-disposition': `attachment; filename="surat__dinas_____.pdf"; filename*=UTF-8''surat%20%22dinas%22%0D%0A%20%C3%A9.pdf`,
    });
    harusMasalah(await baca(`/v1/naskah/${id}/berkas/asli`), 'TIDAK_DITEMUKAN');
  });
  it('one person waits for a few files at a time; others are not kept waiting by him', async () => {
    let selesai = (): void => undefined;
    palsu.tahan = new Promise<void>((lanjut) => (selesai = lanjut));
    const url = `/v1/naskah/${id}/berkas/pratinjau`;
    // `inject` begins when it is awaited.
    const tertahan = Array.from({ length: batas.pratinjauBersamaan }, async () => await baca(url));
    harusMasalah(await baca(url), 'TERLALU_SERING');
    const lain = app.inject({ url, headers: pengenal('verifikator') });
    selesai();
    palsu.tahan = null;
    for (const jawaban of await Promise.all([...tertahan, lain])) expect(jawaban.statusCode).toBe(200);
    expect((await baca(url)).statusCode).toBe(200);
  });
  it('versions, trail, complaints and self answer as documented', async () => {
    expect((await baca(`/v1/naskah/${id}/versi`)).json()).toMatchObject({ baris: [{ versi: 1 }] });
    expect((await baca(`/v1/naskah/${id}/versi/2`)).json()).toMatchObject({ versi: 2, konsep });
    harusMasalah(await baca(`/v1/naskah/${id}/versi/0`), 'TIDAK_DITEMUKAN');
    expect((await baca(`/v1/naskah/${id}/jejak`, 'auditor')).json()).toMatchObject({
      baris: [{ daun: { v: 1 } }],
    });
    expect((await baca('/v1/aduan')).json()).toMatchObject({ baris: [{ tiket: 'ADU-7K3M-9QXT' }] });
    expect((await baca(`/v1/aduan/${id}`)).headers['etag']).toBe('"4"');
    expect((await baca('/v1/aduan/tiket/adu-7k3m-9qxt')).json()).not.toHaveProperty('uraian');
    expect((await baca('/v1/saya')).json()).toMatchObject({ nama: 'Contoh' });
  });
});

describe('documents handed in for checking', () => {
  const pdf = Buffer.from('%PDF-1.7 isi');
  const batasan = 'batas-x';
  const formulir = (bagian: readonly { nama: string; berkas?: string; isi: Buffer | string }[]) =>
    Buffer.concat([
      ...bagian.flatMap(({ nama, berkas, isi }) => [
        Buffer.from(
          `--${batasan}\r\nContent-Disposition: form-data; name="${nama}"` +
            (berkas === undefined
              ? '\r\n\r\n'
              : `; filename="${berkas}"\r\nContent-Type: application/pdf\r\n\r\n`),
        ),
        Buffer.from(isi),
        Buffer.from('\r\n'),
      ]),
      Buffer.from(`--${batasan}--\r\n`),
    ]);
  const unggah = (
    payload: Buffer,
    jenis = `multipart/form-data; boundary=${batasan}`,
    server = app,
    url = '/v1/verifikasi',
  ) => server.inject({ method: 'POST', url, payload, headers: { 'content-type': jenis } });
  const diterima = () => Buffer.from(palsu.panggilan.at(-1)!.isi[0] as Uint8Array).toString();

  it('raw and as a form, the same bytes reach the check', async () => {
    expect((await unggah(pdf, 'application/pdf')).json()).toMatchObject({ kesimpulan: 'TOTAL_PASSED' });
    expect(diterima()).toBe(pdf.toString());
    expect((await unggah(formulir([{ nama: 'berkas', berkas: 'a.pdf', isi: pdf }]))).statusCode).toBe(200);
    expect(diterima()).toBe(pdf.toString());
  });
  it.each([
    [
      'two files',
      [
        { nama: 'a', berkas: 'a.pdf', isi: pdf },
        { nama: 'b', berkas: 'b.pdf', isi: pdf },
      ],
    ],
    [
      'a field beside the file',
      [
        { nama: 'a', berkas: 'a.pdf', isi: pdf },
        { nama: 'x', isi: 'y' },
      ],
    ],
    ['a field only', [{ nama: 'x', isi: 'y' }]],
    ['an empty file', [{ nama: 'a', berkas: 'a.pdf', isi: '' }]],
    ['no part', []],
  ])('%s is refused', async (_nama, bagian) => {
    const jawaban = await unggah(formulir(bagian));
    expect([400, 413]).toContain(jawaban.statusCode);
    harusMasalah(jawaban);
    expect(palsu.panggilan).toEqual([]);
  });
  it('100,000 parts, a name of a megabyte, and a form that never ends are refused', async () => {
    const banyak = formulir(Array.from({ length: 100_000 }, (_, i) => ({ nama: `a${i}`, isi: '' })));
    const panjang = formulir([{ nama: 'n'.repeat(1024 * 1024), berkas: 'a.pdf', isi: pdf }]);
    const putus = formulir([{ nama: 'a', berkas: 'a.pdf', isi: pdf }]).subarray(0, 90);
    for (const isi of [banyak, panjang, putus]) {
      const jawaban = await unggah(isi);
      expect([400, 413]).toContain(jawaban.statusCode);
      harusMasalah(jawaban);
    }
    expect(palsu.panggilan).toEqual([]);
  });
  it('a file beyond the limit is 413, raw and as a form, and leaves nothing in the temporary folder', async () => {
    const kecil = await bukaServer({ config: { ...config, batasUnggahBytes: 50_000 } });
    const sebelum = readdirSync(tmpdir()).length;
    const besar = Buffer.alloc(200_000, 65);
    harusMasalah(await unggah(besar, 'application/pdf', kecil.app), 'ISI_TERLALU_BESAR');
    const form = formulir([{ nama: 'a', berkas: 'a.pdf', isi: Buffer.alloc(60_000, 65) }]);
    harusMasalah(await unggah(form, undefined, kecil.app), 'ISI_TERLALU_BESAR');
    expect(kecil.palsu.panggilan).toEqual([]);
    expect(readdirSync(tmpdir()).length).toBe(sebelum);
    await kecil.app.close();
  });
  it('no more uploads are held in memory at once than the limit; an upload broken off makes room again', async () => {
    let baris = '';
    const logger = buatPencatat('error', { write: (teks: string) => (baris += teks) });
    const { app: server } = await bukaServer({ logger });
    const { port } = new URL(await server.listen({ host: '127.0.0.1', port: 0 }));
    const kepala = `POST /v1/verifikasi HTTP/1.1\r\nHost: a\r\nContent-Type: application/pdf\r\nContent-Length: 100\r\n\r\n%PDF`;
    const soket = await Promise.all(
      Array.from({ length: batas.unggahBersamaan }, async () => {
        const s = connect(Number(port), '127.0.0.1');
        s.on('error', () => undefined);
        await once(s, 'connect');
        s.write(kepala);
        return s;
      }),
    );
    const status = async (jalur: string) => (await unggah(pdf, 'application/pdf', server, jalur)).statusCode;
    await expect.poll(() => status('/v1/verifikasi')).toBe(429);
    expect(await status('/verifikasi')).toBe(429);
    expect((await server.inject('/healthz')).statusCode).toBe(200);
    for (const s of soket) s.destroy();
    await expect.poll(() => status('/v1/verifikasi')).toBe(200);
    // Neither who came too many nor who hung up may fill the log.
    expect(baris).toBe('');
    await server.close();
  });
  it('JSON is no document, and a form is no JSON', async () => {
    const jawaban = await unggah(Buffer.from('{}'), 'application/json');
    harusMasalah(jawaban, 'MASUKAN_TIDAK_SAH');
    harusMasalah(await unggah(pdf, 'text/plain'), 'JENIS_MEDIA_TIDAK_DIDUKUNG');
    harusMasalah(
      await efek('/v1/naskah', Buffer.from('x'), {
        'content-type': `multipart/form-data; boundary=${batasan}`,
      }),
    );
    expect(palsu.panggilan).toEqual([]);
  });
});

describe('the documentation', () => {
  interface Operasi {
    operationId: string;
    parameters?: { name: string; in: string; required?: boolean; schema: object }[];
    requestBody?: { content: Record<string, { schema?: object }> };
    responses: Record<string, { description: string; content?: Record<string, { schema?: object }> }>;
    security?: unknown[];
  }
  let dokumen: { openapi: string; paths: Record<string, Record<string, Operasi>> };
  let operasi: (Operasi & { jalur: string; metode: string })[];
  beforeAll(async () => {
    dokumen = (await app.inject('/dokumentasi/json')).json();
    operasi = Object.entries(dokumen.paths).flatMap(([jalur, m]) =>
      Object.entries(m).map(([metode, o]) => ({ ...o, jalur, metode })),
    );
  });

  it('is OpenAPI 3.1 with one operation for each route of the API', () => {
    expect(dokumen.openapi).toBe('3.1.0');
    expect(operasi).toHaveLength(18);
    expect(new Set(operasi.map((o) => o.operationId)).size).toBe(18);
  });
  it('every path parameter is declared, every response described, every schema compiles', () => {
    for (const o of operasi) {
      const diJalur = [...o.jalur.matchAll(/\{(\w+)\}/g)].map((m) => m[1]);
      const parameter = (o.parameters ?? []).filter((p) => p.in === 'path');
      expect(parameter.map((p) => p.name).sort(), o.jalur).toEqual(diJalur.sort());
      for (const p of parameter) expect(p.required).toBe(true);
      expect(
        Object.keys(o.responses).some((s) => s.startsWith('2')),
        o.operationId,
      ).toBe(true);
      for (const [status, r] of Object.entries(o.responses)) {
        expect(typeof r.description).toBe('string');
        if (!status.startsWith('2')) expect(Object.keys(r.content!)).toEqual(['application/problem+json']);
        for (const { schema } of Object.values(r.content ?? {})) expect(() => Compile(schema!)).not.toThrow();
      }
      for (const { schema } of Object.values(o.requestBody?.content ?? {})) {
        if (schema !== undefined) expect(() => Compile(schema)).not.toThrow();
      }
    }
  });
  it('shows both forms of handing in a document', () => {
    const periksa = operasi.find((o) => o.operationId === 'periksaBerkas')!;
    expect(Object.keys(periksa.requestBody!.content)).toEqual([
      'application/pdf',
      'application/zip',
      'multipart/form-data',
    ]);
    for (const o of operasi) expect(o.requestBody !== undefined, o.operationId).toBe(o.metode === 'post');
  });
  it('says which operations need a token and an Idempotency-Key', () => {
    for (const o of operasi) {
      const perlu = (o.parameters ?? []).some(
        (p) => p.in === 'header' && p.name === 'idempotency-key' && p.required,
      );
      expect(perlu, o.operationId).toBe(o.metode === 'post' && o.jalur !== '/v1/verifikasi');
      expect(o.security?.length, o.operationId).toBeGreaterThan(0);
    }
  });
  it('answers fit their own schema', async () => {
    const contoh: Readonly<Record<string, string>> = {
      '{id}': id,
      '{versi}': '1',
      '{tiket}': 'ADU-7K3M-9QXT',
      '{jenis}': 'pratinjau',
    };
    let banyak = 0;
    for (const o of operasi.filter(({ metode, jalur }) => metode === 'get' && !jalur.includes('berkas'))) {
      const url = o.jalur.replaceAll(/\{\w+\}/g, (n) => contoh[n]!);
      const siapa = o.operationId === 'jejakNaskah' ? 'auditor' : 'pegawai';
      const jawaban = await app.inject({ url, headers: pengenal(siapa) });
      const skema = Compile(o.responses['200']!.content!['application/json']!.schema!);
      const isi = jawaban.json<Record<string, unknown>>();
      expect(skema.Errors(isi)[1], o.operationId).toEqual([]);
      expect(skema.Check({ ...isi, lain: 1 }), o.operationId).toBe(false);
      banyak++;
    }
    expect(banyak).toBe(11);
  });
  it('is a page that loads nothing from elsewhere', async () => {
    const jawaban = await app.inject('/dokumentasi');
    expect(jawaban.statusCode).toBe(200);
    expect(jawaban.body).not.toMatch(/(src|href)="https?:/);
    const csp = jawaban.headers['content-security-policy'] as string;
    expect(csp).toContain("script-src 'self'");
    expect(csp).not.toMatch(/https?:|unsafe-eval|script-src[^;]*unsafe-inline/);
  });
});

describe('the process log', () => {
  it('tells route, status and time, and never a body, a header, a token, a query or an id', async () => {
    let baris = '';
    const logger = buatPencatat('trace', { write: (teks: string) => (baris += teks) });
    const { app: tercatat, palsu: gagal } = await bukaServer({ logger });
    const rahasia = ['frasa-amat-rahasia', 'pegawai', 'kursor-rahasia', 'TIKET-RAHASIA', 'kunci-rahasia'];
    const headers = { ...pengenal('pegawai'), 'idempotency-key': rahasia[4]! };
    const url = `/v1/naskah/${id}/tindakan`;
    const payload = { aksi: 'tandatangani', frasaSandi: rahasia[0] };
    await tercatat.inject({ method: 'POST', url, headers, payload });
    gagal.galat = Object.assign(new Error('gagal'), { request: payload });
    await tercatat.inject({ method: 'POST', url, headers, payload });
    await tercatat.inject({ url: `/v1/naskah?sebelum=${rahasia[2]!}`, headers });
    await tercatat.inject(`/v1/aduan/tiket/${rahasia[3]!}`);
    await tercatat.inject(`/tidak-ada/${rahasia[3]!}`);
    await tercatat.inject({ method: 'POST', url, headers, payload: `{"frasaSandi":"${rahasia[0]!}"` });
    await tercatat.close();
    expect(baris).toContain('/v1/naskah/:id/tindakan');
    expect(baris).toContain('"status":200');
    expect(baris).toContain('KESALAHAN_INTERNAL');
    for (const kata of rahasia) expect(baris).not.toContain(kata === 'pegawai' ? 'Bearer' : kata);
    expect(baris).not.toContain(id);
  });
});
