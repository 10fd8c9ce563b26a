import type { KeyObject } from 'node:crypto';
import { isSignatureAlgorithm, reliableUntil, signatureAlgorithms } from '../cms/algorithms.ts';
import { PadesError } from '../errors.ts';
import { signatureScheme, weakDigest, weakness } from '../x509/algorithms.ts';
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
  const key = publicKeyOf(signer);
  const until = reliableUntil(signatureAlgorithms[signer.algorithm], key);
  if (until !== null && at.getTime() >= Date.parse(until)) {
    throw refused(`${signer.algorithm} with this key is not reliable since ${until}.`);
  }
  const path = [signer.certificate, ...signer.chain].map(certificateOf);
  for (const certificate of path) {
    const issuer = path.find((candidate) => candidate.subjectKey === certificate.issuerKey);
    if (issuer === certificate) continue;
    const scheme = signatureScheme(certificate.signatureAlgorithm, null);
    const fault =
      'reason' in scheme
        ? scheme.reason
        : issuer
          ? weakness(scheme, issuer.key, at)
          : weakDigest(scheme.digest, at);
    if (fault !== null) throw refused(`The certificate of ${certificate.subject}: ${fault}.`);
  }
}

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
