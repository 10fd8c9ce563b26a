import { lookup } from 'node:dns/promises';
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { connect as netConnect, isIP, type Socket } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import { isPublicAddress } from './alamat.ts';
import { OutboundError, type OutboundReason } from './galat.ts';

export interface OutboundRequest {
  /** May come from a stranger's certificate: every part of it is judged before anything is sent. */
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly maxBytes: number;
  readonly connectMs?: number;
  /** From the first lookup to the last byte. */
  readonly totalMs?: number;
}

export interface OutboundResponse {
  readonly status: number;
  /** Lower case, without parameters; empty when absent. */
  readonly contentType: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
}

export interface OutboundClient {
  /** Throws `OutboundError`, or what `before` throws. Statuses other than redirects are for the caller to judge. */
  request(request: OutboundRequest): Promise<OutboundResponse>;
}

export interface OutboundTarget {
  readonly host: string;
  /** The address that was checked, and the only one connected to. */
  readonly address: string;
  readonly port: number;
  readonly tls: boolean;
  /** Who we are, for a configured server that asks (TLS client authentication). */
  readonly identity?: TlsIdentity;
}

/** PEM. The key is the operator's, read by whoever composes the client. */
export interface TlsIdentity {
  readonly certificate: string;
  readonly key: string;
  /** Authorities the server's certificate may come from instead of the well-known ones. */
  readonly authorities?: string;
}

export interface OutboundOptions {
  /** Public hosts that may be called on ports 80 and 443; `any` leaves only the address check. */
  readonly allowedHosts: 'any' | readonly string[];
  /** URLs the operator configured (TSA, provider): their scheme, host and port may be private and of any port. */
  readonly configuredUrls?: readonly string[];
  /** By configured URL: only its origin ever sees this identity. */
  readonly identities?: Readonly<Record<string, TlsIdentity>>;
  /** Called before anything else, to refuse a call inside a database transaction (DESIGN D7). */
  readonly before?: () => void;
  readonly resolve?: (host: string) => Promise<readonly string[]>;
  readonly connect?: (target: OutboundTarget) => Socket;
}

const CONNECT_MS = 3_000;
const TOTAL_MS = 10_000;

/**
 * The one way out (DESIGN D15, reliability.md B5 and B12): http and https only, no credentials in the URL, one
 * lookup, every address checked, connection to the checked address, no redirects, no proxy from the environment,
 * bounded size and time. Whatever cannot be decided is refused.
 */
export function outboundClient(options: OutboundOptions): OutboundClient {
  const configured = new Set((options.configuredUrls ?? []).map((url) => new URL(url).origin));
  const allowed = options.allowedHosts === 'any' ? null : new Set(options.allowedHosts.map(canonicalHost));
  const identities = new Map(
    Object.entries(options.identities ?? {}).map(([url, identity]) => [new URL(url).origin, identity]),
  );
  const resolve = options.resolve ?? resolveAll;
  const connect = options.connect ?? connectTo;
  return {
    async request(request) {
      options.before?.();
      const deadline = new Deadline(request.totalMs ?? TOTAL_MS);
      try {
        const url = callableUrl(request.url);
        const isConfigured = configured.has(url.origin);
        if (!isConfigured) mustBeAllowed(url, allowed);
        const address = await deadline.race(checkedAddress(url, resolve, isConfigured));
        const identity = isConfigured ? identities.get(url.origin) : undefined;
        const socket = opened(connect, {
          host: hostOf(url),
          address,
          port: portOf(url),
          tls: url.protocol === 'https:',
          ...(identity && { identity }),
        });
        return await deadline.race(exchange(url, socket, request), socket);
      } finally {
        deadline.clear();
      }
    },
  };
}

function callableUrl(text: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch (cause) {
    throw new OutboundError('url-refused', cause);
  }
  const web = url.protocol === 'http:' || url.protocol === 'https:';
  if (!web || url.username !== '' || url.password !== '' || url.hostname === '') {
    throw new OutboundError('url-refused');
  }
  return url;
}

function mustBeAllowed(url: URL, allowed: ReadonlySet<string> | null): void {
  // `port` is empty exactly where it is the scheme's own.
  if (url.port !== '' && url.port !== '80' && url.port !== '443') throw new OutboundError('url-refused');
  if (allowed && !allowed.has(canonicalHost(url.hostname))) throw new OutboundError('host-refused');
}

/** One lookup; the whole answer is refused for one bad address, because which one is used is not the caller's choice. */
async function checkedAddress(
  url: URL,
  resolve: (host: string) => Promise<readonly string[]>,
  mayBePrivate: boolean,
): Promise<string> {
  const host = hostOf(url);
  const addresses = isIP(host) === 0 ? await named(host, resolve) : [host];
  const [first] = addresses;
  if (first === undefined) throw new OutboundError('name-unresolved');
  if (!addresses.every((address) => isIP(address) !== 0 && (mayBePrivate || isPublicAddress(address)))) {
    throw new OutboundError('address-refused');
  }
  return first;
}

async function named(
  host: string,
  resolve: (host: string) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  try {
    return await resolve(host);
  } catch (cause) {
    throw new OutboundError('name-unresolved', cause);
  }
}

async function resolveAll(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true, verbatim: true })).map((each) => each.address);
}

function opened(connect: (target: OutboundTarget) => Socket, target: OutboundTarget): Socket {
  try {
    return connect(target);
  } catch (cause) {
    throw new OutboundError('connect-failed', cause);
  }
}

function connectTo({ host, address, port, tls, identity }: OutboundTarget): Socket {
  if (!tls) return netConnect({ host: address, port });
  // The name, not the address, is what the server's certificate must hold.
  const named = isIP(host) === 0 ? { servername: host.replace(/\.$/, '') } : {};
  return tlsConnect({
    host: address,
    port,
    minVersion: 'TLSv1.2',
    ALPNProtocols: ['http/1.1'],
    ...named,
    ...(identity && { cert: identity.certificate, key: identity.key }),
    ...(identity?.authorities !== undefined && { ca: identity.authorities }),
  });
}

function exchange(url: URL, socket: Socket, request: OutboundRequest): Promise<OutboundResponse> {
  return new Promise((resolve, reject) => {
    let connected = false;
    socket.on('error', () => undefined); // reported by the request; a late one must not end the process
    const fail = (reason: OutboundReason, cause?: unknown): void => {
      socket.destroy();
      // Nothing is written before the connection stands: Node holds it back.
      reject(new OutboundError(reason, cause, connected ? undefined : false));
    };
    const connectTimer = setTimeout(() => fail('timeout'), request.connectMs ?? CONNECT_MS);
    socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
      connected = true;
      clearTimeout(connectTimer);
    });
    socket.once('close', () => {
      clearTimeout(connectTimer);
      reject(new OutboundError('reset')); // nothing happens when the answer was already whole
    });
    const body = request.body ?? new Uint8Array(0);
    const outgoing = httpRequest({
      createConnection: () => socket,
      method: request.method,
      path: `${url.pathname}${url.search}`,
      headers: {
        ...request.headers,
        host: url.host,
        connection: 'close',
        ...(request.method === 'POST' ? { 'content-length': String(body.length) } : {}),
      },
    });
    outgoing.once('error', (cause) => fail(connected ? 'reset' : connectReason(cause, url), cause));
    outgoing.once('response', (incoming) => {
      readAnswer(incoming, request.maxBytes).then(
        (response) => {
          resolve(response);
          socket.destroy();
        },
        (cause: unknown) => {
          socket.destroy();
          reject(cause instanceof OutboundError ? cause : new OutboundError('reset', cause));
        },
      );
    });
    outgoing.end(body);
  });
}

function connectReason(cause: NodeJS.ErrnoException, url: URL): OutboundReason {
  if (cause.code === 'ECONNREFUSED') return 'connect-refused';
  const network = ['ECONNRESET', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'EADDRNOTAVAIL'];
  if (url.protocol === 'https:' && !network.includes(cause.code ?? '')) return 'tls-failed';
  return 'connect-failed';
}

async function readAnswer(incoming: IncomingMessage, maxBytes: number): Promise<OutboundResponse> {
  const status = incoming.statusCode ?? 0;
  if (status >= 300 && status < 400) throw new OutboundError('redirect');
  if ((incoming.headers['content-encoding'] ?? 'identity') !== 'identity') throw new OutboundError('encoded');
  if (Number(incoming.headers['content-length'] ?? 0) > maxBytes) throw new OutboundError('too-large');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw new OutboundError('too-large');
    chunks.push(chunk);
  }
  if (!incoming.complete) throw new OutboundError('reset');
  return {
    status,
    contentType: (incoming.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '',
    headers: incoming.headers,
    body: Buffer.concat(chunks),
  };
}

/** One clock for the whole call; what is still open when it strikes is destroyed. */
class Deadline {
  readonly #struck: Promise<never>;
  readonly #timer: NodeJS.Timeout;
  #socket: Socket | null = null;

  constructor(milliseconds: number) {
    let strike: (error: OutboundError) => void = () => undefined;
    this.#struck = new Promise<never>((_, reject) => {
      strike = reject;
    });
    this.#struck.catch(() => undefined);
    this.#timer = setTimeout(() => {
      strike(new OutboundError('timeout', undefined, this.#socket !== null));
      this.#socket?.destroy();
    }, milliseconds);
  }

  race<T>(work: Promise<T>, socket?: Socket): Promise<T> {
    this.#socket = socket ?? null;
    work.catch(() => undefined); // it may fail after the bell, when nobody waits for it
    return Promise.race([work, this.#struck]);
  }

  clear(): void {
    clearTimeout(this.#timer);
  }
}

/** Without the brackets of an IPv6 literal. */
const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1');
const portOf = (url: URL): number => Number(url.port || (url.protocol === 'https:' ? 443 : 80));
const canonicalHost = (host: string): string => host.toLowerCase().replace(/\.$/, '');
