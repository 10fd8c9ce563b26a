import { answersOf, type Asked } from './answers.ts';
import { checks } from './checks.ts';
import type { Evidence } from './evidence.ts';
import { levelOf } from './level.ts';
import { reportPath } from './report-path.ts';
import { reportTimestamps } from './report-timestamps.ts';
import { reportLimits } from './reported.ts';
import { isSettled } from './revocation.ts';
import type { Finding, Indication, ReportedSignature, SubIndication } from './types.ts';

function ask(evidence: Evidence): readonly Asked[] {
  const asked: Asked[] = [];
  for (const check of checks) for (const answer of check.judge(evidence)) asked.push({ check, answer });
  return asked;
}

interface Conclusion {
  readonly indication: Indication;
  readonly subIndication: SubIndication | null;
  /** Id of the check that decided. */
  readonly decidedBy: string | null;
}

/** The first failure that makes the signature FAILED; else the first that leaves it open; else it passed. */
function conclude(asked: readonly Asked[]): Conclusion {
  const failures: Conclusion[] = [];
  for (const { check, answer } of asked) {
    const concludes = answer.concludes ?? check.concludes;
    if (answer.status === 'failed' && concludes)
      failures.push({ indication: concludes[0], subIndication: concludes[1], decidedBy: check.id });
  }
  return (
    failures.find(({ indication }) => indication === 'TOTAL_FAILED') ??
    failures[0] ?? { indication: 'TOTAL_PASSED', subIndication: null, decidedBy: null }
  );
}

export const passes = (evidence: Evidence): boolean => conclude(ask(evidence)).indication === 'TOTAL_PASSED';

/** What the outside sees of one signature. Every member is there; unknown is null. */
export function reportSignature(evidence: Evidence): ReportedSignature {
  const { facts, later, structure, bestTime } = evidence;
  const { cms, coverage, location } = facts;
  const asked = ask(evidence);
  const stampTime = facts.kind === 'document-timestamp' ? cms.token?.info.genTime : undefined;
  const { indication, subIndication, decidedBy } = conclude(asked);
  const { range } = facts.range;
  const provenTime = stampTime && indication === 'TOTAL_PASSED' ? stampTime : bestTime;
  return {
    // Without the password a name is cipher text.
    field:
      structure.encryption === 'locked' || structure.encryption === 'unsupported' ? null : location.field,
    kind: facts.kind,
    indication,
    subIndication,
    decidedBy,
    answers: answersOf(asked),
    integrity: range && cms.digestMatches && cms.signatureVerifies ? 'intact' : 'broken',
    coverage: coverage.kind,
    modifications: structure.trailing ? 'forbidden' : later.modifications,
    level: levelOf(evidence).level,
    subFilter: facts.subFilter,
    signer: cms.certificate && {
      subject: cms.certificate.subject,
      issuer: cms.certificate.issuer,
      serialHex: cms.certificate.serialHex,
    },
    claimed: facts.claims,
    claimedTime: facts.claimedTime?.toISOString() ?? null,
    bestTime: provenTime?.toISOString() ?? null,
    digestAlgorithm: cms.scheme && !('reason' in cms.scheme) ? cms.scheme.digest.name : null,
    signatureAlgorithm: cms.scheme && !('reason' in cms.scheme) ? cms.scheme.name : null,
    findings: asked.map(({ check, answer }): Finding => ({
      check: check.id,
      status: answer.status,
      detail: answer.detail,
      evidence: answer.evidence?.slice(0, reportLimits.evidence) ?? [],
    })),
    revocation: revocationOf(evidence),
    longTermUntil: evidence.longTerm.sealedBy?.until.toISOString() ?? null,
    certificateSha256: cms.certificate?.sha256Hex ?? null,
    path: reportPath(evidence),
    timestamps: reportTimestamps(evidence),
    changes: later.changes,
    revision: coverage.revision,
    object: location.objectNum,
    signedBytes: range && [0, range.end],
    unsignedBytes: range && [range.gapStart, range.gapEnd],
  };
}

function revocationOf({ revocation }: Evidence): ReportedSignature['revocation'] {
  if (revocation === null) return null;
  if (revocation.some(({ state }) => state === 'revoked' || state === 'suspended')) return 'revoked';
  return revocation.every(isSettled) ? 'good' : 'unknown';
}
