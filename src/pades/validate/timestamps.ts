import { createHash } from 'node:crypto';
import type { TimestampToken } from '../tsp/token.ts';
import { digestByOid, digestOf } from '../x509/algorithms.ts';
import type { Certificate } from '../x509/certificate.ts';
import { validateWithTime } from './blocks/signature-with-time.ts';
import type { Conclusion, Setting } from './blocks/subject.ts';
import type { ReadToken, SignatureFacts } from './facts.ts';
import { joined, materialInCms, type Material, type MaterialReader } from './material.ts';

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
  readonly setting: Setting;
  readonly candidates: readonly Certificate[];
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
 * itself (RFC 3161), and its authority's standing now or, where that is proven, in the past (EN 319 102-1 §5.4, §5.6.2).
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
  const { faults, trust } = judgeAuthority(read, against);
  return {
    genTime: read.token.info.genTime,
    authority: read.judgement.signer?.subject ?? null,
    sound: own.length === 0,
    faults: [...own, ...faults],
    path: trust?.path ?? null,
    token: read.token,
  };
}

function imprintFaults({ info }: TimestampToken, value: Uint8Array): string[] {
  const digest = digestByOid(info.digestOid);
  if (digest === null) return [`imprint with unknown digest ${info.digestOid}`];
  const same = Buffer.compare(digestOf(digest, value), info.digest) === 0;
  return same ? [] : ['the timestamp is over something else'];
}

/** Trust in the authority and its algorithms, for a token of any kind (EN 319 102-1 §5.4). */
export function judgeAuthority(
  { token, judgement: { signer, scheme } }: ReadToken,
  { setting, candidates, material, reader, provenAt }: TokenContext,
): { readonly faults: readonly string[]; readonly trust: Conclusion | null } {
  const imprint = digestByOid(token.info.digestOid);
  if (signer === null || scheme === null || imprint === null) return { faults: [], trust: null };
  const { genTime } = token.info;
  const faults: string[] = [];
  if (genTime.getTime() - setting.context.at.getTime() > maxAheadMs)
    faults.push('generated after the validation time');
  if (genTime < signer.notBefore || genTime > signer.notAfter)
    faults.push('generated outside its certificate’s validity');
  const subject = {
    kind: 'timestamp',
    certificate: signer,
    bound: true,
    scheme,
    digests: [imprint],
    candidates: withOwn(token.certificates, candidates),
    material: withOwnData(material, materialInCms(token.data, reader)),
  } as const;
  const trust = validateWithTime(subject, setting, { existed: provenAt, madeAfter: null });
  if (trust.failure !== null) faults.push(`${trust.failure}: ${trust.detail}`);
  return { faults, trust };
}

/** The array of the document itself where the token brings nothing new, so that what was asked before is known. */
function withOwn(own: readonly Certificate[], candidates: readonly Certificate[]): readonly Certificate[] {
  const missing = own.filter((each) => !candidates.some(({ sha256Hex }) => sha256Hex === each.sha256Hex));
  return missing.length > 0 ? [...missing, ...candidates] : candidates;
}

const withOwnData = (material: Material, own: Material): Material =>
  own.ocsps.length + own.crls.length > 0 ? joined(material, own) : material;

/** SHA-256 of a token, hex: how findings and proofs name it. */
export function tokenSha256({ data }: TimestampToken): string {
  const known = fingerprints.get(data);
  if (known !== undefined) return known;
  const made = createHash('sha256').update(data.der).digest('hex');
  fingerprints.set(data, made);
  return made;
}
const fingerprints = new WeakMap<TimestampToken['data'], string>();

/** The earliest of some times, or null. */
export const earliest = (times: readonly (Date | null)[]): Date | null =>
  times.reduce((best, time) => (time !== null && (best === null || time < best) ? time : best), null);

/** The latest of some times, or null. */
export const latest = (times: readonly (Date | null)[]): Date | null =>
  times.reduce((last, time) => (time !== null && (last === null || time > last) ? time : last), null);
