import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { PadesError, parseCrl, parseOcspResponse, type RevocationTransport } from '../../pades/index.ts';
import type { PadesErrorCode } from '../../pades/index.ts';
import type { Clock } from '../../shared/clock.ts';
import { OutboundError, type OutboundReason } from '../keluar/galat.ts';
import type { OutboundClient, OutboundRequest } from '../keluar/klien.ts';
import { CircuitBreaker, CircuitOpenError } from '../keluar/pemutus.ts';
import { AnswerCache, type CachedAnswer } from './simpanan.ts';

export interface HttpRevocationOptions {
  /**
   * Carries OCSP and CRL requests, whose URLs the engine takes only from certificates that lead to an anchor; so any
   * public host may be allowed here, and the operator's own (the development PKI) may be private.
   */
  readonly client: OutboundClient;
  /** Carries caIssuers requests, whose URLs nobody vouches for: a client with an allow-list. Absent: none is made. */
  readonly issuerClient?: OutboundClient;
  readonly clock: Clock;
  readonly cache?: AnswerCache;
  readonly breaker?: CircuitBreaker;
  /** Waits between tries; for tests. */
  readonly pause?: (ms: number) => Promise<unknown>;
}

/** Sizes and times of reliability.md B5. */
export const revocationCallLimits = {
  ocspBytes: 64 * 1024,
  issuerBytes: 64 * 1024,
  crlBytes: 32 * 1024 * 1024,
  connectMs: 3_000,
  totalMs: 10_000,
  retries: 2,
  /** Answers are kept no longer than this, however far off their nextUpdate is. */
  keepMs: 24 * 3_600_000,
  /** A failure is remembered this long, so that a burst of letters does not knock a hundred times. */
  keepFailureMs: 5_000,
} as const;

type Kind = 'ocsp' | 'crl' | 'issuer';

/** Each kind of answer as a row: how much may come, what it is called when it is bad, and how long it is good for. */
const kinds: Readonly<
  Record<
    Kind,
    {
      readonly maxBytes: number;
      readonly bad: PadesErrorCode;
      readonly headers: Readonly<Record<string, string>>;
      readonly times: (
        bytes: Uint8Array,
      ) => Pick<CachedAnswer, 'issuedAt'> & { readonly nextUpdate: Date | null };
    }
  >
> = {
  ocsp: {
    maxBytes: revocationCallLimits.ocspBytes,
    bad: 'PADES_OCSP_INVALID',
    headers: { 'content-type': 'application/ocsp-request', accept: 'application/ocsp-response' },
    times: (bytes) => {
      const [single, ...others] = parseOcspResponse(bytes).responses;
      // We ask one question; an answer to several is not kept.
      const only = others.length === 0 ? single : undefined;
      return { issuedAt: only?.thisUpdate ?? null, nextUpdate: only?.nextUpdate ?? null };
    },
  },
  crl: {
    maxBytes: revocationCallLimits.crlBytes,
    bad: 'PADES_CRL_INVALID',
    headers: { accept: 'application/pkix-crl' },
    times: (bytes) => {
      const { thisUpdate, nextUpdate } = parseCrl(bytes);
      return { issuedAt: thisUpdate, nextUpdate };
    },
  },
  issuer: {
    maxBytes: revocationCallLimits.issuerBytes,
    bad: 'PADES_REVOCATION_UNREACHABLE',
    headers: { accept: 'application/pkix-cert, application/pkcs7-mime' },
    // A certificate stands until it ends; looking again each day is enough.
    times: () => ({ issuedAt: null, nextUpdate: new Date(8.64e15) }),
  },
};

/** Failures of the moment, after which an idempotent call may be made again. */
const transient: ReadonlySet<OutboundReason> = new Set([
  'connect-failed',
  'connect-refused',
  'reset',
  'timeout',
]);

/**
 * Revocation data over HTTP (RFC 6960 appendix A.1, RFC 5280 §4.2.1.13, §4.2.2.1): guarded, bounded, retried, kept until
 * `nextUpdate`, and asked for once by however many at the same time. Judges nothing: what is kept was merely readable,
 * and is forgotten as soon as the engine says that it could not be used.
 * Throws PADES_REVOCATION_UNREACHABLE, PADES_OCSP_INVALID, PADES_OCSP_REJECTED or PADES_CRL_INVALID.
 */
export function httpRevocationTransport(options: HttpRevocationOptions): RevocationTransport {
  const { clock, client, issuerClient } = options;
  const cache = options.cache ?? new AnswerCache();
  const breaker = options.breaker ?? new CircuitBreaker();
  const flights = new Map<string, Promise<Uint8Array>>();
  const failures = new FailureMemory(clock);

  async function fetched(kind: Kind, key: string, url: string, body?: Uint8Array): Promise<Uint8Array> {
    const row = kinds[kind];
    const carrier = kind === 'issuer' ? issuerClient : client;
    if (carrier === undefined) throw unreachable('host-refused');
    const request: OutboundRequest = {
      url,
      method: body ? 'POST' : 'GET',
      headers: row.headers,
      ...(body && { body }),
      maxBytes: row.maxBytes,
      connectMs: revocationCallLimits.connectMs,
    };
    const bytes = await tried(
      (totalMs) => answered(carrier, breaker, { ...request, totalMs }, row.bad),
      options.pause ?? delay,
    );
    const { issuedAt, nextUpdate } = row.times(bytes);
    const latest = clock.now().getTime() + revocationCallLimits.keepMs;
    if (nextUpdate)
      cache.set(key, { bytes, issuedAt, until: new Date(Math.min(nextUpdate.getTime(), latest)) });
    return bytes;
  }

  /** From the cache, from a flight under way, or from the network, in this order. */
  function get(kind: Kind, url: string, newerThan?: Date, body?: Uint8Array): Promise<Uint8Array> {
    const key = `${kind} ${url} ${body ? createHash('sha256').update(body).digest('hex') : ''}`;
    const kept = cache.get(key, clock.now(), newerThan);
    if (kept) return Promise.resolve(kept);
    const running = flights.get(key);
    if (running) return running;
    const failed = failures.get(key);
    if (failed) return Promise.reject(failed);
    const flight = fetched(kind, key, url, body)
      .catch((cause: unknown) => {
        failures.add(key, cause);
        throw cause;
      })
      .finally(() => flights.delete(key));
    flights.set(key, flight);
    return flight;
  }

  return {
    ocsp: (url, request, newerThan) => get('ocsp', url, newerThan, request),
    crl: (url, newerThan) => get('crl', url, newerThan),
    issuer: (url) => get('issuer', url),
    rejected: (answer) => cache.forget(answer),
  };
}

/** One call by one connection, its answer checked for being an answer at all. */
async function answered(
  client: OutboundClient,
  breaker: CircuitBreaker,
  request: OutboundRequest,
  bad: PadesErrorCode,
): Promise<Uint8Array> {
  const { status, contentType, body } = await breaker.call(
    hostOf(request.url),
    async () => {
      const response = await client.request(request);
      if (response.status !== 200) throw new HttpStatusError(response.status);
      return response;
    },
    isServersFault,
  );
  if (body.length === 0) throw new PadesError(bad, { detail: 'Empty answer.' });
  if (contentType === 'text/html') throw new PadesError(bad, { detail: `A web page with status ${status}.` });
  return body;
}

class HttpStatusError extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`HTTP ${status}`);
    this.status = status;
  }
}

const isServersFault = (cause: unknown): boolean =>
  cause instanceof OutboundError
    ? transient.has(cause.reason)
    : cause instanceof HttpStatusError && (cause.status >= 500 || cause.status === 429);

/** Asks again after a short, random pause where the failure was one of the moment; all tries share the total time. */
async function tried(
  call: (totalMs: number) => Promise<Uint8Array>,
  pause: (ms: number) => Promise<unknown>,
): Promise<Uint8Array> {
  const end = performance.now() + revocationCallLimits.totalMs;
  for (let retries = 0; ; retries++) {
    try {
      return await call(Math.max(1, end - performance.now()));
    } catch (cause) {
      const again = isServersFault(cause) && !(cause instanceof HttpStatusError && cause.status === 429);
      const waitMs = (0.5 + Math.random()) * 200 * 2 ** retries;
      const isLast = retries >= revocationCallLimits.retries || performance.now() + waitMs >= end;
      if (!again || isLast) throw asPades(cause);
      await pause(waitMs);
    }
  }
}

function asPades(cause: unknown): unknown {
  if (cause instanceof HttpStatusError || cause instanceof CircuitOpenError) {
    return unreachable(cause instanceof HttpStatusError ? cause.message : 'the host is being spared', cause);
  }
  if (!(cause instanceof OutboundError)) return cause;
  return unreachable(cause.reason, cause);
}

const unreachable = (detail: string, cause?: unknown): PadesError =>
  new PadesError('PADES_REVOCATION_UNREACHABLE', { detail: `${detail}.`, cause });

/** The client refuses what is no URL; here it only groups calls. */
function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return '';
  }
}

/** Failures of the last seconds, by question. */
class FailureMemory {
  readonly #clock: Clock;
  readonly #failures = new Map<string, { readonly cause: Error; readonly until: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get(key: string): Error | null {
    const found = this.#failures.get(key);
    if (found && found.until > this.#clock.now().getTime()) return found.cause;
    this.#failures.delete(key);
    return null;
  }

  add(key: string, cause: unknown): void {
    const [oldest] = this.#failures.keys();
    if (this.#failures.size >= 256 && oldest !== undefined) this.#failures.delete(oldest);
    const error = cause instanceof Error ? cause : new Error('no answer', { cause });
    this.#failures.set(key, {
      cause: error,
      until: this.#clock.now().getTime() + revocationCallLimits.keepFailureMs,
    });
  }
}
