import { judgeToken } from '../tsp/token.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { PdfFile } from '../pdf/file.ts';
import { PathFinder } from './blocks/path-finder.ts';
import { Proofs } from './blocks/proofs.ts';
import { validateWithTime } from './blocks/signature-with-time.ts';
import type { Conclusion, Setting } from './blocks/subject.ts';
import { readFacts, type SignatureFacts } from './facts.ts';
import { lastsUntil } from './lasting.ts';
import { readLaterChanges, type LaterChanges } from './later.ts';
import { judgeLongTerm, type Chain, type DocumentProof, type LongTermFacts } from './long-term.ts';
import { joined, materialInCms, MaterialReader, noMaterial, type Material } from './material.ts';
import type { ValidationPolicy } from './policy.ts';
import { RevocationJudge, type CertificateStatus } from './revocation.ts';
import { readStructure, type StructureFacts } from './structure.ts';
import {
  earliest,
  judgeAuthority,
  judgeContentTimestamps,
  judgeTimestamps,
  latest,
  tokenSha256,
  type TimestampJudgement,
  type TokenContext,
} from './timestamps.ts';
import type { TrustContext } from './trust.ts';

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
  /** Null: there is no certificate. */
  readonly trust: Conclusion | null;
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
  readonly setting: Setting;
  readonly candidates: readonly Certificate[];
  readonly reader: MaterialReader;
  readonly material: Material;
  readonly structure: StructureFacts;
  readonly newest: number;
  readonly signatures: readonly SignatureFacts[];
  /** What was concluded of signatures, after all timestamps: fifty of one signer ask the same. */
  readonly concluded: Map<string, Conclusion>;
}

/**
 * Facts first, then trust and time. Document timestamps are judged from the newest to the oldest, because a later one
 * may prove that an older one existed while its certificate was valid (EN 319 102-1 §5.6.3 step 5); signatures follow, with
 * the times so proven. `passed` says what the checks conclude; only then does a document timestamp's time count.
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
    if (facts.kind === 'document-timestamp' && passed(evidence)) proofs.push(...proofBy(evidence, shared));
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
  return {
    setting: {
      context,
      paths: new PathFinder(context),
      revocation: new RevocationJudge(context.at, context.given, context.policy.freshnessMs),
      proofs: new Proofs(),
    },
    candidates: relatedTo(inSignatures, inFile.certificates),
    reader,
    // A responder's certificate is no issuer of ours, so for revocation data all of them are looked at.
    material: inFile,
    structure,
    newest,
    signatures,
    concluded: new Map(),
  };
}

function judgingOrder(signatures: readonly SignatureFacts[]): readonly SignatureFacts[] {
  const stamps = signatures.filter(({ kind }) => kind === 'document-timestamp');
  stamps.sort((a, b) => (b.coverage.revision ?? -1) - (a.coverage.revision ?? -1));
  return [...stamps, ...signatures.filter(({ kind }) => kind === 'signature')];
}

/**
 * What a document timestamp that passed says of everything before it; the certificates and data it covers, in the store and
 * in the signatures, existed by then (EN 319 102-1 §5.6.2.3).
 */
function proofBy({ facts, trust }: Evidence, shared: Shared): DocumentProof[] {
  const { token, data } = facts.cms;
  const { revision } = facts.coverage;
  if (token === null || revision === null || !trust?.path) return [];
  const { reader, setting, signatures } = shared;
  const proof = { time: token.info.genTime, by: tokenSha256(token) };
  setting.proofs.addAll(reader.storeAt(revision) ?? noMaterial, proof);
  for (const covered of signatures) {
    if ((covered.coverage.revision ?? Infinity) >= revision) continue;
    for (const part of partsOf(covered, reader)) setting.proofs.addAll(part, proof);
  }
  const material = { ...materialInCms(data, reader), certificates: token.certificates };
  const until = lastsUntil(token, trust.path);
  const { accuracyMs, ordering } = token.info;
  return [{ ...proof, accuracyMs, ordering, revision, until, path: trust.path, material }];
}

/** Certificates and revocation data inside a signature and its timestamps. */
function partsOf({ cms }: SignatureFacts, reader: MaterialReader): readonly Material[] {
  const tokens = [...cms.timestamps, ...cms.contentTimestamps].flatMap((read) =>
    'reason' in read ? [] : [read.token],
  );
  return [
    { ...materialInCms(cms.data, reader), certificates: cms.certificates },
    ...tokens.map(({ data, certificates }) => ({ ...materialInCms(data, reader), certificates })),
  ];
}

function weigh(
  facts: SignatureFacts,
  covering: readonly DocumentProof[],
  shared: Shared,
  later: LaterChanges,
): Evidence {
  const { setting, reader, structure, newest } = shared;
  const proven = earliest(covering.map(({ time }) => time));
  const against = { ...shared, provenAt: proven };
  const timestamps = judgeTimestamps(facts, against);
  const bestTime = earliest([proven, ...timestamps.map(usableTime)]);
  const contentTimestamps = judgeContentTimestamps(facts, { ...against, provenAt: bestTime });
  const { trust, tokenFaults } =
    facts.kind === 'document-timestamp'
      ? trustInToken(facts, against)
      : {
          trust: keptTrust(facts, shared, bestTime, latest(contentTimestamps.map(usableTime))),
          tokenFaults: [],
        };
  const store = reader.storeAt(newest);
  const chains =
    facts.kind === 'signature' ? chainsOf(facts, trust, timestamps, covering, bestTime, shared) : null;
  return {
    facts,
    structure,
    later,
    policy: setting.context.policy,
    timestamps,
    contentTimestamps,
    documentTimestamps: covering,
    trust,
    revocation: trust?.statuses ?? null,
    longTerm: judgeLongTerm(chains, reader, newest, covering, setting.revocation),
    storeFaults: store?.faults ?? [],
    store: store?.kind ?? 'none',
    tokenFaults,
    bestTime,
    at: setting.context.at,
    context: setting.context,
  };
}

const usableTime = ({ faults, genTime }: TimestampJudgement): Date | null =>
  faults.length === 0 ? genTime : null;

/** The answer depends on nothing else of the signature; the proofs are complete by now. */
function keptTrust(
  facts: SignatureFacts,
  shared: Shared,
  existed: Date | null,
  madeAfter: Date | null,
): Conclusion | null {
  const { certificate, scheme, signing } = facts.cms;
  const of = [certificate?.sha256Hex, signing?.protectedBy != null, existed?.getTime(), madeAfter?.getTime()];
  const key = `${of.join()} ${JSON.stringify(scheme)}`;
  const known = shared.concluded.get(key);
  if (known) return known;
  const made = trustInSignature(facts, shared, existed, madeAfter);
  if (made) shared.concluded.set(key, made);
  return made;
}

function trustInSignature(
  { cms }: SignatureFacts,
  { setting, candidates, material }: Shared,
  existed: Date | null,
  madeAfter: Date | null,
): Conclusion | null {
  const { certificate, scheme, signing } = cms;
  if (certificate === null) return null;
  const subject = {
    kind: 'signature',
    certificate,
    bound: signing?.protectedBy != null,
    scheme: scheme === null || 'reason' in scheme ? null : scheme,
    digests: [],
    candidates,
    material,
  } as const;
  return validateWithTime(subject, setting, { existed, madeAfter });
}

/** For a document timestamp: what its authority and token lack. One that is no token is judged like any signature. */
function trustInToken(
  facts: SignatureFacts,
  against: TokenContext & Shared,
): { readonly trust: Conclusion | null; readonly tokenFaults: readonly string[] } {
  const { token } = facts.cms;
  const judgement = token && judgeToken(token);
  const judged = token && judgement && judgeAuthority({ token, judgement }, against);
  return {
    trust: judged?.trust ?? trustInSignature(facts, against, against.provenAt, null),
    tokenFaults: judgement && judged ? [...judgement.faults, ...judged.faults] : [],
  };
}

/**
 * The chains that long-term data must cover: the signer's, and those of the timestamps that prove its time; where only
 * document timestamps do, of the first of them (pades.md 3, "Classifying" 3). Null: one of them cannot be built.
 */
function chainsOf(
  { cms }: SignatureFacts,
  trust: Conclusion | null,
  timestamps: readonly TimestampJudgement[],
  covering: readonly DocumentProof[],
  bestTime: Date | null,
  { setting, reader }: Shared,
): readonly Chain[] | null {
  const sound = timestamps.filter((stamp) => stamp.sound);
  const [first] = [...covering].sort((a, b) => a.revision - b.revision);
  if (!trust?.path || bestTime === null || sound.some(({ path }) => path === null)) return null;
  const own = { ...materialInCms(cms.data, reader), certificates: cms.certificates };
  const signer: Chain = { what: 'signer', path: trust.path, at: bestTime, own };
  const stamps = sound.map(({ path, genTime, token }): Chain => ({
    what: 'timestamp',
    path: path ?? [],
    at: genTime ?? setting.context.at,
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
