import { schemeOf } from '../cms/verify.ts';
import { digestByOid, reliableUntil, signatureScheme } from '../x509/algorithms.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { SoundToken } from './file-signatures.ts';

/**
 * Until when a timestamp proves anything by itself: its authority's certificates below the anchor, and the algorithms of token, imprint and
 * certificates (TS 119 312), whichever ends first (EN 319 142-1 §5.5.3; pades.md 1.8).
 */
export function lifetimeOfToken({ token }: SoundToken, path: readonly Certificate[]): Date {
  const [signer] = token.data.signerInfos;
  const [authority] = path;
  const scheme = signer ? schemeOf(signer) : null;
  return earliestOf([
    lifetimeOfPath(path),
    endOf(digestByOid(token.info.digestOid)?.until ?? null),
    scheme && authority && !('reason' in scheme) ? endOf(reliableUntil(scheme, authority.key)) : null,
  ]);
}

/** Until when a path can be checked: the first certificate to expire, or algorithm to end. The anchor is trusted as it is. */
function lifetimeOfPath(path: readonly Certificate[]): Date {
  const links = path.length > 1 ? path.slice(0, -1) : path;
  return earliestOf(
    links.flatMap((certificate, index) => {
      const issuer = path[index + 1];
      const scheme = signatureScheme(certificate.signatureAlgorithm, null);
      const until = issuer && !('reason' in scheme) ? endOf(reliableUntil(scheme, issuer.key)) : null;
      return [certificate.notAfter, until];
    }),
  );
}

const endOf = (day: string | null): Date | null => (day === null ? null : new Date(`${day}T00:00:00Z`));

/** The first of some days; null among them is a day nobody knows. */
export const earliestOf = (days: readonly (Date | null)[]): Date =>
  days.reduce<Date>((first, day) => (day !== null && day < first ? day : first), FAR);

const FAR = new Date('9999-12-31T23:59:59Z');
