import type { OutboundClient, OutboundRequest, OutboundResponse } from '../keluar/klien.ts';
import { OutboundError } from '../keluar/galat.ts';
import { NaskahError } from '../../shared/errors.ts';
import { TidakDitandatangani } from '../../shared/tidak-ditandatangani.ts';

/** An account of this application at the operator's Esign Client Service. */
export interface ProviderAccount {
  /** Base URL that the operator configured; may be private (DESIGN D15). Without a trailing slash. */
  readonly url: string;
  readonly user: string;
  /** Bytes, read from a file of the operator's. */
  readonly password: Uint8Array;
  readonly client: OutboundClient;
  /** Tests shorten it. */
  readonly signTimeoutMs?: number;
}

/** Signing took 0.9 s live; 30 s is what reliability.md B5 allows. Questions are answered faster or not at all. */
export const SIGN_TIMEOUT_MS = 30_000;
export const QUESTION_TIMEOUT_MS = 10_000;
/** Answers to questions are a line of JSON, a chain three certificates. */
export const QUESTION_BYTES = 64 * 1024;

export interface ProviderCall {
  readonly method: 'GET' | 'POST';
  /** Begins with `/`; may hold a NIK, so it is never repeated in an error. */
  readonly path: string;
  readonly body?: Uint8Array;
  readonly contentType?: string;
  readonly maxBytes: number;
  readonly totalMs: number;
}

/**
 * A question, or anything else that signs nothing: whatever goes wrong is told as PENANDA_TIDAK_TERSEDIA, and is known
 * not to have signed. Statuses are for the caller to judge.
 */
export async function ask(account: ProviderAccount, call: ProviderCall): Promise<OutboundResponse> {
  try {
    return await account.client.request(requestOf(account, call));
  } catch (cause) {
    if (!(cause instanceof OutboundError)) throw cause;
    throw new TidakDitandatangani('PENANDA_TIDAK_TERSEDIA', { extra: { sebab: cause.reason }, cause });
  }
}

/**
 * A call that signs, made once. Before a byte of it can have arrived a failure is definite (PENANDA_TIDAK_TERSEDIA, may
 * be tried again); afterwards the provider may have signed, and nobody but a person finds out (PENANDATANGANAN_TAK_PASTI).
 */
export async function sendOnce(account: ProviderAccount, call: ProviderCall): Promise<OutboundResponse> {
  try {
    return await account.client.request(requestOf(account, call));
  } catch (cause) {
    if (!(cause instanceof OutboundError)) throw cause;
    const options = { extra: { sebab: cause.reason }, cause };
    if (!cause.sent) throw new TidakDitandatangani('PENANDA_TIDAK_TERSEDIA', options);
    throw new NaskahError('PENANDATANGANAN_TAK_PASTI', options);
  }
}

function requestOf(account: ProviderAccount, call: ProviderCall): OutboundRequest {
  return {
    url: `${account.url.replace(/\/+$/, '')}${call.path}`,
    method: call.method,
    headers: {
      authorization: basic(account),
      accept: '*/*',
      // A compressed answer is not read, and a signature in one would be lost.
      'accept-encoding': 'identity',
      ...(call.contentType === undefined ? {} : { 'content-type': call.contentType }),
    },
    ...(call.body === undefined ? {} : { body: call.body }),
    maxBytes: call.maxBytes,
    totalMs: call.totalMs,
  };
}

/** RFC 7617, in UTF-8. */
function basic({ user, password }: ProviderAccount): string {
  return `Basic ${Buffer.concat([Buffer.from(`${user}:`, 'utf8'), password]).toString('base64')}`;
}
