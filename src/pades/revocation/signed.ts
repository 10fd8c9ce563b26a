import { signatureScheme, verifySignature, weakness, type SignatureScheme } from '../x509/algorithms.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { Crl, OcspResponse } from './types.ts';

export type Verified = { readonly scheme: SignatureScheme } | { readonly reason: string };

/** Whether this certificate's key signed the item, by OpenSSL; asked once for each pair, because lists are large. */
export function signedBy(item: OcspResponse | Crl, signer: Certificate, issuedAt: Date): Verified {
  const known = answers.get(item) ?? new Map<string, Verified>();
  answers.set(item, known);
  const answer = known.get(signer.sha256Hex) ?? verified(item, signer, issuedAt);
  known.set(signer.sha256Hex, answer);
  return answer;
}
const answers = new WeakMap<object, Map<string, Verified>>();

/** Algorithms are judged at the time of issue here; whether they still hold later is a policy of the reader's. */
function verified(item: OcspResponse | Crl, signer: Certificate, issuedAt: Date): Verified {
  const scheme = signatureScheme(item.signatureAlgorithm, null);
  if ('reason' in scheme) return scheme;
  const weak = weakness(scheme, signer.key, issuedAt);
  if (weak !== null) return { reason: weak };
  return verifies(scheme, signer, item) ? { scheme } : { reason: 'the signature does not verify' };
}

function verifies(scheme: SignatureScheme, signer: Certificate, item: OcspResponse | Crl): boolean {
  try {
    return verifySignature(scheme, signer, item.tbsDer, item.signature);
  } catch {
    return false; // OpenSSL refuses the key
  }
}
