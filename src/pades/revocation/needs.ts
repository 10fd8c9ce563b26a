import { oids } from '../asn1/oids.ts';
import { issuedBy } from '../x509/algorithms.ts';
import type { Certificate } from '../x509/certificate.ts';

/** Extensions by which an issuer says that it publishes no revocation data about an end entity (pades.md 3). */
const exempt: readonly string[] = [oids.noRevAvail, oids.validityAssuredShortTerm];

/**
 * Must revocation data be found for this certificate? Not for self-signed ones, which nobody could revoke; not for OCSP
 * responders with id-pkix-ocsp-nocheck (RFC 6960 §4.2.2.2.1); not for noRevAvail (RFC 9608) and short-term ones, which no
 * authority may claim to be (RFC 9608 §2).
 */
export function needsRevocation(certificate: Certificate): boolean {
  if (certificate.basicConstraints?.ca !== true && exempt.some((id) => certificate.extensions.has(id)))
    return false;
  if (isOcspResponder(certificate) && certificate.extensions.has(oids.ocspNoCheck)) return false;
  return !isSelfSigned(certificate);
}

export const isOcspResponder = ({ extendedKeyUsage }: Certificate): boolean =>
  extendedKeyUsage?.oids.includes(oids.ocspSigning) === true;

const isSelfSigned = (certificate: Certificate): boolean =>
  certificate.subjectKey === certificate.issuerKey && issuedBy(certificate, certificate);
