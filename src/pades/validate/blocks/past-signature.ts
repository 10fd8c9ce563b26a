import type { SubIndication } from '../types.ts';
import { tableOf, weaknessOf } from './algorithms-at.ts';
import { pastCertificate } from './past-certificate.ts';
import { iso, within, type Conclusion, type Setting, type Subject } from './subject.ts';

/** Results of today that may have been otherwise in the past (EN 319 102-1 §5.6.3 step 3). */
const healable: ReadonlySet<SubIndication | null> = new Set<SubIndication | null>([
  'REVOKED_NO_POE',
  'REVOKED_CA_NO_POE',
  'OUT_OF_BOUNDS_NO_POE',
  'OUT_OF_BOUNDS_NOT_REVOKED',
  'CRYPTO_CONSTRAINTS_FAILURE_NO_POE',
  'REVOCATION_OUT_OF_BOUNDS_NO_POE',
  'TRY_LATER',
  'NO_CERTIFICATE_CHAIN_FOUND_NO_POE',
  // An authority on the path has ended.
  'CERTIFICATE_CHAIN_GENERAL_FAILURE',
]);

/** Where the missing proof says more than the result of today. */
const yieldsToNoProof: ReadonlySet<SubIndication | null> = new Set<SubIndication | null>([
  'CERTIFICATE_CHAIN_GENERAL_FAILURE',
  'OUT_OF_BOUNDS_NO_POE',
  'OUT_OF_BOUNDS_NOT_REVOKED',
  'NO_CERTIFICATE_CHAIN_FOUND_NO_POE',
]);

/**
 * Past signature validation (EN 319 102-1 §5.6.2.4): what existed before the control time of its path, within the validity
 * of its certificate, is as good as it was then. Null: the result of today stands.
 */
export function pastSignature(
  subject: Subject,
  setting: Setting,
  today: Conclusion,
  existed: Date,
): Conclusion | null {
  if (!healable.has(today.failure)) return null;
  const past = pastCertificate(subject, setting, existed);
  if (past === null) return null;
  if ('failure' in past) {
    const says = past.failure === 'NO_POE' && yieldsToNoProof.has(today.failure);
    return says ? { ...today, ...past, indication: 'INDETERMINATE' } : null;
  }
  const { path, controlTime, statuses } = past;
  if (existed > controlTime || !within(subject.certificate, existed)) return null;
  if (weaknessOf(subject, tableOf(setting), existed) !== null) return null;
  return {
    failure: null,
    indication: null,
    detail: `${path.map((link) => link.subject).join(' ← ')}, relied on until ${iso(controlTime)}; it existed at ${iso(existed)}`,
    evidence: [
      ...path.map(({ sha256Hex }) => ({ sha256: sha256Hex })),
      { time: iso(controlTime) },
      { time: iso(existed) },
    ],
    path,
    statuses,
  };
}
