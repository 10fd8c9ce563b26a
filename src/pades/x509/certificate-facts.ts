import { PadesError } from '../errors.ts';
import { accessUrls, crlPoints } from '../revocation/points.ts';
import type { Certificate } from './certificate.ts';
import type { KeyUsage } from './extensions.ts';
import { subjectAltNames, type GeneralNameKind } from './general-names.ts';
import { certificatePolicies } from './policies.ts';
import { qcStatements, type QcStatement } from './qc-statements.ts';

/** What a certificate says of itself, for reports: bounded lists, the issuer's own words, judged by nobody. */
export interface CertificateFacts {
  /** OIDs of certificatePolicies. */
  readonly policies: readonly string[];
  readonly qcStatements: readonly QcStatement[];
  /** null: every use is allowed. */
  readonly keyUsage: readonly KeyUsage[] | null;
  readonly extendedKeyUsage: readonly string[];
  readonly subjectAltNames: readonly { readonly kind: GeneralNameKind; readonly text: string }[];
  readonly ocspUrls: readonly string[];
  readonly issuerUrls: readonly string[];
  readonly crlUrls: readonly string[];
}

/** Of each kind of fact at most so many are told; a certificate may hold as many as its maker likes. */
export const maxFacts = 50;

/** Reads them all; an extension that cannot be read says nothing. Never throws; asked again, the same answer. */
export function certificateFacts(certificate: Certificate): CertificateFacts {
  const known = kept.get(certificate);
  if (known) return known;
  const some = <T>(read: () => readonly T[]): readonly T[] => readable(read).slice(0, maxFacts);
  const facts: CertificateFacts = {
    policies: some(() => (certificatePolicies(certificate) ?? []).map(({ policy }) => policy)),
    qcStatements: qcStatements(certificate),
    keyUsage: certificate.keyUsage && [...certificate.keyUsage],
    extendedKeyUsage: some(() => certificate.extendedKeyUsage?.oids ?? []),
    subjectAltNames: some(() =>
      subjectAltNames(certificate).map(({ kind, text }) => ({ kind, text: text.slice(0, 500) })),
    ),
    ocspUrls: some(() => accessUrls(certificate).ocsp),
    issuerUrls: some(() => accessUrls(certificate).issuers),
    crlUrls: some(() => crlPoints(certificate).flatMap(({ urls }) => urls)),
  };
  kept.set(certificate, facts);
  return facts;
}
const kept = new WeakMap<Certificate, CertificateFacts>();

function readable<T>(read: () => readonly T[]): readonly T[] {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof PadesError) return [];
    throw cause;
  }
}
