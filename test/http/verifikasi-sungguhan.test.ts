import { once } from 'node:events';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { Compile } from 'typebox/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { httpBawaan } from '../../src/http/batas.ts';
import { buatServer } from '../../src/http/server.ts';
import { bytesSource } from '../../src/pades/bytes.ts';
import { signedBytes } from '../../src/pades/sign/output.ts';
import { signPdf } from '../../src/pades/sign/sign.ts';
import { halaman } from '../../src/web/index.ts';
import { hostileFiles } from '../support/hostile.ts';
import { other } from '../support/pdf-kinds.ts';
import { tableFile } from '../support/pdf.ts';
import { makePki, signerOf } from '../support/pki.ts';
import { bangunRumah, type Rumah } from '../support/rumah.ts';
import { zip } from '../support/zip.ts';

let rumah: Rumah;
let app: FastifyInstance;
let skema: ReturnType<typeof Compile>;
beforeAll(async () => {
  rumah = await bangunRumah();
  app = await buatServer({ layanan: rumah.layanan, config: httpBawaan, halaman });
  const dokumen = (await app.inject('/dokumentasi/json')).json<{ paths: Dokumen }>();
  skema = Compile(dokumen.paths['/v1/verifikasi'].post.responses['200'].content['application/json'].schema);
}, 120_000);
afterAll(async () => {
  await app.close();
  await rumah.bongkar();
});
type Dokumen = Record<
  '/v1/verifikasi',
  { post: { responses: Record<'200', { content: Record<'application/json', { schema: object }> }> } }
>;

const sementara = (): string => join(rumah.config.data, 'sementara');
const tersisa = (): string[] => readdirSync(sementara());
const kirim = (payload: Uint8Array, jenis = 'application/pdf', url = '/v1/verifikasi') =>
  app.inject({ method: 'POST', url, payload: Buffer.from(payload), headers: { 'content-type': jenis } });

describe('POST /v1/verifikasi', () => {
  it('answers one file as documented, whoever made it, and keeps nothing of it', async () => {
    const jahat = hostileFiles.filter(({ name }) => /no PDF|CMS of 10,000 levels/.test(name));
    const bertanda = await signPdf(bytesSource(tableFile()), {
      signer: signerOf((await makePki()).ec),
      level: 'B-B',
      signingTime: new Date('2026-11-24T01:00:00Z'),
      reason: 'Menyetujui',
    });
    const berkas = [
      tableFile(),
      other('aes256.pdf'),
      signedBytes(bertanda),
      ...jahat.map((satu) => satu.make()),
    ];
    for (const isi of berkas) {
      const jawaban = await kirim(isi);
      expect(jawaban.statusCode).toBe(200);
      expect(skema.Errors(jawaban.json())[1]).toEqual([]);
    }
    expect(tersisa()).toEqual([]);
  });

  it('gives the detailed report as JSON or XML and a sheet as PDF, of one file only; unsealed, the sheet says so', async () => {
    const minta = (accept: string, url = '/v1/verifikasi', jenis = 'application/pdf', isi = tableFile()) =>
      app.inject({
        method: 'POST',
        url,
        payload: Buffer.from(isi),
        headers: { 'content-type': jenis, accept },
      });
    const rinci = await minta('*/*', '/v1/verifikasi?laporan=rinci');
    expect(skema.Errors(rinci.json())[1]).toEqual([]);
    expect(rinci.json()).toMatchObject({ validator: { name: 'Naskah' }, failure: null });
    const xml = await minta('application/xml');
    expect(xml.headers['content-type']).toContain('application/xml');
    expect(xml.body).toContain('<ValidationReport');
    const pdf = await minta('application/pdf');
    expect(pdf.headers['content-type']).toBe('application/pdf');
    expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.rawPayload.includes('/ByteRange')).toBe(false);
    const arsip = zip([{ nama: 'a.pdf', isi: tableFile() }]);
    expect((await minta('application/pdf', '/v1/verifikasi', 'application/zip', arsip)).statusCode).toBe(400);
    expect(tersisa()).toEqual([]);
  });

  it('judges by the anchors of a government that there is', async () => {
    const jawaban = await kirim(tableFile(), 'application/pdf', '/v1/verifikasi?instansi=jateng');
    expect(jawaban.json()).toMatchObject({ instansi: 'jateng', tandaTangan: [], perubahanDihilangkan: 0 });
    const lain = await kirim(tableFile(), 'application/pdf', '/v1/verifikasi?instansi=tidak-ada');
    expect(lain.json()).toMatchObject({ code: 'MASUKAN_TIDAK_SAH' });
    expect(tersisa()).toEqual([]);
  });

  it('judges by the policy that is asked for, and knows no other', async () => {
    for (const [kebijakan, policy] of [
      ['naskah', 'baseline'],
      ['penyedia', 'provider'],
      ['umum', 'stranger'],
    ] as const) {
      const jawaban = await kirim(tableFile(), 'application/pdf', `/v1/verifikasi?kebijakan=${kebijakan}`);
      expect(jawaban.json()).toMatchObject({ kebijakan, laporan: { policy } });
    }
    expect((await kirim(tableFile(), 'application/pdf', '/v1/verifikasi?kebijakan=x')).statusCode).toBe(400);
  });

  it('answers an archive file by file with a summary, as documented, and keeps nothing of it', async () => {
    const arsip = zip([
      { nama: 'surat.pdf', isi: tableFile() },
      { nama: 'bukan.pdf', isi: Buffer.from('bukan') },
      { nama: 'dalam.zip', isi: zip([{ nama: 'a.pdf', isi: tableFile() }]) },
    ]);
    const jawaban = await kirim(arsip, 'application/zip');
    expect(skema.Errors(jawaban.json())[1]).toEqual([]);
    expect(jawaban.json()).toMatchObject({
      berkas: [
        { nama: 'surat.pdf', hasil: { kesimpulan: null } },
        { nama: 'bukan.pdf', hasil: { laporan: { error: { code: 'PADES_NOT_PDF' } } } },
        { nama: 'dalam.zip', hasil: null, penolakan: { code: 'ARSIP_BUTIR_BERSARANG' } },
      ],
      ringkasan: { berkas: 3, tanpaTandaTangan: 1, tidakTerbaca: 1, ditolak: 1, sah: 0 },
    });
    expect(tersisa()).toEqual([]);
    expect((await kirim(tableFile(), 'application/zip')).json()).toMatchObject({
      code: 'ARSIP_TIDAK_TERBACA',
    });
    expect(tersisa()).toEqual([]);
  });
});

describe('what is put aside', () => {
  it('is for nobody else to read, and gone when the caller hangs up', async () => {
    const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
    const soket = connect(Number(port), '127.0.0.1');
    await once(soket, 'connect');
    soket.write(
      'POST /v1/verifikasi HTTP/1.1\r\nHost: a\r\nContent-Type: application/pdf\r\nContent-Length: 9000\r\n\r\n%PDF',
    );
    await expect.poll(() => tersisa().length).toBe(1);
    expect(statSync(join(sementara(), tersisa()[0]!)).mode & 0o777).toBe(0o600);
    expect(statSync(sementara()).mode & 0o777).toBe(0o700);
    soket.destroy();
    await expect.poll(() => tersisa()).toEqual([]);
  });

  it('and left by a killed process is gone when the next one starts', async () => {
    const sisa = join(sementara(), 'sisa.tmp');
    writeFileSync(sisa, '%PDF');
    await app.close();
    rumah = await rumah.bukaLagi();
    expect(existsSync(sisa)).toBe(false);
  });
});
