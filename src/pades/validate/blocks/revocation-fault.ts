import type { RevocationReason } from '../../revocation/types.ts';
import type { CertificateStatus } from '../revocation.ts';
import type { FindingEvidence, SubIndication } from '../types.ts';
import { existedAt } from './algorithms-at.ts';
import { freshUntil } from './freshness.ts';
import { iso } from './subject.ts';
import type { Asked, Fault } from './asked.ts';

/**
 * What the revocation of the certificates of a path means (EN 319 102-1 §5.2.6 step 4, §5.5): the signer's own first, then
 * suspensions, then the authorities', and where the policy asks for data, what is missing.
 */
export function revocationFault(asked: Asked): Fault | null {
  for (const { failure, of, why } of rows) {
    const status = asked.statuses.find((each) => of(each, asked));
    if (status === undefined) continue;
    return {
      failure: failure(status, asked),
      detail: `"${status.certificate.subject}": ${status.detail}${why(status, asked)}`,
      evidence: evidenceOf(status),
    };
  }
  return null;
}

interface Row {
  readonly of: (status: CertificateStatus, asked: Asked) => boolean;
  readonly failure: (status: CertificateStatus, asked: Asked) => SubIndication;
  /** Added to what is known of the certificate. */
  readonly why: (status: CertificateStatus, asked: Asked) => string;
}

const rows: readonly Row[] = [
  {
    of: ({ role, state }) => role === 'signer' && state === 'revoked',
    failure: () => 'REVOKED_NO_POE',
    why: () => '',
  },
  {
    of: ({ state }) => state === 'suspended',
    failure: () => 'TRY_LATER',
    why: tryAgain,
  },
  {
    of: ({ role, state }) => role === 'authority' && state === 'revoked',
    failure: () => 'REVOKED_CA_NO_POE',
    why: () => '',
  },
  {
    // §5.6.2.4 step 3: whoever has the key of an authority can say that a certificate below is good, as of back then.
    of: (status, asked) =>
      status.role === 'authority' && status.state === 'later' && !spokeBefore(status, asked),
    failure: () => 'REVOKED_CA_NO_POE',
    why: () => '; nothing proves that what it says of the certificates below is older',
  },
  {
    of: ({ state }, { setting }) => state === 'unknown' && setting.context.policy.revocation === 'required',
    failure: ({ certificate }, { setting }) =>
      certificate.notAfter < setting.context.at ? 'OUT_OF_BOUNDS_NO_POE' : 'TRY_LATER',
    why: tryAgain,
  },
];

/** Reasons with which a key is given up and not lost (RFC 3161 §4.1). Without a reason the worst is taken for granted. */
const harmless: ReadonlySet<RevocationReason> = new Set([
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
]);

/**
 * Do the certificates below a revoked authority, and what is said of them, provably date from before? Data alone will not
 * do: it speaks of a serial number, and whoever has the key may give that to another certificate.
 */
function spokeBefore(
  { certificate, time, reason }: CertificateStatus,
  { path, statuses, subject, setting, times }: Asked,
): boolean {
  if (reason !== null && harmless.has(reason)) return true;
  const isBefore = (proven: Date | null): boolean => proven !== null && time !== null && proven <= time;
  const below = statuses.slice(0, path.indexOf(certificate));
  return below.every(({ certificate: each, state, source }) => {
    if (!isBefore(existedAt(each.sha256Hex, subject, setting, times.signed))) return false;
    return state === 'exempt' || isBefore(source && setting.proofs.timeOf(source.sha256Hex));
  });
}

/** When the next data is promised (§5.2.6 step 4: TRY_LATER says when). */
function tryAgain({ source }: CertificateStatus, { setting }: Asked): string {
  const next = source && retryAt(source, setting.context.policy.freshnessMs);
  return next ? `; newer data is due ${iso(next)}` : '';
}

function retryAt(source: NonNullable<CertificateStatus['source']>, maxAgeMs: number | null): Date | null {
  return source.nextUpdate ?? (maxAgeMs === null ? null : freshUntil(source, maxAgeMs));
}

function evidenceOf({ certificate, source, time }: CertificateStatus): readonly FindingEvidence[] {
  return [
    { sha256: certificate.sha256Hex, ...(time ? { time: iso(time) } : {}) },
    ...(source
      ? [{ sha256: source.sha256Hex, ...(source.thisUpdate ? { time: iso(source.thisUpdate) } : {}) }]
      : []),
    ...(source?.nextUpdate ? [{ time: iso(source.nextUpdate) }] : []),
  ];
}
