import {
  buildTimestampQuery,
  imprintDigests,
  PadesError,
  parseTimestampQuery,
  readTimestampResponse,
  type TimestampAuthority,
  type TimestampRequest,
} from '../../pades/index.ts';
import type { Clock } from '../../shared/clock.ts';

export interface OrderedAuthority {
  /** Shown to the operator; a URL without credentials, say. */
  readonly name: string;
  readonly authority: TimestampAuthority;
  /** Asked for, and demanded of the answer. */
  readonly policyOid?: string;
  /** Demanded of the answer; absent: any. */
  readonly acceptedPolicies?: readonly string[];
}

export interface OrderedAuthoritiesOptions {
  readonly clock: Clock;
  /** Told of every failure, so that a first authority that is down for weeks is noticed. */
  readonly onFailure?: (name: string, cause: unknown) => void;
}

/** No authority gave a token. `reasons` keeps what each one did, in order. */
export interface AuthorityFailure {
  readonly name: string;
  readonly cause: unknown;
}

/**
 * Several authorities as one: the first is asked, and the next one where it fails, whether it is silent, refuses, or
 * answers what cannot be accepted. Throws the last one's error with all reasons in its detail and cause; the engine
 * judges the token once more.
 */
export function timestampAuthorities(
  authorities: readonly OrderedAuthority[],
  options: OrderedAuthoritiesOptions,
): TimestampAuthority {
  return {
    async request(query) {
      const failures: AuthorityFailure[] = [];
      for (const each of authorities) {
        try {
          return await acceptable(each, query, options.clock);
        } catch (cause) {
          failures.push({ name: each.name, cause });
          options.onFailure?.(each.name, cause);
        }
      }
      throw allFailed(failures);
    },
  };
}

async function acceptable(
  { authority, policyOid, acceptedPolicies }: OrderedAuthority,
  query: Uint8Array,
  clock: Clock,
): Promise<Uint8Array> {
  const request = { ...asked(query), ...(policyOid !== undefined && { policyOid }) };
  const response = await authority.request(policyOid === undefined ? query : buildTimestampQuery(request));
  readTimestampResponse(response, request, {
    now: clock.now(),
    ...(acceptedPolicies && { policies: acceptedPolicies }),
  });
  return response;
}

/** The engine's own query, read back: the interface carries bytes only. */
function asked(query: Uint8Array): TimestampRequest {
  const { digestOid, digest, nonceHex, policyOid } = parseTimestampQuery(query);
  const digestName = (Object.keys(imprintDigests) as (keyof typeof imprintDigests)[]).find(
    (name) => imprintDigests[name].oid === digestOid,
  );
  if (digestName === undefined || nonceHex === null) {
    throw new PadesError('PADES_TSP_INVALID', { detail: 'a query without a nonce or under an unknown hash' });
  }
  // The magnitude lost its leading zeros; a nonce of eight octets is what the builder asks for at least.
  const nonce = Buffer.from(nonceHex.padStart(16, '0'), 'hex');
  return { digest, digestName, nonce, ...(policyOid !== null && { policyOid }) };
}

function allFailed(failures: readonly AuthorityFailure[]): PadesError {
  const last = failures.at(-1)?.cause;
  const code = last instanceof PadesError ? last.code : 'PADES_TSP_UNREACHABLE';
  const detail = failures.map(({ name, cause }) => `${name}: ${sentence(cause)}`).join(' ');
  return new PadesError(code, {
    detail: detail === '' ? 'No timestamp authority is configured.' : detail,
    cause: new AggregateError(failures.map(({ cause }) => cause)),
  });
}

const sentence = (cause: unknown): string =>
  cause instanceof PadesError ? (cause.detail ?? cause.code) : 'no answer.';
