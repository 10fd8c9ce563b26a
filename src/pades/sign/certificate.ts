import { X509Certificate, type KeyObject } from 'node:crypto';
import { isSignatureAlgorithm, signatureAlgorithms } from '../cms/algorithms.ts';
import { PadesError } from '../errors.ts';
import type { SignerIdentity } from './types.ts';

/** Parsing a certificate costs more than hashing a letter; a signing looks at the same one twice. */
const known = new WeakMap<Uint8Array, KeyObject>();

/** The signer's public key, fit for the algorithm. Throws PADES_CERTIFICATE_INVALID, PADES_ALGORITHM_REFUSED. */
export function publicKeyOf(signer: SignerIdentity): KeyObject {
  const key = known.get(signer.certificate) ?? parse(signer.certificate);
  known.set(signer.certificate, key);
  const misfit = isSignatureAlgorithm(signer.algorithm)
    ? signatureAlgorithms[signer.algorithm].misfit(key)
    : 'no algorithm of this engine';
  if (misfit !== null) {
    throw new PadesError('PADES_ALGORITHM_REFUSED', { detail: `${signer.algorithm}: ${misfit}.` });
  }
  return key;
}

function parse(certificate: Uint8Array): KeyObject {
  try {
    return new X509Certificate(certificate).publicKey;
  } catch (cause) {
    throw new PadesError('PADES_CERTIFICATE_INVALID', { cause });
  }
}
