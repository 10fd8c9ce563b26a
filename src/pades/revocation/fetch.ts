import { PadesError, type PadesErrorCode } from '../errors.ts';
import { revocationLimits } from './limits.ts';
import type { RevocationFault, RevocationTransport } from './types.ts';

export type Fetched<T> = { readonly item: T } | { readonly fault: RevocationFault };

/** One call's requests: each answer is asked for once, however many certificates need it, and read at once. */
export class Fetcher {
  readonly #transport: RevocationTransport;
  readonly #newerThan: Date | undefined;
  readonly #flights = new Map<string, Promise<Uint8Array>>();

  constructor(transport: RevocationTransport, newerThan: Date | undefined) {
    this.#transport = transport;
    this.#newerThan = newerThan;
  }

  ocsp<T>(url: string, request: Uint8Array, read: (bytes: Uint8Array) => T): Promise<Fetched<T>> {
    const key = `ocsp ${url} ${Buffer.from(request).toString('base64')}`;
    return this.#fetched('ocsp', key, () => this.#transport.ocsp(url, request, this.#newerThan), read);
  }

  crl<T>(url: string, read: (bytes: Uint8Array) => T): Promise<Fetched<T>> {
    return this.#fetched('crl', `crl ${url}`, () => this.#transport.crl(url, this.#newerThan), read);
  }

  issuer<T>(url: string, read: (bytes: Uint8Array) => T): Promise<Fetched<T>> {
    return this.#fetched('crl', `issuer ${url}`, () => this.#transport.issuer(url), read);
  }

  async #fetched<T>(
    source: RevocationFault['source'],
    key: string,
    ask: () => Promise<Uint8Array>,
    read: (bytes: Uint8Array) => T,
  ): Promise<Fetched<T>> {
    try {
      return { item: read(await this.#once(key, ask)) };
    } catch (cause) {
      return { fault: { source, ...told(cause) } };
    }
  }

  #once(key: string, ask: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const known = this.#flights.get(key);
    if (known) return known;
    const flight =
      this.#flights.size < revocationLimits.fetches
        ? ask()
        : Promise.reject(new PadesError('PADES_REVOCATION_UNREACHABLE', { detail: 'too many requests' }));
    this.#flights.set(key, flight);
    return flight;
  }
}

/** A transport may fail in ways of its own; what it says is kept for the operator. */
function told(cause: unknown): { readonly code: PadesErrorCode; readonly detail: string } {
  if (cause instanceof PadesError) return { code: cause.code, detail: cause.detail ?? cause.message };
  return {
    code: 'PADES_REVOCATION_UNREACHABLE',
    detail: cause instanceof Error ? cause.message : 'no answer',
  };
}
