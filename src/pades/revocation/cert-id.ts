import { parseDer } from '../asn1/guard.ts';
import { bitOctets, Fields } from '../asn1/read.ts';
import { digestByOid, digestOf } from '../x509/algorithms.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { SingleResponse } from './types.ts';

/** Hashes by which a CertID may name the issuer. SHA-1 is only a short name here, nothing is trusted for it. */
export const certIdHashes = {
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
} as const;
const allowed: ReadonlySet<string> = new Set(Object.values(certIdHashes));

export interface IssuerHashes {
  readonly name: Uint8Array;
  readonly key: Uint8Array;
}

/** issuerNameHash and issuerKeyHash of CertID (RFC 6960 §4.1.1); null for a hash that is not used so. */
export function issuerHashes(issuer: Certificate, hashOid: string): IssuerHashes | null {
  const digest = allowed.has(hashOid) ? digestByOid(hashOid) : null;
  if (digest === null) return null;
  const known = hashed.get(issuer) ?? new Map<string, IssuerHashes>();
  hashed.set(issuer, known);
  const hashes = known.get(hashOid) ?? {
    name: digestOf(digest, issuer.subjectDer),
    key: digestOf(digest, keyBits(issuer)),
  };
  known.set(hashOid, hashes);
  return hashes;
}

const hashed = new WeakMap<Certificate, Map<string, IssuerHashes>>();

/** The key's bits without tag, length and count of unused bits: what KeyHash is over, not the whole SPKI. */
export function keyBits({ spkiDer }: Certificate): Uint8Array {
  const spki = new Fields(parseDer(spkiDer));
  spki.take();
  return bitOctets(spki.take());
}

/** Is this answer about this certificate of this issuer? Both hashes are computed again: two CAs may share a name. */
export function names(single: SingleResponse, certificate: Certificate, issuer: Certificate): boolean {
  if (Buffer.compare(single.serialDer, certificate.serialDer) !== 0) return false;
  const hashes = issuerHashes(issuer, single.hashOid);
  return (
    hashes !== null &&
    Buffer.compare(hashes.name, single.issuerNameHash) === 0 &&
    Buffer.compare(hashes.key, single.issuerKeyHash) === 0
  );
}
