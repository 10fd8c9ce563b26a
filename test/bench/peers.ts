import { webcrypto, type KeyObject } from 'node:crypto';
import { CryptoKeySigner, PDF } from '@libpdf/core';
import { plainAddPlaceholder } from '@signpdf/placeholder-plain';
import { SignPdf } from '@signpdf/signpdf';
import { P12Signer } from '@signpdf/signer-p12';
import forge from 'node-forge';
import type { TestIdentity } from '../support/pki.ts';

/** Bytes in, signed bytes out, by someone else's library: for scale, never a promise of ours. */
export type Peer = (file: Uint8Array) => Promise<Uint8Array>;

/** `@libpdf/core`, B-B, with the key already in memory. */
export async function libpdf(identity: TestIdentity): Promise<Peer> {
  const rsa = identity.key.asymmetricKeyType === 'rsa';
  const key = await webcrypto.subtle.importKey(
    'pkcs8',
    pkcs8(identity.key),
    rsa ? { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } : { name: 'ECDSA', namedCurve: 'P-256' },
    false,
    ['sign'],
  );
  const signer = rsa
    ? new CryptoKeySigner(key, identity.certificate, 'RSA', 'RSASSA-PKCS1-v1_5', [...identity.chain])
    : new CryptoKeySigner(key, identity.certificate, 'EC', 'ECDSA', [...identity.chain]);
  return async (file) => (await (await PDF.load(file)).sign({ signer, level: 'B-B' })).bytes;
}

/** `@signpdf/signpdf`, which makes adbe.pkcs7.detached with node-forge (RSA only) and opens the PKCS#12 file every time. */
export function signpdf(identity: TestIdentity): Peer {
  const pem = (der: Uint8Array) =>
    `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----`;
  const certificates = [forge.pki.certificateFromPem(pem(identity.certificate))];
  const key = forge.pki.privateKeyFromPem(identity.key.export({ format: 'pem', type: 'pkcs1' }).toString());
  const p12 = forge.pkcs12.toPkcs12Asn1(key, certificates, 'bench', { algorithm: '3des', count: 1 });
  const bytes = Buffer.from(forge.asn1.toDer(p12).getBytes(), 'latin1');
  const engine = new SignPdf();
  return async (file) => {
    const pdfBuffer = plainAddPlaceholder({
      pdfBuffer: Buffer.from(file),
      reason: '',
      contactInfo: '',
      name: '',
      location: '',
    });
    return engine.sign(pdfBuffer, new P12Signer(bytes, { passphrase: 'bench' }));
  };
}

const pkcs8 = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'pkcs8' });
