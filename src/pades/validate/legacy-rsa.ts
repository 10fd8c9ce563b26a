import { constants, publicDecrypt } from 'node:crypto';
import { parseDer } from '../asn1/guard.ts';
import { algorithm, Fields, octets } from '../asn1/read.ts';
import { readCertificates } from '../cms/verify.ts';
import { digestByOid, type DigestAlgorithm, type SignatureScheme } from '../x509/algorithms.ts';
import type { Certificate } from '../x509/certificate.ts';

/** A signature without CMS: `adbe.x509.rsa_sha1` (ISO 32000-2 §12.8.3.2). */
export interface BareSignature {
  readonly certificates: readonly Certificate[];
  readonly certificate: Certificate | null;
  /** What the key signed; null: the value is no PKCS#1 signature of this key. */
  readonly signed: { readonly digest: DigestAlgorithm; readonly value: Uint8Array } | null;
  readonly fault: string | null;
}

/**
 * Contents is a DER OCTET STRING with a PKCS#1 v1.5 value, the chain stands in /Cert with the signer's first. Despite the
 * name the DigestInfo may name another hash than SHA-1, so it is opened here, as the ranges are not hashed yet.
 */
export function readBareSignature(contents: Uint8Array, chain: readonly Uint8Array[]): BareSignature {
  const certificates = readCertificates(chain.slice(0, maxCertificates));
  const [first] = chain;
  const certificate =
    certificates.find(({ der }) => first !== undefined && Buffer.compare(der, first) === 0) ?? null;
  const none = { certificates, certificate, signed: null };
  try {
    const node = parseDer(contents, { trailing: true });
    if (contents.subarray(node.end).some((octet) => octet !== 0))
      return { ...none, fault: 'bytes after the signature value that are not padding' };
    const value = octets(node);
    return { ...none, signed: certificate && openValue(value, certificate), fault: null };
  } catch (error) {
    return { ...none, fault: error instanceof Error ? error.message : 'unreadable' };
  }
}

const maxCertificates = 64;

/** Every octet of the encoded message has one place (RFC 8017 §9.2), so nothing a forger adds can hide (pades.md B-05). */
function openValue(value: Uint8Array, { key, publicKey }: Certificate): BareSignature['signed'] {
  if (key.kind !== 'rsa' || value.length !== Math.ceil(key.bits / 8)) return null;
  try {
    const encoded = publicDecrypt({ key: publicKey, padding: constants.RSA_NO_PADDING }, value);
    const zero = encoded.indexOf(0, 2);
    const padding = encoded.subarray(2, zero);
    if (encoded[0] !== 0 || encoded[1] !== 1 || padding.length < 8 || padding.some((o) => o !== 0xff))
      return null;
    const info = new Fields(parseDer(encoded.subarray(zero + 1)));
    const { oid, parameters } = algorithm(info.take(0x30));
    const digest = digestByOid(oid);
    const hash = octets(info.take(0x04));
    info.done();
    const fits = digest?.bytes === hash.length && (parameters === null || parameters.id === 0x05);
    return fits ? { digest, value: hash } : null;
  } catch {
    return null;
  }
}

/** How the value was made, for those who judge algorithms. */
export const bareScheme = ({ digest }: NonNullable<BareSignature['signed']>): SignatureScheme => ({
  scheme: 'rsa-pkcs1',
  name: 'RSASSA-PKCS1-v1_5',
  digest,
  saltLength: null,
});
