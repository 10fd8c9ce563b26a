import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import * as der from '../../../src/pades/asn1/der.ts';
import { parseCrl, parseOcspResponse } from '../../../src/pades/revocation/index.ts';
import { revocationLimits } from '../../../src/pades/revocation/limits.ts';
import { readTimestampToken } from '../../../src/pades/tsp/token.ts';
import { makeToken, testPki } from '../validate/world.ts';
import { crlBy, holder, ocspBy, type Holder } from './pembuat.ts';

const at = new Date('2026-05-01T00:00:00Z');

describe('what was read once and is kept', () => {
  let ca: Holder;
  let tsa: Parameters<typeof makeToken>[0]['tsa'];
  beforeAll(async () => {
    ca = await holder('Kept CA', { ca: true });
    ({ tsa } = await testPki());
  });

  const named = () => ({ certificate: ca.certificate, issuer: ca.certificate });

  const rows: readonly (readonly [
    string,
    (bytes: Uint8Array) => { readonly der: Uint8Array },
    () => Uint8Array,
  ])[] = [
    ['an OCSP answer', parseOcspResponse, () => ocspBy({ ...named(), signer: ca, thisUpdate: at })],
    ['a list', parseCrl, () => crlBy({ signer: ca, thisUpdate: at })],
    [
      'a timestamp token',
      (bytes) => readTimestampToken(bytes).data,
      () => makeToken({ tsa, digest: Buffer.alloc(32, 1), nonce: randomBytes(16) }),
    ],
  ];

  it.each(rows)('%s is the same for the same bytes', (_name, read, make) => {
    const bytes = make();
    expect(read(Uint8Array.from(bytes))).toBe(read(bytes));
  });

  it.each(rows)('%s stays what it was when the caller writes over its bytes', (_name, read, make) => {
    const bytes = Uint8Array.from(make());
    const original = Uint8Array.from(bytes);
    const before = read(bytes);
    bytes.fill(0);
    expect(read(original)).toBe(before);
    expect(Buffer.from(before.der).equals(original)).toBe(true);
    expect(() => read(bytes)).toThrow();
  });

  it('a list too large to keep is read anew', () => {
    const entries = Array.from({ length: 800 }, (_, i) => ({ serialDer: der.integer(0x100000 + i), at }));
    const bytes = crlBy({ signer: ca, thisUpdate: at, entries });
    expect(bytes.length).toBeGreaterThan(revocationLimits.keptBytes);
    expect(parseCrl(bytes)).not.toBe(parseCrl(bytes));
  });
});
