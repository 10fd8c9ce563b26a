import * as write from '../asn1/der.ts';
import { oids } from '../asn1/oids.ts';
import { PadesError } from '../errors.ts';
import type { Certificate } from '../x509/certificate.ts';
import { certIdHashes, issuerHashes } from './cert-id.ts';

export interface OcspQuestion {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  /** SHA-1 is what RFC 5019 responders prepare their answers for; `sha256` for those who refuse it. */
  readonly hash?: keyof typeof certIdHashes;
  /** Fresh and random, 1 to 128 octets (RFC 9654). An answer to it cannot be a prepared or a cached one. */
  readonly nonce?: Uint8Array;
}

/** OCSPRequest for one certificate, unsigned (RFC 6960 §4.1.1, RFC 5019 §2.1). Same input, same bytes. */
export function buildOcspRequest({ certificate, issuer, hash = 'sha1', nonce }: OcspQuestion): Uint8Array {
  const hashOid = certIdHashes[hash];
  const hashes = issuerHashes(issuer, hashOid);
  if (hashes === null || (nonce && (nonce.length === 0 || nonce.length > 128))) {
    throw new PadesError('PADES_OCSP_INVALID', { detail: 'A nonce has 1 to 128 octets.' });
  }
  const certId = write.sequence(
    write.algorithm(hashOid, write.nullValue()),
    write.octetString(hashes.name),
    write.octetString(hashes.key),
    certificate.serialDer,
  );
  const requests = write.sequence(write.sequence(certId));
  return write.sequence(write.sequence(requests, ...(nonce ? [nonceExtension(nonce)] : [])));
}

function nonceExtension(nonce: Uint8Array): Uint8Array {
  const extension = write.sequence(write.oid(oids.ocspNonce), write.octetString(nonceValue(nonce)));
  return write.context(2, write.sequence(extension));
}

/** Nonce ::= OCTET STRING inside extnValue, which is one itself (RFC 9654 §2.1). */
export const nonceValue = (nonce: Uint8Array): Uint8Array => write.octetString(nonce);
