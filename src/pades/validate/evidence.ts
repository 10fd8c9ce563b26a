import { judgeToken } from '../tsp/token.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { PdfFile } from '../pdf/file.ts';
import { readFacts, type SignatureFacts } from './facts.ts';
import { readLaterChanges, type LaterChanges } from './later.ts';
import { readStructure, type StructureFacts } from './structure.ts';
import { earliest, judgeTimestamps, tokenTrustFaults, type TimestampJudgement } from './timestamps.ts';
import { judgeTrust, type TrustContext, type TrustJudgement } from './trust.ts';

/** All that the checks may look at for one signature. */
export interface Evidence {
  readonly facts: SignatureFacts;
  readonly structure: StructureFacts;
  readonly later: LaterChanges;
  readonly timestamps: readonly TimestampJudgement[];
  /** Document timestamps over this signature that passed. */
  readonly documentTimestamps: readonly Date[];
  readonly trust: TrustJudgement | null;
  /** For a document timestamp: what its authority and token lack. */
  readonly tokenFaults: readonly string[];
  /** Earliest time a validated timestamp proves. */
  readonly bestTime: Date | null;
  readonly at: Date;
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
  const structure = readStructure(file, newestSigned);
  const candidates = uniqueCertificates(signatures);
  const proofs: { revision: number; time: Date }[] = [];

  const judge = (facts: SignatureFacts): Evidence => {
    const revision = facts.coverage.revision ?? Infinity;
    const covering = proofs.filter((proof) => proof.revision > revision).map(({ time }) => time);
    const evidence = weigh(facts, covering, candidates, context, structure, later(facts));
    const genTime = facts.cms.token?.info.genTime;
    if (facts.kind === 'document-timestamp' && genTime && passed(evidence))
      proofs.push({ revision, time: genTime });
    return evidence;
  };
  const judged = new Map(judgingOrder(signatures).map((facts) => [facts, judge(facts)]));
  return signatures.flatMap((facts) => judged.get(facts) ?? []);
}

function judgingOrder(signatures: readonly SignatureFacts[]): readonly SignatureFacts[] {
  const stamps = signatures.filter(({ kind }) => kind === 'document-timestamp');
  stamps.sort((a, b) => (b.coverage.revision ?? -1) - (a.coverage.revision ?? -1));
  return [...stamps, ...signatures.filter(({ kind }) => kind === 'signature')];
}

function weigh(
  facts: SignatureFacts,
  covering: readonly Date[],
  candidates: readonly Certificate[],
  context: TrustContext,
  structure: StructureFacts,
  later: LaterChanges,
): Evidence {
  const { certificate, token } = facts.cms;
  const proven = earliest(covering);
  const timestamps = judgeTimestamps(facts, candidates, context, proven);
  const bestTime = earliest([
    proven,
    ...timestamps.filter(({ faults }) => faults.length === 0).map(({ genTime }) => genTime),
  ]);
  const judgement = token && judgeToken(token);
  return {
    facts,
    structure,
    later,
    timestamps,
    documentTimestamps: covering,
    trust: certificate && judgeTrust(certificate, candidates, context, bestTime),
    tokenFaults:
      token && judgement
        ? [...judgement.faults, ...tokenTrustFaults({ token, judgement }, candidates, context, bestTime)]
        : [],
    bestTime,
    at: context.at,
  };
}

/** Certificates of all signatures and tokens: candidates for every path, trusted by none. */
function uniqueCertificates(signatures: readonly SignatureFacts[]): readonly Certificate[] {
  const unique = new Map<string, Certificate>();
  for (const { cms } of signatures) {
    const inTimestamps = cms.timestamps.flatMap((read) => ('reason' in read ? [] : read.token.certificates));
    for (const certificate of [...cms.certificates, ...inTimestamps])
      unique.set(certificate.sha256Hex, certificate);
  }
  return [...unique.values()];
}
