import type { SubIndication } from '../types.ts';
import { weaknessOf, tableOf } from './algorithms-at.ts';
import { pastSignature } from './past-signature.ts';
import { iso, validityOf, type Conclusion, type Setting, type Subject } from './subject.ts';
import { judgePath, validateX509 } from './x509-validation.ts';

/** What is proven about when something was signed. */
export interface ProvenTimes {
  /** It existed then: the earliest time of a validated timestamp over it. */
  readonly existed: Date | null;
  /** It did not exist yet: the latest time of a validated content timestamp inside it. */
  readonly madeAfter: Date | null;
}

/**
 * Trust in a signature or token, with all that is proven about its time: as a basic signature now (EN 319 102-1 §5.3), with
 * its best-signature-time (§5.5), and where that does not settle it, in the past (§5.6). Pure.
 */
export function validateWithTime(subject: Subject, setting: Setting, times: ProvenTimes): Conclusion {
  const existed = notAhead(times.existed, setting.context.at);
  const basic = validateX509(subject, setting, setting.context.at);
  return sharpened(timed(subject, setting, basic, existed), subject, setting, times.madeAfter);
}

function timed(subject: Subject, setting: Setting, basic: Conclusion, existed: Date | null): Conclusion {
  const { certificate } = subject;
  if (existed === null) return basic;
  if (existed < certificate.notBefore) return notYetValid(subject, existed, basic);
  const then = withBestTime(subject, setting, basic, existed);
  return then.failure === null ? then : (pastSignature(subject, setting, then, existed) ?? then);
}

/** Results that a proof of existence may change (§5.5.4 step 2). */
const continuable: ReadonlySet<SubIndication | null> = new Set<SubIndication | null>([
  null,
  'CRYPTO_CONSTRAINTS_FAILURE_NO_POE',
  'REVOKED_NO_POE',
  'REVOKED_CA_NO_POE',
  'TRY_LATER',
  'OUT_OF_BOUNDS_NO_POE',
  'OUT_OF_BOUNDS_NOT_REVOKED',
]);

/**
 * §5.5.4: the path of now, its signer's validity, its revocation and what it signed looked at when it was signed. The
 * algorithms of certificates and revocation data still have to hold now.
 */
function withBestTime(subject: Subject, setting: Setting, basic: Conclusion, existed: Date): Conclusion {
  if (basic.path === null || !continuable.has(basic.failure)) return basic;
  return judgePath(basic.path, subject, setting, { signed: existed, chain: setting.context.at });
}

function notYetValid({ certificate }: Subject, existed: Date, { path, statuses }: Conclusion): Conclusion {
  return {
    failure: 'NOT_YET_VALID',
    indication: 'TOTAL_FAILED',
    detail: `signed by ${iso(existed)}, and the certificate is valid from ${validityOf(certificate)}`,
    evidence: [{ sha256: certificate.sha256Hex, time: iso(certificate.notBefore) }, { time: iso(existed) }],
    path,
    statuses,
  };
}

/** A content timestamp from after the end turns "perhaps before" into "after" (§5.3.4 step 6). */
function sharpened(
  concluded: Conclusion,
  subject: Subject,
  setting: Setting,
  madeAfter: Date | null,
): Conclusion {
  if (madeAfter === null || concluded.failure === null) return concluded;
  const { certificate } = subject;
  const becomes = (
    failure: SubIndication,
    indication: NonNullable<Conclusion['indication']>,
    why: string,
  ): Conclusion => ({
    ...concluded,
    failure,
    indication,
    detail: `${concluded.detail}; a timestamp over the content shows that it was signed after ${iso(madeAfter)}${why}`,
    evidence: [...concluded.evidence, { time: iso(madeAfter) }],
  });
  const revokedAt = concluded.statuses?.[0]?.time;
  if (concluded.failure === 'REVOKED_NO_POE' && revokedAt && madeAfter > revokedAt)
    return becomes('REVOKED', 'TOTAL_FAILED', '');
  if (outOfBounds.has(concluded.failure) && madeAfter > certificate.notAfter)
    return becomes('EXPIRED', 'TOTAL_FAILED', '');
  const weak = weaknessOf(subject, tableOf(setting), madeAfter);
  if (concluded.failure === 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE' && weak !== null)
    return becomes('CRYPTO_CONSTRAINTS_FAILURE', 'INDETERMINATE', `, when ${weak}`);
  return concluded;
}

const outOfBounds: ReadonlySet<SubIndication> = new Set<SubIndication>([
  'OUT_OF_BOUNDS_NO_POE',
  'OUT_OF_BOUNDS_NOT_REVOKED',
]);

/** A timestamp from a clock that is a little ahead proves no more than that it exists now. */
const notAhead = (existed: Date | null, now: Date): Date | null =>
  existed !== null && existed > now ? now : existed;
