import forge from 'node-forge';
import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as der from '../../../src/pades/asn1/der.ts';
import { certificateParts, children, contentOf, readTlv } from '../../../src/pades/asn1/tlv.ts';
import { makePki } from '../../support/pki.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const { asn1 } = forge;
const forgeHex = (node: forge.asn1.Asn1): string => asn1.toDer(node).toHex();

describe('the DER writer', () => {
  it('writes integers as forge does, with the sign bit kept clear', () => {
    for (const value of [0, 1, 127, 128, 255, 256, 65535, 2 ** 31, -1, -128, -129]) {
      const bytes = asn1.integerToDer(value | 0).toHex();
      if (value === (value | 0)) expect(hex(der.integer(value)).slice(4)).toBe(bytes);
    }
    expect(hex(der.integer(2n ** 64n))).toBe('0209010000000000000000');
    expect(hex(der.integer(Uint8Array.of(0, 0, 0x80)))).toBe('02020080');
    expect(hex(der.integer(Uint8Array.of(0, 0)))).toBe('020100');
    expect(hex(der.integer(new Uint8Array(0)))).toBe('020100');
  });

  it('writes object identifiers as forge does', () => {
    for (const oid of ['1.2.840.113549.1.7.2', '2.16.840.1.101.3.4.2.1', '0.4.0.19122.1.1', '2.999.3']) {
      const node = asn1.create(asn1.Class.UNIVERSAL, asn1.Type.OID, false, asn1.oidToDer(oid).getBytes());
      if (oid !== '2.999.3') expect(hex(der.oid(oid))).toBe(forgeHex(node));
    }
    expect(hex(der.oid('2.999.3'))).toBe('0603883703');
    expect(() => der.oid('1.x')).toThrow(RangeError);
  });

  it('writes times of whole and broken seconds', () => {
    const text = (time: string): string =>
      Buffer.from(der.generalizedTime(new Date(time)).subarray(2)).toString();
    expect(text('2026-01-02T03:04:05.000Z')).toBe('20260102030405Z');
    expect(text('2026-01-02T03:04:05.120Z')).toBe('20260102030405.12Z');
  });

  it('sorts the elements of a SET OF by their encoding', () => {
    const set = der.setOf([
      der.integer(300),
      der.integer(2),
      der.octetString(Uint8Array.of(1)),
      der.integer(1),
    ]);
    expect(hex(set)).toBe('310d' + '020101' + '020102' + '0202012c' + '040101');
  });

  it('whatever it wraps, of any length, is read back unchanged', () => {
    const sizes = fc.constantFrom(0, 1, 127, 128, 255, 256, 65_535, 65_536, 70_000);
    fc.assert(
      fc.property(sizes, fc.constantFrom(0x04, 0x30, 0xa0), (size, tag) => {
        const contents = new Uint8Array(size).fill(7);
        const bytes = der.tlv(tag, contents);
        const read = readTlv(bytes, 0);
        expect([read.tag, read.end]).toEqual([tag, bytes.length]);
        expect(Buffer.compare(contentOf(bytes, read), contents)).toBe(0);
      }),
      { numRuns: 30 },
    );
  });
});

describe('the TLV walker', () => {
  it.each(['30', '3080', '308101ff', '30820001ff', '3005020101', '1f8101', '3085ffffffffff'])(
    'refuses %s',
    (text) => {
      expect(() => {
        const bytes = Buffer.from(text, 'hex');
        children(bytes, readTlv(bytes, 0));
      }).toThrow(expect.objectContaining({ code: 'PADES_ASN1_INVALID' }));
    },
  );

  it('takes issuer, serial and key out of a certificate byte for byte', async () => {
    const { rsa, issuing } = await makePki();
    const parts = certificateParts(rsa.certificate);
    expect(hex(parts.serial)).toBe('020200a1');
    const key = new X509Certificate(rsa.certificate).publicKey.export({ type: 'spki', format: 'der' });
    expect(hex(parts.publicKeyInfo)).toBe(key.toString('hex'));
    expect(Buffer.from(issuing.certificate).includes(Buffer.from(parts.issuer))).toBe(true);
    expect(() => certificateParts(rsa.certificate.subarray(1))).toThrow(
      expect.objectContaining({ code: 'PADES_CERTIFICATE_INVALID' }),
    );
  });
});
