import type { KeyObject } from 'node:crypto';
import { isSignatureAlgorithm, reliableUntil, signatureAlgorithms } from '../cms/algorithms.ts';
import { PadesError } from '../errors.ts';
import { reliableUntil as endOf, signatureScheme, weakDigest, weakness } from '../x509/algorithms.ts';
import { parseCertificate, type Certificate } from '../x509/certificate.ts';
import type { SignerIdentity } from './types.ts';

/** Parsing a certificate costs more than hashing a letter, and a signing looks at the same one several times. */
const known = new WeakMap<Uint8Array, Certificate>();

/** The signer's public key, fit for the algorithm. Throws PADES_CERTIFICATE_INVALID, PADES_ALGORITHM_REFUSED. */
export function publicKeyOf(signer: SignerIdentity): KeyObject {
  if (!isSignatureAlgorithm(signer.algorithm))
    throw refused(`${String(signer.algorithm)} is not known here.`);
  const { key, publicKey } = certificateOf(signer.certificate);
  if (key.kind === 'other') throw refused(`${signer.algorithm}: ${key.reason}.`);
  const misfit = signatureAlgorithms[signer.algorithm].misfit(publicKey);
  if (misfit !== null) throw refused(`${signer.algorithm}: ${misfit}.`);
  return publicKey;
}

/**
 * Refuses what TS 119 312 no longer allows at the time of signing (pades.md 4): the key and algorithm of the signature, and those of every
 * certificate given with it. A root's signature over itself proves nothing and is not judged; its key is. Throws PADES_ALGORITHM_REFUSED,
 * PADES_CERTIFICATE_INVALID.
 */
export function refuseWeak(signer: SignerIdentity, at: Date): void {
  const time = at.getTime();
  for (const { until, fault } of lifetimesOf(signer)) if (!(time < until)) throw refused(fault(at));
}

/** Until when something may be used for new signatures (milliseconds; for ever: Infinity), and what to say afterwards. */
interface Lifetime {
  readonly until: number;
  readonly fault: (at: Date) => string;
}

/** A signer signs more than once. Only for these very parts: another chain or algorithm is another question. */
const judged = new WeakMap<
  Uint8Array,
  { readonly of: SignerIdentity; readonly lifetimes: readonly Lifetime[] }
>();

function lifetimesOf(signer: SignerIdentity): readonly Lifetime[] {
  const known = judged.get(signer.certificate);
  if (known && known.of.algorithm === signer.algorithm && known.of.chain === signer.chain)
    return known.lifetimes;
  const lifetimes = [ownLifetime(signer), ...certificateLifetimes(signer)];
  judged.set(signer.certificate, { of: signer, lifetimes });
  return lifetimes;
}

function ownLifetime(signer: SignerIdentity): Lifetime {
  const until = reliableUntil(signatureAlgorithms[signer.algorithm], publicKeyOf(signer));
  const fault = `${signer.algorithm} with this key is not reliable since ${until ?? ''}.`;
  return { until: millis(until), fault: () => fault };
}

function certificateLifetimes({ certificate: own, chain }: SignerIdentity): Lifetime[] {
  const path = [own, ...chain].map(certificateOf);
  return path.flatMap((certificate) => {
    const issuer = path.find((candidate) => candidate.subjectKey === certificate.issuerKey);
    if (issuer === certificate) return [];
    const scheme = signatureScheme(certificate.signatureAlgorithm, null);
    const [until, why] =
      'reason' in scheme
        ? [-Infinity, () => scheme.reason]
        : issuer
          ? [millis(endOf(scheme, issuer.key)), (at: Date) => weakness(scheme, issuer.key, at)]
          : [millis(scheme.digest.until), (at: Date) => weakDigest(scheme.digest, at)];
    return [{ until, fault: (at) => `The certificate of ${certificate.subject}: ${why(at) ?? ''}.` }];
  });
}

const millis = (day: string | null): number => (day === null ? Infinity : Date.parse(day));

export function certificateOf(der: Uint8Array): Certificate {
  const earlier = known.get(der);
  if (earlier) return earlier;
  try {
    const certificate = parseCertificate(der);
    known.set(der, certificate);
    return certificate;
  } catch (cause) {
    throw new PadesError('PADES_CERTIFICATE_INVALID', { cause });
  }
}

const refused = (detail: string): PadesError => new PadesError('PADES_ALGORITHM_REFUSED', { detail });
