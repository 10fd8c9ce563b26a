import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseDer } from '../../../src/pades/asn1/guard.ts';
import { raw } from '../../../src/pades/asn1/read.ts';
import * as der from '../../../src/pades/asn1/der.ts';
import { oids } from '../../../src/pades/asn1/oids.ts';
import { buildTimestampQuery, parseTimestampQuery } from '../../../src/pades/tsp/query.ts';
import { readTimestampResponse } from '../../../src/pades/tsp/response.ts';
import { readTimestampToken } from '../../../src/pades/tsp/token.ts';
import type { TestPki } from '../../support/pki.ts';
import { makeCms, makeToken, testPki, type TokenRecipe } from '../validate/world.ts';

const digest = createHash('sha256').update('tanda tangan').digest();
const nonce = Buffer.from('00f1e2d3c4b5a69788', 'hex');
let pki: TestPki;
beforeAll(async () => {
  pki = await testPki();
});

const answer = (recipe: Partial<TokenRecipe> = {}, status = 0): Uint8Array =>
  der.sequence(der.sequence(der.integer(status)), makeToken({ tsa: pki.tsa, digest, nonce, ...recipe }));
/** The answer, and one element behind its token. */
const withMore = (response: Uint8Array): Uint8Array => {
  const [status, token] = parseDer(response).children.map(raw);
  return der.sequence(status!, token!, der.nullValue());
};
/** A token whose TSTInfo is written here. */
const info = (
  head: readonly Uint8Array[],
  time: Uint8Array = der.generalizedTime(new Date('2026-05-01T00:00:05Z')),
  more: readonly Uint8Array[] = [],
): Uint8Array =>
  der.sequence(
    ...head,
    der.oid('1.2.3'),
    der.sequence(der.algorithm(oids.sha256), der.octetString(digest)),
    der.integer(7),
    time,
    ...more,
    der.integer(nonce),
  );
const tokenOf = (eContent: Uint8Array): Uint8Array =>
  makeCms({
    signer: pki.tsa,
    digest: createHash('sha256').update(eContent).digest(),
    contentType: oids.tstInfo,
    eContent,
  });
const infoAnswer = (head: readonly Uint8Array[], time?: Uint8Array): Uint8Array =>
  der.sequence(der.sequence(der.integer(0)), tokenOf(info(head, time)));
const read = (response: Uint8Array): Uint8Array => readTimestampResponse(response, { digest, nonce });
const withCode = (code: string): unknown => expect.objectContaining({ code });

describe('the timestamp query', () => {
  it('comes back as it was built, the nonce as a number', () => {
    expect(parseTimestampQuery(buildTimestampQuery({ digest, nonce }))).toEqual({
      digestOid: oids.sha256,
      digest: new Uint8Array(digest),
      policyOid: null,
      nonceHex: 'f1e2d3c4b5a69788',
      certReq: true,
      hasExtensions: false,
    });
  });

  it('asks for nothing but a SHA-256 digest and a nonce of at least 64 bits', () => {
    expect(() => buildTimestampQuery({ digest: digest.subarray(1), nonce })).toThrow(
      withCode('PADES_TSP_INVALID'),
    );
    expect(() => buildTimestampQuery({ digest, nonce: nonce.subarray(2) })).toThrow(
      withCode('PADES_TSP_INVALID'),
    );
  });

  it('takes a nonce of up to 256 bits', () => {
    const long = (octets: number) => () => buildTimestampQuery({ digest, nonce: Buffer.alloc(octets, 1) });
    expect(parseTimestampQuery(long(32)()).nonceHex).toHaveLength(64);
    expect(long(33)).toThrow(withCode('PADES_TSP_INVALID'));
  });

  it('tells of what a requester adds: a policy, no nonce, extensions', () => {
    const imprint = der.sequence(der.algorithm(oids.sha256), der.octetString(digest));
    const asked = der.sequence(der.integer(1), imprint, der.oid('1.2.3'), der.context(0, der.nullValue()));
    expect(parseTimestampQuery(asked)).toMatchObject({
      policyOid: '1.2.3',
      nonceHex: null,
      certReq: false,
      hasExtensions: true,
    });
  });

  it.each([
    ['garbage', Buffer.from('query')],
    ['nothing', Buffer.alloc(0)],
    [
      'another version',
      der.sequence(der.integer(2), der.sequence(der.algorithm(oids.sha256), der.octetString(digest))),
    ],
    ['something after it', Buffer.concat([buildTimestampQuery({ digest, nonce }), Buffer.alloc(1)])],
  ])('is refused by a TSA when it is %s', (_, bytes) => {
    expect(() => parseTimestampQuery(bytes)).toThrow(withCode('PADES_ASN1_INVALID'));
  });
});

describe('the timestamp response', () => {
  it('gives back the token exactly as received', () => {
    const token = makeToken({ tsa: pki.tsa, digest, nonce });
    expect(Buffer.from(read(der.sequence(der.sequence(der.integer(1)), token)))).toEqual(Buffer.from(token));
    expect(readTimestampToken(token).info.genTime.toISOString()).toBe('2026-05-01T00:00:05.000Z');
  });

  it.each<[string, () => Uint8Array, string]>([
    ['a refusal', () => der.sequence(der.sequence(der.integer(2))), 'PADES_TSP_REJECTED'],
    ['a refusal that carries a token all the same', () => answer({}, 2), 'PADES_TSP_REJECTED'],
    ['granted without a token', () => der.sequence(der.sequence(der.integer(0))), 'PADES_TSP_INVALID'],
    ['an HTML page', () => Buffer.from('<html>503</html>'), 'PADES_TSP_INVALID'],
    ['nothing', () => Buffer.alloc(0), 'PADES_TSP_INVALID'],
    ['a token for another digest', () => answer({ digest: Buffer.alloc(32) }), 'PADES_TSP_MISMATCH'],
    [
      'a token under another hash',
      () => answer({ imprintOid: '2.16.840.1.101.3.4.2.8' }),
      'PADES_TSP_MISMATCH',
    ],
    ['another nonce', () => answer({ nonce: Buffer.alloc(9, 5) }), 'PADES_TSP_MISMATCH'],
    [
      'no nonce',
      () => der.sequence(der.sequence(der.integer(0)), makeToken({ tsa: pki.tsa, digest })),
      'PADES_TSP_MISMATCH',
    ],
    ['a certificate without the purpose', () => answer({ tsa: pki.rsa }), 'PADES_TSP_INVALID'],
    ['a changed content', () => answer({ cms: { digest: Buffer.alloc(32) } }), 'PADES_TSP_INVALID'],
    [
      'a broken signature',
      () => answer({ cms: { tamper: (s) => s.map((b) => b ^ 1) } }),
      'PADES_TSP_INVALID',
    ],
    ['no certificate', () => answer({ cms: { certificates: [] } }), 'PADES_TSP_INVALID'],
    [
      'a certificate it did not commit to',
      () => answer({ cms: { named: pki.rsa.certificate } }),
      'PADES_TSP_INVALID',
    ],
    ['two signers', () => answer({ cms: { signers: 2 } }), 'PADES_TSP_INVALID'],
    ['another kind of content', () => answer({ cms: { contentType: oids.data } }), 'PADES_TSP_INVALID'],
    ['something after the token', () => withMore(answer()), 'PADES_TSP_INVALID'],
    ['another version of its content', () => infoAnswer([der.integer(2)]), 'PADES_TSP_INVALID'],
    [
      'a time of two digits for the year',
      () => infoAnswer([der.integer(1)], der.tlv(0x17, Buffer.from('260501000005Z'))),
      'PADES_TSP_INVALID',
    ],
  ])('with %s is refused', (_, make, code) => {
    expect(() => read(make())).toThrow(withCode(code));
  });
});

describe('the token', () => {
  it('says how exact its time is, in seconds, thousandths and millionths', () => {
    const accuracy = (...parts: Uint8Array[]): number | null =>
      readTimestampToken(
        tokenOf(info([der.integer(1)], undefined, [der.sequence(...parts), der.boolean(true)])),
      ).info.accuracyMs;
    const [second, milli, micro] = [
      der.integer(2),
      der.tlv(0x80, Uint8Array.of(3)),
      der.tlv(0x81, Uint8Array.of(0, 250)),
    ];
    expect([accuracy(second, milli, micro), accuracy(milli), accuracy(second)]).toEqual([2003.25, 3, 2000]);
  });

  it('keeps whether the authority orders its tokens', () => {
    const ordered = tokenOf(info([der.integer(1)], undefined, [der.boolean(true)]));
    expect([
      readTimestampToken(ordered).info.ordering,
      readTimestampToken(makeToken({ tsa: pki.tsa, digest })).info.ordering,
    ]).toEqual([true, false]);
  });
});
