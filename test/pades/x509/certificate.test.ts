import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import * as der from '../../../src/pades/asn1/der.ts';
import { parseDer } from '../../../src/pades/asn1/guard.ts';
import { weakness } from '../../../src/pades/x509/algorithms.ts';
import { parseCertificate } from '../../../src/pades/x509/certificate.ts';
import { nameKey, nameText } from '../../../src/pades/x509/name.ts';
import type { TestPki } from '../../support/pki.ts';
import { testPki } from '../validate/world.ts';

let pki: TestPki;
beforeAll(async () => {
  pki = await testPki();
});

const name = (...pairs: readonly (readonly [string, Uint8Array])[]): ReturnType<typeof parseDer> =>
  parseDer(der.sequence(...pairs.map(([type, value]) => der.tlv(0x31, der.sequence(der.oid(type), value)))));
const cn = '2.5.4.3';

describe('parseCertificate', () => {
  it('says what OpenSSL says', () => {
    for (const { certificate } of [pki.root, pki.issuing, pki.rsa, pki.ec, pki.tsa]) {
      const [ours, theirs] = [parseCertificate(certificate), new X509Certificate(certificate)];
      expect(ours.serialHex).toBe(theirs.serialNumber.toLowerCase());
      expect(ours.notBefore.getTime()).toBe(Date.parse(theirs.validFrom));
      expect(ours.notAfter.getTime()).toBe(Date.parse(theirs.validTo));
      expect(ours.publicKey.equals(theirs.publicKey)).toBe(true);
      expect(ours.basicConstraints?.ca).toBe(theirs.ca);
      expect(ours.sha256Hex).toBe(theirs.fingerprint256.replaceAll(':', '').toLowerCase());
    }
  });

  it('keeps what matters for a timestamp authority', () => {
    const { extendedKeyUsage, keyUsage } = parseCertificate(pki.tsa.certificate);
    expect(extendedKeyUsage).toEqual({ oids: ['1.3.6.1.5.5.7.3.8'], critical: true });
    expect([...(keyUsage ?? [])]).toEqual(['digitalSignature']);
  });

  it('refuses a certificate whose two signature algorithms differ', () => {
    const text = Buffer.from(pki.rsa.certificate).toString('hex');
    const ecdsa = Buffer.from(der.algorithm('1.2.840.10045.4.3.2')).toString('hex');
    const at = text.lastIndexOf(ecdsa);
    const other = Buffer.from(der.algorithm('1.2.840.10045.4.3.3')).toString('hex');
    const changed = Buffer.from(text.slice(0, at) + other + text.slice(at + ecdsa.length), 'hex');
    expect(() => parseCertificate(changed)).toThrow(expect.objectContaining({ code: 'PADES_ASN1_INVALID' }));
  });

  it('never throws anything but a coded error, wherever it is cut or bent', () => {
    const bytes = Buffer.from(pki.ec.certificate);
    for (let at = 0; at < bytes.length; at++) {
      const bent = Buffer.from(bytes);
      bent[at] = (bent[at] ?? 0) ^ 0x55;
      for (const input of [bytes.subarray(0, at), bent]) {
        try {
          parseCertificate(input);
        } catch (error) {
          expect(error).toMatchObject({ code: 'PADES_ASN1_INVALID' });
        }
      }
    }
  });
});

describe('names', () => {
  it('are shown in the order of RFC 4514 with its escapes', () => {
    const text = nameText(
      name(
        ['2.5.4.6', der.printableString('ID')],
        ['2.5.4.10', der.utf8String('Dinas, "Uji"')],
        [cn, der.utf8String('Sri')],
      ),
    );
    expect(text).toBe('CN=Sri, O=Dinas\\, \\"Uji\\", C=ID');
  });
  it('cannot turn the direction of a line or draw control characters', () => {
    expect(nameText(name([cn, der.utf8String('a\u202eb\u001b[1m')]))).toBe('CN=a\\e2\\80\\aeb\\1b[1m');
  });
  it('match without regard to case, blanks and string type, but not beyond', () => {
    const key = (value: Uint8Array): string => nameKey(name([cn, value]));
    expect(key(der.utf8String('Dinas  Uji '))).toBe(key(der.printableString('dinas uji')));
    expect(key(der.utf8String('Dinas Uji'))).not.toBe(key(der.utf8String('DinasUji')));
  });
});

describe('weakness', () => {
  const scheme = (name: 'rsa-pkcs1' | 'rsa-pss', digest: 'SHA-1' | 'SHA-256' = 'SHA-256') => ({
    scheme: name,
    name,
    digest: { name: digest, hash: 'sha256', bytes: 32, until: null },
    saltLength: null,
  });
  const rsa = (bits: number) => ({ kind: 'rsa' as const, bits, exponentHex: '010001' });
  it.each([
    ['RSA of 2048 bits before 2029', scheme('rsa-pkcs1'), rsa(2048), '2028-12-31', false],
    ['RSA of 2048 bits in 2029', scheme('rsa-pkcs1'), rsa(2048), '2029-01-01', true],
    ['RSA of 1024 bits', scheme('rsa-pkcs1'), rsa(1024), '2026-01-01', true],
    ['RSA of 1024 bits in 2018', scheme('rsa-pkcs1'), rsa(1024), '2018-01-01', false],
    ['RSA of 512 bits at any time', scheme('rsa-pkcs1'), rsa(512), '1999-01-01', true],
    ['PSS of 3072 bits in 2040', scheme('rsa-pss'), rsa(3072), '2040-01-01', false],
    ['a digest past its day', scheme('rsa-pss', 'SHA-1'), rsa(3072), '2012-08-01', true],
  ])('%s', (_, used, key, when, weak) => {
    expect(weakness(used, key, new Date(when)) !== null).toBe(weak);
  });
});
