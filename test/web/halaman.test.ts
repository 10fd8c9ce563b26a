import { readdirSync, readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NaskahError } from '../../src/shared/errors.ts';
import { teks } from '../../src/web/bahasa.ts';
import { bukaServer, bukti, type LayananPalsu, verifikasi } from '../http/palsu.ts';
import { harusMasalah } from '../http/masalah.ts';
import { unlookedReport } from '../support/report.ts';

let app: FastifyInstance;
let palsu: LayananPalsu;
beforeAll(async () => {
  ({ app, palsu } = await bukaServer());
});
afterAll(() => app.close());
beforeEach(() => {
  palsu.bukti = bukti;
  palsu.verifikasi = verifikasi;
  palsu.galat = null;
});

const idBukti = 'AAAAAAAAAAAAAAAAAAAAAA';
const peramban = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const buka = (url: string) => app.inject({ url, headers: peramban });
const periksa = (bahasa = '') =>
  app.inject({
    method: 'POST',
    url: `/verifikasi${bahasa}`,
    payload:
      '--x\r\nContent-Disposition: form-data; name="berkas"; filename="a.pdf"\r\n\r\n%PDF\r\n--x--\r\n',
    headers: { ...peramban, 'content-type': 'multipart/form-data; boundary=x' },
  });
const jahat = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>&amp;`;
/** Tags that a person's text would have opened; inside a quoted attribute `<` opens nothing (HTML §13.2.5.36). */
const bersih = (html: string) => {
  const tag = html.replaceAll(/="[^"]*"/g, '=""').match(/<[a-z][^>]*>/gi) ?? [];
  expect(tag.length).toBeGreaterThan(20);
  expect(tag.filter((t) => /^<script|\ssrc=x|\son\w+=/i.test(t))).toEqual([]);
};

describe('the proof page', () => {
  it('shows what the law lets the public see, with the time in WIB', async () => {
    const { statusCode, body, headers } = await buka(`/b/${idBukti}`);
    expect(statusCode).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    for (const isi of [
      'Naskah ini terdaftar',
      bukti.pemerintah,
      'Surat dinas',
      bukti.nomor,
      '24 November 2026',
      bukti.hal!,
      bukti.penandatangan[0]!.nama,
      bukti.penandatangan[0]!.jabatan,
      'Ditandatangani 24 November 2026 pukul 09.15 WIB',
      bukti.penandatangan[1]!.nama,
      'Bandingkan dengan naskah di tangan Anda',
      'Sertifikat pengembangan',
      'Tidak tersertifikasi: sertifikatnya berasal dari CA pengembangan',
      'Golongannya belum dinilai saat ini',
    ]) {
      expect(body).toContain(isi);
    }
    expect(body.replaceAll(/<[^>]+>/g, '')).toContain(bukti.berkasSha256);
    expect(body).toContain('action="/verifikasi"');
  });
  it('withholds the subject of restricted letters and says so', async () => {
    palsu.bukti = { ...bukti, hal: null };
    const { body } = await buka(`/b/${idBukti}`);
    expect(body).toContain('Tidak ditampilkan karena sifat naskah');
    expect(body).not.toContain(bukti.hal!);
  });
  it('warns about development certificates only when there is one', async () => {
    palsu.bukti = { ...bukti, pengembangan: false, dikirim: false };
    const { body } = await buka(`/b/${idBukti}`);
    expect(body).not.toContain('Sertifikat pengembangan');
    expect(body).toContain('Ditandatangani, belum dikirim');
  });
  it('an unsigned letter is not called registered', async () => {
    palsu.bukti = { keadaan: 'belum' };
    const { statusCode, body } = await buka(`/b/${idBukti}`);
    expect(statusCode).toBe(200);
    expect(body).toContain('Naskah ini belum ditandatangani');
    expect(body).not.toContain('terdaftar');
    expect(body).not.toContain('Penandatangan');
  });
  it('an unknown and a malformed id are the same 404 page, and a problem for programs', async () => {
    const tanpaJejak = (html: string) => html.replace(/<code>[\w-]+<\/code>/, '');
    const tidakAda = await buka('/b/TIDAKADAAAAAAAAAAAAAAA');
    expect(tidakAda.statusCode).toBe(404);
    expect(tidakAda.body).toContain('Tidak ditemukan');
    expect(tanpaJejak((await buka('/b/x')).body)).toBe(tanpaJejak(tidakAda.body));
    harusMasalah(await app.inject('/b/TIDAKADAAAAAAAAAAAAAAA'), 'TIDAK_DITEMUKAN');
    harusMasalah(await buka('/v1/tidak-ada'), 'TIDAK_DITEMUKAN');
  });
  it('parameters that others append to a printed address do no harm', async () => {
    expect((await buka(`/b/${idBukti}?utm_source=wa&bahasa=xx&bahasa=en`)).statusCode).toBe(200);
  });
});

describe('text of people is text', () => {
  it('on the proof page', async () => {
    palsu.bukti = {
      ...bukti,
      pemerintah: jahat,
      nomor: jahat,
      tanggal: jahat,
      hal: jahat,
      penandatangan: [{ jabatan: jahat, nama: jahat, waktu: jahat, golongan: null }],
      berkasSha256: jahat,
    };
    bersih((await buka(`/b/${idBukti}`)).body);
  });
  it('on the result of a check', async () => {
    const [satu] = verifikasi.laporan.readable ? verifikasi.laporan.signatures : [];
    palsu.verifikasi = {
      kebijakan: 'umum',
      kesimpulan: 'TOTAL_FAILED',
      kalimat: jahat,
      kalimatInggris: jahat,
      instansi: jahat,
      tandaTangan: [
        {
          golongan: {
            golongan: 'segel',
            alasan: 'psre-badan',
            kalimat: { id: jahat, en: jahat },
          },
          sebab: { id: jahat, en: jahat },
          tidakDiperiksa: [{ id: jahat, en: jahat }],
        },
      ],
      perubahanDihilangkan: 1,
      sha256: jahat,
      tercatat: { bukti: `javascript:alert(1)"><script>`, nomor: jahat },
      laporan: {
        readable: true,
        sizeBytes: 1,
        revisions: 1,
        signatures: [
          {
            ...satu!,
            level: jahat,
            bestTime: jahat,
            signer: { subject: `CN=${jahat},O=${jahat}`, issuer: jahat, serialHex: '00' },
            findings: [{ check: jahat, status: 'failed', detail: jahat, evidence: [] }],
          },
        ],
        ...unlookedReport,
      },
    };
    const { body } = await periksa();
    bersih(body);
    expect(body).not.toContain('href="javascript:');
  });
  it('on the ticket page, in what was typed', async () => {
    bersih((await buka(`/aduan?tiket=${encodeURIComponent(jahat)}`)).body);
  });
  it('in the sentence of a refusal', async () => {
    palsu.galat = new NaskahError('PDF_TIDAK_TERBACA', { detail: jahat });
    bersih((await periksa()).body);
  });
});

describe('checking a file without JavaScript', () => {
  const [satu] = verifikasi.laporan.readable ? verifikasi.laporan.signatures : [];
  const dengan = (perubahan: object, kesimpulan: typeof verifikasi.kesimpulan) => {
    const laporan = {
      readable: true,
      sizeBytes: 1,
      revisions: 1,
      signatures: [{ ...satu!, ...perubahan }],
      ...unlookedReport,
    } as const;
    palsu.verifikasi = { ...verifikasi, laporan, kesimpulan, kalimat: '', tercatat: null };
  };

  it('a good file: who, when, unchanged, trusted, and where it is recorded', async () => {
    const { statusCode, body } = await periksa();
    expect(statusCode).toBe(200);
    for (const isi of [
      'Tanda tangan sah',
      'Dr. Contoh Rekaan Wicaksana, S.Kom.',
      '24 November 2026 pukul 09.15 WIB (terbukti oleh cap waktu)',
      'PAdES-BASELINE-T',
      'Tidak dicabut ketika dipakai',
      `href="/b/${idBukti}"`,
    ]) {
      expect(body).toContain(isi);
    }
    expect(body.match(/class="nilai ya"/g)).toHaveLength(6);
  });
  it.each([
    [
      'changed content',
      { indication: 'TOTAL_FAILED', subIndication: 'HASH_FAILURE', integrity: 'broken' },
      'TOTAL_FAILED',
      'isi dokumen diubah setelah ditandatangani',
    ],
    [
      'forbidden later changes',
      { indication: 'TOTAL_FAILED', modifications: 'forbidden' },
      'TOTAL_FAILED',
      'yang tidak diizinkan',
    ],
    [
      'partial coverage',
      { indication: 'TOTAL_FAILED', coverage: 'partial' },
      'TOTAL_FAILED',
      'Hanya sebagian berkas yang dijamin',
    ],
    [
      'unknown issuer',
      { indication: 'INDETERMINATE', subIndication: 'NO_CERTIFICATE_CHAIN_FOUND' },
      'INDETERMINATE',
      'tidak dapat dipastikan oleh sistem ini: sertifikatnya diterbitkan oleh pihak yang tidak dikenal',
    ],
    ['no proven time', { bestTime: null }, 'TOTAL_PASSED', 'menurut penandatangan, tidak terbukti'],
    [
      'no certificate',
      { signer: null, bestTime: null, claimedTime: null, indication: 'INDETERMINATE' },
      'INDETERMINATE',
      'Tidak diketahui',
    ],
  ] as const)('%s is told apart', async (_nama, perubahan, kesimpulan, kalimat) => {
    dengan(perubahan, kesimpulan);
    const { body } = await periksa();
    expect(body).toContain(kalimat);
    if (kesimpulan !== 'TOTAL_PASSED') expect(body).not.toContain('Tanda tangan sah');
    expect(body).toContain('tidak tercatat sebagai naskah');
  });
  it('no signature and an unreadable file are never called valid', async () => {
    palsu.verifikasi = {
      ...verifikasi,
      kesimpulan: null,
      kalimat: '',
      tercatat: null,
      laporan: { readable: true, sizeBytes: 1, revisions: 1, signatures: [], ...unlookedReport },
    };
    expect((await periksa()).body).toContain('Tidak bertanda tangan elektronik');
    palsu.verifikasi = {
      ...palsu.verifikasi,
      laporan: {
        readable: false,
        sizeBytes: 1,
        error: { code: 'PADES_NOT_PDF', message: 'x', offset: null },
      },
    };
    const { body } = await periksa('?bahasa=en');
    expect(body).toContain('The file cannot be read');
    expect(body).not.toContain('class="putusan ya"');
  });
  it('a form without a file comes back as a page', async () => {
    const jawaban = await app.inject({
      method: 'POST',
      url: '/verifikasi?bahasa=en',
      payload:
        '--x\r\nContent-Disposition: form-data; name="berkas"; filename=""\r\nContent-Type: application/octet-stream\r\n\r\n\r\n--x--\r\n',
      headers: { ...peramban, 'content-type': 'multipart/form-data; boundary=x' },
    });
    expect(jawaban.statusCode).toBe(400);
    expect(jawaban.body).toContain('Please choose exactly one PDF file.');
  });
});

describe('tracking a complaint', () => {
  it('shows the way of a ticket typed carelessly, and no text of it', async () => {
    const { statusCode, body } = await buka('/aduan?tiket=%20adu-7k3m-9qxt%20');
    expect(statusCode).toBe(200);
    for (const isi of [
      'Sudah ditanggapi',
      'Dinas Perhubungan',
      '11 Desember 2026',
      'Surat jawaban dikirim',
      `href="/b/${idBukti}"`,
    ]) {
      expect(body).toContain(isi);
    }
    expect(body).not.toContain('Saldo terpotong');
  });
  it.each(['TIDAK-ADA-1', 'x', '../../etc'])(
    'the ticket %s is not found and the form stays',
    async (tiket) => {
      const { statusCode, body } = await buka(`/aduan?tiket=${encodeURIComponent(tiket)}`);
      expect(statusCode).toBe(404);
      expect(body).toContain('Tidak ada aduan dengan nomor tiket itu');
      expect(body).toContain('<form method="get"');
    },
  );
});

describe('every page', () => {
  const halaman = ['/', '/verifikasi', '/aduan', '/aduan?tiket=ADU-7K3M-9QXT', `/b/${idBukti}`, '/tidak-ada'];

  it.each(halaman)(
    '%s: language, landmarks, one title, one first heading, own assets only, no script',
    async (url) => {
      for (const bahasa of ['id', 'en']) {
        const { body, headers } = await buka(`${url}${url.includes('?') ? '&' : '?'}bahasa=${bahasa}`);
        expect(body.startsWith(`<!doctype html><html lang="${bahasa}">`)).toBe(true);
        for (const tanda of ['<header', '<nav aria-label', '<main id="isi"', '<footer', '<h1', '<title>']) {
          expect(body.split(tanda).length - 1, tanda).toBe(1);
        }
        expect(body).not.toMatch(/<script|\son\w+=|style="|<iframe|(src|href|action)="(https?:)?\/\//);
        expect(body).not.toMatch(/undefined|\[object|NaN/);
        expect(headers['content-security-policy']).toBe(
          "default-src 'none';style-src 'self';img-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'",
        );
        expect(headers).toMatchObject({
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'no-referrer',
          'x-frame-options': 'DENY',
        });
      }
    },
  );
  it('inputs have labels, and links keep the language', async () => {
    for (const url of halaman) {
      const { body } = await buka(`${url}${url.includes('?') ? '&' : '?'}bahasa=en`);
      for (const [, id] of body.matchAll(/<input id="(\w+)"/g)) expect(body).toContain(`<label for="${id!}"`);
      const dalam = [...body.matchAll(/href="(\/[^"]*)"/g)]
        .map((m) => m[1]!)
        .filter((h) => !h.startsWith('/aset/'));
      const tanpa = dalam.filter((h) => !h.includes('bahasa=en'));
      // The switch itself is the only link back to Indonesian.
      expect(tanpa.length, url).toBe(1);
    }
  });
  it('the assets a page names exist, may be kept, and refer to nothing outside', async () => {
    const { body } = await buka('/');
    const alamat = [...new Set([...body.matchAll(/(?:href|src)="(\/aset\/[^"]+)"/g)].map((m) => m[1]!))];
    expect(alamat).toHaveLength(2);
    for (const url of alamat) {
      const jawaban = await app.inject(url);
      expect(jawaban.statusCode).toBe(200);
      expect(jawaban.headers['cache-control']).toContain('immutable');
      expect(jawaban.body).not.toMatch(/@import|url\(|<script|href="http/);
    }
    for (const nama of ['lain.css', '..%2findex.ts', '__proto__', 'constructor']) {
      harusMasalah(await app.inject(`/aset/${nama}`), 'TIDAK_DITEMUKAN');
    }
  });
  it('both languages say everything, and differently', () => {
    for (const [kunci, { id, en }] of Object.entries(teks)) {
      expect(id.length * en.length, kunci).toBeGreaterThan(0);
      if (!['status'].includes(kunci)) expect(en, kunci).not.toBe(id);
    }
  });
  it('no component writes a value without `safe`', () => {
    const folder = new URL('../../src/web/', import.meta.url);
    const berkas = readdirSync(folder).filter((nama) => nama.endsWith('.tsx'));
    expect(berkas.length).toBeGreaterThan(5);
    for (const nama of berkas)
      expect(readFileSync(new URL(nama, folder), 'utf8')).not.toMatch(/dangerously|unsafe/i);
  });
});
