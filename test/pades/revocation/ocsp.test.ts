import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import * as x509 from '@peculiar/x509';
import { AsnConvert } from '@peculiar/asn1-schema';
import { BasicOCSPResponse, OCSPRequest, OCSPResponse } from '@peculiar/asn1-ocsp';
import { beforeAll, describe, expect, it } from 'vitest';
import * as der from '../../../src/pades/asn1/der.ts';
import { oids } from '../../../src/pades/asn1/oids.ts';
import {
  buildOcspRequest,
  judgeRevocation,
  needsRevocation,
  parseCrl,
  parseOcspResponse,
  type RevocationQuestion,
} from '../../../src/pades/revocation/index.ts';
import { parseCertificate } from '../../../src/pades/x509/certificate.ts';
import { crlBy, extension, holder, ocspBy, type Holder, type OcspOptions } from './pembuat.ts';

const at = new Date('2026-03-01T10:00:00Z');
const minutes = (count: number): Date => new Date(at.getTime() + count * 60_000);
/** So that only the missing usage can be the reason. */
const unrevocable = new x509.Extension(oids.noRevAvail, false, Uint8Array.of(5, 0));
const file = (name: string): Uint8Array => readFileSync(new URL(`./fixtures/${name}`, import.meta.url));

let ca: Holder, responder: Holder, leaf: Holder, impostor: Holder, sibling: Holder;
beforeAll(async () => {
  ca = await holder('CA', { ca: true });
  impostor = await holder('CA', { ca: true }); // the same name, another key
  responder = await holder('Responder', { issuer: ca, serial: '10', eku: oids.ocspSigning, nocheck: true });
  leaf = await holder('Leaf', { issuer: ca, serial: '00b1' });
  sibling = await holder('Sibling', { issuer: ca, serial: '00b2' });
});

const base = (): OcspOptions => ({
  certificate: leaf.certificate,
  issuer: ca.certificate,
  signer: responder,
  thisUpdate: minutes(-10),
});
function asked(response: Uint8Array, more: Partial<RevocationQuestion> = {}) {
  return judgeRevocation({
    certificate: leaf.certificate,
    issuer: ca.certificate,
    at,
    ocsps: [parseOcspResponse(response)],
    crls: [],
    candidates: [],
    ...more,
  });
}

describe('an OCSP response signed with a weak algorithm', () => {
  it('clears nobody, and a revocation stays one', () => {
    const weak = (more: Partial<OcspOptions> = {}) => asked(ocspBy({ ...base(), digest: 'sha1', ...more }));
    expect(weak()).toMatchObject({ status: 'unknown', faults: [{ code: 'PADES_OCSP_INVALID' }] });
    expect(weak().faults[0]?.detail).toMatch(/SHA-1 is not reliable/);
    expect(weak({ status: { at: minutes(-60), reason: 1 } }).status).toBe('revoked');
  });
});

describe('an OCSP request', () => {
  it('names the issuer by name and key, as an independent reader sees it', () => {
    const nonce = Uint8Array.from({ length: 16 }, (_, i) => i);
    const question = { certificate: leaf.certificate, issuer: ca.certificate, nonce };
    const { tbsRequest } = AsnConvert.parse(buildOcspRequest(question), OCSPRequest);
    const id = tbsRequest.requestList[0]?.reqCert;
    expect(id?.hashAlgorithm.algorithm).toBe('1.3.14.3.2.26');
    expect(Buffer.from(id?.serialNumber ?? new ArrayBuffer(0)).toString('hex')).toBe('00b1');
    expect(tbsRequest.requestExtensions?.[0]?.extnID).toBe(oids.ocspNonce);
    const sha256 = AsnConvert.parse(buildOcspRequest({ ...question, hash: 'sha256' }), OCSPRequest);
    expect(sha256.tbsRequest.requestList[0]?.reqCert.issuerKeyHash.byteLength).toBe(32);
  });

  it('is the one OpenSSL hashes: its answer to the same certificate is accepted', () => {
    const [issuer, certificate] = ['ca.crt', 'baik.crt'].map((name) => parseCertificate(file(name)));
    const response = parseOcspResponse(file('baik.ocsp'));
    if (!issuer || !certificate) throw new Error('fixtures');
    const question = { certificate, issuer, at: response.producedAt, crls: [], candidates: [] };
    expect(judgeRevocation({ ...question, ocsps: [response] }).status).toBe('good');
    const revoked = parseCertificate(file('dicabut.crt'));
    const status = judgeRevocation({
      ...question,
      certificate: revoked,
      ocsps: [parseOcspResponse(file('dicabut.ocsp'))],
    });
    expect(status).toMatchObject({ status: 'revoked', reason: 'keyCompromise' });
    const stranger = judgeRevocation({
      ...question,
      certificate: parseCertificate(file('responder.crt')),
      ocsps: [parseOcspResponse(file('tak-dikenal.ocsp'))],
    });
    expect(stranger.status).toBe('unknown');
  });

  it('has a nonce of 1 to 128 octets', () => {
    const question = { certificate: leaf.certificate, issuer: ca.certificate };
    for (const length of [0, 129]) {
      expect(() => buildOcspRequest({ ...question, nonce: new Uint8Array(length) })).toThrow(
        expect.objectContaining({ code: 'PADES_OCSP_INVALID' }),
      );
    }
  });
});

describe('an OCSP response', () => {
  it('reads as an independent reader reads it, whole or bare', () => {
    const whole = file('dicabut.ocsp');
    const outer = AsnConvert.parse(whole, OCSPResponse);
    const bytes = outer.responseBytes?.response.buffer;
    const basic = AsnConvert.parse(new Uint8Array(bytes ?? new ArrayBuffer(0)), BasicOCSPResponse);
    const ours = parseOcspResponse(whole);
    expect(ours.producedAt).toEqual(basic.tbsResponseData.producedAt);
    expect(ours.responses).toHaveLength(basic.tbsResponseData.responses.length);
    expect(ours.responder.kind).toBe('key');
    expect(ours.nonceHex).not.toBeNull();
    const bare = parseOcspResponse(ocspBy({ ...base(), bare: true }));
    expect(parseOcspResponse(bare.der).sha256Hex).toBe(bare.sha256Hex);
  });

  it.each(['good', 'name', 'sha256', 'issuer itself'])('is accepted: %s', (kind) => {
    const options = {
      good: {},
      name: { byName: true },
      sha256: { hashOid: oids.sha256 },
      'issuer itself': { signer: ca },
    }[kind] as Partial<OcspOptions>;
    const status = asked(ocspBy({ ...base(), ...options }));
    expect(status).toMatchObject({ status: 'good', thisUpdate: minutes(-10), faults: [] });
    expect(status.signer?.subject).toBe(kind === 'issuer itself' ? 'CN=CA' : 'CN=Responder');
  });

  it('says when and why a certificate was revoked, and a revocation outlives its nextUpdate', () => {
    const revoked = { ...base(), status: { at: minutes(-60), reason: 1 } };
    expect(asked(ocspBy(revoked))).toMatchObject({ status: 'revoked', revocationTime: minutes(-60) });
    const old = { ...revoked, thisUpdate: minutes(-6000) };
    expect(asked(ocspBy(old))).toMatchObject({ status: 'revoked', reason: 'keyCompromise' });
    const held = { ...old, status: { at: minutes(-6000), reason: 6 } };
    expect(asked(ocspBy(held)).status).toBe('unknown');
  });

  /** reliability.md B5, OCSP: what must never be accepted, and the code of each. */
  const wrong: readonly [string, string, () => Partial<OcspOptions>, Partial<RevocationQuestion>?][] = [
    ['another serial', 'PADES_OCSP_MISMATCH', () => ({ certificate: sibling.certificate })],
    ['an issuer of the same name', 'PADES_OCSP_MISMATCH', () => ({ issuer: impostor.certificate })],
    ['signed by a CA of the same name', 'PADES_OCSP_INVALID', () => ({ signer: impostor, byName: true })],
    ['stale', 'PADES_REVOCATION_NOT_CURRENT', () => ({ thisUpdate: minutes(-120) })],
    [
      'stale without nextUpdate',
      'PADES_REVOCATION_NOT_CURRENT',
      () => ({ thisUpdate: minutes(-2000), nextUpdate: null }),
    ],
    ['from the future', 'PADES_REVOCATION_NOT_CURRENT', () => ({ thisUpdate: minutes(60) })],
    ['produced in the future', 'PADES_REVOCATION_NOT_CURRENT', () => ({ producedAt: minutes(60) })],
    ['updates in the wrong order', 'PADES_REVOCATION_NOT_CURRENT', () => ({ nextUpdate: minutes(-20) })],
    ['unknown', 'PADES_REVOCATION_UNKNOWN', () => ({ status: 'unknown' })],
    [
      'from before the certificate',
      'PADES_REVOCATION_NOT_CURRENT',
      () => ({ thisUpdate: new Date('2024-12-31T23:59:59Z'), nextUpdate: minutes(1) }),
    ],
    ['older than was asked for', 'PADES_REVOCATION_NOT_CURRENT', () => ({}), { notBefore: minutes(-5) }],
    ['without our nonce', 'PADES_OCSP_MISMATCH', () => ({}), { nonce: new Uint8Array(8) }],
    [
      'with another nonce',
      'PADES_OCSP_MISMATCH',
      () => ({ nonce: Uint8Array.of(1) }),
      { nonce: new Uint8Array(8) },
    ],
    [
      'an unknown critical extension',
      'PADES_OCSP_INVALID',
      () => ({ extensions: [extension('1.2.3.4', der.nullValue(), true)] }),
    ],
    [
      'an unknown critical extension of the answer',
      'PADES_OCSP_INVALID',
      () => ({ singleExtensions: [extension('1.2.3.4', der.nullValue(), true)] }),
    ],
    [
      'CertHash of another certificate',
      'PADES_OCSP_MISMATCH',
      () => ({
        singleExtensions: [
          extension(
            oids.certHash,
            der.sequence(der.algorithm(oids.sha256), der.octetString(new Uint8Array(32))),
          ),
        ],
      }),
    ],
  ];
  it.each(wrong)('is never accepted: %s', (_, code, options, more = {}) => {
    const status = asked(ocspBy({ ...base(), ...options() }), more);
    expect(status.status).toBe('unknown');
    expect(status.faults.map((fault) => fault.code)).toContain(code);
  });

  const responders: readonly [string, () => Promise<Holder>][] = [
    ['of another CA', async () => holder('R', { issuer: impostor, eku: oids.ocspSigning, nocheck: true })],
    ['without the extended key usage', async () => holder('R', { issuer: ca, extensions: [unrevocable] })],
    [
      'expired when it answered',
      async () =>
        holder('R', {
          issuer: ca,
          eku: oids.ocspSigning,
          nocheck: true,
          notAfter: new Date('2026-01-01T00:00:00Z'),
        }),
    ],
    ['that certified itself', async () => holder('R', { eku: oids.ocspSigning, nocheck: true })],
    ['without nocheck, of unknown status', async () => holder('R', { issuer: ca, eku: oids.ocspSigning })],
    [
      'that may only encipher',
      async () => holder('R', { issuer: ca, eku: oids.ocspSigning, nocheck: true, usages: 4 }),
    ],
  ];
  it.each(responders)('is never accepted: a responder %s', async (_, make) => {
    const status = asked(ocspBy({ ...base(), signer: await make() }));
    expect(status.status).toBe('unknown');
    expect(status.faults.map((fault) => fault.code)).toContain('PADES_OCSP_INVALID');
  });

  it('is accepted from a responder without nocheck once a list clears that one, and not when it lists it', async () => {
    const plain = await holder('R', { issuer: ca, serial: '11', eku: oids.ocspSigning });
    const response = ocspBy({ ...base(), signer: plain });
    const list = (entries: Parameters<typeof crlBy>[0]['entries']) =>
      crlBy({ signer: ca, thisUpdate: minutes(-15), ...(entries && { entries }) });
    const cleared = asked(response, { crls: [parseCrl(list([]))] });
    // The list is older, so it is the response that decides.
    expect(cleared).toMatchObject({ status: 'good', thisUpdate: minutes(-10) });
    expect(cleared.evidence).toHaveLength(2);
    const revoked = list([{ serialDer: plain.certificate.serialDer, at: minutes(-50) }]);
    const listed = asked(response, { crls: [parseCrl(revoked)] });
    expect(listed.faults.map((fault) => fault.code)).toContain('PADES_OCSP_INVALID');
  });

  it('from a responder about itself is never accepted', async () => {
    const self = await holder('R', { issuer: ca, serial: '12', eku: oids.ocspSigning });
    const response = ocspBy({ ...base(), certificate: self.certificate, signer: self });
    const status = asked(response, { certificate: self.certificate });
    expect(status.status).toBe('unknown');
  });

  it('is never accepted with any one bit of the signed part or the signature changed', () => {
    const response = ocspBy(base());
    const good = parseOcspResponse(response);
    const start = Buffer.from(response).indexOf(Buffer.from(good.tbsDer));
    let accepted = 0;
    for (let offset = start; offset < start + good.tbsDer.length + 20; offset++) {
      const changed = Uint8Array.from(response);
      changed[offset] = (changed[offset] ?? 0) ^ 1;
      try {
        if (asked(changed).status === 'good') accepted++;
      } catch (cause) {
        expect(cause).toMatchObject({ code: expect.stringMatching(/^PADES_/) as string });
      }
    }
    expect(accepted).toBe(0);
  });

  it('proves nothing about a certificate that had expired, unless the responder remembers those', async () => {
    const old = await holder('Old', { issuer: ca, serial: '0c', notAfter: minutes(-60) });
    const options = { ...base(), certificate: old.certificate };
    const more = { certificate: old.certificate };
    expect(asked(ocspBy(options), more).faults[0]?.code).toBe('PADES_REVOCATION_NOT_CURRENT');
    const cutoff = (time: Date) => [extension(oids.ocspArchiveCutoff, der.generalizedTime(time))];
    expect(asked(ocspBy({ ...options, singleExtensions: cutoff(minutes(-61)) }), more).status).toBe('good');
    expect(asked(ocspBy({ ...options, singleExtensions: cutoff(minutes(-59)) }), more).status).toBe(
      'unknown',
    );
  });

  it.each([
    ['tryLater', 'PADES_OCSP_REJECTED', der.sequence(der.enumerated(3))],
    ['unauthorized', 'PADES_OCSP_REJECTED', der.sequence(der.enumerated(6))],
    ['success without an answer', 'PADES_OCSP_INVALID', der.sequence(der.enumerated(0))],
    ['nothing', 'PADES_OCSP_INVALID', new Uint8Array(0)],
    ['a web page', 'PADES_OCSP_INVALID', Buffer.from('<!doctype html><title>Masuk</title>')],
    ['deep nesting', 'PADES_OCSP_INVALID', Buffer.alloc(200, Uint8Array.of(0x30, 0x80))],
    ['a flood', 'PADES_OCSP_INVALID', new Uint8Array(300 * 1024)],
  ])('that is %s is refused as %s', (_, code, bytes) => {
    expect(() => parseOcspResponse(bytes)).toThrow(expect.objectContaining({ code }));
  });

  it('cut at any length is refused by a code', () => {
    const response = ocspBy(base());
    for (let length = 0; length < response.length; length++) {
      expect(() => parseOcspResponse(response.subarray(0, length))).toThrow(
        expect.objectContaining({ code: 'PADES_OCSP_INVALID' }),
      );
    }
  });
});

describe('among several items', () => {
  it('the newest acceptable one decides, whatever its order', () => {
    const good = parseOcspResponse(ocspBy({ ...base(), thisUpdate: minutes(-30) }));
    const revoked = parseOcspResponse(
      ocspBy({ ...base(), thisUpdate: minutes(-10), status: { at: minutes(-20) } }),
    );
    const unusable = parseOcspResponse(ocspBy({ ...base(), thisUpdate: minutes(-1), signer: impostor }));
    for (const ocsps of [
      [good, revoked, unusable],
      [unusable, revoked, good],
    ]) {
      expect(asked(ocspBy(base()), { ocsps })).toMatchObject({
        status: 'revoked',
        revocationTime: minutes(-20),
      });
    }
  });

  it('nothing at all is unknown', () => {
    expect(asked(ocspBy(base()), { ocsps: [] })).toMatchObject({ status: 'unknown', source: null });
  });
});

describe('who needs revocation data', () => {
  it('is everyone but self-signed, nocheck, noRevAvail and short-term certificates', async () => {
    const with_ = (id: string) => [new x509.Extension(id, false, Uint8Array.of(5, 0))];
    const none = await holder('N', { issuer: ca, extensions: with_(oids.noRevAvail) });
    const short = await holder('S', { issuer: ca, extensions: with_(oids.validityAssuredShortTerm) });
    const misplaced = await holder('M', { issuer: ca, nocheck: true });
    const namesake = await holder('CA', { issuer: impostor, ca: true });
    const { certificate: nameOnly } = await holder('CA', { issuer: ca, ca: true });
    expect([ca, responder, none, short].map((each) => needsRevocation(each.certificate))).toEqual(
      Array(4).fill(false),
    );
    expect(needsRevocation(leaf.certificate)).toBe(true);
    expect(needsRevocation(misplaced.certificate)).toBe(true);
    expect(needsRevocation(namesake.certificate)).toBe(true);
    expect(needsRevocation(nameOnly)).toBe(true);
  });

  it('is every authority, whatever it says of itself (RFC 9608 §2)', async () => {
    for (const id of [oids.noRevAvail, oids.validityAssuredShortTerm]) {
      const extensions = [new x509.Extension(id, false, Uint8Array.of(5, 0))];
      const authority = await holder('A', { issuer: ca, ca: true, extensions });
      expect(needsRevocation(authority.certificate)).toBe(true);
    }
  });
});
