import { judgeToken } from '../tsp/token.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { PdfFile } from '../pdf/file.ts';
import { readFacts, type SignatureFacts } from './facts.ts';
import { lastsUntil } from './lasting.ts';
import { readLaterChanges, type LaterChanges } from './later.ts';
import { judgeLongTerm, type Chain, type DocumentProof, type LongTermFacts } from './long-term.ts';
import { joined, materialInCms, MaterialReader, noMaterial, type Material } from './material.ts';
import type { ValidationPolicy } from './policy.ts';
import { isSettled, RevocationJudge, withProof, type CertificateStatus } from './revocation.ts';
import { readStructure, type StructureFacts } from './structure.ts';
import {
  earliest,
  judgeAuthority,
  judgeContentTimestamps,
  judgeTimestamps,
  type TimestampJudgement,
} from './timestamps.ts';
import { judgeTrust, type TrustContext, type TrustJudgement } from './trust.ts';

/** All that the checks may look at for one signature. */
export interface Evidence {
  readonly facts: SignatureFacts;
  readonly structure: StructureFacts;
  readonly later: LaterChanges;
  readonly policy: ValidationPolicy;
  readonly timestamps: readonly TimestampJudgement[];
  readonly contentTimestamps: readonly TimestampJudgement[];
  /** Document timestamps over this signature that passed. */
  readonly documentTimestamps: readonly DocumentProof[];
  readonly trust: TrustJudgement | null;
  /** Of every certificate of the path but the anchor; null without a path. */
  readonly revocation: readonly CertificateStatus[] | null;
  readonly longTerm: LongTermFacts;
  /** What stands in the DSS and does not belong there, or was too much to read. */
  readonly storeFaults: readonly string[];
  /** The DSS of the newest revision; `beyond`: its /VRI holds what its arrays do not. */
  readonly store: 'none' | 'plain' | 'with-vri' | 'beyond';
  /** For a document timestamp: what its authority and token lack. */
  readonly tokenFaults: readonly string[];
  /** Earliest time a validated timestamp proves. */
  readonly bestTime: Date | null;
  readonly at: Date;
  readonly context: TrustContext;
}

/** What all signatures of one document share. */
interface Shared {
  readonly context: TrustContext;
  readonly candidates: readonly Certificate[];
  readonly reader: MaterialReader;
  readonly material: Material;
  readonly revocation: RevocationJudge;
  readonly structure: StructureFacts;
  readonly newest: number;
}

/**
 * Facts first, then trust and time. Document timestamps are judged from the newest to the oldest, because a later one
 * may prove that an older one existed while its certificate was valid (EN 319 102-1 §5.6); signatures follow, with the
 * times so proven. `passed` says what the checks conclude; only then does a document timestamp's time count.
 */
export function gatherEvidence(
  file: PdfFile,
  context: TrustContext,
  passed: (evidence: Evidence) => boolean,
): readonly Evidence[] {
  const signatures = readFacts(file);
  if (signatures.length === 0) return [];
  const newestSigned = Math.max(...signatures.map(({ coverage }) => coverage.revision ?? 0));
  const later = readLaterChanges(file, signatures);
  const shared = sharedBy(file, signatures, context, readStructure(file, newestSigned));
  const proofs: DocumentProof[] = [];

  const judge = (facts: SignatureFacts): Evidence => {
    const revision = facts.coverage.revision ?? Infinity;
    const evidence = weigh(
      facts,
      proofs.filter((proof) => proof.revision > revision),
      shared,
      later(facts),
    );
    if (facts.kind === 'document-timestamp' && passed(evidence))
      proofs.push(...proofBy(evidence, shared.reader));
    return evidence;
  };
  const judged = new Map(judgingOrder(signatures).map((facts) => [facts, judge(facts)]));
  return signatures.flatMap((facts) => judged.get(facts) ?? []);
}

function sharedBy(
  file: PdfFile,
  signatures: readonly SignatureFacts[],
  context: TrustContext,
  structure: StructureFacts,
): Shared {
  const reader = new MaterialReader(file);
  const newest = file.revisions.length - 1;
  const inFile = joined(
    reader.storeAt(newest) ?? noMaterial,
    ...signatures.map(({ cms }) => materialInCms(cms.data, reader)),
  );
  const inSignatures = uniqueCertificates(signatures);
  const candidates = relatedTo(inSignatures, inFile.certificates);
  return {
    context,
    candidates,
    reader,
    // A responder's certificate is no issuer of ours, so for revocation data all of them are looked at.
    material: inFile,
    revocation: new RevocationJudge(context.at, context.given),
    structure,
    newest,
  };
}

function judgingOrder(signatures: readonly SignatureFacts[]): readonly SignatureFacts[] {
  const stamps = signatures.filter(({ kind }) => kind === 'document-timestamp');
  stamps.sort((a, b) => (b.coverage.revision ?? -1) - (a.coverage.revision ?? -1));
  return [...stamps, ...signatures.filter(({ kind }) => kind === 'signature')];
}

/** What a document timestamp that passed says of everything before it. */
function proofBy({ facts, trust }: Evidence, reader: MaterialReader): DocumentProof[] {
  const { token, data } = facts.cms;
  const { revision } = facts.coverage;
  if (token === null || revision === null || !trust?.path) return [];
  const material = { ...materialInCms(data, reader), certificates: token.certificates };
  const until = lastsUntil(token, trust.path);
  return [{ time: token.info.genTime, revision, until, path: trust.path, material }];
}

function weigh(
  facts: SignatureFacts,
  covering: readonly DocumentProof[],
  shared: Shared,
  later: LaterChanges,
): Evidence {
  const { context, candidates, reader, revocation, structure, newest } = shared;
  const { certificate, token } = facts.cms;
  const proven = earliest(covering.map(({ time }) => time));
  const against = { ...shared, provenAt: proven };
  const timestamps = judgeTimestamps(facts, against);
  const usable = timestamps.filter(({ faults }) => faults.length === 0).map(({ genTime }) => genTime);
  const bestTime = earliest([proven, ...usable]);
  const trust = certificate && judgeTrust(certificate, candidates, context, bestTime);
  const judgement = token && judgeToken(token);
  const store = reader.storeAt(newest);
  const chains =
    facts.kind === 'signature' ? chainsOf(facts, trust, timestamps, covering, bestTime, shared) : null;
  return {
    facts,
    structure,
    later,
    policy: context.policy,
    timestamps,
    contentTimestamps: judgeContentTimestamps(facts, { ...against, provenAt: bestTime }),
    documentTimestamps: covering,
    trust,
    revocation: trust?.path
      ? provenStatuses(trust.path, bestTime, existence(facts, covering, reader), shared)
      : null,
    longTerm: judgeLongTerm(chains, reader, newest, covering, revocation),
    storeFaults: store?.faults ?? [],
    store: store?.kind ?? 'none',
    tokenFaults:
      token && judgement
        ? [...judgement.faults, ...judgeAuthority({ token, judgement }, against).faults]
        : [],
    bestTime,
    at: context.at,
    context,
  };
}

/** The newest item decides; where nothing proves that it is as old as it says, older ones that somebody stands for may. */
function provenStatuses(
  path: readonly Certificate[],
  bestTime: Date | null,
  existedBy: (sha256Hex: string) => Date | null,
  { context, material, revocation }: Shared,
): readonly CertificateStatus[] {
  const judged = (data: Material): readonly CertificateStatus[] =>
    withProof(revocation.statuses(path, data, bestTime ?? context.at), context.at, existedBy);
  const statuses = judged(material);
  const ids = new Set(
    statuses.flatMap(({ state, source }) => (state === 'unproven' && source ? [source.sha256Hex] : [])),
  );
  if (ids.size === 0) return statuses;
  const others = judged({
    ...material,
    ocsps: material.ocsps.filter(({ sha256Hex }) => !ids.has(sha256Hex)),
    crls: material.crls.filter(({ sha256Hex }) => !ids.has(sha256Hex)),
  });
  return statuses.map((status, i) => {
    const other = others[i];
    return status.state === 'unproven' && other && isSettled(other) ? other : status;
  });
}

/** Since when an item of revocation data provably exists: it stands in a store, or in this CMS, that a later timestamp covers. */
function existence(
  { cms }: SignatureFacts,
  covering: readonly DocumentProof[],
  reader: MaterialReader,
): (sha256Hex: string) => Date | null {
  const inside = [cms.data, ...cms.timestamps.map((read) => ('reason' in read ? null : read.token.data))];
  const own = joined(...inside.map((data) => materialInCms(data, reader)));
  const holds = (material: Material | null, sha256Hex: string): boolean =>
    [...(material?.ocsps ?? []), ...(material?.crls ?? [])].some((item) => item.sha256Hex === sha256Hex);
  return (sha256Hex) =>
    earliest(
      covering
        .filter(({ revision }) => holds(own, sha256Hex) || holds(reader.storeAt(revision), sha256Hex))
        .map(({ time }) => time),
    );
}

/**
 * The chains that long-term data must cover: the signer's, and those of the timestamps that prove its time; where only
 * document timestamps do, of the first of them (pades.md 3, "Classifying" 3). Null: one of them cannot be built.
 */
function chainsOf(
  { cms }: SignatureFacts,
  trust: TrustJudgement | null,
  timestamps: readonly TimestampJudgement[],
  covering: readonly DocumentProof[],
  bestTime: Date | null,
  { context, reader }: Shared,
): readonly Chain[] | null {
  const sound = timestamps.filter((stamp) => stamp.sound);
  const [first] = [...covering].sort((a, b) => a.revision - b.revision);
  if (!trust?.path || bestTime === null || sound.some(({ path }) => path === null)) return null;
  const own = { ...materialInCms(cms.data, reader), certificates: cms.certificates };
  const signer: Chain = { what: 'signer', path: trust.path, at: bestTime, own };
  const stamps = sound.map(({ path, genTime, token }): Chain => ({
    what: 'timestamp',
    path: path ?? [],
    at: genTime ?? context.at,
    own: { ...materialInCms(token?.data ?? null, reader), certificates: token?.certificates ?? [] },
  }));
  if (stamps.length > 0) return [signer, ...stamps];
  return first
    ? [signer, { what: 'document timestamp', path: first.path, at: first.time, own: first.material }]
    : null;
}

/** Certificates of all signatures and tokens: candidates for every path, trusted by none. */
function uniqueCertificates(signatures: readonly SignatureFacts[]): readonly Certificate[] {
  const unique = new Map<string, Certificate>();
  for (const { cms } of signatures) {
    const tokens = [...cms.timestamps, ...cms.contentTimestamps];
    const inTimestamps = tokens.flatMap((read) => ('reason' in read ? [] : read.token.certificates));
    for (const certificate of [...cms.certificates, ...inTimestamps])
      unique.set(certificate.sha256Hex, certificate);
  }
  return [...unique.values()];
}

/**
 * Of the store's certificates those that could have issued one we have, step by step up: path building looks at so many
 * candidates only, and a store stuffed with foreign ones must not push the right one out.
 */
function relatedTo(known: readonly Certificate[], stored: readonly Certificate[]): readonly Certificate[] {
  const bySubject = new Map<string, Certificate[]>();
  for (const certificate of stored) {
    const same = bySubject.get(certificate.subjectKey);
    if (same) same.push(certificate);
    else bySubject.set(certificate.subjectKey, [certificate]);
  }
  const found = new Map(known.map((certificate) => [certificate.sha256Hex, certificate]));
  for (const certificate of found.values()) {
    for (const issuer of bySubject.get(certificate.issuerKey) ?? []) found.set(issuer.sha256Hex, issuer);
  }
  return [...found.values()];
}
