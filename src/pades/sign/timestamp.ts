import { createHash } from 'node:crypto';
import { oids } from '../asn1/oids.ts';
import { PadesError } from '../errors.ts';
import { addUnsignedAttribute, signatureValueOf } from '../cms/build.ts';
import { buildTimestampQuery } from '../tsp/query.ts';
import { readTimestampResponse } from '../tsp/response.ts';
import { judgeToken, readTimestampToken } from '../tsp/token.ts';
import { lifetimeOfToken } from './lifetime.ts';
import type { DigestName, TimestampAuthority } from './types.ts';

/** How a token is asked for. */
export interface TokenOptions {
  readonly tsa: TimestampAuthority;
  /** Fresh and random, at least 64 bits. */
  readonly nonce: Uint8Array;
  /** The caller's clock: a token made more than some minutes from it is refused (pades.md 2.5). Absent: any time. */
  readonly at?: Date | undefined;
}

/**
 * Makes B-T of B-B: a token over the signature value, as unsigned attribute (EN 319 122-1 §5.3). The nonce comes from the caller, fresh and
 * random, at least 64 bits. Asking again after a failure is safe: the CMS given is not changed. Whether the TSA is trusted is
 * for the validator to say. Throws PADES_TSP_REJECTED, PADES_TSP_MISMATCH, PADES_TSP_INVALID, PADES_CMS_INVALID; the carrier's own
 * errors pass through.
 */
export async function timestampSignature(cms: Uint8Array, options: TokenOptions): Promise<Uint8Array> {
  const digest = new Uint8Array(createHash('sha256').update(signatureValueOf(cms)).digest());
  return addUnsignedAttribute(cms, oids.signatureTimeStamp, await requestToken(digest, options));
}

/** The token over a digest, as received, when all that can be judged without anchors is sound. Asks once. Throws PADES_TSP_*. */
export async function requestToken(
  digest: Uint8Array,
  options: TokenOptions & {
    /** Default sha256. */
    readonly digestName?: DigestName;
  },
): Promise<Uint8Array> {
  const request = { digest, digestName: options.digestName ?? 'sha256', nonce: options.nonce };
  const response = await options.tsa.request(buildTimestampQuery(request));
  const token = readTimestampResponse(response, request, options.at && { now: options.at });
  refuseEnded(token);
  return token;
}

/** A timestamp by an algorithm that had ended when it was made proves nothing from the first day (TS 119 312). */
function refuseEnded(der: Uint8Array): void {
  const token = readTimestampToken(der);
  const { signer: certificate } = judgeToken(token);
  if (certificate === null) throw new PadesError('PADES_TSP_INVALID', { detail: 'no authority certificate' });
  const until = lifetimeOfToken({ token, certificate, der }, [certificate]);
  if (until > token.info.genTime) return;
  throw new PadesError('PADES_TSP_INVALID', { detail: `It had ended on ${until.toISOString()}.` });
}
