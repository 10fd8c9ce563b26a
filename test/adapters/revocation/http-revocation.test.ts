import { createServer, type RequestListener } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { outboundClient, type OutboundTarget } from '../../../src/adapters/keluar/klien.ts';
import { CircuitBreaker } from '../../../src/adapters/keluar/pemutus.ts';
import { httpRevocationTransport } from '../../../src/adapters/revocation/http-revocation.ts';
import { AnswerCache } from '../../../src/adapters/revocation/simpanan.ts';
import { buildOcspRequest } from '../../../src/pades/revocation/index.ts';
import { parseCertificate } from '../../../src/pades/x509/certificate.ts';
import { createDevelopmentPki } from '../../../src/pki/buat.ts';
import { createCrl } from '../../../src/pki/crl.ts';
import { answerOcsp } from '../../../src/pki/ocsp.ts';
import { memoryRegister } from '../../../src/pki/simpan.ts';
import type { DevelopmentPki } from '../../../src/pki/types.ts';

const start = new Date('2026-03-01T10:00:00Z');
let pki: DevelopmentPki;
let request: Uint8Array;
beforeAll(async () => {
  ({ pki } = await createDevelopmentPki({ now: start, people: [], baseUrl: 'http://127.0.0.1:1' }));
  const [certificate, issuer] = [pki.tsa.certificate, pki.issuing.certificate].map(parseCertificate);
  if (!certificate || !issuer) throw new Error('PKI');
  request = buildOcspRequest({ certificate, issuer });
});

const closers: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A responder of the development PKI whose clock is ours, and a transport to it. */
async function world(options: { readonly listener?: RequestListener; readonly cache?: AnswerCache } = {}) {
  const clock = { time: start, now: () => clock.time };
  const asked: string[] = [];
  const url = await serve((incoming, response) => {
    asked.push(`${incoming.method ?? ''} ${incoming.url ?? ''}`);
    if (options.listener) {
      options.listener(incoming, response);
      return;
    }
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const answer =
        incoming.method === 'POST'
          ? answerOcsp(pki, memoryRegister(pki), Buffer.concat(chunks), clock.time)
          : incoming.url === '/ca.crt'
            ? pki.issuing.certificate
            : createCrl(pki.issuing, [], clock.time);
      response.end(answer);
    });
  });
  const pauses: number[] = [];
  const client = outboundClient({ allowedHosts: [], configuredUrls: [url] });
  const transport = httpRevocationTransport({
    client,
    issuerClient: client,
    clock,
    pause: (ms) => Promise.resolve(pauses.push(ms)),
    ...(options.cache && { cache: options.cache }),
  });
  return { clock, asked, url, transport, pauses };
}
const later = (hours: number): Date => new Date(start.getTime() + hours * 3_600_000);

describe('revocation data over HTTP', () => {
  it('is asked for once and then kept until its nextUpdate', async () => {
    const { clock, asked, url, transport } = await world();
    const first = await transport.ocsp(`${url}/ocsp`, request);
    expect(await transport.ocsp(`${url}/ocsp`, request)).toBe(first);
    clock.time = later(11.9);
    expect(await transport.ocsp(`${url}/ocsp`, request)).toBe(first);
    clock.time = later(12);
    expect(await transport.ocsp(`${url}/ocsp`, request)).not.toBe(first);
    expect(asked).toEqual(['POST /ocsp', 'POST /ocsp']);
  });

  it('is kept for a day at most, and certificates for a day', async () => {
    const { clock, asked, url, transport } = await world();
    await transport.crl(`${url}/ca.crl`);
    await transport.issuer(`${url}/ca.crt`);
    clock.time = later(23.9);
    await transport.crl(`${url}/ca.crl`);
    await transport.issuer(`${url}/ca.crt`);
    expect(asked).toHaveLength(2);
    clock.time = later(24);
    await transport.crl(`${url}/ca.crl`);
    await transport.issuer(`${url}/ca.crt`);
    expect(asked).toHaveLength(4);
  });

  it('is asked for again where a newer answer is needed, or the engine had no use for the old one', async () => {
    const { clock, asked, url, transport } = await world();
    const first = await transport.crl(`${url}/ca.crl`);
    clock.time = later(1);
    expect(await transport.crl(`${url}/ca.crl`, new Date(start.getTime() + 500))).toBe(first);
    const second = await transport.crl(`${url}/ca.crl`, later(1));
    expect(second).not.toBe(first);
    transport.rejected?.(second);
    await transport.crl(`${url}/ca.crl`);
    expect(asked).toHaveLength(3);
  });

  it('is one flight for all who ask at the same time', async () => {
    const { asked, url, transport } = await world();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => transport.ocsp(`${url}/ocsp`, request)),
    );
    expect(new Set(answers).size).toBe(1);
    expect(asked).toHaveLength(1);
  });

  it('is tried three times where the failure is of the moment, with a pause that varies', async () => {
    let tries = 0;
    const { url, transport, pauses } = await world({
      listener: (_, response) => {
        tries++;
        if (tries === 1) response.writeHead(503).end();
        else if (tries === 2) response.socket?.destroy();
        else response.end(createCrl(pki.issuing, [], start));
      },
    });
    await transport.crl(`${url}/ca.crl`);
    expect(tries).toBe(3);
    expect(pauses).toHaveLength(2);
  });

  it('remembers a failure for a few seconds only', async () => {
    const { clock, asked, url, transport } = await world({
      listener: (_, response) => response.writeHead(404).end(),
    });
    const ask = () => transport.crl(`${url}/ca.crl`);
    await expect(ask()).rejects.toMatchObject({ code: 'PADES_REVOCATION_UNREACHABLE' });
    await expect(ask()).rejects.toMatchObject({ code: 'PADES_REVOCATION_UNREACHABLE' });
    expect(asked).toHaveLength(1);
    clock.time = new Date(start.getTime() + 5_001);
    await expect(ask()).rejects.toMatchObject({ code: 'PADES_REVOCATION_UNREACHABLE' });
    expect(asked).toHaveLength(2);
  });

  const faults: readonly [string, string, RequestListener][] = [
    [
      'a web page',
      'PADES_OCSP_INVALID',
      (_, r) => r.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
    ],
    ['an empty 200', 'PADES_OCSP_INVALID', (_, r) => r.end()],
    ['malformed DER', 'PADES_OCSP_INVALID', (_, r) => r.end(Buffer.from('3080', 'hex'))],
    ['tryLater', 'PADES_OCSP_REJECTED', (_, r) => r.end(Buffer.from('30030a0103', 'hex'))],
    [
      'half an answer',
      'PADES_REVOCATION_UNREACHABLE',
      (_, r) => {
        r.writeHead(200, { 'content-length': 100 });
        r.write('x');
        r.socket?.end();
      },
    ],
    [
      'a body of 10 GiB',
      'PADES_REVOCATION_UNREACHABLE',
      (_, r) => {
        r.writeHead(200, { 'content-length': String(10 * 2 ** 30) });
        r.write('x');
      },
    ],
    [
      'a body without an end',
      'PADES_REVOCATION_UNREACHABLE',
      (_, r) => {
        const more = (): void => {
          while (!r.destroyed && r.write(Buffer.alloc(16 * 1024)));
          r.once('drain', more);
        };
        more();
      },
    ],
    [
      'a redirect',
      'PADES_REVOCATION_UNREACHABLE',
      (_, r) => r.writeHead(302, { location: 'http://10.0.0.1/' }).end(),
    ],
    [
      'compressed',
      'PADES_REVOCATION_UNREACHABLE',
      (_, r) => r.writeHead(200, { 'content-encoding': 'gzip' }).end('x'),
    ],
    ['500', 'PADES_REVOCATION_UNREACHABLE', (_, r) => r.writeHead(500).end()],
    ['429', 'PADES_REVOCATION_UNREACHABLE', (_, r) => r.writeHead(429, { 'retry-after': '1' }).end()],
  ];
  it.each(faults)('that is %s is refused as %s and never kept', async (_, code, listener) => {
    const kept: string[] = [];
    const cache = new (class extends AnswerCache {
      override set(key: string): void {
        kept.push(key);
      }
    })();
    const { url, transport } = await world({ listener, cache });
    await expect(transport.ocsp(`${url}/ocsp`, request)).rejects.toMatchObject({ code });
    expect(kept).toEqual([]);
  });

  it('spares a host that keeps failing, and tries it again after a while', async () => {
    const clock = { ms: 0 };
    const breaker = new CircuitBreaker(() => clock.ms);
    const failing = () =>
      breaker.call(
        'h',
        () => Promise.reject(new Error('down')),
        () => true,
      );
    for (let i = 0; i < 5; i++) await expect(failing()).rejects.toThrow('down');
    await expect(failing()).rejects.toThrow(expect.objectContaining({ name: 'CircuitOpenError' }));
    await expect(
      breaker.call(
        'other',
        () => Promise.resolve(1),
        () => true,
      ),
    ).resolves.toBe(1);
    clock.ms = 30_001;
    await expect(failing()).rejects.toThrow('down'); // half open: one try, and closed again for everybody
    await expect(failing()).rejects.toThrow(expect.objectContaining({ name: 'CircuitOpenError' }));
    clock.ms = 60_002;
    await expect(
      breaker.call(
        'h',
        () => Promise.resolve(2),
        () => true,
      ),
    ).resolves.toBe(2);
    await expect(failing()).rejects.toThrow('down');
    await expect(
      breaker.call(
        'h',
        () => Promise.resolve(3),
        () => true,
      ),
    ).resolves.toBe(3);
  });

  it('has at most eight calls under way at one host; the others wait their turn', async () => {
    const breaker = new CircuitBreaker(() => 0);
    let most = 0;
    let open = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setImmediate(resolve));
      open--;
    };
    await Promise.all(Array.from({ length: 50 }, () => breaker.call('h', work, () => true)));
    expect(most).toBe(8);
  });

  it('keeps no more than the cache holds; what was used longest ago goes first', () => {
    const cache = new AnswerCache({ entries: 2, bytes: 10 });
    const until = later(1);
    const put = (key: string, length = 1) =>
      cache.set(key, { bytes: new Uint8Array(length), issuedAt: null, until });
    const has = (key: string) => cache.get(key, start, undefined) !== null;
    put('a');
    put('b');
    expect(has('a')).toBe(true);
    put('c');
    expect([has('a'), has('b'), has('c')]).toEqual([true, false, true]);
    put('d', 10);
    expect([has('a'), has('c'), has('d')]).toEqual([false, false, true]);
    put('e', 11);
    expect([has('d'), has('e')]).toEqual([true, false]);
  });
});

describe('URLs of a stranger’s certificate', () => {
  const urls = [
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://[::1]/',
    'http://[::ffff:10.0.0.1]/',
    'http://169.254.169.254/latest/',
    'http://dalam.contoh/',
    'http://campur.contoh/',
    'http://kosong.contoh/',
    'http://umum.contoh:8080/',
    'ftp://umum.contoh/',
    'file:///etc/passwd',
    'http://a:b@umum.contoh/',
    'ldap://umum.contoh/',
    'http://１２７.０.０.１/',
    'http://localhost./',
    'https://10.1.2.3/',
    'bukan url',
  ];
  const names: Readonly<Record<string, readonly string[]>> = {
    'dalam.contoh': ['10.1.2.3'],
    'campur.contoh': ['93.184.216.34', '127.0.0.1'],
    'localhost.': ['127.0.0.1'],
    'umum.contoh': ['93.184.216.34'],
  };

  it.each(['ocsp', 'crl', 'issuer'] as const)('reach nothing private by %s', async (kind) => {
    const connected: OutboundTarget[] = [];
    const client = outboundClient({
      allowedHosts: 'any',
      resolve: (host) => Promise.resolve(names[host] ?? []),
      connect: (target) => {
        connected.push(target);
        return connect({ host: '127.0.0.1', port: 1 });
      },
    });
    const clock = { now: () => start };
    const transport = httpRevocationTransport({
      client,
      issuerClient: client,
      clock,
      pause: () => Promise.resolve(),
    });
    for (const url of urls) {
      const answer = kind === 'ocsp' ? transport.ocsp(url, request) : transport[kind](url);
      await expect(answer).rejects.toMatchObject({ code: 'PADES_REVOCATION_UNREACHABLE' });
    }
    expect(connected).toEqual([]);
  });

  it('that lead to issuers are asked only by a client of their own', async () => {
    const { url } = await world();
    const client = outboundClient({ allowedHosts: 'any', configuredUrls: [url] });
    const transport = httpRevocationTransport({ client, clock: { now: () => start } });
    await expect(transport.issuer(`${url}/ca.crt`)).rejects.toMatchObject({
      code: 'PADES_REVOCATION_UNREACHABLE',
    });
  });
});
