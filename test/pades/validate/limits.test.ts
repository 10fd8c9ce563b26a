import { beforeAll, describe, expect, it } from 'vitest';
import * as der from '../../../src/pades/asn1/der.ts';
import { oids } from '../../../src/pades/asn1/oids.ts';
import type { TestPki } from '../../support/pki.ts';
import { attribute, basePdf, makeCms, signRaw, signaturesOf, testPki, trusting, verdict } from './world.ts';

/** Messages made to be expensive: each gets its word, and none of them a pass. */
let pki: TestPki;
beforeAll(async () => {
  pki = await testPki();
});

const judged = (cms: (digest: Buffer) => Uint8Array, contents: number, subFilter = 'ETSI.CAdES.detached') => {
  const dict = `/Type/Sig/SubFilter/${subFilter}/M(D:20260501000000Z)`;
  const [signature] = signaturesOf(signRaw(basePdf(), { dict, cms, contents }), trusting(pki.root));
  if (!signature) throw new Error('the file has no signature');
  return signature;
};

/** `levels` definite SEQUENCEs, each around the next. */
function nested(levels: number): Uint8Array {
  const headers: Buffer[] = [];
  let length = 2;
  for (let i = 0; i < levels; i += 1) {
    const header =
      length < 128
        ? Buffer.from([0x30, length])
        : Buffer.from([0x30, 0x83, length >> 16, (length >> 8) & 0xff, length & 0xff]);
    // Minimal lengths, so that nothing but the depth is wrong.
    const minimal =
      length < 128
        ? header
        : length < 256
          ? Buffer.from([0x30, 0x81, length])
          : length < 65_536
            ? Buffer.from([0x30, 0x82, length >> 8, length & 0xff])
            : header;
    headers.unshift(minimal);
    length += minimal.length;
  }
  return Buffer.concat([...headers, Buffer.from([0x05, 0x00])]);
}

describe('a CMS that is made to be expensive', () => {
  it.each(['ETSI.CAdES.detached', 'adbe.pkcs7.detached'])('of 10,000 levels is refused (%s)', (subFilter) => {
    const signature = judged(() => nested(10_000), 64_000, subFilter);
    expect([verdict(signature), signature.decidedBy]).toEqual(['TOTAL_FAILED/FORMAT_FAILURE', 'format.cms']);
    expect(signature.findings.find(({ check }) => check === 'format.cms')?.detail).toContain('nested');
  });

  it('of 10,000 open levels of indefinite length is refused', () => {
    const open = Buffer.alloc(20_000, Buffer.from([0x30, 0x80]));
    expect(verdict(judged(() => open, 32_000, 'adbe.pkcs7.detached'))).toBe('TOTAL_FAILED/FORMAT_FAILURE');
  });

  it('with an OID of 254 KB is refused', () => {
    const arcs = Buffer.alloc(254_000, 0x81);
    arcs[arcs.length - 1] = 0x01;
    const cms = (digest: Buffer) =>
      makeCms({
        signer: pki.rsa,
        digest,
        unsigned: () => [der.sequence(der.tlv(0x06, arcs), der.tlv(0x31, der.nullValue()))],
      });
    expect(verdict(judged(cms, 262_144))).toBe('TOTAL_FAILED/FORMAT_FAILURE');
  });

  it('with deep unsigned attributes within the bound is judged', () => {
    const cms = (digest: Buffer) =>
      makeCms({ signer: pki.rsa, digest, unsigned: () => [attribute(oids.counterSignature, nested(50))] });
    expect(verdict(judged(cms, 16_384))).toBe('TOTAL_PASSED');
  });
});
