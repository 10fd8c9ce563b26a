import { createPublicKey, sign, X509Certificate, type KeyObject } from 'node:crypto';
import {
  defaultAlgorithm,
  PadesError,
  signatureAlgorithms,
  type HashSigner,
  type SignatureAlgorithm,
} from '../../pades/index.ts';

/** A signer whose key leaves memory on `destroy`; signing afterwards throws. */
export type DestroyableSigner = HashSigner & { destroy(): void };

/**
 * A private key of ours as the engine's `HashSigner`. Signs on the calling thread with OpenSSL, by the engine's table of algorithms: an RSA
 * key with PKCS#1 v1.5 and SHA-256 unless the caller asks for PSS or a larger hash, every other key with the one algorithm it fits. Throws
 * `PADES_CERTIFICATE_INVALID` when key and certificate do not belong together, `PADES_ALGORITHM_REFUSED` for other kinds of key.
 */
export function keySigner(
  privateKey: KeyObject,
  certificate: Uint8Array,
  chain: readonly Uint8Array[],
  wanted?: SignatureAlgorithm,
): DestroyableSigner {
  const publicKey = createPublicKey(privateKey);
  const algorithm = algorithmFor(publicKey, wanted);
  if (!belongsTo(publicKey, certificate)) {
    throw new PadesError('PADES_CERTIFICATE_INVALID', {
      detail: 'The private key is not the certificate’s.',
    });
  }
  const { hash, parameters } = signatureAlgorithms[algorithm];
  // Padding, salt and encoding are said explicitly: Node's defaults must not choose them (pades.md 2.4).
  let options: { key: KeyObject } | null = { key: privateKey, ...parameters };
  return {
    certificate,
    chain,
    algorithm,
    inProcess: true,
    sign({ message }) {
      if (!options) throw new Error('the signing key was destroyed');
      return sign(hash, message, options);
    },
    destroy() {
      options = null;
    },
  };
}

function algorithmFor(key: KeyObject, wanted: SignatureAlgorithm | undefined): SignatureAlgorithm {
  const algorithm = wanted ?? defaultAlgorithm(key);
  const misfit = algorithm === null ? 'no algorithm for it' : signatureAlgorithms[algorithm].misfit(key);
  if (algorithm !== null && misfit === null) return algorithm;
  const { namedCurve, modulusLength } = key.asymmetricKeyDetails ?? {};
  const kind = `${key.asymmetricKeyType ?? 'unknown'} ${namedCurve ?? modulusLength ?? ''}`.trim();
  throw new PadesError('PADES_ALGORITHM_REFUSED', { detail: `${kind}: ${misfit ?? ''}.` });
}

function belongsTo(key: KeyObject, certificate: Uint8Array): boolean {
  let parsed: X509Certificate;
  try {
    parsed = new X509Certificate(certificate);
  } catch (cause) {
    throw new PadesError('PADES_CERTIFICATE_INVALID', { cause });
  }
  const spki = { format: 'der', type: 'spki' } as const;
  return parsed.publicKey.export(spki).equals(key.export(spki));
}
