import { sign } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseCertificate } from '../../../src/pades/x509/certificate.ts';
import {
  signatureScheme,
  verifySignature,
  type SignatureScheme,
} from '../../../src/pades/x509/algorithms.ts';
import { Kept } from '../../../src/pades/x509/kept.ts';
import { makePki, type TestPki } from '../../support/pki.ts';

describe('what is kept', () => {
  let pki: TestPki;
  beforeAll(async () => {
    pki = await makePki();
  });

  it('is bounded: the oldest answer goes when a new one comes', () => {
    const kept = new Kept<number>(2);
    let made = 0;
    const ask = (key: string): number => kept.get(key, () => (made += 1));
    expect([ask('a'), ask('b'), ask('a'), ask('c'), ask('b'), ask('a')]).toEqual([1, 2, 1, 3, 2, 4]);
  });

  it('a certificate keeps what it said, whatever becomes of the bytes it was read from', () => {
    const bytes = Uint8Array.from(pki.rsa.certificate);
    const { subject, sha256Hex } = parseCertificate(bytes);
    bytes.fill(0);
    const again = parseCertificate(pki.rsa.certificate);
    expect(again).toMatchObject({ subject, sha256Hex });
    expect(Buffer.from(again.der)).toEqual(Buffer.from(pki.rsa.certificate));
    expect(() => parseCertificate(bytes)).toThrow();
  });

  it('an answer about a signature is only for the same key, message, value and scheme', () => {
    const message = Buffer.from('isi');
    const signer = parseCertificate(pki.rsa.certificate);
    const scheme = schemeOf('1.2.840.113549.1.1.11');
    const value = sign('sha256', message, pki.rsa.key);
    const other = Buffer.from(value);
    other.writeUInt8(other.readUInt8(9) ^ 1, 9);
    const stranger = parseCertificate(pki.root.certificate);
    const ask = (): boolean[] => [
      verifySignature(scheme, signer, message, value),
      verifySignature(scheme, signer, Buffer.from('isj'), value),
      verifySignature(scheme, signer, message, other),
      verifySignature(scheme, stranger, message, value),
      verifySignature(schemeOf('1.2.840.113549.1.1.13'), signer, message, value),
    ];
    expect(ask()).toEqual([true, false, false, false, false]);
    expect(ask()).toEqual([true, false, false, false, false]);
  });
});

function schemeOf(oid: string): SignatureScheme {
  const scheme = signatureScheme({ oid, parameters: null }, null);
  if ('reason' in scheme) throw new Error(scheme.reason);
  return scheme;
}
