import type { TimestampToken } from '../tsp/token.ts';
import { digestByOid, digestOf } from '../x509/algorithms.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { ReadToken, SignatureFacts } from './facts.ts';
import { joined, materialInCms, type Material, type MaterialReader } from './material.ts';
import type { RevocationJudge } from './revocation.ts';
import { judgeAlgorithms, judgeTrust, type TrustContext } from './trust.ts';

/** What one timestamp is worth: a signature-time-stamp or a content-time-stamp. */
export interface TimestampJudgement {
  readonly genTime: Date | null;
  readonly authority: string | null;
  /** Sound in itself and over what it should be over: what the level asks, trust left out. */
  readonly sound: boolean;
  /** Empty: its time may be used. */
  readonly faults: readonly string[];
  /** From the authority to an anchor; null where there is none. */
  readonly path: readonly Certificate[] | null;
  readonly token: TimestampToken | null;
}

/** All that a token is weighed against. */
export interface TokenContext {
  readonly candidates: readonly Certificate[];
  readonly context: TrustContext;
  readonly revocation: RevocationJudge;
  /** Data of the file; what the token itself carries is added. */
  readonly material: Material;
  readonly reader: MaterialReader;
  /** Earliest time at which a later timestamp proves that this one existed. */
  readonly provenAt: Date | null;
}

/** Clocks of a TSA and of a validator differ; a token from further ahead than this says nothing at that time. */
const maxAheadMs = 10 * 60 * 1000;

/**
 * Judges every signature-time-stamp of a signature: imprint over *this* signature value (EN 319 122-1 §5.3), the token in
 * itself (RFC 3161), its algorithms, and its path to an anchor at the validation time or at the proven one.
 */
export function judgeTimestamps(
  { cms }: SignatureFacts,
  against: TokenContext,
): readonly TimestampJudgement[] {
  const value = cms.signer?.signature;
  if (value === undefined) return [];
  return cms.timestamps.map((read) =>
    'reason' in read ? unusable(read.reason) : judge(read, imprintFaults(read.token, value), against),
  );
}

/** The same for content-time-stamps, whose imprint is over the signed bytes (EN 319 122-1 §5.2.8). */
export function judgeContentTimestamps(
  { cms }: SignatureFacts,
  against: TokenContext,
): readonly TimestampJudgement[] {
  return cms.contentTimestamps.map((read) =>
    'reason' in read
      ? unusable(read.reason)
      : judge(read, read.imprintMatches ? [] : ['the timestamp is over something else'], against),
  );
}

const unusable = (reason: string): TimestampJudgement => ({
  genTime: null,
  authority: null,
  sound: false,
  faults: [reason],
  path: null,
  token: null,
});

function judge(read: ReadToken, imprint: readonly string[], against: TokenContext): TimestampJudgement {
  const own = [...imprint, ...read.judgement.faults];
  const { faults, path } = judgeAuthority(read, against);
  return {
    genTime: read.token.info.genTime,
    authority: read.judgement.signer?.subject ?? null,
    sound: own.length === 0,
    faults: [...own, ...faults],
    path,
    token: read.token,
  };
}

function imprintFaults({ info }: TimestampToken, value: Uint8Array): string[] {
  const digest = digestByOid(info.digestOid);
  if (digest === null) return [`imprint with unknown digest ${info.digestOid}`];
  const same = Buffer.compare(digestOf(digest, value), info.digest) === 0;
  return same ? [] : ['the timestamp is over something else'];
}

/**
 * Trust in the authority and its algorithms, for a token of any kind. A revoked authority is believed only where a later
 * timestamp proves that the token is older than the revocation (EN 319 102-1 §5.4, §5.6.2).
 */
export function judgeAuthority(
  { token, judgement: { signer, scheme } }: ReadToken,
  against: TokenContext,
): { readonly faults: readonly string[]; readonly path: readonly Certificate[] | null } {
  const { candidates, context, provenAt } = against;
  const imprint = digestByOid(token.info.digestOid);
  if (signer === null || scheme === null || imprint === null) return { faults: [], path: null };
  const { genTime } = token.info;
  const faults: string[] = [];
  if (genTime.getTime() - context.at.getTime() > maxAheadMs)
    faults.push('generated after the validation time');
  if (genTime < signer.notBefore || genTime > signer.notAfter)
    faults.push('generated outside its certificate’s validity');
  const weak = judgeAlgorithms({ scheme, certificate: signer, digests: [imprint] }, context.at, provenAt);
  if (weak !== null) faults.push(weak);
  const { failure, detail, path } = judgeTrust(
    signer,
    [...token.certificates, ...candidates],
    context,
    provenAt,
  );
  if (failure !== null) faults.push(`${failure}: ${detail}`);
  const material = joined(against.material, materialInCms(token.data, against.reader));
  const revoked = against.revocation
    .statuses(path ?? [], material, provenAt ?? context.at)
    .find(({ state }) => state === 'revoked' || state === 'suspended');
  if (revoked) faults.push(`"${revoked.certificate.subject}" was ${revoked.detail}`);
  return { faults, path };
}

/** The earliest of some times, or null. */
export const earliest = (times: readonly (Date | null)[]): Date | null =>
  times.reduce((best, time) => (time !== null && (best === null || time < best) ? time : best), null);
