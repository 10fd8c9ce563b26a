import { createServer, type RequestListener, type Server } from 'node:http';
import {
  createServer as createTcpServer,
  type AddressInfo,
  type Server as TcpServer,
  type Socket,
} from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { outboundClient } from '../../../src/adapters/keluar/klien.ts';
import { httpTimestampAuthority } from '../../../src/adapters/tsa/http-tsa.ts';
import { buildTimestampQuery } from '../../../src/pades/tsp/query.ts';
import { readTimestampResponse } from '../../../src/pades/tsp/response.ts';
import { createDevelopmentPki } from '../../../src/pki/buat.ts';
import { startPkiServers } from '../../../src/pki/server.ts';
import type { DevelopmentPki } from '../../../src/pki/types.ts';
import { sha256, utf8 } from '../../../src/shared/bytes.ts';

const now = new Date('2026-03-01T01:02:03.456Z');
const request = { digest: sha256('naskah'), nonce: Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]) };
const query = buildTimestampQuery(request);

let pki: DevelopmentPki;
beforeAll(async () => {
  ({ pki } = await createDevelopmentPki({ now, baseUrl: 'http://127.0.0.1:1', people: [] }));
});

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function portOf(server: Server | TcpServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  const port = await portOf(server);
  closers.push(() => server.closeAllConnections());
  return `http://127.0.0.1:${port}/tsa`;
}

function authority(url: string, timeoutMs = 5_000) {
  const client = outboundClient({ allowedHosts: [], configuredUrls: [url] });
  return httpTimestampAuthority({ url, client, timeoutMs });
}

const reply = { 'content-type': 'application/timestamp-reply' };

describe('a timestamp authority over HTTP', () => {
  it('brings back an answer that the engine’s reader accepts', async () => {
    const servers = await startPkiServers(pki, { clock: { now: () => now } });
    closers.push(() => servers.close());
    const response = await authority(`${servers.url}/tsa`).request(query);
    const token = readTimestampResponse(response, request);
    expect(token.length).toBeGreaterThan(500);
    expect(() => readTimestampResponse(response, { ...request, digest: sha256('lain') })).toThrow(
      expect.objectContaining({ code: 'PADES_TSP_MISMATCH' }),
    );
  });

  it('sends exactly the query, as a timestamp query, once', async () => {
    const seen: { method: string | undefined; type: string | undefined; body: Buffer }[] = [];
    const url = await serve((incoming, response) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        seen.push({
          method: incoming.method,
          type: incoming.headers['content-type'],
          body: Buffer.concat(chunks),
        });
        response.writeHead(200, reply);
        response.end('x');
      });
    });
    await authority(url).request(query);
    expect(seen).toEqual([{ method: 'POST', type: 'application/timestamp-query', body: Buffer.from(query) }]);
  });

  const badAnswers: readonly [what: string, code: string, detail: RegExp, listener: RequestListener][] = [
    [
      'an HTML page',
      'PADES_TSP_INVALID',
      /text\/html/,
      (_, response) => {
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
        response.end('<h1>Proksi</h1>');
      },
    ],
    ['no content type', 'PADES_TSP_INVALID', /absent/, (_, response) => response.end('x')],
    [
      'a content type meant to be printed',
      'PADES_TSP_INVALID',
      /absent or malformed/,
      (_, response) => {
        response.writeHead(200, { 'content-type': '<script>/x' });
        response.end('x');
      },
    ],
    [
      'nothing',
      'PADES_TSP_INVALID',
      /Empty/,
      (_, response) => {
        response.writeHead(200, reply);
        response.end();
      },
    ],
    [
      'an announced flood',
      'PADES_TSP_INVALID',
      /too-large/,
      (_, response) => {
        response.writeHead(200, { ...reply, 'content-length': String(10 * 2 ** 30) });
        response.write(Buffer.alloc(1024));
      },
    ],
    [
      'an endless flood',
      'PADES_TSP_INVALID',
      /too-large/,
      (_, response) => {
        response.writeHead(200, reply);
        const more = (): void => {
          if (!response.destroyed) response.write(Buffer.alloc(16 * 1024), () => setImmediate(more));
        };
        more();
      },
    ],
    [
      'a compressed answer',
      'PADES_TSP_INVALID',
      /encoded/,
      (_, response) => {
        response.writeHead(200, { ...reply, 'content-encoding': 'gzip' });
        response.end('x');
      },
    ],
    [
      'a redirect',
      'PADES_TSP_UNREACHABLE',
      /redirect/,
      (_, response) => {
        response.writeHead(302, { location: 'http://127.0.0.1:1/' });
        response.end();
      },
    ],
    [
      '500',
      'PADES_TSP_UNREACHABLE',
      /HTTP 500/,
      (_, response) => {
        response.writeHead(500, reply);
        response.end('x');
      },
    ],
    [
      '503 with Retry-After',
      'PADES_TSP_UNREACHABLE',
      /HTTP 503/,
      (_, response) => {
        response.writeHead(503, { 'retry-after': '1' });
        response.end();
      },
    ],
    [
      '404',
      'PADES_TSP_UNREACHABLE',
      /HTTP 404/,
      (_, response) => {
        response.writeHead(404);
        response.end();
      },
    ],
    [
      'half an answer',
      'PADES_TSP_UNREACHABLE',
      /reset/,
      (_, response) => {
        response.writeHead(200, { ...reply, 'content-length': '100' });
        response.write('x'.repeat(50), () => response.destroy());
      },
    ],
    [
      'half a chunked answer',
      'PADES_TSP_UNREACHABLE',
      /reset/,
      (_, response) => {
        response.writeHead(200, reply);
        response.write('x'.repeat(50), () => response.destroy());
      },
    ],
  ];
  for (const [what, code, detail, listener] of badAnswers) {
    it(`says which fault it is when the answer is ${what}`, async () => {
      const url = await serve(listener);
      await expect(authority(url).request(query)).rejects.toMatchObject({
        code,
        detail: expect.stringMatching(detail),
      });
    });
  }

  it('is unreachable when nothing listens', async () => {
    const server = createTcpServer();
    const port = await portOf(server);
    await new Promise((resolve) => server.close(resolve));
    await expect(authority(`http://127.0.0.1:${port}/tsa`).request(query)).rejects.toMatchObject({
      code: 'PADES_TSP_UNREACHABLE',
      detail: 'connect-refused.',
      cause: expect.objectContaining({ name: 'OutboundError' }),
    });
  });

  it('is unreachable when it resets the connection or speaks something else', async () => {
    for (const misbehave of [
      (socket: Socket) => socket.resetAndDestroy(),
      (socket: Socket) => socket.end('SSH-2.0-OpenSSH_9\r\n'),
    ]) {
      const port = await portOf(createTcpServer((socket) => socket.once('data', () => misbehave(socket))));
      await expect(authority(`http://127.0.0.1:${port}/tsa`).request(query)).rejects.toMatchObject({
        code: 'PADES_TSP_UNREACHABLE',
        detail: 'reset.',
      });
    }
  });

  it('is unreachable when it is silent, slow in its headers or slow in its body', async () => {
    const slow: RequestListener[] = [
      () => undefined,
      (_, response) => {
        response.writeHead(200, reply);
        response.flushHeaders();
        const drip = setInterval(() => response.write('x'), 10);
        response.once('close', () => clearInterval(drip));
      },
    ];
    for (const listener of slow) {
      const url = await serve(listener);
      await expect(authority(url, 80).request(query)).rejects.toMatchObject({
        code: 'PADES_TSP_UNREACHABLE',
        detail: 'timeout.',
      });
    }
  });

  it('is unreachable over TLS when the server does not speak it', async () => {
    const url = (await serve((_, response) => response.end())).replace('http:', 'https:');
    await expect(authority(url).request(query)).rejects.toMatchObject({
      code: 'PADES_TSP_UNREACHABLE',
      detail: 'tls-failed.',
    });
  });

  it('passes on what is not a failure of the network', async () => {
    const client = { request: () => Promise.reject(new RangeError('a fault of ours')) };
    const tsa = httpTimestampAuthority({ url: 'http://127.0.0.1:1/', client, timeoutMs: 10 });
    await expect(tsa.request(utf8('x'))).rejects.toThrow(RangeError);
  });
});
