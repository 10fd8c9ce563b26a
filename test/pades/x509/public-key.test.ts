import { describe, expect, it } from 'vitest';
import * as der from '../../../src/pades/asn1/der.ts';
import { parseDer } from '../../../src/pades/asn1/guard.ts';
import { readPublicKey } from '../../../src/pades/x509/public-key.ts';

/** An RSA key of so many octets of ones, which is enough to be read. */
const rsa = (octets: number, exponent: Uint8Array) =>
  readPublicKey(
    parseDer(
      der.sequence(
        der.algorithm('1.2.840.113549.1.1.1', der.nullValue()),
        der.bitString(der.sequence(der.integer(Buffer.alloc(octets, 0xff)), der.integer(exponent))),
      ),
    ),
  );

describe('an RSA key', () => {
  it.each([
    ['of everybody', 256, Uint8Array.of(1, 0, 1), 'rsa'],
    ['with the longest exponent', 384, Buffer.alloc(8, 0xff), 'rsa'],
    ['with an exponent that costs a hundred times as much', 384, Buffer.alloc(9, 0xff), 'other'],
    ['with an exponent as long as itself', 384, Buffer.alloc(384, 0x7f), 'other'],
    ['of 8192 bits', 1024, Uint8Array.of(1, 0, 1), 'rsa'],
    ['longer than anybody’s', 1032, Uint8Array.of(1, 0, 1), 'other'],
    ['with an even exponent', 256, Uint8Array.of(4), 'other'],
    ['with the exponent 1', 256, Uint8Array.of(1), 'other'],
  ])('%s', (_, octets, exponent, kind) => {
    expect(rsa(octets, exponent).kind).toBe(kind);
  });
});
