import { X509Certificate, type KeyObject } from 'node:crypto';
import { PadesError } from '../../pades/index.ts';

/** Certificates as key files, tokens and remote services hand them over: in any order, the root often among them. */

/** Throws `PADES_CERTIFICATE_INVALID`. */
export function readCertificate(der: Uint8Array): X509Certificate {
  try {
    return new X509Certificate(der);
  } catch (cause) {
    throw new PadesError('PADES_CERTIFICATE_INVALID', { cause });
  }
}

export const spki = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'spki' });

/** From the signer's issuer upwards, without the root. Each certificate is used once, so a loop of cross-certificates ends. */
export function chainOf(signer: X509Certificate, others: readonly X509Certificate[]): Uint8Array[] {
  const chain: Uint8Array[] = [];
  const left = new Set(others);
  let last = signer;
  while (!isSelfIssued(last)) {
    const current = last;
    const issuer = [...left].find((each) => current.checkIssued(each) && current.verify(each.publicKey));
    if (!issuer || isSelfIssued(issuer)) break;
    left.delete(issuer);
    chain.push(issuer.raw);
    last = issuer;
  }
  return chain;
}

const isSelfIssued = (certificate: X509Certificate): boolean => certificate.subject === certificate.issuer;
