import type { Certificate } from '../x509/certificate.ts';
import { allReasons, crlPoints, type CrlPoint } from './points.ts';
import type { Crl } from './types.ts';

/**
 * The reasons for which this list speaks about this certificate, as bits; 0: it does not speak about it at all
 * (RFC 5280 §6.3.3 b). A certificate's own points are tried, then the point every certificate has: its issuer's name.
 */
export function coveredReasons(crl: Crl, certificate: Certificate): number {
  if (!isOfThisKind(crl, certificate)) return 0;
  const points = [...crlPoints(certificate), issuerPoint(certificate)];
  return points.reduce((covered, point) => covered | reasonsAt(point, crl, certificate), 0);
}

const issuerPoint = ({ issuerKey }: Certificate): CrlPoint => ({
  names: [`directory ${issuerKey}`],
  urls: [],
  reasons: allReasons,
  issuers: [],
});

function isOfThisKind({ scope }: Crl, { basicConstraints }: Certificate): boolean {
  if (scope === null) return true;
  const isCa = basicConstraints?.ca === true;
  return !scope.onlyAttributeCerts && !(scope.onlyUserCerts && isCa) && !(scope.onlyCaCerts && !isCa);
}

function reasonsAt(point: CrlPoint, { scope, issuerKey }: Crl, certificate: Certificate): number {
  const issuedHere =
    point.issuers.length > 0
      ? point.issuers.includes(issuerKey) && scope?.indirect === true
      : issuerKey === certificate.issuerKey;
  if (!issuedHere) return 0;
  if (scope?.point) {
    const own = point.names.length > 0 ? point.names : point.issuers.map((name) => `directory ${name}`);
    if (!scope.point.some((name) => own.includes(name))) return 0;
  }
  return point.reasons & (scope?.reasons ?? allReasons);
}

/** Do a delta and its base speak about the same certificates? (RFC 5280 §5.2.4 b, c) */
export const sameScope = (one: Crl, other: Crl): boolean =>
  one.issuerKey === other.issuerKey &&
  one.authorityKeyId === other.authorityKeyId &&
  JSON.stringify(one.scope) === JSON.stringify(other.scope);
