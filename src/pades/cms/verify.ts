import { oids } from '../asn1/oids.ts';
import { octets, oid } from '../asn1/read.ts';
import {
  digestByOid,
  signatureScheme,
  verifySignature,
  digestOf,
  type DigestAlgorithm,
  type NoScheme,
  type SignatureScheme,
} from '../x509/algorithms.ts';
import { parseCertificate, type Certificate } from '../x509/certificate.ts';
import {
  algorithmProtection,
  attributesOf,
  essCertIds,
  keptNameKey,
  repeatedAttributes,
  singleValue,
  type EssCertId,
} from './attributes.ts';
import { sortedForm, type SignedDataFacts, type SignerInfoFacts } from './read.ts';

/** The questions any SignedData must answer, each alone, so that a report can keep them apart. */

/** Certificates that parse; what does not is no candidate. */
export function readCertificates(ders: readonly Uint8Array[]): readonly Certificate[] {
  return ders.flatMap((der) => {
    try {
      return [parseCertificate(der)];
    } catch {
      return [];
    }
  });
}

/** Certificates that fit the SignerIdentifier (RFC 5652 §5.3). */
export function matchingSid(
  signer: SignerInfoFacts,
  candidates: readonly Certificate[],
): readonly Certificate[] {
  const { sid } = signer;
  if (sid.kind === 'key-id') return candidates.filter((candidate) => candidate.subjectKeyId === sid.keyIdHex);
  const issuer = keptNameKey(sid.issuer);
  return candidates.filter(
    (candidate) => candidate.issuerKey === issuer && candidate.serialHex === sid.serialHex,
  );
}

export type SigningCertificate =
  | {
      readonly certificate: Certificate;
      readonly protectedBy: 1 | 2;
      readonly issuerSerialDiffers: boolean;
      readonly digest: DigestAlgorithm;
      /** Further certificates the signer committed to: they must be those of the path (EN 319 102-1 §5.2.8.4.2.1). */
      readonly others: readonly EssCertId[];
    }
  | { readonly certificate: Certificate | null; readonly protectedBy: null; readonly reason: string };

/**
 * Which certificate the signer committed to: it must fit the sid *and* be the first ESSCertID(v2) of exactly one
 * signing-certificate attribute (RFC 5035, EN 319 102-1 §5.2.3; pades.md B-04).
 */
export function signingCertificate(
  signer: SignerInfoFacts,
  candidates: readonly Certificate[],
): SigningCertificate {
  const matching = matchingSid(signer, candidates);
  const none = (reason: string): SigningCertificate => ({
    certificate: matching[0] ?? null,
    protectedBy: null,
    reason,
  });
  if (matching.length === 0) return none('no certificate fits the signer identifier');
  const attributes = signer.signedAttributes?.attributes ?? [];
  const v1 = attributesOf(attributes, oids.signingCertificate);
  const v2 = attributesOf(attributes, oids.signingCertificateV2);
  if (v1.length + v2.length !== 1) return none(`${v1.length + v2.length} signing-certificate attributes`);
  const version = v2.length === 1 ? 2 : 1;
  const value = singleValue(attributes, version === 2 ? oids.signingCertificateV2 : oids.signingCertificate);
  if (value === null) return none('signing-certificate attribute without exactly one value');
  try {
    const [first, ...others] = essCertIds(value, version);
    const digest = first ? digestByOid(first.digestOid) : null;
    if (first === undefined || digest === null) return none('signing-certificate with an unknown hash');
    const certificate = matching.find((c) => Buffer.compare(digestOf(digest, c.der), first.certHash) === 0);
    if (certificate === undefined) return none('the certificate does not match its signed reference');
    const named = first.issuerSerial;
    const issuerSerialDiffers =
      named !== null &&
      (named.serialHex !== certificate.serialHex ||
        (named.issuerKey !== null && named.issuerKey !== certificate.issuerKey));
    return { certificate, protectedBy: version, issuerSerialDiffers, digest, others };
  } catch {
    return none('malformed signing-certificate attribute');
  }
}

/** Signature scheme of a SignerInfo, its digests agreeing; otherwise the reason. */
export const schemeOf = (signer: SignerInfoFacts): SignatureScheme | NoScheme =>
  signatureScheme(signer.signatureAlgorithm, signer.digestAlgorithm.oid);

/** The message-digest attribute, present exactly once (RFC 5652 §11.2). */
export function messageDigest(signer: SignerInfoFacts): Uint8Array | null {
  const value = singleValue(signer.signedAttributes?.attributes ?? [], oids.messageDigest);
  return value?.id === 0x04 ? octets(value) : null;
}

/**
 * What is wrong with the shape of a SignedData with one signer; empty where nothing is (pades.md 2.1, 2.2, B-01…B-09).
 * Only where the content is inside may it be signed without attributes, and then nothing else is tried.
 */
export function shapeFaults(data: SignedDataFacts, contentType: string, attributesMayLack = false): string[] {
  const asked = `${contentType} ${attributesMayLack}`;
  const known = shapes.get(data) ?? new Map<string, readonly string[]>();
  const faults = known.get(asked) ?? judgeShape(data, contentType, attributesMayLack);
  shapes.set(data, known.set(asked, faults));
  return [...faults];
}

/** A check asks and a row of the level's table. */
const shapes = new WeakMap<SignedDataFacts, Map<string, readonly string[]>>();

function judgeShape(data: SignedDataFacts, contentType: string, attributesMayLack: boolean): string[] {
  const faults: string[] = [];
  const [signer, ...others] = data.signerInfos;
  if (signer === undefined || others.length > 0) return [`${data.signerInfos.length} signers instead of one`];
  if (!data.trailing.zero) faults.push('bytes after the CMS that are not padding');
  if (data.eContentType !== contentType) faults.push(`content type ${data.eContentType}`);
  if (!data.digestAlgorithms.some(({ oid: id }) => id === signer.digestAlgorithm.oid)) {
    faults.push('the digest algorithm of the signer is not announced');
  }
  const attributes = signer.signedAttributes?.attributes;
  if (![1, 3, 4, 5].includes(data.version)) faults.push(`version ${data.version} of SignedData`);
  if (signer.version !== (signer.sid.kind === 'key-id' ? 3 : 1))
    faults.push(`version ${signer.version} of the signer`);
  if (attributes === undefined) return attributesMayLack ? faults : [...faults, 'no signed attributes'];
  const repeated = repeatedAttributes(attributes, ['1.2.840.113549.1.9.16.2.20']);
  if (repeated.length > 0) faults.push(`repeated signed attributes ${repeated.join(', ')}`);
  const type = singleValue(attributes, oids.contentType);
  if (type?.id !== 0x06 || oid(type) !== data.eContentType)
    faults.push('content-type attribute missing or different');
  if (messageDigest(signer) === null) faults.push('message-digest attribute missing');
  if (!protectionFits(signer)) faults.push('CMSAlgorithmProtection contradicts the signer');
  return faults;
}

/** RFC 5652 §5.4 hashes the DER of the set; verifiers disagree about one whose elements are not sorted (pades.md 2.1). */
export const orderFaults = ({ signerInfos }: SignedDataFacts): string[] =>
  signerInfos.every(({ signedAttributes }) => signedAttributes?.sorted !== false)
    ? []
    : ['signed attributes are not in DER order'];

function protectionFits(signer: SignerInfoFacts): boolean {
  const attributes = signer.signedAttributes?.attributes ?? [];
  const value = singleValue(attributes, oids.cmsAlgorithmProtection);
  if (value === null) return attributesOf(attributes, oids.cmsAlgorithmProtection).length === 0;
  try {
    const { digest, signatureOid } = algorithmProtection(value);
    return digest.oid === signer.digestAlgorithm.oid && signatureOid === signer.signatureAlgorithm.oid;
  } catch {
    return false;
  }
}

/**
 * Does the signature value verify over the signed attributes (RFC 5652 §5.4, §5.6)? Where they are not sorted, over what
 * was received or over what should have been; `orderFaults` tells.
 */
export function signatureVerifies(
  signer: SignerInfoFacts,
  scheme: SignatureScheme,
  certificate: Certificate,
): boolean {
  const signed = signer.signedAttributes;
  if (signed === null) return false;
  const forms = signed.sorted ? [signed.der] : [signed.der, sortedForm(signed)];
  return forms.some((form) => verifySignature(scheme, certificate, form, signer.signature));
}

/** The signature over the content itself; only for those who have no signed attributes. */
export const contentVerifies = (
  signer: SignerInfoFacts,
  scheme: SignatureScheme,
  certificate: Certificate,
  eContent: Uint8Array,
): boolean =>
  signer.signedAttributes === null && verifySignature(scheme, certificate, eContent, signer.signature);
