import { createHash } from 'node:crypto';
import { oids } from '../asn1/oids.ts';
import type { SignedDataFacts, SignerInfoFacts } from '../cms/read.ts';
import {
  contentVerifies,
  matchingSid,
  messageDigest,
  readCertificates,
  schemeOf,
  signatureVerifies,
  signingCertificate,
  type SigningCertificate,
} from '../cms/verify.ts';
import { judgeToken, type TimestampToken, type TokenJudgement } from '../tsp/token.ts';
import { digestByOid, digestOf, type NoScheme, type SignatureScheme } from '../x509/algorithms.ts';
import type { Certificate } from '../x509/certificate.ts';
import { bareScheme, type BareSignature } from './legacy-rsa.ts';
import { tokensIn, type Message } from './messages.ts';

/** What the signature itself says and proves; for a signature without CMS `data` and `signer` are null. */
export interface CmsFacts {
  readonly data: SignedDataFacts | null;
  readonly fault: string | null;
  readonly signer: SignerInfoFacts | null;
  readonly certificates: readonly Certificate[];
  readonly signing: SigningCertificate | null;
  readonly certificate: Certificate | null;
  /** SHA-256 of the certificates inside that are none. */
  readonly unreadableCertificates: readonly string[];
  readonly scheme: SignatureScheme | NoScheme | null;
  /** Null: could not be asked. */
  readonly digestMatches: boolean | null;
  readonly signatureVerifies: boolean | null;
  /** signature-time-stamp attributes; a token that cannot be read is its reason. */
  readonly timestamps: readonly (ReadToken | { readonly reason: string })[];
  /** content-time-stamp attributes: what existed before the signature (EN 319 122-1 §5.2.8). */
  readonly contentTimestamps: readonly (ContentToken | { readonly reason: string })[];
  /** For a document timestamp: the token itself. */
  readonly token: TimestampToken | null;
}

/** A content timestamp, and whether its imprint is over the bytes that were signed. */
export interface ContentToken extends ReadToken {
  readonly imprintMatches: boolean;
}

/** A token with what it is worth in itself, asked once. */
export interface ReadToken {
  readonly token: TimestampToken;
  readonly judgement: TokenJudgement;
}

const nothing = {
  signer: null,
  certificates: [],
  unreadableCertificates: [],
  signing: null,
  certificate: null,
  scheme: null,
  digestMatches: null,
  signatureVerifies: null,
  timestamps: [],
  contentTimestamps: [],
} as const;

/** What a stranger put where a name or a parameter belongs may not even parse; then there is no usable CMS. */
export function cmsFactsOrFault(message: Message, digests: Digests): CmsFacts {
  try {
    return cmsFacts(message, digests);
  } catch (error) {
    return {
      ...nothing,
      data: null,
      token: null,
      fault: error instanceof Error ? error.message : 'unreadable',
    };
  }
}

function cmsFacts(
  { data, token, fault, contentTokens, bare, encapsulates }: Message,
  digests: Digests,
): CmsFacts {
  if (bare) return bareFacts(bare, digests);
  const signer = data?.signerInfos[0];
  const message = { data, token, fault };
  if (!data || !signer) return { ...message, ...nothing };
  const certificates = readCertificates(data.certificates);
  const signing = signingCertificate(signer, certificates);
  // A certificate the signer did not commit to still shows whose key the value fits (the finding says the rest).
  const certificate = signing.certificate ?? matchingSid(signer, certificates)[0] ?? null;
  const scheme = schemeOf(signer);
  return {
    ...message,
    signer,
    certificates,
    unreadableCertificates: unreadableOf(data.certificates, certificates),
    signing,
    certificate,
    scheme,
    digestMatches: encapsulates
      ? contentMatches(data, signer, digests)
      : token
        ? tokenDigestMatches(token, digests)
        : digestMatches(signer, digests),
    signatureVerifies:
      certificate === null || 'reason' in scheme
        ? null
        : signatureVerifies(signer, scheme, certificate) ||
          (encapsulates && contentVerifies(signer, scheme, certificate, data.eContent ?? new Uint8Array())),
    timestamps: tokensIn(signer.unsignedAttributes, oids.signatureTimeStamp).map((read) =>
      'reason' in read ? read : { token: read, judgement: judgeToken(read) },
    ),
    contentTimestamps: contentTokens.map((read) =>
      'reason' in read
        ? read
        : { token: read, judgement: judgeToken(read), imprintMatches: imprintMatches(read, digests) },
    ),
  };
}

/** Without a CMS: the value holds the digest, and was opened with the key. */
function bareFacts({ certificates, certificate, signed, fault }: BareSignature, digests: Digests): CmsFacts {
  const computed = signed && digests?.get(signed.digest.hash);
  return {
    ...nothing,
    data: null,
    token: null,
    fault,
    certificates,
    certificate,
    scheme: signed && bareScheme(signed),
    digestMatches: signed && computed ? Buffer.compare(computed, signed.value) === 0 : null,
    signatureVerifies: certificate && signed !== null,
  };
}

type Digests = ReadonlyMap<string, Uint8Array> | undefined;

function unreadableOf(ders: readonly Uint8Array[], read: readonly Certificate[]): readonly string[] {
  if (ders.length === read.length) return [];
  const known = new Set(read.map(({ sha256Hex }) => sha256Hex));
  return ders
    .map((der) => createHash('sha256').update(der).digest('hex'))
    .filter((sha256) => !known.has(sha256));
}

/** `adbe.pkcs7.sha1`: the ranges to the content, and the content to the message-digest where attributes are signed. */
function contentMatches(
  { eContent }: SignedDataFacts,
  signer: SignerInfoFacts,
  digests: Digests,
): boolean | null {
  const computed = digests?.get('sha1');
  if (!computed || !eContent) return null;
  const same = Buffer.compare(computed, eContent) === 0;
  if (signer.signedAttributes === null) return same;
  const digest = digestByOid(signer.digestAlgorithm.oid);
  const claimed = messageDigest(signer);
  if (!digest || !claimed) return null;
  return same && Buffer.compare(claimed, digestOf(digest, eContent)) === 0;
}

function digestMatches(signer: SignerInfoFacts, digests: Digests): boolean | null {
  const computed = digests?.get(digestByOid(signer.digestAlgorithm.oid)?.hash ?? '');
  const claimed = messageDigest(signer);
  return computed === undefined || claimed === null ? null : Buffer.compare(computed, claimed) === 0;
}

/** Two links: the ranges to the imprint, and TSTInfo to the message-digest of the token. */
function tokenDigestMatches(token: TimestampToken, digests: Digests): boolean | null {
  const signer = token.data.signerInfos[0];
  const digest = signer && digestByOid(signer.digestAlgorithm.oid);
  const claimed = signer && messageDigest(signer);
  if (digests?.has(digestByOid(token.info.digestOid)?.hash ?? '') !== true || !digest || !claimed)
    return null;
  return (
    imprintMatches(token, digests) &&
    Buffer.compare(claimed, digestOf(digest, token.data.eContent ?? new Uint8Array())) === 0
  );
}

function imprintMatches({ info }: TimestampToken, digests: Digests): boolean {
  const computed = digests?.get(digestByOid(info.digestOid)?.hash ?? '');
  return computed !== undefined && Buffer.compare(computed, info.digest) === 0;
}
