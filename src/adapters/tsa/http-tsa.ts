import { PadesError, type TimestampAuthority } from '../../pades/index.ts';
import { OutboundError, type OutboundReason } from '../keluar/galat.ts';
import type { OutboundClient, OutboundResponse } from '../keluar/klien.ts';

export interface HttpTsaOptions {
  readonly url: string;
  readonly client: OutboundClient;
  readonly timeoutMs: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** HTTP basic (RFC 7617), for a paid authority. */
  readonly basic?: { readonly user: string; readonly password: string };
}

/** UTF-8 (RFC 7617 §2.1). The URL never holds credentials: the client refuses those, and logs show URLs. */
function authorization(basic: HttpTsaOptions['basic']): Readonly<Record<string, string>> {
  if (basic === undefined) return {};
  if (basic.user.includes(':')) throw new TypeError('a user name of HTTP basic has no colon');
  return { authorization: `Basic ${Buffer.from(`${basic.user}:${basic.password}`).toString('base64')}` };
}

const MAX_REPLY_BYTES = 64 * 1024;

/** Failures after which the authority has answered, but with something that is no answer. */
const answeredBadly: ReadonlySet<OutboundReason> = new Set(['too-large', 'encoded']);

/**
 * Carries RFC 3161 over HTTP (§3.4). Asks once: whether to ask again is the caller's decision, because it is the
 * caller who keeps the finished signature. Throws `PADES_TSP_UNREACHABLE` when no reply came, `PADES_TSP_INVALID`
 * when what came is not a reply; the detail names the fault for the operator.
 */
export function httpTimestampAuthority(options: HttpTsaOptions): TimestampAuthority {
  return {
    async request(query) {
      const response = await call(options, query);
      const { status, contentType, body } = response;
      if (status !== 200) throw new PadesError('PADES_TSP_UNREACHABLE', { detail: `HTTP ${status}.` });
      if (contentType !== 'application/timestamp-reply') {
        throw new PadesError('PADES_TSP_INVALID', { detail: `Content type ${shown(contentType)}.` });
      }
      if (body.length === 0) throw new PadesError('PADES_TSP_INVALID', { detail: 'Empty reply.' });
      return body;
    },
  };
}

async function call(
  { url, client, timeoutMs, headers, basic }: HttpTsaOptions,
  query: Uint8Array,
): Promise<OutboundResponse> {
  try {
    return await client.request({
      url,
      method: 'POST',
      headers: {
        ...headers,
        ...authorization(basic),
        'content-type': 'application/timestamp-query',
        accept: 'application/timestamp-reply',
      },
      body: query,
      maxBytes: MAX_REPLY_BYTES,
      totalMs: timeoutMs,
    });
  } catch (cause) {
    if (!(cause instanceof OutboundError)) throw cause;
    const code = answeredBadly.has(cause.reason) ? 'PADES_TSP_INVALID' : 'PADES_TSP_UNREACHABLE';
    throw new PadesError(code, { detail: `${cause.reason}.`, cause });
  }
}

/** The other side chose this text; only what a media type may hold is repeated. */
const shown = (contentType: string): string =>
  /^[a-z0-9.+-]{1,40}\/[a-z0-9.+-]{1,60}$/.test(contentType) ? contentType : 'absent or malformed';
