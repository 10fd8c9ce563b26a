import { verify, X509Certificate, type KeyObject } from 'node:crypto';
import { inspect } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { openPem } from '../../../src/adapters/signer/pem.ts';
import { signatureAlgorithms } from '../../../src/pades/index.ts';
import { utf8 } from '../../../src/shared/bytes.ts';
import {
  buatCa,
  buatCaAntara,
  buatPemegang,
  jenisKunci,
  type Ca,
  type JenisKunciUji,
  type Pemegang,
} from '../../support/sertifikat.ts';

const FRASA = 'frasa é€😀 rahasia-77';
let root: Ca;
let antara: Ca;
const pemegang = new Map<JenisKunciUji, Pemegang>();
beforeAll(() => {
  root = buatCa();
  antara = buatCaAntara(root);
  for (const jenis of Object.keys(jenisKunci) as JenisKunciUji[])
    pemegang.set(jenis, buatPemegang(jenis, antara));
});

const pem = (der: Uint8Array): string => new X509Certificate(der).toString();
/** Root first, signer last: the reader puts it in order. */
const rantai = (jenis: JenisKunciUji): string =>
  `teks penjelasan\n${pem(root.certificate)}${pem(antara.certificate)}${pem(pemegang.get(jenis)!.certificate)}`;
const kunci = (jenis: JenisKunciUji): KeyObject => pemegang.get(jenis)!.key;

async function cocok(jenis: JenisKunciUji, key: string | Buffer, frasa?: string): Promise<void> {
  const signer = openPem({
    key: Buffer.from(key),
    certificates: utf8(rantai(jenis)),
    ...(frasa === undefined ? {} : { passphrase: utf8(frasa) }),
  });
  const message = utf8('pesan');
  const { hash, parameters } = signatureAlgorithms[signer.algorithm];
  const { publicKey } = new X509Certificate(pemegang.get(jenis)!.certificate);
  const nilai = await signer.sign({ message, digest: message });
  expect(verify(hash, message, { key: publicKey, ...parameters }, nilai)).toBe(true);
  expect(signer.chain).toEqual([Buffer.from(antara.certificate)]);
}

const kode = (kerja: () => unknown): string => {
  try {
    kerja();
  } catch (galat) {
    return String((galat as { code?: string }).code);
  }
  return 'tanpa galat';
};

describe('a key in PEM', () => {
  for (const jenis of Object.keys(jenisKunci) as JenisKunciUji[]) {
    it(`signs, plain or encrypted: ${jenis}`, async () => {
      await cocok(jenis, kunci(jenis).export({ format: 'pem', type: 'pkcs8' }));
      for (const cipher of ['aes-256-cbc', 'aes-128-cbc', 'des-ede3-cbc']) {
        const isi = kunci(jenis).export({
          format: 'pem',
          type: 'pkcs8',
          cipher,
          passphrase: Buffer.from(FRASA),
        });
        await cocok(jenis, isi, FRASA);
      }
    });
  }

  it('signs in the forms of older programs, plain or encrypted', async () => {
    for (const [jenis, type] of [
      ['rsa-2048', 'pkcs1'],
      ['p-384', 'sec1'],
    ] as const) {
      const key = kunci(jenis);
      const semua = [
        key.export({ format: 'pem', type } as { format: 'pem'; type: 'pkcs1' }),
        key.export({ format: 'pem', type, cipher: 'aes-128-cbc', passphrase: FRASA } as {
          format: 'pem';
          type: 'pkcs1';
        }),
      ];
      for (const isi of semua) {
        await cocok(jenis, isi, FRASA);
        await cocok(jenis, String(isi).replaceAll('\n', '\r\n'), FRASA);
      }
      expect(
        kode(() =>
          openPem({ key: Buffer.from(semua[1]!), certificates: utf8(rantai(jenis)), passphrase: utf8('x') }),
        ),
      ).toBe('FRASA_SANDI_SALAH');
    }
  });

  it('signs where curve parameters stand before it and its certificate is in the same file', async () => {
    const isi = `-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n${String(
      kunci('p-256').export({ format: 'pem', type: 'sec1' }),
    )}${pem(pemegang.get('p-256')!.certificate)}`;
    const signer = openPem({ key: utf8(isi), certificates: utf8(isi) });
    expect(signer.algorithm).toBe('ecdsa-p256-sha256');
    expect(await signer.sign({ message: utf8('x'), digest: utf8('x') })).toBeDefined();
  });

  it('is refused with a wrong or missing passphrase, every time', () => {
    const key = kunci('p-256').export({
      format: 'pem',
      type: 'pkcs8',
      cipher: 'aes-256-cbc',
      passphrase: FRASA,
    });
    for (let i = 0; i < 300; i += 1) {
      const passphrase = utf8(i === 0 ? '' : `salah-${i}`);
      // By chance one padding in 256 looks right; that must not be told apart.
      expect(
        kode(() => openPem({ key: Buffer.from(key), certificates: utf8(rantai('p-256')), passphrase })),
      ).toBe('FRASA_SANDI_SALAH');
    }
  });

  it('is refused without its certificate, without a key, and with two', () => {
    const key = String(kunci('p-256').export({ format: 'pem', type: 'pkcs8' }));
    for (const [isi, sertifikat] of [
      [key, pem(pemegang.get('p-384')!.certificate)],
      [key, ''],
      ['', rantai('p-256')],
      [key + key, rantai('p-256')],
      [key.slice(0, 60), rantai('p-256')],
      [key.replace(/\n.{20}/, '\n'), rantai('p-256')],
      [key, rantai('p-256').replace(/MII.{40}/, 'MII')],
    ] as const) {
      expect(kode(() => openPem({ key: utf8(isi), certificates: utf8(sertifikat) }))).toBe(
        'PADES_CERTIFICATE_INVALID',
      );
    }
  });

  it('tells nothing of passphrase or key in its refusals', () => {
    const key = kunci('p-256').export({
      format: 'pem',
      type: 'pkcs8',
      cipher: 'aes-256-cbc',
      passphrase: FRASA,
    });
    const salah = 'frasa-salah-5511';
    try {
      openPem({ key: Buffer.from(key), certificates: utf8(rantai('p-256')), passphrase: utf8(salah) });
      expect.unreachable();
    } catch (galat) {
      const semua = inspect(galat, { depth: 9 }) + JSON.stringify(galat);
      expect(semua).not.toContain(salah);
      expect(semua).not.toContain(String(key).slice(60, 100));
    }
  });
});
