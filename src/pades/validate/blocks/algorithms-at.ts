import {
  reliableUntil,
  signatureScheme,
  weakDigest,
  weakness,
  type SignatureScheme,
} from '../../x509/algorithms.ts';
import type { PublicKeyFacts } from '../../x509/public-key.ts';
import { ts119312, type AlgorithmTable } from '../../x509/ts119312.ts';
import type { CertificateStatus } from '../revocation.ts';
import { iso, type Conclusion, type Setting, type Subject } from './subject.ts';
import type { Certificate } from '../../x509/certificate.ts';
import type { Asked, Fault } from './asked.ts';

const failure = 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE';
export const tableOf = ({ context: { policy } }: Setting): AlgorithmTable => policy.algorithms ?? ts119312;

/** Signature acceptance (EN 319 102-1 §5.2.8): the algorithms of what was signed, when it was signed. */
export function signatureWeakness({ subject, setting, times }: Asked): Fault | null {
  const reason = weaknessOf(subject, tableOf(setting), times.signed);
  if (reason === null) return null;
  const { sha256Hex } = subject.certificate;
  return { failure, detail: reason, evidence: [{ sha256: sha256Hex, time: iso(times.signed) }] };
}

export function weaknessOf(
  { scheme, digests, certificate }: Pick<Subject, 'scheme' | 'digests' | 'certificate'>,
  table: AlgorithmTable,
  at: Date,
): string | null {
  return (
    [
      scheme && weakness(scheme, certificate.key, at, table),
      ...digests.map((digest) => weakDigest(digest, at, table)),
    ].find((reason) => reason !== null) ?? null
  );
}

/** Something an authority or a responder signed, whose strength is part of the path's. */
export interface SignedItem {
  readonly sha256Hex: string;
  readonly what: string;
  readonly scheme: SignatureScheme;
  readonly key: PublicKeyFacts;
}

/**
 * Step 6 of §5.2.6: certificates below the anchor and the revocation data that speaks of them. What became weak still
 * counts where it provably existed before (§5.6.2.4 step 4).
 */
export function chainWeakness({ path, statuses, subject, setting, times }: Asked): Fault | null {
  const table = tableOf(setting);
  for (const item of signedItems(path, statuses)) {
    if ('reason' in item) return { failure, detail: item.reason, evidence: [{ sha256: item.sha256Hex }] };
    const reason = weakness(item.scheme, item.key, times.chain, table);
    if (reason === null) continue;
    const proven = existedAt(item.sha256Hex, subject, setting, times.signed);
    if (proven !== null && weakness(item.scheme, item.key, proven, table) === null) continue;
    const until = reliableUntil(item.scheme, item.key, table);
    const time = until === null ? {} : { time: iso(new Date(until)) };
    return { failure, detail: `${item.what}: ${reason}`, evidence: [{ sha256: item.sha256Hex, ...time }] };
  }
  return null;
}

/** A certificate that is named in what it signed is as old as that. */
export function existedAt(
  sha256Hex: string,
  { bound, certificate }: Subject,
  { proofs, context }: Setting,
  signed: Date,
): Date | null {
  const proven = proofs.timeOf(sha256Hex);
  const own = bound && certificate.sha256Hex === sha256Hex && signed < context.at ? signed : null;
  return proven !== null && own !== null ? (proven < own ? proven : own) : (proven ?? own);
}

type Unreadable = { readonly sha256Hex: string; readonly reason: string };

export function signedItems(
  path: readonly Certificate[],
  statuses: NonNullable<Conclusion['statuses']>,
): readonly (SignedItem | Unreadable)[] {
  return [
    ...path.slice(0, -1).map((certificate, index) => certificateItem(certificate, path[index + 1])),
    ...statuses.flatMap(revocationItem),
  ];
}

export function certificateItem(
  certificate: Certificate,
  issuer: Certificate | undefined,
): SignedItem | Unreadable {
  const { sha256Hex, subject } = certificate;
  const scheme = signatureScheme(certificate.signatureAlgorithm, null);
  if ('reason' in scheme || issuer === undefined)
    return { sha256Hex, reason: `"${subject}" has a signature of unknown kind` };
  return { sha256Hex, what: `"${subject}"`, scheme, key: issuer.key };
}

export function revocationItem({ certificate, source }: CertificateStatus): readonly SignedItem[] {
  if (!source?.signer || !source.algorithm) return [];
  const what = `revocation data about "${certificate.subject}"`;
  return [{ sha256Hex: source.sha256Hex, what, scheme: source.algorithm, key: source.signer.key }];
}
