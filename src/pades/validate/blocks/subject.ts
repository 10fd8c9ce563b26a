import type { DigestAlgorithm, SignatureScheme } from '../../x509/algorithms.ts';
import type { Certificate } from '../../x509/certificate.ts';
import type { Material } from '../material.ts';
import type { CertificateStatus, RevocationJudge } from '../revocation.ts';
import type { TrustContext } from '../trust.ts';
import type { FindingEvidence, SubIndication } from '../types.ts';
import type { PathFinder } from './path-finder.ts';
import type { Proofs } from './proofs.ts';

/** Something signed, as far as trust and time are concerned: a signature or a timestamp token. */
export interface Subject {
  readonly kind: 'signature' | 'timestamp';
  readonly certificate: Certificate;
  /** Whether what is signed names the certificate by its hash: then each is as old as the other. */
  readonly bound: boolean;
  /** How it was signed; null where that cannot be read. */
  readonly scheme: SignatureScheme | null;
  /** Further digests that must have been reliable: of an imprint. */
  readonly digests: readonly DigestAlgorithm[];
  /** Certificates that may lead to an anchor; anybody may have written them. */
  readonly candidates: readonly Certificate[];
  readonly material: Material;
}

/** What every subject of a document is judged against. */
export interface Setting {
  readonly context: TrustContext;
  readonly paths: PathFinder;
  readonly revocation: RevocationJudge;
  /** Grows while timestamps are judged, the newest first. */
  readonly proofs: Proofs;
}

/** What a building block concludes about a subject. */
export interface Conclusion {
  /** Null: passed. */
  readonly failure: SubIndication | null;
  readonly indication: 'TOTAL_FAILED' | 'INDETERMINATE' | null;
  readonly detail: string;
  readonly evidence: readonly FindingEvidence[];
  readonly path: readonly Certificate[] | null;
  /** Of every certificate of the path but the anchor, at the time that counts; null without a path. */
  readonly statuses: readonly CertificateStatus[] | null;
}

export const refuse = (
  failure: SubIndication,
  detail: string,
  evidence: readonly FindingEvidence[],
  path: readonly Certificate[] | null = null,
  statuses: readonly CertificateStatus[] | null = null,
): Conclusion => ({ failure, indication: 'INDETERMINATE', detail, evidence, path, statuses });

export const iso = (time: Date): string => time.toISOString();
export const validityOf = ({ notBefore, notAfter }: Certificate): string =>
  `${iso(notBefore)} to ${iso(notAfter)}`;
export const within = ({ notBefore, notAfter }: Certificate, at: Date): boolean =>
  at >= notBefore && at <= notAfter;
