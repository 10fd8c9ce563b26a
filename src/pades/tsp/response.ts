import { parseDer, type Der } from '../asn1/guard.ts';
import { Fields, raw, smallInt } from '../asn1/read.ts';
import { PadesError } from '../errors.ts';
import type { Certificate } from '../x509/certificate.ts';
import { imprintDigests, type TimestampRequest } from './query.ts';
import { judgeToken, readTimestampToken, type TimestampToken } from './token.ts';

/** What else a requester may demand of a token; whoever has a clock should give it. */
export interface TimestampDemands {
  /** The requester's clock: a token from another time is refused. */
  readonly now?: Date;
  /** How far genTime may be from `now`, the token's own accuracy added. Default five minutes. */
  readonly skewMs?: number;
  /** Policies that are good enough; absent: any. */
  readonly policies?: readonly string[];
}

const SKEW_MS = 5 * 60_000;

/**
 * The TimeStampToken inside a TimeStampResp, as received, after everything that can be judged without trust anchors
 * (RFC 3161 §2.4.2): granted, our digest under our hash, our nonce and policy, a token that verifies in itself, made
 * while its certificate was valid and, where the caller has a clock, now.
 * Throws PADES_TSP_REJECTED, PADES_TSP_MISMATCH or PADES_TSP_INVALID; the answer comes from the network.
 */
export function readTimestampResponse(
  response: Uint8Array,
  request: TimestampRequest,
  demands: TimestampDemands = {},
): Uint8Array {
  const { status, token } = split(response);
  if (status > 1) throw new PadesError('PADES_TSP_REJECTED', { detail: `PKIStatus ${status}` });
  if (token === null) throw new PadesError('PADES_TSP_INVALID', { detail: 'granted, but without a token' });
  const read = readToken(token);
  answersRequest(read, request);
  const { faults, signer } = judgeToken(read);
  const all = [...faults, ...timeFaults(read, signer, demands), ...policyFaults(read, demands)];
  if (all.length > 0) throw new PadesError('PADES_TSP_INVALID', { detail: all.join('; ') });
  return token;
}

/** pades.md 2.5: genTime plausible, inside the validity of the TSA's certificate. */
function timeFaults(
  { info }: TimestampToken,
  signer: Certificate | null,
  { now, skewMs = SKEW_MS }: TimestampDemands,
): readonly string[] {
  const faults: string[] = [];
  const { genTime } = info;
  if (signer && (genTime < signer.notBefore || genTime > signer.notAfter)) {
    faults.push('made outside the validity of the timestamp certificate');
  }
  const allowed = skewMs + Math.min(info.accuracyMs ?? 0, SKEW_MS);
  if (now && Math.abs(genTime.getTime() - now.getTime()) > allowed) {
    faults.push(`made at ${genTime.toISOString()}, which is not now`);
  }
  return faults;
}

const policyFaults = ({ info }: TimestampToken, { policies }: TimestampDemands): readonly string[] =>
  policies && !policies.includes(info.policyOid) ? [`policy ${info.policyOid} is not accepted`] : [];

function split(response: Uint8Array): { status: number; token: Uint8Array | null } {
  try {
    const fields = new Fields(parseDer(response, { maxBytes: 1024 * 1024 }));
    const [status] = fields.take(0x30).children;
    const token: Der | null = fields.optional(0x30);
    fields.done();
    if (status === undefined) throw new PadesError('PADES_TSP_INVALID', { detail: 'no status' });
    return { status: smallInt(status), token: token && raw(token) };
  } catch (cause) {
    throw new PadesError('PADES_TSP_INVALID', { detail: 'not a TimeStampResp', cause });
  }
}

function readToken(token: Uint8Array): TimestampToken {
  try {
    return readTimestampToken(token);
  } catch (cause) {
    throw new PadesError('PADES_TSP_INVALID', { detail: 'unreadable token', cause });
  }
}

function answersRequest({ info }: TimestampToken, request: TimestampRequest): void {
  const { digest, digestName = 'sha256', nonce, policyOid } = request;
  const asked = Buffer.from(nonce)
    .toString('hex')
    .replace(/^(00)+(?=..)/, '');
  if (info.digestOid !== imprintDigests[digestName].oid || Buffer.compare(info.digest, digest) !== 0) {
    throw new PadesError('PADES_TSP_MISMATCH', { detail: 'The token is for another digest.' });
  }
  if (info.nonceHex !== asked) throw new PadesError('PADES_TSP_MISMATCH', { detail: 'The nonce differs.' });
  if (policyOid !== undefined && info.policyOid !== policyOid) {
    throw new PadesError('PADES_TSP_MISMATCH', { detail: 'The token is under another policy.' });
  }
}
