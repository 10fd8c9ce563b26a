import { signatureScheme, verifySignature, weakness, type SignatureScheme } from '../x509/algorithms.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { Crl, OcspResponse } from './types.ts';

/** `weak`: why the algorithm was no longer reliable when the item was issued; null where it was. */
export type Verified =
  { readonly scheme: SignatureScheme; readonly weak: string | null } | { readonly reason: string };

/** Whether this certificate's key signed the item, by OpenSSL; asked once for each pair, because lists are large. */
export function signedBy(item: OcspResponse | Crl, signer: Certificate, issuedAt: Date): Verified {
  const known = answers.get(item) ?? new Map<string, Verified>();
  answers.set(item, known);
  const answer = known.get(signer.sha256Hex) ?? verified(item, signer, issuedAt);
  known.set(signer.sha256Hex, answer);
  return answer;
}
const answers = new WeakMap<object, Map<string, Verified>>();

/**
 * Algorithms are judged at the time of issue here; whether they still hold later is a policy of the reader's. A weak one
 * clears nobody, but a revocation stays one: nobody gains by forging it, and much by having it overlooked.
 */
function verified(item: OcspResponse | Crl, signer: Certificate, issuedAt: Date): Verified {
  const scheme = signatureScheme(item.signatureAlgorithm, null);
  if ('reason' in scheme) return scheme;
  if (!verifies(scheme, signer, item)) return { reason: 'the signature does not verify' };
  return { scheme, weak: weakness(scheme, signer.key, issuedAt) };
}

function verifies(scheme: SignatureScheme, signer: Certificate, item: OcspResponse | Crl): boolean {
  try {
    return verifySignature(scheme, signer, item.tbsDer, item.signature);
  } catch {
    return false; // OpenSSL refuses the key
  }
}
