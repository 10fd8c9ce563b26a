import { createHash, verify, X509Certificate } from 'node:crypto';
import { inspect } from 'node:util';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { outboundClient } from '../../../src/adapters/keluar/klien.ts';
import { openCsc, type CscConsent, type CscOptions } from '../../../src/adapters/signer/csc.ts';
import {
  bytesSource,
  signatureAlgorithms,
  signPdf,
  type SignatureAlgorithm,
} from '../../../src/pades/index.ts';
import { utf8 } from '../../../src/shared/bytes.ts';
import { TidakDitandatangani } from '../../../src/shared/tidak-ditandatangani.ts';
import { akunCsc, bukaCscUji, type CscUji, type KredensialUji, type TabiatCsc } from '../../support/csc.ts';
import { tableFile } from '../../support/pdf.ts';
import {
  buatCa,
  buatCaAntara,
  buatPemegang,
  type Ca,
  type JenisKunciUji,
  type Pemegang,
} from '../../support/sertifikat.ts';

const PIN = 'pin-rahasia-82';
let root: Ca;
let antara: Ca;
const pemegang = new Map<JenisKunciUji, Pemegang>();
const lain = new Map<JenisKunciUji, Pemegang>();
beforeAll(() => {
  root = buatCa();
  antara = buatCaAntara(root);
  for (const jenis of ['rsa-2048', 'p-256', 'p-384', 'ed25519'] as const) {
    pemegang.set(jenis, buatPemegang(jenis, antara));
    lain.set(jenis, buatPemegang(jenis, antara));
  }
});

const layanan: CscUji[] = [];
afterEach(async () => {
  for (const satu of layanan.splice(0)) await satu.tutup();
});

const algo: Readonly<Record<string, readonly string[]>> = {
  'rsa-2048': [
    '1.2.840.113549.1.1.1',
    '1.2.840.113549.1.1.11',
    '1.2.840.113549.1.1.12',
    '1.2.840.113549.1.1.10',
  ],
  'p-256': ['1.2.840.10045.4.3.2'],
  'p-384': ['1.2.840.10045.2.1'],
  ed25519: ['1.3.101.112'],
};

async function buka(jenis: JenisKunciUji, ubah: Partial<KredensialUji> = {}): Promise<CscUji> {
  const csc = await bukaCscUji({
    id: 'kredensial-1',
    key: pemegang.get(jenis)!.key,
    strangerKey: lain.get(jenis)!.key,
    certificates: [pemegang.get(jenis)!.certificate, root.certificate, antara.certificate],
    algorithms: algo[jenis]!,
    pin: PIN,
    ...ubah,
  });
  layanan.push(csc);
  return csc;
}

const pilihan = (csc: CscUji, versi: 'v1' | 'v2', ubah: Partial<CscOptions> = {}): CscOptions => ({
  url: csc.url(versi),
  client: outboundClient({ allowedHosts: [], configuredUrls: [csc.url(versi)] }),
  timeoutMs: 5_000,
  credentialId: 'kredensial-1',
  access: { bearer: utf8(akunCsc.token) },
  ...ubah,
});

const message = utf8('atribut yang ditandatangani');
function masukan(algorithm: SignatureAlgorithm) {
  const digest = createHash(signatureAlgorithms[algorithm].digest).update(message).digest();
  return { message, digest };
}

async function tandatangani(
  csc: CscUji,
  versi: 'v1' | 'v2',
  consent: CscConsent,
  ubah: Partial<CscOptions> = {},
) {
  const kredensial = await openCsc(pilihan(csc, versi, ubah));
  const signer = kredensial.signer(consent);
  return { kredensial, nilai: await signer.sign(masukan(signer.algorithm)) };
}

function cocok(certificate: Uint8Array, algorithm: SignatureAlgorithm, nilai: Uint8Array): boolean {
  const { hash, parameters } = signatureAlgorithms[algorithm];
  const key = new X509Certificate(certificate).publicKey;
  return verify(hash, message, { key, ...parameters }, nilai);
}

async function galatDari(kerja: Promise<unknown>): Promise<Error & { code: string }> {
  try {
    await kerja;
  } catch (galat) {
    return galat as Error & { code: string };
  }
  throw new Error('nothing was refused');
}

describe('a remote key', () => {
  for (const versi of ['v1', 'v2'] as const) {
    const rows: readonly (readonly [JenisKunciUji, SignatureAlgorithm])[] = [
      ['rsa-2048', 'rsa-pkcs1-sha256'],
      ['rsa-2048', 'rsa-pkcs1-sha384'],
      ['rsa-2048', 'rsa-pkcs1-sha512'],
      ['rsa-2048', 'rsa-pss-sha256'],
      ['rsa-2048', 'rsa-pss-sha512'],
      ['p-256', 'ecdsa-p256-sha256'],
      ['p-384', 'ecdsa-p384-sha384'],
    ];
    for (const [jenis, algorithm] of rows) {
      it(`signs with ${algorithm} by API ${versi}`, async () => {
        const csc = await buka(jenis);
        const { kredensial, nilai } = await tandatangani(csc, versi, { pin: utf8(PIN) }, { algorithm });
        expect(cocok(kredensial.certificate, algorithm, nilai)).toBe(true);
        expect(kredensial.chain).toEqual([Buffer.from(antara.certificate)]);
        expect(csc.ditandatangani).toBe(1);
      });
    }

    it(`signs with a code that was sent, by API ${versi}`, async () => {
      const csc = await buka('p-256', { otp: true });
      const kredensial = await openCsc(pilihan(csc, versi));
      expect(kredensial.needs).toEqual(['pin', 'otp']);
      await kredensial.sendOtp();
      const signer = kredensial.signer({ pin: utf8(PIN), otp: utf8(csc.otpTerkirim!) });
      expect(cocok(signer.certificate, signer.algorithm, await signer.sign(masukan(signer.algorithm)))).toBe(
        true,
      );
      // The code was good once.
      const galat = await galatDari(Promise.resolve(signer.sign(masukan(signer.algorithm))));
      expect(galat.code).toBe('OTP_SALAH');
      expect(galat).toBeInstanceOf(TidakDitandatangani);
    });
  }

  it('takes r ‖ s for what it is', async () => {
    for (const jenis of ['p-256', 'p-384'] as const) {
      const csc = await buka(jenis, { rawEcdsa: true });
      const { kredensial, nilai } = await tandatangani(csc, 'v1', { pin: utf8(PIN) });
      expect(cocok(kredensial.certificate, kredensial.algorithm, nilai)).toBe(true);
    }
  });

  it('is reached with an account, or with activation data got elsewhere', async () => {
    const csc = await buka('p-256');
    const access = { user: akunCsc.user, password: utf8(akunCsc.password) };
    await tandatangani(csc, 'v1', { pin: utf8(PIN) }, { access });
    const oauth = await buka('p-256', { mode: 'oauth2code' });
    await tandatangani(oauth, 'v2', {});
    expect(oauth.panggilan.map((each) => each.endpoint)).not.toContain('credentials/authorize');
    const galat = await galatDari(tandatangani(oauth, 'v1', {}));
    expect(galat).toBeInstanceOf(TidakDitandatangani);
  });

  it('authorises the very hash it then has signed, in the words of each version', async () => {
    for (const versi of ['v1', 'v2'] as const) {
      const csc = await buka('rsa-2048');
      await tandatangani(csc, versi, { pin: utf8(PIN) });
      const [izin, tanda] = ['credentials/authorize', 'signatures/signHash'].map(
        (endpoint) => csc.panggilan.find((each) => each.endpoint === endpoint)!.body,
      );
      const hash = masukan('rsa-pkcs1-sha256').digest.toString('base64');
      const kunci = versi === 'v1' ? 'hash' : 'hashes';
      expect([izin![kunci], tanda![kunci]]).toEqual([[hash], [hash]]);
      expect(tanda).toMatchObject(
        versi === 'v1'
          ? { hashAlgo: '2.16.840.1.101.3.4.2.1', signAlgo: '1.2.840.113549.1.1.11' }
          : { hashAlgorithmOID: '2.16.840.1.101.3.4.2.1', operationMode: 'S' },
      );
    }
  });

  it('signs a PDF that the engine accepts', async () => {
    const csc = await buka('p-256');
    const signer = (await openCsc(pilihan(csc, 'v2'))).signer({ pin: utf8(PIN) });
    const signed = await signPdf(bytesSource(tableFile()), {
      signer,
      level: 'B-B',
      signingTime: new Date('2026-03-01T00:00:00Z'),
    });
    expect(signed.size).toBeGreaterThan(signed.original.size);
  });
});

describe('a remote key that was not asked, or that refused', () => {
  const diketahui: readonly (readonly [string, Partial<KredensialUji>, CscConsent, string])[] = [
    ['a wrong PIN', {}, { pin: utf8('pin-salah-91') }, 'FRASA_SANDI_SALAH'],
    ['no PIN', {}, {}, 'FRASA_SANDI_SALAH'],
    ['a wrong code', { otp: true }, { pin: utf8(PIN), otp: utf8('000000') }, 'OTP_SALAH'],
    ['no code', { otp: true }, { pin: utf8(PIN) }, 'OTP_SALAH'],
    ['a key that is switched off', { status: 'disabled' }, { pin: utf8(PIN) }, 'PENANDA_MENOLAK'],
    ['activation data it does not know', {}, { sad: utf8('SAD-lama') }, 'PENANDA_MENOLAK'],
  ];
  for (const [apa, ubah, consent, kode] of diketahui) {
    it(`is known not to have signed after ${apa}`, async () => {
      for (const versi of ['v1', 'v2'] as const) {
        const csc = await buka('p-256', ubah);
        const galat = await galatDari(tandatangani(csc, versi, consent));
        expect([galat.code, galat instanceof TidakDitandatangani]).toEqual([kode, true]);
        expect(csc.ditandatangani).toBe(0);
        // Once each: what was refused is not tried again.
        for (const endpoint of ['credentials/authorize', 'signatures/signHash']) {
          expect(csc.panggilan.filter((each) => each.endpoint === endpoint).length).toBeLessThanOrEqual(1);
        }
      }
    });
  }

  it('says that a PIN is locked', async () => {
    const csc = await buka('p-256');
    for (let i = 0; i < 3; i += 1) await galatDari(tandatangani(csc, 'v1', { pin: utf8('x') }));
    expect((await galatDari(tandatangani(csc, 'v1', { pin: utf8(PIN) }))).code).toBe('PIN_TERKUNCI');
  });

  it('is known not to have signed where nothing listens', async () => {
    const csc = await buka('p-256');
    const kredensial = await openCsc(pilihan(csc, 'v1'));
    await layanan.pop()!.tutup();
    const galat = await galatDari(
      Promise.resolve(kredensial.signer({ sad: utf8('SAD') }).sign(masukan('ecdsa-p256-sha256'))),
    );
    expect([galat.code, galat instanceof TidakDitandatangani]).toEqual(['PENANDA_TIDAK_TERSEDIA', true]);
  });

  it('is refused with a certificate other than the one that is known, and for a key of no use here', async () => {
    const csc = await buka('p-256');
    const certificate = lain.get('p-256')!.certificate;
    expect((await galatDari(openCsc(pilihan(csc, 'v1', { certificate })))).code).toBe(
      'PENANDA_JAWABAN_TIDAK_SAH',
    );
    const ed = await buka('ed25519');
    expect((await galatDari(openCsc(pilihan(ed, 'v1')))).code).toBe('PADES_ALGORITHM_REFUSED');
    const algorithm = 'rsa-pkcs1-sha256';
    expect((await galatDari(openCsc(pilihan(csc, 'v1', { algorithm })))).code).toBe(
      'PADES_ALGORITHM_REFUSED',
    );
  });

  it('is refused where an answer before the signature is none', async () => {
    const sampah: readonly (readonly [number, string])[] = [
      [200, ''],
      [200, '<html></html>'],
      [200, '[]'],
      [200, '{}'],
      [202, '{"handle":"x"}'],
      [500, 'x'],
      [302, ''],
    ];
    for (const endpoint of ['info', 'credentials/info', 'credentials/authorize']) {
      for (const [status, body] of sampah) {
        const csc = await buka('p-256');
        csc.jawabSekali(endpoint, status, body);
        const galat = await galatDari(tandatangani(csc, 'v1', { pin: utf8(PIN) }));
        expect(galat).toBeInstanceOf(TidakDitandatangani);
        expect(csc.panggilan.map((each) => each.endpoint)).not.toContain('signatures/signHash');
      }
    }
  });

  it('is never called at an address that is no CSC service, nor signs once destroyed', async () => {
    const csc = await buka('p-256');
    const url = csc.url('v1').replace('/csc/v1', '');
    expect((await galatDari(openCsc(pilihan(csc, 'v1', { url })))).code).toBe('KONFIGURASI_TIDAK_SAH');
    const signer = (await openCsc(pilihan(csc, 'v1'))).signer({ pin: utf8(PIN) });
    signer.destroy();
    expect(await galatDari(Promise.resolve(signer.sign(masukan('ecdsa-p256-sha256'))))).toBeInstanceOf(
      TidakDitandatangani,
    );
  });
});

describe('a remote key that may have signed', () => {
  const takPasti: readonly TabiatCsc[] = [
    'terlambat',
    'tanda-lalu-putus',
    'bisu',
    'galat-500',
    'galat-503',
    'kosong-200',
    'html-200',
    'kosong-daftar',
    'dua',
    'bukan-base64',
  ];
  for (const tabiat of takPasti) {
    it(`leaves the outcome open and is asked once: ${tabiat}`, async () => {
      const csc = await buka('p-256');
      csc.tabiat = tabiat;
      const galat = await galatDari(tandatangani(csc, 'v1', { pin: utf8(PIN) }, { timeoutMs: 400 }));
      expect([galat.code, galat instanceof TidakDitandatangani]).toEqual([
        'PENANDATANGANAN_TAK_PASTI',
        false,
      ]);
      expect(csc.panggilan.filter((each) => each.endpoint === 'signatures/signHash')).toHaveLength(1);
    });
  }

  for (const tabiat of ['nilai-salah', 'kunci-lain', 'sidik-lain'] as const) {
    it(`never has a wrong value accepted: ${tabiat}`, async () => {
      for (const jenis of ['p-256', 'rsa-2048'] as const) {
        const csc = await buka(jenis);
        csc.tabiat = tabiat;
        const signer = (await openCsc(pilihan(csc, 'v1'))).signer({ pin: utf8(PIN) });
        const galat = await galatDari(
          signPdf(bytesSource(tableFile()), {
            signer,
            level: 'B-B',
            signingTime: new Date('2026-03-01T00:00:00Z'),
          }),
        );
        expect([galat.code, galat instanceof TidakDitandatangani]).toEqual([
          'PADES_SIGNATURE_MISMATCH',
          false,
        ]);
      }
    });
  }
});

describe('secrets of a remote key', () => {
  it('are in no error, whatever the service answers', async () => {
    const rahasia = [PIN, 'pin-salah-91', akunCsc.token, akunCsc.password, 'SAD-'];
    const seluruh: Error[] = [];
    for (const versi of ['v1', 'v2'] as const) {
      const csc = await buka('p-256');
      seluruh.push(await galatDari(tandatangani(csc, versi, { pin: utf8('pin-salah-91') })));
      csc.jawabSekali('signatures/signHash', 400, JSON.stringify({ error: PIN, error_description: PIN }));
      seluruh.push(await galatDari(tandatangani(csc, versi, { pin: utf8(PIN) })));
      csc.jawabSekali('signatures/signHash', 500, PIN);
      seluruh.push(await galatDari(tandatangani(csc, versi, { pin: utf8(PIN) })));
      csc.jawabSekali('auth/login', 200, JSON.stringify({ access_token: `${PIN}\r\nx: y` }));
      const access = { user: 'a', password: utf8(akunCsc.password) };
      seluruh.push(await galatDari(tandatangani(csc, versi, { pin: utf8(PIN) }, { access })));
    }
    for (const galat of seluruh) {
      const semua = inspect(galat, { depth: 9 }) + JSON.stringify(galat) + String(galat.stack);
      for (const satu of rahasia) expect(semua).not.toContain(satu);
    }
    expect(seluruh).toHaveLength(8);
  });

  it('reach the service as they are, whatever characters they hold', async () => {
    const pin = 'a"b\\c\u0001é😀';
    const csc = await buka('p-256', { pin });
    await tandatangani(csc, 'v1', { pin: utf8(pin) });
    expect(csc.ditandatangani).toBe(1);
  });
});
