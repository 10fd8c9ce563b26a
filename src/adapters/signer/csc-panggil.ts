import { OutboundError } from '../keluar/galat.ts';
import type { OutboundClient, OutboundResponse } from '../keluar/klien.ts';
import { notSigned, refusal, unknownOutcome, wasRefused, wasUnsent } from './csc-galat.ts';
import { jsonBytes, readObject, text, type JsonObject, type Members } from './csc-json.ts';

/** The service as one signer calls it. `url` ends with `/csc/v1` or `/csc/v2`. */
export interface CscService {
  readonly url: string;
  readonly client: OutboundClient;
  readonly timeoutMs: number;
}

const MAX_REPLY_BYTES = 256 * 1024;
const SIGN = 'signatures/signHash';

/**
 * One call, made once. Throws `TidakDitandatangani` wherever nothing can have been signed, and for `signatures/signHash`
 * `PENANDATANGANAN_TAK_PASTI` for every failure that leaves it open: a time-out, a broken connection, 5xx, an answer
 * that is none. `credentials` is the Authorization header.
 */
export async function callCsc(
  service: CscService,
  endpoint: string,
  body: JsonObject,
  credentials: string | null,
): Promise<Members> {
  const response = await exchange(service, endpoint, body, credentials);
  const { status } = response;
  if (status === 204 && endpoint !== SIGN) return {};
  const answer = readObject(response.body);
  if (status === 200 && answer) return answer;
  const failed = endpoint === SIGN ? unknownOutcome : early(endpoint);
  if (status >= 200 && status < 300) throw failed(status === 200 ? 'bukan JSON' : `HTTP ${status}`);
  if (endpoint === SIGN ? wasRefused(status) : status < 500) {
    throw refusal(endpoint, status, text(answer?.['error']), text(answer?.['error_description']));
  }
  throw failed(`HTTP ${status}`);
}

async function exchange(
  service: CscService,
  endpoint: string,
  fields: JsonObject,
  credentials: string | null,
): Promise<OutboundResponse> {
  const body = jsonBytes(fields);
  try {
    return await service.client.request({
      url: `${service.url}/${endpoint}`,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(credentials === null ? {} : { authorization: credentials }),
      },
      body,
      maxBytes: MAX_REPLY_BYTES,
      totalMs: service.timeoutMs,
    });
  } catch (cause) {
    if (!(cause instanceof OutboundError)) throw cause;
    if (endpoint !== SIGN || wasUnsent(cause.reason)) {
      throw notSigned('PENANDA_TIDAK_TERSEDIA', endpoint, cause.reason, cause);
    }
    throw unknownOutcome(cause.reason, cause);
  } finally {
    body.fill(0);
  }
}

const early =
  (endpoint: string) =>
  (what: string): Error =>
    notSigned(
      what.startsWith('HTTP 5') ? 'PENANDA_TIDAK_TERSEDIA' : 'PENANDA_JAWABAN_TIDAK_SAH',
      endpoint,
      what,
    );
