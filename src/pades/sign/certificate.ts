import { X509Certificate, type KeyObject } from 'node:crypto';
import { PadesError } from '../errors.ts';
import type { SignatureAlgorithm, SignerIdentity } from './types.ts';

/** What a key must be for each algorithm (TS 119 312: RSA of at least 2048 bits; the one curve this engine signs on). */
const demands = {
  'rsa-pkcs1-sha256': (key) =>
    key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048,
  'ecdsa-p256-sha256': (key) =>
    key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1',
} as const satisfies Record<SignatureAlgorithm, (key: KeyObject) => boolean>;

/** Parsing a certificate costs more than hashing a letter; a signing looks at the same one twice. */
const known = new WeakMap<Uint8Array, KeyObject>();

/** The signer's public key, fit for the algorithm. Throws PADES_CERTIFICATE_INVALID, PADES_ALGORITHM_REFUSED. */
export function publicKeyOf(signer: SignerIdentity): KeyObject {
  const key = known.get(signer.certificate) ?? parse(signer.certificate);
  known.set(signer.certificate, key);
  if (!Object.hasOwn(demands, signer.algorithm) || !demands[signer.algorithm](key)) {
    const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
    throw new PadesError('PADES_ALGORITHM_REFUSED', {
      detail:
        `${signer.algorithm} with ${key.asymmetricKeyType ?? 'unknown'} ${modulusLength ?? namedCurve ?? ''}`.trim(),
    });
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
