import type { TimestampToken } from '../tsp/token.ts';
import { schemeOf } from '../cms/verify.ts';
import { digestByOid, reliableUntil, signatureScheme } from '../x509/algorithms.ts';
import type { Certificate } from '../x509/certificate.ts';

/**
 * Until when a timestamp that passed goes on passing by itself: the first certificate below the anchor to end, or the
 * first algorithm of token, imprint or certificates (TS 119 312; pades.md 1.8).
 */
export function lastsUntil({ data, info }: TimestampToken, path: readonly Certificate[]): Date {
  const [signer] = data.signerInfos;
  const [authority] = path;
  const own = signer && schemeOf(signer);
  const ends = path.slice(0, -1).flatMap((certificate, index) => {
    const scheme = signatureScheme(certificate.signatureAlgorithm, null);
    const issuer = path[index + 1];
    const day = issuer && !('reason' in scheme) ? reliableUntil(scheme, issuer.key) : null;
    return [certificate.notAfter, ...dayOf(day)];
  });
  const algorithms = [
    digestByOid(info.digestOid)?.until ?? null,
    own && authority && !('reason' in own) ? reliableUntil(own, authority.key) : null,
  ].flatMap(dayOf);
  // A trusted authority itself has no end of its own but its certificate's.
  const last = authority ? [authority.notAfter] : [];
  return new Date(Math.min(...[...ends, ...algorithms, ...last].map((day) => day.getTime())));
}

const dayOf = (day: string | null): Date[] => (day === null ? [] : [new Date(`${day}T00:00:00Z`)]);
