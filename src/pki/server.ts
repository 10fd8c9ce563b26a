import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../shared/clock.ts';
import { createCrl } from './crl.ts';
import { answerOcsp } from './ocsp.ts';
import { memoryRegister } from './simpan.ts';
import { answerTimestampQuery } from './tsa.ts';
import type { DevelopmentPki, StatusRegister } from './types.ts';

const MAX_BODY_BYTES = 64 * 1024;

export interface PkiServerOptions {
  readonly clock: Clock;
  /** Default: an ephemeral port. Certificates name `pki.baseUrl`, so a service uses that port. */
  readonly port?: number;
  /** Default: nothing is revoked. */
  readonly register?: StatusRegister;
}

export interface PkiServers {
  /** `http://127.0.0.1:<port>`; the TSA is at `/tsa`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * The development authorities over HTTP on the loopback address: TSA (RFC 3161 §3.4), OCSP (RFC 6960 appendix A),
 * CRLs and CA certificates.
 */
export async function startPkiServers(pki: DevelopmentPki, options: PkiServerOptions): Promise<PkiServers> {
  const register = options.register ?? memoryRegister(pki);
  const routes = pkiRoutes(pki, register, options.clock);
  const server = createServer({ headersTimeout: 5_000, requestTimeout: 10_000 }, (request, response) => {
    void serve(routes, request, response);
  });
  server.maxConnections = 256;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** The rest of the path belongs to the route, too. */
  readonly prefix?: true;
  readonly accepts?: string;
  readonly type: string;
  answer(input: { readonly body: Uint8Array; readonly rest: string }): Uint8Array;
}

const ocspTypes = { accepts: 'application/ocsp-request', type: 'application/ocsp-response' } as const;

function pkiRoutes(pki: DevelopmentPki, register: StatusRegister, clock: Clock): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/tsa',
      accepts: 'application/timestamp-query',
      type: 'application/timestamp-reply',
      answer: ({ body }) => answerTimestampQuery(pki, body, clock.now()),
    },
    {
      method: 'POST',
      path: '/ocsp',
      ...ocspTypes,
      answer: ({ body }) => answerOcsp(pki, register, body, clock.now()),
    },
    {
      method: 'GET',
      path: '/ocsp/',
      prefix: true,
      type: ocspTypes.type,
      answer: ({ rest }) => answerOcsp(pki, register, Buffer.from(rest, 'base64'), clock.now()),
    },
    {
      method: 'GET',
      path: '/crl/akar.crl',
      type: 'application/pkix-crl',
      answer: () => createCrl(pki.root, [], clock.now()),
    },
    {
      method: 'GET',
      path: '/crl/penerbit.crl',
      type: 'application/pkix-crl',
      answer: () => createCrl(pki.issuing, register.revocations(), clock.now()),
    },
    {
      method: 'GET',
      path: '/ca/akar.crt',
      type: 'application/pkix-cert',
      answer: () => pki.root.certificate,
    },
    {
      method: 'GET',
      path: '/ca/penerbit.crt',
      type: 'application/pkix-cert',
      answer: () => pki.issuing.certificate,
    },
  ];
}

async function serve(
  routes: readonly Route[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const path = decodedPath(request.url ?? '/');
    const there = routes.filter((route) =>
      route.prefix ? path.startsWith(route.path) : path === route.path,
    );
    const route = there.find((each) => each.method === request.method);
    if (!route) {
      refuse(response, there.length > 0 ? 405 : 404, there.map((each) => each.method).join(', '));
      return;
    }
    const mediaType = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
    if (route.accepts && mediaType !== route.accepts) {
      refuse(response, 415);
      return;
    }
    const body = await readBody(request);
    if (!body) {
      refuse(response, 413);
      return;
    }
    const answer = route.answer({ body, rest: path.slice(route.path.length) });
    response.writeHead(200, {
      'content-type': route.type,
      'content-length': answer.length,
      'cache-control': 'no-store',
    });
    response.end(answer);
  } catch {
    if (response.headersSent) response.destroy();
    else refuse(response, 500);
  }
}

/** Only the path counts. Base64 of an OCSP GET may hold encoded slashes (RFC 6960 appendix A.1). */
function decodedPath(url: string): string {
  const path = url.split('?')[0] ?? '/';
  try {
    return decodeURIComponent(path);
  } catch {
    return '/%';
  }
}

async function readBody(request: IncomingMessage): Promise<Uint8Array | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function refuse(response: ServerResponse, status: number, allow = ''): void {
  response.writeHead(status, { connection: 'close', ...(allow === '' ? {} : { allow }) });
  response.end();
}
