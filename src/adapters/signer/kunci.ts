import { createPublicKey, sign, X509Certificate, type KeyObject } from 'node:crypto';
import { PadesError, type HashSigner, type SignatureAlgorithm } from '../../pades/index.ts';

/** A signer whose key leaves memory on `destroy`; signing afterwards throws. */
export type DestroyableSigner = HashSigner & { destroy(): void };

/**
 * A private key of ours as the engine's `HashSigner`. Signs on the calling thread with OpenSSL: RSA PKCS#1 v1.5 with
 * SHA-256, or ECDSA P-256 in DER (RFC 5753). Throws `PADES_CERTIFICATE_INVALID` when key and certificate do not
 * belong together, `PADES_ALGORITHM_REFUSED` for other kinds of key.
 */
export function keySigner(
  privateKey: KeyObject,
  certificate: Uint8Array,
  chain: readonly Uint8Array[],
): DestroyableSigner {
  const algorithm = signatureAlgorithm(privateKey);
  if (!belongsTo(privateKey, certificate)) {
    throw new PadesError('PADES_CERTIFICATE_INVALID', {
      detail: 'The private key is not the certificate’s.',
    });
  }
  let key: KeyObject | null = privateKey;
  return {
    certificate,
    chain,
    algorithm,
    sign({ message }) {
      if (!key) throw new Error('the signing key was destroyed');
      // The encoding of ECDSA is said explicitly: Node's default must not choose it (pades.md 2.4).
      return sign('sha256', message, { key, dsaEncoding: 'der' });
    },
    destroy() {
      key = null;
    },
  };
}

function signatureAlgorithm(key: KeyObject): SignatureAlgorithm {
  const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'rsa' && modulusLength >= 2048) return 'rsa-pkcs1-sha256';
  if (key.asymmetricKeyType === 'ec' && namedCurve === 'prime256v1') return 'ecdsa-p256-sha256';
  throw new PadesError('PADES_ALGORITHM_REFUSED', {
    detail: `${key.asymmetricKeyType ?? 'unknown'} ${namedCurve ?? modulusLength}`,
  });
}

function belongsTo(key: KeyObject, certificate: Uint8Array): boolean {
  let parsed: X509Certificate;
  try {
    parsed = new X509Certificate(certificate);
  } catch (cause) {
    throw new PadesError('PADES_CERTIFICATE_INVALID', { cause });
  }
  const spki = { format: 'der', type: 'spki' } as const;
  return parsed.publicKey.export(spki).equals(createPublicKey(key).export(spki));
}
