import 'reflect-metadata';
import { createServer as createTlsServer } from 'node:https';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';
import { X509Certificate, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { outboundClient } from '../../../src/adapters/keluar/klien.ts';
import { timestampAuthorities } from '../../../src/adapters/tsa/beberapa-tsa.ts';
import { httpTimestampAuthority } from '../../../src/adapters/tsa/http-tsa.ts';
import { buildTimestampQuery, parseTimestampQuery } from '../../../src/pades/tsp/query.ts';
import { readTimestampResponse } from '../../../src/pades/tsp/response.ts';
import { createDevelopmentPki } from '../../../src/pki/buat.ts';
import { developmentTsaPolicy } from '../../../src/pki/sertifikat.ts';
import { answerTimestampQuery } from '../../../src/pki/tsa.ts';
import type { DevelopmentPki } from '../../../src/pki/types.ts';
import { sha256 } from '../../../src/shared/bytes.ts';
import { PadesError, type TimestampAuthority } from '../../../src/pades/index.ts';

const now = new Date('2026-03-01T10:00:00Z');
const clock = { now: () => now };
const request = { digest: sha256('naskah'), nonce: Uint8Array.from([0, 0, 3, 4, 5, 6, 7, 8]) };
const query = buildTimestampQuery(request);

let pki: DevelopmentPki;
beforeAll(async () => {
  ({ pki } = await createDevelopmentPki({ now, people: [], baseUrl: 'http://127.0.0.1:1' }));
});
const closers: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** An authority in this process: what it answers, and what it was asked. */
function authority(answer: (query: Uint8Array) => Uint8Array) {
  const asked: Uint8Array[] = [];
  const made: TimestampAuthority = {
    request: (bytes) => {
      asked.push(bytes);
      return new Promise((resolve) => resolve(answer(bytes)));
    },
  };
  return { asked, authority: made };
}
const good = (time = now) => authority((bytes) => answerTimestampQuery(pki, bytes, time));
const silent = () =>
  authority(() => {
    throw new PadesError('PADES_TSP_UNREACHABLE', { detail: 'timeout.' });
  });

describe('several timestamp authorities', () => {
  it('are asked in order, and no further than needed', async () => {
    const [first, second] = [good(), good()];
    const all = timestampAuthorities(
      [
        { name: 'satu', ...first },
        { name: 'dua', ...second },
      ],
      { clock },
    );
    expect(readTimestampResponse(await all.request(query), request, { now }).length).toBeGreaterThan(500);
    expect([first.asked.length, second.asked.length]).toEqual([1, 0]);
  });

  it.each([
    ['is silent', silent],
    ['refuses', () => authority(() => Buffer.from('30053003020102', 'hex'))],
    ['answers garbage', () => authority(() => Buffer.from('<html>'))],
    [
      'stamps something else',
      () =>
        authority(() =>
          answerTimestampQuery(pki, buildTimestampQuery({ ...request, digest: sha256('lain') }), now),
        ),
    ],
    [
      'gives the answer to an earlier query',
      () =>
        authority(() =>
          answerTimestampQuery(
            pki,
            buildTimestampQuery({ ...request, nonce: new Uint8Array(8).fill(9) }),
            now,
          ),
        ),
    ],
    ['is an hour late', () => good(new Date(now.getTime() - 3_600_000))],
    ['is an hour early', () => good(new Date(now.getTime() + 3_600_000))],
    ['has a certificate that ended', () => good(new Date('2040-01-01T00:00:00Z'))],
  ])('help out where the first one %s, and the reason is told', async (_, bad) => {
    const second = good();
    const told: string[] = [];
    const all = timestampAuthorities(
      [
        { name: 'satu', ...bad() },
        { name: 'dua', ...second },
      ],
      { clock, onFailure: (name) => told.push(name) },
    );
    expect(readTimestampResponse(await all.request(query), request).length).toBeGreaterThan(500);
    expect(told).toEqual(['satu']);
    expect(second.asked).toEqual([query]);
  });

  it('fail together with every reason', async () => {
    const early = good(new Date(now.getTime() + 3_600_000));
    const all = timestampAuthorities(
      [
        { name: 'satu', ...silent() },
        { name: 'dua', ...early },
      ],
      { clock },
    );
    const failure = await all.request(query).catch((cause: unknown) => cause);
    expect(failure).toMatchObject({ code: 'PADES_TSP_INVALID' });
    expect(String(failure)).toMatch(/satu: timeout\..*dua: made at 2026-03-01T11:00/);
    const none = timestampAuthorities([], { clock });
    await expect(none.request(query)).rejects.toMatchObject({ code: 'PADES_TSP_UNREACHABLE' });
  });

  it('are asked for the policy each is configured with, and held to it', async () => {
    const first = good();
    const ask = (more: { policyOid?: string; acceptedPolicies?: string[] }) =>
      timestampAuthorities([{ name: 'satu', ...first, ...more }], { clock }).request(query);
    await ask({ policyOid: developmentTsaPolicy });
    expect(parseTimestampQuery(first.asked[0] ?? query).policyOid).toBe(developmentTsaPolicy);
    await ask({ acceptedPolicies: ['1.2.3', developmentTsaPolicy] });
    await expect(ask({ acceptedPolicies: ['1.2.3'] })).rejects.toMatchObject({ code: 'PADES_TSP_INVALID' });
    await expect(ask({ policyOid: '1.2.3' })).rejects.toMatchObject({ code: 'PADES_TSP_REJECTED' });
  });
});

describe('a timestamp query', () => {
  it.each([
    ['sha256', 32],
    ['sha384', 48],
    ['sha512', 64],
  ] as const)('may be under %s, and only a token under it answers', (digestName, bytes) => {
    const wide = { digest: new Uint8Array(bytes).fill(7), digestName, nonce: request.nonce };
    const response = answerTimestampQuery(pki, buildTimestampQuery(wide), now);
    expect(readTimestampResponse(response, wide, { now }).length).toBeGreaterThan(500);
    const other = digestName === 'sha256' ? 'sha384' : 'sha256';
    expect(() => readTimestampResponse(response, { ...wide, digestName: other })).toThrow(
      expect.objectContaining({ code: 'PADES_TSP_MISMATCH' }),
    );
    expect(() => buildTimestampQuery({ ...wide, digestName: other })).toThrow(
      expect.objectContaining({ code: 'PADES_TSP_INVALID' }),
    );
  });
});

describe('an authority that wants to know who asks', () => {
  it('gets HTTP basic', async () => {
    const seen: (string | undefined)[] = [];
    const server = createServer((incoming, response) => {
      seen.push(incoming.headers.authorization);
      response.writeHead(401).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const client = outboundClient({ allowedHosts: [], configuredUrls: [url] });
    const basic = { user: 'dinas', password: 'rahasia é' };
    const tsa = httpTimestampAuthority({ url, client, timeoutMs: 5_000, basic });
    const failure = await tsa.request(query).catch((cause: unknown) => cause);
    expect(failure).toMatchObject({ code: 'PADES_TSP_UNREACHABLE' });
    expect(String(failure)).not.toContain('rahasia');
    expect(Buffer.from(seen[0]?.slice(6) ?? '', 'base64').toString()).toBe('dinas:rahasia é');
  });

  it('gets our TLS certificate, and no other server does', async () => {
    const identity = await tlsIdentity();
    const seen: (string | null)[] = [];
    const start = async (): Promise<string> => {
      const options = {
        cert: identity.certificate,
        key: identity.key,
        requestCert: true,
        rejectUnauthorized: false,
      };
      const server = createTlsServer(options, (incoming, response) => {
        const { socket } = incoming;
        const peer: { raw?: Buffer } = socket instanceof TLSSocket ? socket.getPeerCertificate() : {};
        seen.push(peer.raw ? new X509Certificate(peer.raw).subject : null);
        response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end('x');
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      closers.push(() => server.close());
      return `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    };
    const [known, other] = [await start(), await start()];
    const { authorities } = identity;
    const client = outboundClient({
      allowedHosts: [],
      configuredUrls: [known, other],
      identities: { [known]: identity },
    });
    const strict = outboundClient({
      allowedHosts: [],
      configuredUrls: [known],
      identities: { [known]: { ...identity, authorities: '' } },
    });
    expect(authorities).toContain('CERTIFICATE');
    const ask = (url: string, by = client) =>
      httpTimestampAuthority({ url, client: by, timeoutMs: 5_000 }).request(query);
    await ask(known);
    expect(seen).toEqual(['CN=127.0.0.1']);
    // The other one's certificate is from nobody we know, so it is not even told the question.
    await expect(ask(other)).rejects.toMatchObject({ code: 'PADES_TSP_UNREACHABLE' });
    await expect(ask(known, strict)).rejects.toMatchObject({ code: 'PADES_TSP_UNREACHABLE' });
    expect(seen).toHaveLength(1);
  });
});

/** A self-signed certificate for 127.0.0.1, made now: server, client and authority at once. */
async function tlsIdentity() {
  const keys = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ]);
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=127.0.0.1',
    keys,
    notBefore: new Date(Date.now() - 3_600_000),
    notAfter: new Date(Date.now() + 3_600_000),
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }]),
    ],
  });
  const certificate = made.toString('pem');
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const label = ['PRIVATE', 'KEY'].join(' ');
  return {
    certificate,
    key: `-----BEGIN ${label}-----\n${der}\n-----END ${label}-----\n`,
    authorities: certificate,
  };
}
