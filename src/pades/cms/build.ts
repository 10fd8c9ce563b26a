import { createHash } from 'node:crypto';
import {
  context,
  integer,
  octetString,
  oid,
  retag,
  sequence,
  setOf,
  tags,
  tlv,
  tlvSize,
} from '../asn1/der.ts';
import { parseDer } from '../asn1/guard.ts';
import { oids } from '../asn1/oids.ts';
import { oid as readOid } from '../asn1/read.ts';
import { certificateParts, children, contentOf, expect, rawOf, readTlv, type Tlv } from '../asn1/tlv.ts';
import { PadesError } from '../errors.ts';
import type { SignerIdentity } from '../sign/types.ts';
import type { SignedAttribute } from './optional-attributes.ts';
import { signatureAlgorithms, type DigestName, type SignatureAlgorithm } from './algorithms.ts';

/**
 * The signed attributes of a baseline signature (EN 319 142-1 §6.3, EN 319 122-1 §5.2), DER `SET OF` as it is signed
 * (RFC 5652 §5.4). No signing-time: PAdES claims the time in /M. Throws PADES_CERTIFICATE_INVALID.
 */
export function buildSignedAttributes(input: {
  readonly contentType: string;
  readonly digest: Uint8Array;
  readonly certificate: Uint8Array;
  readonly algorithm: SignatureAlgorithm;
  /** Beyond these four, each type once. */
  readonly more?: readonly SignedAttribute[];
}): Uint8Array {
  if (input.more === undefined || input.more.length === 0) return filled(templateOf(input), input.digest);
  return setOf([
    ...usualAttributes(input, input.digest),
    ...input.more.map((each) => attribute(each.oid, each.value)),
  ]);
}

type UsualInput = Pick<
  Parameters<typeof buildSignedAttributes>[0],
  'contentType' | 'certificate' | 'algorithm'
>;

const usualAttributes = (
  { contentType, certificate, algorithm }: UsualInput,
  digest: Uint8Array,
): Uint8Array[] => [
  attribute(oids.contentType, oid(contentType)),
  attribute(oids.messageDigest, octetString(digest)),
  attribute(oids.signingCertificateV2, nameOf(certificate).signingCertificateV2),
  algorithmProtection[algorithm],
];

/** The usual attributes of a signer but for the digest: its place is known, and no other octet depends on it, nor does their order. */
interface Template {
  readonly of: UsualInput;
  readonly bytes: Uint8Array;
  readonly digestAt: number;
}
const templates = new WeakMap<Uint8Array, Template>();

function templateOf(input: UsualInput): Template {
  const known = templates.get(input.certificate);
  if (known && known.of.algorithm === input.algorithm && known.of.contentType === input.contentType)
    return known;
  const digest = new Uint8Array(digestSizes[signatureAlgorithms[input.algorithm].digest]);
  const bytes = setOf(usualAttributes(input, digest));
  const whole = attribute(oids.messageDigest, octetString(digest));
  const digestAt = Buffer.from(bytes).indexOf(whole) + whole.length - digest.length;
  const made = { of: input, bytes, digestAt };
  templates.set(input.certificate, made);
  return made;
}

function filled({ bytes, digestAt }: Template, digest: Uint8Array): Uint8Array {
  const out = Uint8Array.from(bytes);
  out.set(digest, digestAt);
  return out;
}

/**
 * ContentInfo with SignedData and its one SignerInfo (RFC 5652 §5). `eContent` is absent in a PAdES signature and present
 * in a timestamp token. Certificates go in as the bytes they are, each once.
 */
export function buildSignedData(input: {
  readonly eContentType: string;
  readonly eContent?: Uint8Array;
  readonly certificates: readonly Uint8Array[];
  readonly signer: SignerIdentity;
  readonly signedAttributes: Uint8Array;
  readonly signature: Uint8Array;
  readonly unsignedAttributes?: readonly { readonly oid: string; readonly value: Uint8Array }[];
}): Uint8Array {
  const { digestId } = signatureAlgorithms[input.signer.algorithm];
  const content = input.eContent ? [context(0, octetString(input.eContent))] : [];
  const signedData = sequence(
    input.eContentType === oids.data ? version1 : version3,
    setOf([digestId]),
    sequence(oid(input.eContentType), ...content),
    // Absent when empty: a TSA answers certReq FALSE without the field (RFC 3161 §2.4.1).
    ...(input.certificates.length > 0 ? [certificateSet(input.certificates)] : []),
    tlv(tags.set, signerInfo(input)),
  );
  return sequence(oid(oids.signedData), context(0, signedData));
}

const version1 = integer(1);
const version3 = integer(3);

/** Certificates never change, and a signer signs more than once: made again only where the list is another one. */
const sets = new WeakMap<Uint8Array, { readonly of: readonly Uint8Array[]; readonly der: Uint8Array }>();

function certificateSet(certificates: readonly Uint8Array[]): Uint8Array {
  const [first] = certificates;
  const known = first && sets.get(first);
  const same =
    known?.of.length === certificates.length && known.of.every((each, at) => each === certificates[at]);
  if (known && same) return known.der;
  const der = setOf(distinct(certificates), 0xa0);
  if (first) sets.set(first, { of: certificates, der });
  return der;
}

/** What every baseline signature has (EN 319 142-1 §6.3), and the protection of RFC 6211. */
const always: readonly string[] = [
  oids.contentType,
  oids.messageDigest,
  oids.signingCertificateV2,
  oids.cmsAlgorithmProtection,
];

/** The other attributes of a DER `SET OF`, each with its one value. Throws PADES_ASN1_INVALID, PADES_CMS_INVALID. */
export function optionalSignedAttributes(signedAttributes: Uint8Array): SignedAttribute[] {
  const all = readTlv(signedAttributes, 0);
  return children(signedAttributes, all).flatMap((element) => {
    const [type, values] = children(signedAttributes, element);
    const [value, ...more] = values ? children(signedAttributes, values) : [];
    if (!type || !value || more.length > 0) throw new PadesError('PADES_CMS_INVALID');
    const named = readOid(parseDer(rawOf(signedAttributes, type)));
    return always.includes(named) ? [] : [{ oid: named, value: rawOf(signedAttributes, value) }];
  });
}

/** Signed attributes with one more, in DER order again. Throws PADES_CMS_INVALID. */
export function addSignedAttribute(signedAttributes: Uint8Array, more: SignedAttribute): Uint8Array {
  const all = readTlv(signedAttributes, 0);
  if (all.tag !== tags.set || all.end !== signedAttributes.length) throw new PadesError('PADES_CMS_INVALID');
  const earlier = children(signedAttributes, all).map((element) => rawOf(signedAttributes, element));
  return setOf([...earlier, attribute(more.oid, more.value)]);
}

/**
 * Octets of the largest CMS with these parts, one addition for each element that `buildSignedAttributes` and `buildSignedData` make;
 * measuring is twenty times cheaper than building. `more` and `unsigned` are attribute types with the sizes of their values.
 */
export function signedDataSize(input: {
  readonly signer: SignerIdentity;
  readonly certificates: readonly Uint8Array[];
  readonly signatureBytes: number;
  readonly more: readonly AttributeSize[];
  readonly unsigned: readonly AttributeSize[];
}): number {
  const { digest, digestId, signatureId } = signatureAlgorithms[input.signer.algorithm];
  const { issuerAndSerial, signingCertificateV2 } = nameOf(input.signer.certificate);
  const signed = [
    attributeSize(oids.contentType, oid(oids.data).length),
    attributeSize(oids.messageDigest, tlvSize(digestSizes[digest])),
    attributeSize(oids.signingCertificateV2, signingCertificateV2.length),
    algorithmProtection[input.signer.algorithm].length,
    ...input.more.map((each) => attributeSize(each.oid, each.bytes)),
  ];
  const unsigned = input.unsigned.map((each) => attributeSize(each.oid, each.bytes));
  const signerInfoSize = tlvSize(
    VERSION +
      issuerAndSerial.length +
      digestId.length +
      tlvSize(sum(signed)) +
      signatureId.length +
      tlvSize(input.signatureBytes) +
      (unsigned.length > 0 ? tlvSize(sum(unsigned)) : 0),
  );
  const signedData = tlvSize(
    VERSION +
      tlvSize(digestId.length) +
      tlvSize(oid(oids.data).length) +
      (input.certificates.length > 0 ? certificateSet(input.certificates).length : 0) +
      tlvSize(signerInfoSize),
  );
  return tlvSize(oid(oids.signedData).length + tlvSize(signedData));
}

export interface AttributeSize {
  readonly oid: string;
  readonly bytes: number;
}
const VERSION = tlvSize(1);
const SHA256 = 32;
const digestSizes = { sha256: SHA256, sha384: 48, sha512: 64 } as const satisfies Record<DigestName, number>;
const sum = (sizes: readonly number[]): number => sizes.reduce((all, size) => all + size, 0);
const attributeSize = (type: string, value: number): number => tlvSize(oid(type).length + tlvSize(value));

/** The same CMS with one more unsigned attribute, everything else byte for byte as it was. Throws PADES_CMS_INVALID. */
export function addUnsignedAttribute(cms: Uint8Array, attributeOid: string, value: Uint8Array): Uint8Array {
  const parts = dissect(cms);
  const earlier = parts.unsigned ? children(cms, parts.unsigned).map((element) => rawOf(cms, element)) : [];
  const unsigned = setOf([...earlier, attribute(attributeOid, value)], 0xa1);
  const signer = sequence(cms.subarray(parts.signer.content, parts.signature.end), unsigned);
  const signedData = sequence(cms.subarray(parts.signedData.content, parts.signers.start), setOf([signer]));
  return sequence(cms.subarray(parts.contentInfo.content, parts.wrapper.start), context(0, signedData));
}

/** The signature value of the only SignerInfo: what a signature-time-stamp is taken over. Throws PADES_CMS_INVALID. */
export function signatureValueOf(cms: Uint8Array): Uint8Array {
  return contentOf(cms, dissect(cms).signature);
}

function attribute(type: string, value: Uint8Array): Uint8Array {
  return sequence(oid(type), tlv(tags.set, value));
}

/** RFC 6211, for every row. */
const algorithmProtection = Object.fromEntries(
  Object.entries(signatureAlgorithms).map(([id, { digestId, signatureId }]) => [
    id,
    attribute(oids.cmsAlgorithmProtection, sequence(digestId, retag(0xa1, signatureId))),
  ]),
) as Readonly<Record<SignatureAlgorithm, Uint8Array>>;

/** How a CMS names a certificate, in both its ways. */
interface CertificateName {
  readonly issuerAndSerial: Uint8Array;
  /** ESSCertIDv2 with the default SHA-256 left out, and issuerSerial from the certificate's own bytes (RFC 5035 §4). */
  readonly signingCertificateV2: Uint8Array;
}
const names = new WeakMap<Uint8Array, CertificateName>();

function nameOf(certificate: Uint8Array): CertificateName {
  const known = names.get(certificate);
  if (known) return known;
  const { issuer, serial } = certificateParts(certificate);
  const hash = createHash('sha256').update(certificate).digest();
  const issuerSerial = sequence(sequence(context(4, issuer)), serial);
  const made = {
    issuerAndSerial: sequence(issuer, serial),
    signingCertificateV2: sequence(sequence(sequence(octetString(hash), issuerSerial))),
  };
  names.set(certificate, made);
  return made;
}

function signerInfo(input: Parameters<typeof buildSignedData>[0]): Uint8Array {
  const { digestId, signatureId } = signatureAlgorithms[input.signer.algorithm];
  const unsigned = (input.unsignedAttributes ?? []).map((each) => attribute(each.oid, each.value));
  return sequence(
    version1,
    nameOf(input.signer.certificate).issuerAndSerial,
    digestId,
    retag(0xa0, input.signedAttributes),
    signatureId,
    octetString(input.signature),
    ...(unsigned.length > 0 ? [setOf(unsigned, 0xa1)] : []),
  );
}

function distinct(certificates: readonly Uint8Array[]): Uint8Array[] {
  return certificates.filter(
    (one, at) => certificates.findIndex((other) => Buffer.compare(one, other) === 0) === at,
  );
}

interface CmsParts {
  readonly contentInfo: Tlv;
  readonly wrapper: Tlv;
  readonly signedData: Tlv;
  readonly signers: Tlv;
  readonly signer: Tlv;
  readonly signature: Tlv;
  readonly unsigned: Tlv | undefined;
}

function dissect(cms: Uint8Array): CmsParts {
  try {
    const contentInfo = readTlv(cms, 0);
    const wrapper = expect(children(cms, contentInfo)[1], 0xa0, contentInfo);
    const signedData = expect(children(cms, wrapper)[0], tags.sequence, wrapper);
    const signers = expect(children(cms, signedData).at(-1), tags.set, signedData);
    const all = children(cms, signers);
    const signer = expect(all[0], tags.sequence, signers);
    const fields = children(cms, signer);
    const at = fields.findIndex((field) => field.tag === tags.octetString);
    const signature = expect(fields[at], tags.octetString, signer);
    if (all.length !== 1 || contentInfo.end !== cms.length) throw new PadesError('PADES_CMS_INVALID');
    return { contentInfo, wrapper, signedData, signers, signer, signature, unsigned: fields[at + 1] };
  } catch (cause) {
    throw new PadesError('PADES_CMS_INVALID', { cause });
  }
}
