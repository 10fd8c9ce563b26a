import type { TimestampToken } from '../tsp/token.ts';
import { digestByOid, digestOf } from '../x509/algorithms.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { ReadToken, SignatureFacts } from './facts.ts';
import { judgeAlgorithms, judgeTrust, type TrustContext } from './trust.ts';

/** What one signature-time-stamp is worth. */
export interface TimestampJudgement {
  readonly genTime: Date | null;
  readonly authority: string | null;
  /** Sound in itself and over this signature value: what the level asks, trust left out. */
  readonly sound: boolean;
  /** Empty: its time may be used. */
  readonly faults: readonly string[];
}

/** Clocks of a TSA and of a validator differ; a token from further ahead than this says nothing at that time. */
const maxAheadMs = 10 * 60 * 1000;

/**
 * Judges every signature-time-stamp of a signature: imprint over *this* signature value (EN 319 122-1 §5.3), the token in
 * itself (RFC 3161), its algorithms, and its path to an anchor at the validation time or at `provenAt`.
 */
export function judgeTimestamps(
  { cms }: SignatureFacts,
  candidates: readonly Certificate[],
  context: TrustContext,
  provenAt: Date | null,
): readonly TimestampJudgement[] {
  const value = cms.signer?.signature;
  if (value === undefined) return [];
  return cms.timestamps.map((read) => {
    if ('reason' in read) return { genTime: null, authority: null, sound: false, faults: [read.reason] };
    const own = [...imprintFaults(read.token, value), ...read.judgement.faults];
    return {
      genTime: read.token.info.genTime,
      authority: read.judgement.signer?.subject ?? null,
      sound: own.length === 0,
      faults: [...own, ...tokenTrustFaults(read, candidates, context, provenAt)],
    };
  });
}

function imprintFaults({ info }: TimestampToken, value: Uint8Array): string[] {
  const digest = digestByOid(info.digestOid);
  if (digest === null) return [`imprint with unknown digest ${info.digestOid}`];
  const same = Buffer.compare(digestOf(digest, value), info.digest) === 0;
  return same ? [] : ['the timestamp is over something else'];
}

/** Trust in the authority and its algorithms, for a token of either kind. */
export function tokenTrustFaults(
  { token, judgement: { signer, scheme } }: ReadToken,
  candidates: readonly Certificate[],
  context: TrustContext,
  provenAt: Date | null,
): string[] {
  const imprint = digestByOid(token.info.digestOid);
  if (signer === null || scheme === null || imprint === null) return [];
  const { genTime } = token.info;
  const faults: string[] = [];
  if (genTime.getTime() - context.at.getTime() > maxAheadMs)
    faults.push('generated after the validation time');
  if (genTime < signer.notBefore || genTime > signer.notAfter)
    faults.push('generated outside its certificate’s validity');
  const weak = judgeAlgorithms({ scheme, certificate: signer, digests: [imprint] }, context.at, provenAt);
  if (weak !== null) faults.push(weak);
  const trust = judgeTrust(signer, [...token.certificates, ...candidates], context, provenAt);
  if (trust.failure !== null) faults.push(`${trust.failure}: ${trust.detail}`);
  return faults;
}

/** The earliest of some times, or null. */
export const earliest = (times: readonly (Date | null)[]): Date | null =>
  times.reduce((best, time) => (time !== null && (best === null || time < best) ? time : best), null);
