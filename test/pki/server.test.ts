import { createHash, randomBytes, verify, X509Certificate } from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  BasicOCSPResponse,
  CertID,
  OCSPRequest,
  OCSPResponse,
  Request,
  TBSRequest,
} from '@peculiar/asn1-ocsp';
import { SignedData } from '@peculiar/asn1-cms';
import { TimeStampResp } from '@peculiar/asn1-tsp';
import { AlgorithmIdentifier, Extension, SubjectPublicKeyInfo as SpkiShape } from '@peculiar/asn1-x509';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as der from '../../src/pades/asn1/der.ts';
import { buildTimestampQuery } from '../../src/pades/tsp/query.ts';
import { readTimestampResponse } from '../../src/pades/tsp/response.ts';
import { readTimestampToken } from '../../src/pades/tsp/token.ts';
import { parseCertificate } from '../../src/pades/x509/certificate.ts';
import { createDevelopmentPki } from '../../src/pki/buat.ts';
import { developmentTsaPolicy, serialHex } from '../../src/pki/sertifikat.ts';
import { startPkiServers, type PkiServers } from '../../src/pki/server.ts';
import { memoryRegister } from '../../src/pki/simpan.ts';
import type { DevelopmentPki } from '../../src/pki/types.ts';
import { sha256 } from '../../src/shared/bytes.ts';
// after `sertifikat.ts`, which brings the metadata this package needs
import { X509Crl, X509Certificate as PeculiarCertificate } from '@peculiar/x509';

const now = new Date('2026-03-01T01:02:03.456Z');
let pki: DevelopmentPki;
let servers: PkiServers;
beforeAll(async () => {
  ({ pki } = await createDevelopmentPki({
    now: new Date('2026-02-01T00:00:00Z'),
    baseUrl: 'http://127.0.0.1:8318',
    people: [
      { id: 'baik', nama: 'Orang Baik', algoritma: 'p-256' },
      { id: 'dicabut', nama: 'Orang Dicabut', algoritma: 'p-256' },
      { id: 'nanti', nama: 'Orang Nanti', algoritma: 'p-256' },
    ],
  }));
  const revocation = (at: number, time: string) =>
    ({
      serial: serialHex(pki.signers[at]!.certificate),
      time: new Date(time),
      reason: 'keyCompromise',
    }) as const;
  servers = await startPkiServers(pki, {
    clock: { now: () => now },
    register: memoryRegister(pki, [
      revocation(1, '2026-02-20T00:00:00Z'),
      revocation(2, '2026-03-02T00:00:00Z'),
    ]),
  });
});
afterAll(() => servers.close());

const post = (path: string, type: string, body: Uint8Array) =>
  fetch(`${servers.url}${path}`, { method: 'POST', headers: { 'content-type': type }, body });
const bytesOf = async (response: Response): Promise<Uint8Array> =>
  new Uint8Array(await response.arrayBuffer());

describe('the timestamp authority', () => {
  const stamp = async (query: Uint8Array) => {
    const response = await post('/tsa', 'application/timestamp-query', query);
    expect(response.headers.get('content-type')).toBe('application/timestamp-reply');
    return bytesOf(response);
  };

  it('stamps the digest with the clock’s time, its policy and the nonce it was given', async () => {
    const request = { digest: sha256('surat'), nonce: randomBytes(16) };
    const token = readTimestampToken(
      readTimestampResponse(await stamp(buildTimestampQuery(request)), request),
    );
    expect(token.info).toMatchObject({
      policyOid: developmentTsaPolicy,
      genTime: now,
      accuracyMs: 1000,
      ordering: false,
    });
    expect(Buffer.from(token.info.digest)).toEqual(Buffer.from(request.digest));
    expect(token.certificates).toHaveLength(2);
  });

  it('gives every token its own serial number', async () => {
    const query = buildTimestampQuery({ digest: sha256('x'), nonce: randomBytes(8) });
    const serials = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const response = AsnConvert.parse(await stamp(query), TimeStampResp);
        const token = AsnConvert.serialize(response.timeStampToken!);
        return readTimestampToken(new Uint8Array(token)).info.serialHex;
      }),
    );
    expect(new Set(serials).size).toBe(5);
  });

  it('puts certificates into the token only when asked', async () => {
    const nonce = der.integer(randomBytes(8));
    const query = der.sequence(der.integer(1), imprint(sha256Oid, 32), nonce);
    const response = AsnConvert.parse(await stamp(query), TimeStampResp);
    const token = readTimestampToken(new Uint8Array(AsnConvert.serialize(response.timeStampToken!)));
    expect(token.certificates).toEqual([]);
    const { certificates } = AsnConvert.parse(response.timeStampToken!.content, SignedData);
    expect(certificates).toBeUndefined();
  });

  const imprint = (oid: string, length: number) =>
    der.sequence(der.algorithm(oid, der.nullValue()), der.octetString(new Uint8Array(length)));
  const sha256Oid = '2.16.840.1.101.3.4.2.1';
  const bad: readonly [what: string, failure: string, query: () => Uint8Array][] = [
    ['SHA-1', 'badAlg', () => der.sequence(der.integer(1), imprint('1.3.14.3.2.26', 20))],
    [
      'a digest of the wrong length',
      'badDataFormat',
      () => der.sequence(der.integer(1), imprint(sha256Oid, 31)),
    ],
    ['version 2', 'badRequest', () => der.sequence(der.integer(2), imprint(sha256Oid, 32))],
    [
      'another policy',
      'unacceptedPolicy',
      () => der.sequence(der.integer(1), imprint(sha256Oid, 32), der.oid('1.2.3.4')),
    ],
    [
      'an extension',
      'unacceptedExtension',
      () =>
        der.sequence(
          der.integer(1),
          imprint(sha256Oid, 32),
          der.context(0, der.sequence(der.oid('1.2.3'), der.octetString(new Uint8Array(1)))),
        ),
    ],
    ['garbage', 'badDataFormat', () => new TextEncoder().encode('bukan DER')],
    ['nothing', 'badDataFormat', () => new Uint8Array(0)],
  ];
  for (const [what, failure, query] of bad) {
    it(`rejects ${what} with ${failure} and without a token`, async () => {
      const { status, timeStampToken } = AsnConvert.parse(await stamp(query()), TimeStampResp);
      expect(status.status).toBe(2);
      expect(failureNames(new Uint8Array(status.failInfo!.value), status.failInfo!.unusedBits)).toEqual([
        failure,
      ]);
      expect(timeStampToken).toBeUndefined();
    });
  }
});

const failureBits = {
  badAlg: 0,
  badRequest: 2,
  badDataFormat: 5,
  unacceptedPolicy: 15,
  unacceptedExtension: 16,
};
function failureNames(octets: Uint8Array, unusedBits: number): string[] {
  expect((octets.at(-1)! >> unusedBits) & 1).toBe(1); // the last bit that is sent is set
  return Object.entries(failureBits)
    .filter(([, bit]) => ((octets[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0)
    .map(([name]) => name);
}

describe('the OCSP responder', () => {
  const certId = (certificate: Uint8Array, issuer: Uint8Array, hash: 'sha1' | 'sha256') => {
    const { subjectDer, spkiDer } = parseCertificate(issuer);
    const keyBits = AsnConvert.parse(spkiDer, SpkiShape).subjectPublicKey;
    const digest = (bytes: Uint8Array) => new OctetString(createHash(hash).update(bytes).digest());
    return new CertID({
      hashAlgorithm: new AlgorithmIdentifier({
        algorithm: hash === 'sha1' ? '1.3.14.3.2.26' : sha256Id,
        parameters: null,
      }),
      issuerNameHash: digest(subjectDer),
      issuerKeyHash: digest(new Uint8Array(keyBits)),
      serialNumber: Uint8Array.from(Buffer.from(parseCertificate(certificate).serialHex, 'hex')).buffer,
    });
  };
  const sha256Id = '2.16.840.1.101.3.4.2.1';

  const ask = (ids: CertID[], nonce?: Uint8Array): Uint8Array =>
    new Uint8Array(
      AsnConvert.serialize(
        new OCSPRequest({
          tbsRequest: new TBSRequest({
            requestList: ids.map((reqCert) => new Request({ reqCert })),
            ...(nonce && {
              requestExtensions: [
                new Extension({
                  extnID: '1.3.6.1.5.5.7.48.1.2',
                  extnValue: new OctetString(der.octetString(nonce)),
                }),
              ],
            }),
          }),
        }),
      ),
    );

  const read = (bytes: Uint8Array): BasicOCSPResponse => {
    const response = AsnConvert.parse(bytes, OCSPResponse);
    expect(response.responseStatus).toBe(0);
    return AsnConvert.parse(response.responseBytes!.response.buffer, BasicOCSPResponse);
  };
  const answer = async (request: Uint8Array): Promise<BasicOCSPResponse> =>
    read(await bytesOf(await post('/ocsp', 'application/ocsp-request', request)));

  it('tells good, revoked, revoked only later and unknown apart, under both hashes', async () => {
    for (const hash of ['sha1', 'sha256'] as const) {
      const issuer = pki.issuing.certificate;
      const [good, revoked, later] = pki.signers.map((each) => certId(each.certificate, issuer, hash));
      const ids = [
        good!,
        revoked!,
        later!,
        certId(pki.root.certificate, issuer, hash),
        certId(pki.issuing.certificate, pki.root.certificate, hash),
      ];
      const { tbsResponseData } = await answer(ask(ids));
      const states = tbsResponseData.responses.map(({ certStatus }) =>
        certStatus.revoked ? 'revoked' : certStatus.good !== undefined ? 'good' : 'unknown',
      );
      expect(states).toEqual(['good', 'revoked', 'good', 'unknown', 'unknown']);
      const { revocationTime, revocationReason } = tbsResponseData.responses[1]!.certStatus.revoked!;
      expect(revocationTime).toEqual(new Date('2026-02-20T00:00:00Z'));
      expect(Number(revocationReason?.reason)).toBe(1);
      expect(tbsResponseData.producedAt).toEqual(new Date('2026-03-01T01:02:03Z'));
    }
  });

  it('signs as a delegate that the issuing CA certified, and echoes the nonce', async () => {
    const nonce = randomBytes(16);
    const id = certId(pki.signers[0]!.certificate, pki.issuing.certificate, 'sha256');
    const basic = await answer(ask([id], nonce));
    const responder = new X509Certificate(new Uint8Array(AsnConvert.serialize(basic.certs![0]!)));
    expect(responder.verify(new X509Certificate(pki.issuing.certificate).publicKey)).toBe(true);
    const tbs = new Uint8Array(basic.tbsResponseDataRaw!);
    expect(verify('sha256', tbs, responder.publicKey, new Uint8Array(basic.signature))).toBe(true);
    const [extension] = basic.tbsResponseData.responseExtensions!;
    expect(Buffer.from(extension!.extnValue.buffer).subarray(2)).toEqual(nonce);
  });

  it('answers a GET like a POST', async () => {
    const request = ask([certId(pki.signers[1]!.certificate, pki.issuing.certificate, 'sha1')]);
    const path = encodeURIComponent(Buffer.from(request).toString('base64'));
    const response = await fetch(`${servers.url}/ocsp/${path}`);
    expect(response.headers.get('content-type')).toBe('application/ocsp-response');
    expect(read(await bytesOf(response)).tbsResponseData.responses[0]!.certStatus.revoked).toBeDefined();
  });

  it('calls malformed what it cannot read', async () => {
    for (const bad of [new Uint8Array(0), new TextEncoder().encode('x'), ask([])]) {
      const response = await bytesOf(await post('/ocsp', 'application/ocsp-request', bad));
      expect(AsnConvert.parse(response, OCSPResponse).responseStatus).toBe(1);
    }
  });
});

describe('the published files', () => {
  const get = async (path: string) => bytesOf(await fetch(`${servers.url}${path}`));

  it('hold the revocations that have happened, signed by each authority', async () => {
    const issuing = new X509Crl(Buffer.from(await get('/crl/penerbit.crl')));
    const root = new X509Crl(Buffer.from(await get('/crl/akar.crl')));
    expect(
      await issuing.verify({ publicKey: new PeculiarCertificate(Buffer.from(pki.issuing.certificate)) }),
    ).toBe(true);
    expect(await root.verify({ publicKey: new PeculiarCertificate(Buffer.from(pki.root.certificate)) })).toBe(
      true,
    );
    expect(root.entries).toHaveLength(0);
    expect(issuing.entries.map((each) => each.serialNumber)).toEqual([
      serialHex(pki.signers[1]!.certificate),
    ]);
    expect(issuing.entries[0]!.reason).toBe(1);
    expect(issuing.thisUpdate).toEqual(new Date('2026-03-01T01:02:03Z'));
    expect(issuing.nextUpdate! > now).toBe(true);
  });

  it('hold the certificates of the authorities', async () => {
    expect(Buffer.from(await get('/ca/akar.crt'))).toEqual(Buffer.from(pki.root.certificate));
    expect(Buffer.from(await get('/ca/penerbit.crt'))).toEqual(Buffer.from(pki.issuing.certificate));
  });
});

describe('the servers', () => {
  it('refuse other methods, places, media types and sizes', async () => {
    const status = async (path: string, init?: RequestInit) =>
      (await fetch(`${servers.url}${path}`, init)).status;
    const type = { 'content-type': 'application/timestamp-query' };
    expect(await status('/tsa')).toBe(405);
    expect(await status('/ocsp', { method: 'PUT', body: 'x' })).toBe(405);
    expect(await status('/crl/akar.crl', { method: 'POST', body: 'x' })).toBe(405);
    expect(await status('/../pki.json')).toBe(404);
    expect(await status('/%zz')).toBe(404);
    expect(await status('/tsa', { method: 'POST', body: 'x' })).toBe(415);
    expect(await status('/tsa', { method: 'POST', headers: type, body: Buffer.alloc(65 * 1024) })).toBe(413);
  });

  it('listen on the loopback address only', () => {
    expect(servers.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('say so when their port is taken', async () => {
    const port = Number(new URL(servers.url).port);
    await expect(startPkiServers(pki, { clock: { now: () => now }, port })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });
});
