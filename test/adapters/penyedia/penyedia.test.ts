import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bytesSource, validatePdf } from '../../../src/pades/index.ts';
import { outboundClient } from '../../../src/adapters/keluar/klien.ts';
import { jsonBody } from '../../../src/adapters/penyedia/badan.ts';
import { readAnswer } from '../../../src/adapters/penyedia/jawaban.ts';
import { signInBulk } from '../../../src/adapters/penyedia/massal.ts';
import { documentSigner } from '../../../src/adapters/penyedia/penyedia.ts';
import {
  activateSeal,
  revokeSeal,
  sealPdf,
  sealTotp,
  type AgencySeal,
} from '../../../src/adapters/penyedia/segel.ts';
import { invisible } from '../../../src/adapters/penyedia/tampilan.ts';
import { refusalOf } from '../../../src/adapters/penyedia/tolakan.ts';
import { downloadV1, signV1, statusV1 } from '../../../src/adapters/penyedia/v1.ts';
import { certificateChain, requestTotp, signV2, statusV2 } from '../../../src/adapters/penyedia/v2.ts';
import type { KunciPenyedia } from '../../../src/services/ports.ts';
import type { KunciId, OrangId, TenantId, Waktu } from '../../../src/shared/brand.ts';
import { TidakDitandatangani } from '../../../src/shared/tidak-ditandatangani.ts';
import { kodeDari } from '../../support/kode.ts';
import { letter, tableFile } from '../../support/pdf.ts';
import { bukaPenyediaUji, totpUji, type PenyediaUji } from '../../support/penyedia.ts';
import { makePki, signerOf, type TestPki } from '../../support/pki.ts';
import { akunKe, capWaktu, saat } from './dunia.ts';

const nik = '3374010101900001';
const sandi = 'kata "sandi" \\ berkelok\tñ';
const segel: AgencySeal = { jenis: 'segel', idSubscriber: 'DISKOMINFO-01' };
const pdf = tableFile(letter);
const izin = { frasaSandi: Buffer.from(sandi) };
let pki: TestPki;
let penyedia: PenyediaUji;
let akun: ReturnType<typeof akunKe>;
const lain: Server[] = [];

beforeAll(async () => {
  pki = await makePki();
  penyedia = await bukaPenyediaUji({
    pengguna: [
      { nik, email: 'sri@contoh.test', sandi, signer: signerOf(pki.rsa) },
      { nik: '3374010101900002', sandi, signer: signerOf(pki.ec), status: 'EXPIRED' },
    ],
    tsa: capWaktu(pki),
    clock: { now: () => saat },
    segel: { idSubscriber: segel.idSubscriber, signer: signerOf(pki.ec) },
    lambatMs: 400,
  });
  akun = akunKe(penyedia.url);
});
afterEach(() => {
  penyedia.tabiat = 'baik';
  for (const satu of lain.splice(0)) satu.close();
});
afterAll(() => penyedia.tutup());

const laporan = (bytes: Uint8Array) => {
  const hasil = validatePdf(bytesSource(bytes), { anchors: [pki.root.certificate], at: saat });
  if (!hasil.readable) throw new Error(hasil.error.message);
  return hasil.signatures;
};
const terakhir = () => penyedia.masuk.at(-1)?.isi ?? {};

describe('the stand-in', () => {
  it('signs as the provider does: PKCS#7 with a timestamp, no PAdES attribute, 16 KB reserved', async () => {
    const { raw } = await signV1(akun, { nik, izin, file: pdf, look: invisible });
    const teks = Buffer.from(raw).toString('latin1');
    expect(teks.startsWith(Buffer.from(pdf).toString('latin1'))).toBe(true);
    expect(teks).toContain('/SubFilter/adbe.pkcs7.detached');
    expect(teks).toMatch(/\(sig_\d{13}\)/);
    const isi = /\/Contents<([0-9a-f]+)>/.exec(teks)?.[1] ?? '';
    expect(isi.length / 2).toBeGreaterThan(14_000);
    expect(laporan(raw)).toMatchObject([
      { level: 'PKCS7-T', integrity: 'intact', bestTime: saat.toISOString() },
    ]);
  });
});

describe('v1', () => {
  it('sends one file with NIK, passphrase and look as form parts, and reads the document id', async () => {
    const jawaban = await signV1(akun, { nik, izin, file: pdf, look: invisible });
    expect(jawaban.idDokumen).toMatch(/^[0-9a-f]{32}$/);
    const { file, ...bagian } = terakhir();
    expect(Buffer.compare(file as Uint8Array, pdf)).toBe(0);
    expect(bagian).toEqual({ nik, passphrase: sandi, tampilan: 'invisible' });
  });

  it('asks for base64 when told to, and reads both kinds of answer alike', async () => {
    const { raw } = await signV1(akun, { nik, izin, file: pdf, look: invisible, answer: 'BASE64' });
    expect(Buffer.from(raw).toString('latin1', 0, 1)).toBe('{');
    const [berkas] = readAnswer(raw, 1);
    expect(berkas !== undefined && 'pdf' in berkas && laporan(berkas.pdf)).toHaveLength(1);
  });

  it('draws by page and corner with a QR text or a picture, and by tag without a size', async () => {
    const size = { width: 100.5, height: 195 };
    const placement = { page: 'PERTAMA' as const, x: 410.25, y: 72, size };
    const look = { visible: true as const, placement, picture: { qr: 'teks bebas, bukan alamat' } };
    await signV1(akun, { nik, izin, file: pdf, look, remarks: { reason: 'uji', location: 'Semarang' } });
    expect(terakhir()).toMatchObject({
      tampilan: 'visible',
      image: 'false',
      linkQR: 'teks bebas, bukan alamat',
      halaman: 'PERTAMA',
      xAxis: '410.25',
      yAxis: '72',
      width: '100.5',
      height: '195',
      reason: 'uji',
      location: 'Semarang',
    });
    const gambar = { image: Buffer.from('89504e47', 'hex'), type: 'image/png' as const };
    const tag = { visible: true as const, placement: { tag: 'Isi' }, picture: gambar };
    const satu = tableFile({ ...letter, 2: '<</Type/Pages/Count 1/Kids[3 0 R]/MediaBox[0 0 595 842]>>' });
    await signV1(akun, { nik, izin, file: satu, look: tag });
    expect(terakhir()).toMatchObject({ image: 'true', tag_koordinat: 'Isi' });
    expect(terakhir()).not.toHaveProperty('width');
  });

  it('lets a signed file be fetched once', async () => {
    const { raw, idDokumen } = await signV1(akun, { nik, izin, file: pdf, look: invisible });
    expect(Buffer.compare(await downloadV1(akun, idDokumen!, 1 << 20), raw)).toBe(0);
    expect(await kodeDari(downloadV1(akun, idDokumen!, 1 << 20))).toBe('TIDAK_DITEMUKAN');
  });

  it('knows who may sign', async () => {
    expect(await statusV1(akun, nik)).toBe('ISSUE');
    expect(await statusV1(akun, '3374010101900002')).toBe('EXPIRED');
    expect(await statusV1(akun, '1111111111111111')).toBe('NOT_REGISTERED');
  });
});

describe('v2', () => {
  it('signs several files in one call, in their order, with one look for all', async () => {
    const dua = tableFile({ ...letter, 6: '<</Type/Font/Subtype/Type1/BaseFont/Courier>>' });
    const sebelum = penyedia.diminta;
    const raw = await signV2(akun, {
      user: { nik },
      izin,
      files: [pdf, dua],
      properties: [{ look: invisible }],
    });
    expect(penyedia.diminta - sebelum).toBe(1);
    const hasil = readAnswer(raw, 2);
    for (const [i, asal] of [pdf, dua].entries()) {
      const satu = hasil[i];
      if (satu === undefined || !('pdf' in satu)) throw new Error('a file was expected');
      expect(Buffer.compare(satu.pdf.subarray(0, asal.length), asal)).toBe(0);
    }
    expect(terakhir()).toMatchObject({
      nik,
      passphrase: sandi,
      signatureProperties: [{ tampilan: 'INVISIBLE', location: null, reason: '' }],
    });
  });

  it('takes an e-mail address, a one-time code and a look for each file', async () => {
    await requestTotp(akun, { email: 'sri@contoh.test' }, 2);
    expect(terakhir()).toEqual({ email: 'sri@contoh.test', data: 2 });
    const size = { width: 80, height: 80 };
    const picture = { image: Buffer.from('gambar'), type: 'image/png' as const };
    const look = { visible: true as const, placement: { page: 1, x: 20, y: 30, size }, picture };
    const raw = await signV2(akun, {
      user: { email: 'sri@contoh.test' },
      izin: { totp: Buffer.from(totpUji) },
      files: [pdf, pdf],
      properties: [{ look }, { look: invisible }],
    });
    expect(readAnswer(raw, 2).every((satu) => 'pdf' in satu)).toBe(true);
    expect(terakhir()['signatureProperties']).toMatchObject([
      { tampilan: 'VISIBLE', page: 1, originX: 20, originY: 30, ...size, imageBase64: 'Z2FtYmFy' },
      { tampilan: 'INVISIBLE' },
    ]);
    expect(terakhir()).not.toHaveProperty('passphrase');
  });

  it('refuses before sending what the provider could not tell apart', async () => {
    const sebelum = penyedia.masuk.length;
    const coba = (properties: number) =>
      signV2(akun, {
        user: { nik },
        izin,
        files: [pdf, pdf, pdf],
        properties: Array.from({ length: properties }, () => ({ look: invisible })),
      });
    await expect(coba(2)).rejects.toBeInstanceOf(TidakDitandatangani);
    await expect(coba(0)).rejects.toBeInstanceOf(TidakDitandatangani);
    expect(penyedia.masuk).toHaveLength(sebelum);
  });

  it.each([
    ['a word of JavaScript’s own', { status: 'constructor' }],
    ['a new word with the number of ISSUE', { status: 'BLOCKED', status_code: 1111 }],
    ['a list', [{ status: 'ISSUE' }]],
  ])('%s is no leave to sign', async (_nama, isi) => {
    const json = JSON.stringify(isi);
    const url = await pelayan(`HTTP/1.1 200 OK\r\nContent-Length: ${json.length}\r\n\r\n${json}`);
    await expect(statusV2(akunKe(url), { nik })).rejects.toMatchObject({
      code: 'PENANDA_JAWABAN_TIDAK_SAH',
    });
  });

  it('knows who may sign, also where the provider answers strangers with 200', async () => {
    expect(await statusV2(akun, { nik })).toBe('ISSUE');
    expect(await statusV2(akun, { nik: '9999999999999999' })).toBe('NO_CERTIFICATE');
    expect(await statusV2(akun, { email: 'tidak@ada.test' })).toBe('NOT_REGISTERED');
  });

  it('brings a user’s certificate chain as DER', async () => {
    const rantai = await certificateChain(akun, { nik });
    expect(Buffer.compare(rantai[0]!, pki.rsa.certificate)).toBe(0);
    expect(await kodeDari(certificateChain(akun, { nik: '1' }))).toBe('PENANDA_MENOLAK');
  });
});

describe('an agency seal', () => {
  it('is activated, given a code, made and given up, and signs as the agency', async () => {
    await activateSeal(akun, segel);
    const { totp: aktivasi } = await activateSeal(akun, segel, Buffer.from('AKT-1'));
    expect(await kodeDari(sealTotp(akun, segel, Buffer.from('salah'), 1))).toBe('PENANDA_MENOLAK');
    const { totp } = await sealTotp(akun, segel, aktivasi!, 1);
    const raw = await sealPdf(akun, segel, totp!, { files: [pdf], properties: [{ look: invisible }] });
    const [berkas] = readAnswer(raw, 1);
    if (berkas === undefined || !('pdf' in berkas)) throw new Error('a file was expected');
    expect(laporan(berkas.pdf)[0]?.signer?.subject).toContain('TEST Signer EC');
    await revokeSeal(akun, segel, aktivasi!);
    expect(
      await kodeDari(sealPdf(akun, segel, totp!, { files: [pdf], properties: [{ look: invisible }] })),
    ).toBe('PENANDA_MENOLAK');
  });
});

describe('what a refusal means', () => {
  const json = (status: number, isi: unknown) => ({ status, body: Buffer.from(JSON.stringify(isi)) });
  const baris = [
    [
      'the code as last word, the HTTP code beside it',
      json(400, { error: 'Proses signing gagal : User tidak terdaftar 2011', status_code: 400 }),
      'PENYEDIA_PENGGUNA_TIDAK_TERDAFTAR',
      true,
    ],
    [
      'the code in status_code',
      json(400, { error: 'gagal', status_code: 2021 }),
      'SERTIFIKAT_TIDAK_ADA',
      true,
    ],
    ['the sentence alone', json(400, { message: 'Passphrase anda salah' }), 'FRASA_SANDI_SALAH', true],
    [
      'a wrong passphrase under 500',
      json(500, { error: 'Passphrase anda salah 2031' }),
      'FRASA_SANDI_SALAH',
      true,
    ],
    [
      'wrong credentials',
      json(401, { status: 401, error: 'Unauthorized', path: '/api/sign/pdf' }),
      'PENYEDIA_KREDENSIAL_DITOLAK',
      true,
    ],
    [
      'an unknown refusal',
      json(400, { error: 'Tag tidak ditemukan', status_code: 400 }),
      'PENANDA_MENOLAK',
      true,
    ],
    ['too many requests', json(429, {}), 'PENANDA_TIDAK_TERSEDIA', true],
    ['a timeout of the provider’s own', json(408, {}), 'PENANDATANGANAN_TAK_PASTI', false],
    [
      'a failure inside',
      json(500, { status: 500, error: 'Internal Server Error' }),
      'PENANDATANGANAN_TAK_PASTI',
      false,
    ],
    [
      'a number that only ends a message under 500: it may have signed',
      json(500, { status: 500, error: 'Internal Server Error', message: 'Gagal pada 24 November 2021' }),
      'PENANDATANGANAN_TAK_PASTI',
      false,
    ],
    [
      'a wrong passphrase behind a byte order mark and blanks, under 200',
      { status: 200, body: Buffer.from('\ufeff\n {"error":"Passphrase anda salah 2031"}') },
      'FRASA_SANDI_SALAH',
      true,
    ],
    [
      'a wrong passphrase beside an empty list of files',
      json(200, { time: 12, file: [], message: 'Passphrase anda salah 2031' }),
      'FRASA_SANDI_SALAH',
      true,
    ],
    [
      'a wrong passphrase beside files of nothing',
      json(200, { file: [null, ''], base64_signed_file: 'null', status_code: '2031' }),
      'FRASA_SANDI_SALAH',
      true,
    ],
    ['a proxy’s page', { status: 502, body: Buffer.from('<html>') }, 'PENANDATANGANAN_TAK_PASTI', false],
  ] as const;
  it.each(baris)('%s', (_nama, jawaban, kode, definite) => {
    expect(refusalOf(jawaban)).toMatchObject({ kode, definite });
  });

  it('is none where a file came, whatever else the object says', () => {
    expect(refusalOf(json(200, { file: ['JVBERi0='], message: 'ok 2031', status_code: 2031 }))).toBeNull();
  });

  it('is none where a success only ends in a number: the answer is kept, not thrown away', () => {
    expect(refusalOf(json(200, { success: true, message: 'Ditandatangani 24 November 2021' }))).toBeNull();
  });
});

describe('a call that signs', () => {
  const tanda = (ke: ReturnType<typeof akunKe>) => signV1(ke, { nik, izin, file: pdf, look: invisible });

  it('is known not to have signed where no byte of it was sent', async () => {
    const tertutup = 'http://127.0.0.1:1';
    await expect(tanda(akunKe(tertutup))).rejects.toMatchObject({ code: 'PENANDA_TIDAK_TERSEDIA' });
    await expect(tanda(akunKe(tertutup))).rejects.toBeInstanceOf(TidakDitandatangani);
    const tanpaNama = 'http://tidak-ada.invalid';
    const client = outboundClient({
      allowedHosts: [],
      configuredUrls: [tanpaNama],
      resolve: () => Promise.reject(new Error('ENOTFOUND')),
    });
    await expect(tanda(akunKe(tanpaNama, { client }))).rejects.toBeInstanceOf(TidakDitandatangani);
  });

  it('may have signed where the connection broke, the answer was too large, or a redirect', async () => {
    const jawaban = [
      '',
      `HTTP/1.1 200 OK\r\nContent-Length: ${64 << 20}\r\n\r\n%PDF-`,
      'HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/masuk\r\nContent-Length: 0\r\n\r\n',
      'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n%PDF-',
    ];
    for (const satu of jawaban) {
      const galat = await tanda(akunKe(await pelayan(satu))).catch((g: unknown) => g);
      expect(galat).toMatchObject({ code: 'PENANDATANGANAN_TAK_PASTI' });
      expect(galat).not.toBeInstanceOf(TidakDitandatangani);
    }
  });

  it('waits as long as it is allowed, and may have signed afterwards', async () => {
    penyedia.tabiat = 'lambat';
    await expect(tanda(akun)).resolves.toBeDefined();
    const sebelum = penyedia.ditandatangani;
    expect(await kodeDari(tanda(akunKe(penyedia.url, { signTimeoutMs: 150 })))).toBe(
      'PENANDATANGANAN_TAK_PASTI',
    );
    expect(penyedia.ditandatangani - sebelum).toBeLessThanOrEqual(1);
  });

  it('goes to no address the operator did not configure', async () => {
    const client = outboundClient({ allowedHosts: [], configuredUrls: ['http://127.0.0.1:9'] });
    await expect(tanda(akunKe(penyedia.url, { client }))).rejects.toMatchObject({
      code: 'PENANDA_TIDAK_TERSEDIA',
    });
  });
});

/** Answers whatever comes with these bytes and hangs up. */
async function pelayan(jawaban: string): Promise<string> {
  const server = createServer((soket) => {
    soket.on('error', () => undefined);
    soket.once('data', () => soket.end(jawaban, 'latin1'));
  });
  lain.push(server);
  await new Promise<void>((selesai) => server.listen(0, '127.0.0.1', selesai));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('the raw answer', () => {
  const salah: readonly (readonly [string, Uint8Array | string])[] = [
    ['empty', ''],
    ['HTML', '<!doctype html>'],
    ['broken JSON', '{"file":["JVBE'],
    ['JSON without a file', '{"time":862}'],
    ['JSON null', 'null'],
    ['a file too many', '{"file":["JVBERi0=","JVBERi0="]}'],
    ['not base64', '{"file":["JVBER i0="]}'],
    ['an empty file', '{"file":[""]}'],
    ['not a PDF', '{"file":["SGFsbw=="]}'],
    ['a number', '{"file":[7]}'],
  ];
  it.each(salah)('%s is no file', (_nama, jawaban) => {
    expect(readAnswer(Buffer.from(jawaban), 1)).toMatchObject([{ kode: 'PENANDA_JAWABAN_TIDAK_SAH' }]);
  });

  it.each([
    [
      'time as text and a status as text',
      '{"time":"2026-11-24T02:00:00Z","status_code":"200","file":["JVBERi0="]}',
    ],
    ['base64 with line breaks', '{"file":["JVBE\\r\\nRi0=\\n"]}'],
    ['escaped slashes, blanks and a byte order mark', '\ufeff \n{ "file" : [ "JVBERi0\\/" ] }'],
    ['a v1 member that is null beside v2’s', '{"base64_signed_file":null,"file":["JVBERi0="]}'],
  ])('%s is read all the same', (_nama, jawaban) => {
    const [satu] = readAnswer(Buffer.from(jawaban), 1);
    expect(satu !== undefined && 'pdf' in satu && Buffer.from(satu.pdf).toString('latin1')).toMatch(/^%PDF-/);
  });

  it('of a hundred megabytes is read', () => {
    const pdf = Buffer.concat([Buffer.from('%PDF-'), Buffer.alloc(100_000_000, 7)]);
    const [satu] = readAnswer(Buffer.from(JSON.stringify({ file: [pdf.toString('base64')] })), 1);
    expect(satu !== undefined && 'pdf' in satu && satu.pdf.length).toBe(pdf.length);
  });
});

describe('bodies', () => {
  it('carry a secret as the bytes it is, whatever is in it', () => {
    const rahasia = Buffer.from('a"b\\c\n\u0001é☂\u{1f600}');
    const isi = JSON.parse(jsonBody({ x: { value: 1 }, s: { secret: rahasia } }).toString('utf8')) as unknown;
    expect(isi).toEqual({ x: 1, s: 'a"b\\c\n\u0001é☂\u{1f600}' });
    expect(jsonBody({}).toString()).toBe('{}');
  });
});

describe('a bulk', () => {
  const kunci: KunciPenyedia = {
    jenis: 'penyedia',
    id: 'K1' as KunciId,
    tenantId: 'T1' as TenantId,
    orangId: 'O1' as OrangId,
    certificate: null,
    algorithm: null,
    chain: [],
    tersegel: Buffer.from(JSON.stringify({ nik })),
    berlakuDari: '2026-01-01T00:00:00.000Z' as Waktu,
    berlakuSampai: '2027-01-01T00:00:00.000Z' as Waktu,
    salah: 0,
    terkunciSampai: null,
  };
  const vault = { seal: (_: string, isi: Uint8Array) => isi, open: (_: string, isi: Uint8Array) => isi };
  const jalankan = async (version: 'v1' | 'v2', perCall: number, frasaSandi = sandi) => {
    const tersisih: number[] = [];
    const hasil = await signInBulk([pdf, pdf, pdf], {
      signer: documentSigner({ account: akun, version, vault }),
      kunci,
      izin: { frasaSandi: Buffer.from(frasaSandi) },
      perCall,
      aside: (_call, berkas) => {
        tersisih.push(...berkas);
        return Promise.resolve();
      },
    });
    return { tersisih, hasil: hasil.map((h) => h.outcome) };
  };

  it('is one call in v2 and one for each file in v1, every raw answer aside', async () => {
    expect(await jalankan('v2', 10)).toEqual({
      tersisih: [0, 1, 2],
      hasil: ['answered', 'answered', 'answered'],
    });
    expect(await jalankan('v1', 1)).toEqual({
      tersisih: [0, 1, 2],
      hasil: ['answered', 'answered', 'answered'],
    });
  });

  it('sends nothing more after a refusal or an open outcome', async () => {
    expect((await jalankan('v1', 1, 'salah')).hasil).toEqual(['refused', 'not-sent', 'not-sent']);
    penyedia.tabiat = 'galat-500';
    expect((await jalankan('v2', 2)).hasil).toEqual(['tak_pasti', 'tak_pasti', 'not-sent']);
  });

  it('puts a short answer aside whole and takes no file from it', async () => {
    penyedia.tabiat = 'kurang-satu';
    expect(await jalankan('v2', 3)).toEqual({
      tersisih: [0, 1, 2],
      hasil: ['refused', 'refused', 'refused'],
    });
  });
});
