import { createHash, type KeyObject } from 'node:crypto';
import { parseDer, type Der } from '../asn1/guard.ts';
import { algorithm, bitOctets, Fields, integerHex, raw, smallInt, time } from '../asn1/read.ts';
import type { AlgorithmIdentifier } from '../asn1/read.ts';
import { malformed } from '../asn1/read.ts';
import { readExtensions, type CertificateExtensions } from './extensions.ts';
import { Kept, keyOf } from './kept.ts';
import { nameKey, nameText } from './name.ts';
import { importPublicKey, readPublicKey, type PublicKeyFacts } from './public-key.ts';

/** What a certificate says, judged by nobody yet. Every slice is a view of the bytes as received. */
export interface Certificate extends CertificateExtensions {
  readonly der: Uint8Array;
  readonly sha256Hex: string;
  readonly version: number;
  /** Magnitude, lower-case hex, no leading zero octets. */
  readonly serialHex: string;
  /** DER of the INTEGER as received. */
  readonly serialDer: Uint8Array;
  /** RFC 4514 text for people; never compared. */
  readonly subject: string;
  readonly issuer: string;
  readonly subjectDer: Uint8Array;
  readonly issuerDer: Uint8Array;
  /** Equal exactly when the names match (RFC 5280 §7.1). */
  readonly subjectKey: string;
  readonly issuerKey: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly tbsDer: Uint8Array;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signatureAlgorithmOid: string;
  readonly signature: Uint8Array;
  readonly spkiDer: Uint8Array;
  readonly key: PublicKeyFacts;
  /** OpenSSL's view of the key, made on first use; throws PADES_CERTIFICATE_INVALID where OpenSSL refuses it. */
  readonly publicKey: KeyObject;
}

/** Reads one DER certificate (RFC 5280 §4.1). Throws PADES_ASN1_INVALID with the offset. */
export function parseCertificate(der: Uint8Array): Certificate {
  if (der.length > mostKept) return read(der);
  // Of its own bytes, so that nobody can change what is kept.
  return kept.get(keyOf(der), () => read(Uint8Array.from(der)));
}

const mostKept = 8 * 1024;
const kept = new Kept<Certificate>(256);

function read(der: Uint8Array): Certificate {
  const certificate = new Fields(parseDer(der, { maxBytes: maxCertificateBytes }));
  const tbsNode = certificate.take(0x30);
  const outerAlgorithm = certificate.take(0x30);
  const signature = bitOctets(certificate.take());
  certificate.done();

  const tbs = new Fields(tbsNode);
  const version = readVersion(tbs.optional(0xa0));
  const serial = tbs.take(0x02);
  const innerAlgorithm = tbs.take(0x30);
  // RFC 5280 §4.1.1.2: the signed copy and the outer one must agree, or an attacker chooses.
  if (Buffer.compare(raw(innerAlgorithm), raw(outerAlgorithm)) !== 0) {
    malformed(outerAlgorithm, 'the two signature algorithms differ');
  }
  const issuer = tbs.take(0x30);
  const validity = new Fields(tbs.take());
  const notBefore = time(validity.take());
  const notAfter = time(validity.take());
  validity.done();
  const subject = tbs.take(0x30);
  const spki = tbs.take(0x30);
  tbs.optional(0x81);
  tbs.optional(0x82);
  const extensions = readExtensions(tbs.optional(0xa3));
  tbs.done();

  const signatureAlgorithm = algorithm(outerAlgorithm);
  const spkiDer = raw(spki);
  const key = readPublicKey(spki);
  let publicKey: KeyObject | null = null;
  return {
    der,
    sha256Hex: createHash('sha256').update(der).digest('hex'),
    version,
    serialHex: integerHex(serial),
    serialDer: raw(serial),
    subject: nameText(subject),
    issuer: nameText(issuer),
    subjectDer: raw(subject),
    issuerDer: raw(issuer),
    subjectKey: nameKey(subject),
    issuerKey: nameKey(issuer),
    notBefore,
    notAfter,
    tbsDer: raw(tbsNode),
    signatureAlgorithm,
    signatureAlgorithmOid: signatureAlgorithm.oid,
    signature,
    spkiDer,
    key,
    get publicKey() {
      return (publicKey ??= importPublicKey(spkiDer, key));
    },
    ...extensions,
  };
}

/** Certificates of people are 1–2 KB; this leaves room for odd ones and none for floods. */
const maxCertificateBytes = 256 * 1024;

function readVersion(node: Der | null): number {
  if (node === null) return 1;
  const fields = new Fields(node, 0xa0);
  const version = smallInt(fields.take()) + 1;
  fields.done();
  return version;
}
