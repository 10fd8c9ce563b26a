import { createHash, generateKeyPairSync, randomBytes, verify, X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { keySigner } from '../../../src/adapters/signer/kunci.ts';
import { unlockSigner } from '../../../src/adapters/signer/kunci-tersegel.ts';
import { sealKey } from '../../../src/adapters/signer/segel.ts';
import { createDevelopmentPki, type CreatedPki } from '../../../src/pki/buat.ts';
import { utf8 } from '../../../src/shared/bytes.ts';

const installationSecret = randomBytes(32);
const passphrase = utf8('payung merah');
let made: CreatedPki;
beforeAll(async () => {
  made = await createDevelopmentPki({
    now: new Date('2026-03-01T00:00:00Z'),
    baseUrl: 'http://127.0.0.1:1',
    people: [
      { id: 'rsa', nama: 'Orang Pertama', algoritma: 'rsa-3072' },
      { id: 'ec', nama: 'Orang Kedua', algoritma: 'p-256' },
    ],
  });
});

const sealed = (id: string) => sealKey(made.signerKeys.get(id)!, passphrase, installationSecret);

describe('a sealed signer', () => {
  it('signs with each kind of key so that the certificate verifies it', async () => {
    for (const { id, certificate, chain, algorithm } of made.pki.signers) {
      const signer = await unlockSigner({
        sealed: await sealed(id),
        certificate,
        chain,
        passphrase,
        installationSecret,
      });
      expect(signer.algorithm).toBe(algorithm);
      const message = utf8('atribut');
      const signature = await signer.sign({ message, digest: createHash('sha256').update(message).digest() });
      expect(verify('sha256', message, new X509Certificate(certificate).publicKey, signature)).toBe(true);
      expect(verify('sha256', utf8('lain'), new X509Certificate(certificate).publicKey, signature)).toBe(
        false,
      );
    }
  });

  it('signs no more once destroyed', async () => {
    const { certificate, chain } = made.pki.signers[1]!;
    const signer = await unlockSigner({
      sealed: await sealed('ec'),
      certificate,
      chain,
      passphrase,
      installationSecret,
    });
    signer.destroy();
    expect(() => signer.sign({ message: utf8('x'), digest: utf8('x') })).toThrow();
  });

  it('is refused with a certificate of another key', async () => {
    const { certificate } = made.pki.signers[0]!;
    await expect(
      unlockSigner({ sealed: await sealed('ec'), certificate, chain: [], passphrase, installationSecret }),
    ).rejects.toMatchObject({ code: 'PADES_CERTIFICATE_INVALID' });
  });

  it('is refused with a wrong passphrase', async () => {
    const { certificate, chain } = made.pki.signers[1]!;
    await expect(
      unlockSigner({
        sealed: await sealed('ec'),
        certificate,
        chain,
        passphrase: utf8('payung biru'),
        installationSecret,
      }),
    ).rejects.toMatchObject({ code: 'FRASA_SANDI_SALAH' });
  });

  it('is never made of a key this engine does not sign with', () => {
    const { certificate } = made.pki.signers[1]!;
    const keys = [
      generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey,
      generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey,
      generateKeyPairSync('ed448').privateKey,
    ];
    for (const key of keys) {
      expect(() => keySigner(key, certificate, [])).toThrow(
        expect.objectContaining({ code: 'PADES_ALGORITHM_REFUSED' }),
      );
    }
  });
});
