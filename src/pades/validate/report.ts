import { checks, type Answer, type Check } from './checks.ts';
import type { Evidence } from './evidence.ts';
import { levelOf } from './level.ts';
import { isSettled } from './revocation.ts';
import type { Finding, Indication, ReportedSignature, SubIndication } from './types.ts';

interface Asked {
  readonly check: Check;
  readonly answer: Answer;
}

const ask = (evidence: Evidence): readonly Asked[] =>
  checks.flatMap((check) => check.judge(evidence).map((answer) => ({ check, answer })));

/** The first failure that makes the signature FAILED; else the first that leaves it open; else it passed. */
function conclude(asked: readonly Asked[]): { indication: Indication; subIndication: SubIndication | null } {
  const failures = asked.flatMap(({ check, answer }) => {
    const concludes = answer.concludes ?? check.concludes;
    return answer.status === 'failed' && concludes ? [concludes] : [];
  });
  const worst = failures.find(([indication]) => indication === 'TOTAL_FAILED') ?? failures[0];
  return worst
    ? { indication: worst[0], subIndication: worst[1] }
    : { indication: 'TOTAL_PASSED', subIndication: null };
}

export const passes = (evidence: Evidence): boolean => conclude(ask(evidence)).indication === 'TOTAL_PASSED';

/** What the outside sees of one signature. Every member is there; unknown is null. */
export function reportSignature(evidence: Evidence): ReportedSignature {
  const { facts, later, structure, bestTime } = evidence;
  const { cms, coverage, location } = facts;
  const asked = ask(evidence);
  const stampTime = facts.kind === 'document-timestamp' ? cms.token?.info.genTime : undefined;
  const { indication, subIndication } = conclude(asked);
  const provenTime = stampTime && indication === 'TOTAL_PASSED' ? stampTime : bestTime;
  return {
    // Without the password a name is cipher text.
    field:
      structure.encryption === 'locked' || structure.encryption === 'unsupported' ? null : location.field,
    kind: facts.kind,
    indication,
    subIndication,
    integrity: facts.range.range && cms.digestMatches && cms.signatureVerifies ? 'intact' : 'broken',
    coverage: coverage.kind,
    modifications: structure.trailing ? 'forbidden' : later.modifications,
    level: levelOf(evidence).level,
    signer: cms.certificate && {
      subject: cms.certificate.subject,
      issuer: cms.certificate.issuer,
      serialHex: cms.certificate.serialHex,
    },
    claimedTime: facts.claimedTime?.toISOString() ?? null,
    bestTime: provenTime?.toISOString() ?? null,
    digestAlgorithm: cms.scheme && !('reason' in cms.scheme) ? cms.scheme.digest.name : null,
    signatureAlgorithm: cms.scheme && !('reason' in cms.scheme) ? cms.scheme.name : null,
    findings: asked.map(({ check, answer }): Finding => ({
      check: check.id,
      status: answer.status,
      detail: answer.detail,
    })),
    revocation: revocationOf(evidence),
    longTermUntil: evidence.longTerm.sealedBy?.until.toISOString() ?? null,
    certificateSha256: cms.certificate?.sha256Hex ?? null,
    revision: coverage.revision,
  };
}

function revocationOf({ revocation }: Evidence): ReportedSignature['revocation'] {
  if (revocation === null) return null;
  if (revocation.some(({ state }) => state === 'revoked' || state === 'suspended')) return 'revoked';
  return revocation.every(isSettled) ? 'good' : 'unknown';
}
