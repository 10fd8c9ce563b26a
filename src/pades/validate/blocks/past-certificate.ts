import { weakness, reliableUntil } from '../../x509/algorithms.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { joined, type Material } from '../material.ts';
import type { CertificateStatus } from '../revocation.ts';
import type { FindingEvidence, SubIndication } from '../types.ts';
import { certificateItem, existedAt, revocationItem, tableOf } from './algorithms-at.ts';
import { freshUntil, isFresh } from './freshness.ts';
import { earlier } from './proofs.ts';
import { iso, type Setting, type Subject } from './subject.ts';

/** Until when the path is known to have been good: what existed by then is as good as it was. */
export interface PastPath {
  readonly path: readonly Certificate[];
  readonly controlTime: Date;
  readonly statuses: readonly CertificateStatus[];
}
export interface PastFault {
  readonly failure: SubIndication;
  readonly detail: string;
  readonly evidence: readonly FindingEvidence[];
}

/**
 * Past certificate validation (EN 319 102-1 §5.6.2.1): a path that was valid at some time within the signer's validity,
 * and the control time to which it can be relied on. `signed`: when the subject provably existed.
 */
export function pastCertificate(
  subject: Subject,
  setting: Setting,
  signed: Date,
): PastPath | PastFault | null {
  const { notBefore, notAfter } = subject.certificate;
  let first: PastFault | null = null;
  for (const date of [signed, notBefore, notAfter]) {
    for (const result of setting.paths.paths(subject, date, setting.context.anchors)) {
      if (!result.found) break;
      const slid = slide(result.path, subject, setting, signed);
      if (!('failure' in slid)) return slid;
      first ??= slid;
    }
  }
  return first;
}

/**
 * Validation time sliding (§5.6.2.2): from below the anchor down to the signer, the control time goes back to where each
 * certificate is last known to have been good, and everything below must provably be older than that.
 */
function slide(
  path: readonly Certificate[],
  subject: Subject,
  setting: Setting,
  signed: Date,
): PastPath | PastFault {
  const { context } = setting;
  const sunset = context.policy.anchorSunsets[path.at(-1)?.sha256Hex ?? ''];
  let controlTime = earlier(context.at, sunset === undefined ? null : new Date(sunset));
  for (let index = path.length - 2; index >= 0 && signed <= controlTime; index--) {
    const step = oneStep({ path, index, subject, setting, signed, controlTime });
    if ('failure' in step) return step;
    controlTime = step.controlTime;
  }
  const statuses = setting.revocation.statuses(path, subject.material, signed, setting.proofs);
  return { path, controlTime, statuses };
}

interface Step {
  readonly path: readonly Certificate[];
  readonly index: number;
  readonly subject: Subject;
  readonly setting: Setting;
  readonly signed: Date;
  readonly controlTime: Date;
}

function oneStep(step: Step): { readonly controlTime: Date } | PastFault {
  const { path, index, subject, setting, signed, controlTime } = step;
  const certificate = path[index];
  if (certificate === undefined) throw new RangeError(`a path has no certificate ${index}`);
  const existed = existedAt(certificate.sha256Hex, subject, setting, signed) ?? setting.context.at;
  if (existed > controlTime) return noProof(`"${certificate.subject}"`, certificate.sha256Hex, controlTime);
  const status = statusBy(step, certificate);
  if ('failure' in status) return status;
  const strong = strongUntil(step, certificate, status);
  if ('failure' in strong) return strong;
  const good = goodUntil(status, controlTime, setting.context.policy.freshnessMs);
  const ends = [certificate.notAfter, strong.controlTime, revokedSince(step)];
  return { controlTime: ends.reduce<Date>(earlier, good) };
}

/**
 * The last moment before a revocation of which anybody tells, proven to be old or not: leaving a word out, or letting the
 * data above it end early, must not make it unsaid. Null: nobody says so.
 */
function revokedSince({ path, index, subject, setting, controlTime }: Step): Date | null {
  const { revocation, proofs, context } = setting;
  const material = revocation.withGiven(subject.material);
  const status = revocation.status({ path, index, at: controlTime, now: context.at, material, proofs });
  return saysRevoked(status) ? untilRevoked(status) : null;
}

const saysRevoked = ({ state }: CertificateStatus): boolean =>
  state === 'revoked' || state === 'suspended' || state === 'later';
const untilRevoked = ({ time }: CertificateStatus): Date =>
  time === null ? new Date(0) : new Date(time.getTime() - 1);

/** What data from before the control time, that provably existed by then, says of the certificate. */
function statusBy(
  { path, index, subject, setting, controlTime }: Step,
  certificate: Certificate,
): CertificateStatus | PastFault {
  const { revocation, proofs, context } = setting;
  const all = revocation.withGiven(subject.material);
  const question = { path, index, at: controlTime, now: controlTime, proofs };
  const status = revocation.status({ ...question, material: existing(all, setting, controlTime) });
  if (status.state === 'unproven' && status.source !== null)
    return {
      ...noProof(status.detail, status.source.sha256Hex, status.source.until ?? controlTime),
      failure: 'REVOCATION_OUT_OF_BOUNDS_NO_POE',
    };
  if (status.state !== 'unknown' || status.source !== null) return status;
  const later = revocation.status({ ...question, now: context.at, material: all });
  // Nothing at all was said of it: whether that is enough is the policy's word.
  if (later.source === null && context.policy.revocation === 'if-available') return status;
  return noProof(
    `revocation data about "${certificate.subject}"`,
    later.source?.sha256Hex ?? certificate.sha256Hex,
    controlTime,
  );
}

function existing(material: Material, { proofs, context }: Setting, by: Date): Material {
  if (by >= context.at) return material;
  const existed = ({ sha256Hex }: { readonly sha256Hex: string }): boolean => {
    const time = proofs.timeOf(sha256Hex);
    return time !== null && time <= by;
  };
  return joined({
    certificates: material.certificates,
    ocsps: material.ocsps.filter(existed),
    crls: material.crls.filter(existed),
  });
}

/**
 * §5.6.2.2 step 3 c. The standard goes back to the issuance of data that is not fresh; we go back to the last moment at
 * which it was, because a store and its timestamp are always made after the data they hold.
 */
function goodUntil(status: CertificateStatus, controlTime: Date, maxAgeMs: number | null): Date {
  if (saysRevoked(status)) return earlier(controlTime, untilRevoked(status));
  const { source } = status;
  if (source === null || isFresh(source, controlTime, maxAgeMs)) return controlTime;
  const { thisUpdate } = source;
  const until = freshUntil(source, maxAgeMs);
  return earlier(controlTime, thisUpdate && thisUpdate > until ? thisUpdate : until);
}

/**
 * §5.6.2.2 step 3 d: an algorithm that is not reliable at the control time takes it back to its end, and what was signed with
 * it must provably be older than that (§5.6.2.4 step 4). Asked before freshness moves the control time: data that could be
 * forged by then would say when that was.
 */
function strongUntil(
  { path, index, subject, setting, signed, controlTime }: Step,
  certificate: Certificate,
  status: CertificateStatus,
): { readonly controlTime: Date } | PastFault {
  const table = tableOf(setting);
  let until = controlTime;
  for (const item of [certificateItem(certificate, path[index + 1]), ...revocationItem(status)]) {
    if ('reason' in item) return { ...noProof(item.reason, item.sha256Hex, until), ...crypto };
    if (weakness(item.scheme, item.key, controlTime, table) === null) continue;
    const end = new Date(reliableUntil(item.scheme, item.key, table) ?? 0);
    const existed = existedAt(item.sha256Hex, subject, setting, signed);
    if (existed === null || existed >= end) return { ...noProof(item.what, item.sha256Hex, end), ...crypto };
    until = earlier(until, end);
  }
  return { controlTime: until };
}

const crypto = { failure: 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE' } as const;

const noProof = (what: string, sha256: string, by: Date): PastFault => ({
  failure: 'NO_POE',
  detail: `nothing proves that ${what} existed at ${iso(by)}`,
  evidence: [{ sha256 }, { time: iso(by) }],
});
