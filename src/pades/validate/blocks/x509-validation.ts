import type { Certificate } from '../../x509/certificate.ts';
import type { PathResult } from '../../x509/path.ts';
import type { SubIndication } from '../types.ts';
import { chainWeakness, signatureWeakness } from './algorithms-at.ts';
import type { Asked, Fault, Moments } from './asked.ts';
import { revocationFault } from './revocation-fault.ts';
import { iso, refuse, validityOf, within, type Conclusion, type Setting, type Subject } from './subject.ts';

/** X.509 certificate validation (EN 319 102-1 §5.2.6): the first candidate path that passes, else what the best one lacks. */
export function validateX509(subject: Subject, setting: Setting, at: Date): Conclusion {
  const { standing, sunset } = anchorsAt(setting, at);
  let best: Conclusion | null = null;
  for (const result of setting.paths.paths(subject, at, standing)) {
    if (!result.found) return best ?? afterSunset(subject, setting, at, sunset) ?? refusePath(result);
    const judged = judgePath(result.path, subject, setting, { signed: at, chain: at });
    if (judged.failure === null || !nextMayHelp.has(judged.failure)) return judged;
    best ??= judged;
  }
  return best ?? refuse('NO_CERTIFICATE_CHAIN_FOUND', 'no path to a trust anchor', []);
}

/** Faults of an authority rather than of the signer: another path may go round it (step 4 b). */
const nextMayHelp: ReadonlySet<SubIndication> = new Set<SubIndication>([
  'REVOKED_CA_NO_POE',
  'TRY_LATER',
  'CRYPTO_CONSTRAINTS_FAILURE_NO_POE',
  'REVOCATION_OUT_OF_BOUNDS_NO_POE',
]);

/** Steps 4 to 8 over one path, in the order of the standard. */
export function judgePath(
  path: readonly Certificate[],
  subject: Subject,
  setting: Setting,
  times: Moments,
): Conclusion {
  const statuses = setting.revocation.statuses(path, subject.material, times.signed, setting.proofs);
  const asked: Asked = { path, subject, setting, times, statuses };
  for (const fault of faults) {
    const found = fault(asked);
    if (found) return refuse(found.failure, found.detail, found.evidence, path, statuses);
  }
  const now = times.signed.getTime() === setting.context.at.getTime();
  const when = now ? 'at the validation time' : `at the proven time ${iso(times.signed)}`;
  return {
    failure: null,
    indication: null,
    detail: `${path.map((link) => link.subject).join(' ← ')}, ${when}`,
    evidence: path.map(({ sha256Hex }) => ({ sha256: sha256Hex })),
    path,
    statuses,
  };
}

const faults: readonly ((asked: Asked) => Fault | null)[] = [
  revocationFault,
  signatureWeakness,
  chainWeakness,
  outOfBounds,
  revocationOutOfBounds,
];

/** Step 7: the time lies outside the signer's validity; is it known that it was not revoked while that lasted? */
function outOfBounds({ subject: { certificate }, times, statuses }: Asked): Fault | null {
  if (within(certificate, times.signed)) return null;
  const known = statuses[0]?.state === 'good';
  return {
    failure: known ? 'OUT_OF_BOUNDS_NOT_REVOKED' : 'OUT_OF_BOUNDS_NO_POE',
    detail: `the certificate is valid from ${validityOf(certificate)}${known ? ', and was not revoked then' : ''}`,
    evidence: [{ sha256: certificate.sha256Hex, time: iso(certificate.notAfter) }],
  };
}

/** Step 8: whoever says "good" has a certificate that has ended, and nothing proves that it was said before. */
function revocationOutOfBounds({ statuses }: Asked): Fault | null {
  const status = statuses.find(({ state }) => state === 'unproven');
  if (status === undefined) return null;
  return {
    failure: 'REVOCATION_OUT_OF_BOUNDS_NO_POE',
    detail: `"${status.certificate.subject}": ${status.detail}`,
    evidence: [
      { sha256: status.certificate.sha256Hex },
      ...(status.source ? [{ sha256: status.source.sha256Hex }] : []),
      ...(status.source?.until ? [{ time: iso(status.source.until) }] : []),
    ],
  };
}

/** Step 1 and 3: an operator may have said until when an anchor is trusted. */
function anchorsAt({ context: { anchors, policy } }: Setting, at: Date) {
  const ended = (anchor: Certificate): boolean => {
    const day = policy.anchorSunsets[anchor.sha256Hex];
    return day !== undefined && Date.parse(day) <= at.getTime();
  };
  const standing = anchors.filter((anchor) => !ended(anchor));
  // The same array each time, so that the search is known again.
  return standing.length === anchors.length
    ? { standing: anchors, sunset: [] }
    : { standing, sunset: anchors.filter(ended) };
}

function afterSunset(
  subject: Subject,
  { paths, context: { policy } }: Setting,
  at: Date,
  sunset: readonly Certificate[],
): Conclusion | null {
  if (sunset.length === 0) return null;
  const [result] = paths.paths(subject, at, sunset);
  if (!result?.found) return null;
  const anchor = result.path.at(-1);
  const day = policy.anchorSunsets[anchor?.sha256Hex ?? ''] ?? '';
  return refuse(
    'NO_CERTIFICATE_CHAIN_FOUND_NO_POE',
    `"${anchor?.subject ?? ''}" is no longer trusted since ${day}`,
    [{ sha256: anchor?.sha256Hex ?? '', time: iso(new Date(day)) }],
    result.path,
  );
}

const refusePath = (result: Extract<PathResult, { found: false }>): Conclusion =>
  refuse(
    result.failure,
    result.reason,
    (result.path ?? []).map(({ sha256Hex }) => ({ sha256: sha256Hex })),
  );
