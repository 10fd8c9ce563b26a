import type { PdfFile, PdfView } from '../pdf/file.ts';
import type { PdfDict } from '../pdf/objects.ts';
import { oids } from '../asn1/oids.ts';
import { raw } from '../asn1/read.ts';
import { attributesOf, signingTime } from '../cms/attributes.ts';
import {
  readSignedData,
  type CmsAttribute,
  type SignedDataFacts,
  type SignerInfoFacts,
} from '../cms/read.ts';
import {
  matchingSid,
  messageDigest,
  readCertificates,
  schemeOf,
  signatureVerifies,
  signingCertificate,
  type SigningCertificate,
} from '../cms/verify.ts';
import { judgeToken, readTimestampToken, type TimestampToken, type TokenJudgement } from '../tsp/token.ts';
import { digestByOid, digestOf, type SignatureScheme } from '../x509/algorithms.ts';
import type { Certificate } from '../x509/certificate.ts';
import { readClaims } from './claims.ts';
import {
  coverageOf,
  reachOf,
  readRange,
  type Coverage,
  type RangeFacts,
  type SignedRange,
} from './coverage.ts';
import { hashRanges } from './hashing.ts';
import { locateSignatures, type SignatureLocation } from './locate.ts';
import { nameAt, pdfDate, textOf } from './pdf-values.ts';
import type { ReportedClaims } from './reported.ts';

/** Everything one signature says, read once. No trust, no time, no opinion. */
export interface SignatureFacts {
  readonly location: SignatureLocation;
  readonly kind: 'signature' | 'document-timestamp';
  readonly subFilter: string | null;
  readonly range: RangeFacts;
  readonly coverage: Coverage;
  readonly cms: CmsFacts;
  /** /M, or the signing-time attribute where there is no /M. */
  readonly claimedTime: Date | null;
  readonly claims: ReportedClaims;
}

export interface CmsFacts {
  readonly data: SignedDataFacts | null;
  readonly fault: string | null;
  readonly signer: SignerInfoFacts | null;
  readonly certificates: readonly Certificate[];
  readonly signing: SigningCertificate | null;
  readonly certificate: Certificate | null;
  readonly scheme: SignatureScheme | { readonly reason: string } | null;
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

/** Reads every signature of every revision; bytes shared by several are hashed once. */
export function readFacts(file: PdfFile): readonly SignatureFacts[] {
  const located = locateSignatures(file).map((location) => {
    const view = file.view(location.definedIn);
    const subFilter = nameAt(view, location.dict, 'SubFilter');
    const range = readRange(file, location);
    return { location, view, subFilter, range, message: readMessage(range.range, subFilter) };
  });
  const hashed = located.flatMap((one) =>
    one.range.range === null ? [] : [{ one, range: one.range.range, hashes: neededHashes(one.message) }],
  );
  const reach = reachOf(file);
  const digests = hashRanges(file.source, hashed);
  return located.map(({ location, view, subFilter, range, message }) => {
    const at = hashed.findIndex(({ one }) => one.location === location);
    return {
      location,
      kind: isDocumentTimestamp(view, location.dict) ? 'document-timestamp' : 'signature',
      subFilter,
      range,
      coverage: range.range
        ? coverageOf(file, range.range, location.definedIn, reach)
        : { kind: 'partial', revision: null, fault: range.fault },
      cms: cmsFactsOrFault(message, digests[at]),
      claimedTime: claimedTime(view, location.dict, message),
      claims: readClaims(view, location.dict, signedAttributesOf(message)),
    };
  });
}

interface Message {
  readonly data: SignedDataFacts | null;
  readonly fault: string | null;
  readonly token: TimestampToken | null;
  readonly contentTokens: readonly (TimestampToken | { readonly reason: string })[];
}

function isDocumentTimestamp(view: PdfView, dict: PdfDict): boolean {
  return nameAt(view, dict, 'Type') === 'DocTimeStamp' || nameAt(view, dict, 'SubFilter') === 'ETSI.RFC3161';
}

function readMessage(range: SignedRange | null, subFilter: string | null): Message {
  const none = { data: null, token: null, contentTokens: [] };
  if (range === null) return { ...none, fault: 'no usable Contents' };
  try {
    const data = readSignedData(range.contents, { ber: subFilter?.startsWith('adbe.') === true });
    const token = data.eContentType === oids.tstInfo ? readTimestampToken(data.der) : null;
    const attributes = data.signerInfos[0]?.signedAttributes?.attributes ?? [];
    return { data, fault: null, token, contentTokens: tokensIn(attributes, oids.contentTimeStamp) };
  } catch (error) {
    return { ...none, fault: error instanceof Error ? error.message : 'unreadable' };
  }
}

/** The digests that cover the ranges: the signer's, and those of the imprints of tokens over the same bytes. */
function neededHashes({ data, token, contentTokens }: Message): readonly string[] {
  const wanted = [
    data?.signerInfos[0]?.digestAlgorithm.oid,
    token?.info.digestOid,
    ...contentTokens.map((read) => ('reason' in read ? undefined : read.info.digestOid)),
  ];
  return [...new Set(wanted.flatMap((oid) => (oid === undefined ? [] : (digestByOid(oid)?.hash ?? []))))];
}

const nothing = {
  signer: null,
  certificates: [],
  signing: null,
  certificate: null,
  scheme: null,
  digestMatches: null,
  signatureVerifies: null,
  timestamps: [],
  contentTimestamps: [],
} as const;

/** What a stranger put where a name or a parameter belongs may not even parse; then there is no usable CMS. */
function cmsFactsOrFault(message: Message, digests: Digests): CmsFacts {
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

function cmsFacts(message: Message, digests: ReadonlyMap<string, Uint8Array> | undefined): CmsFacts {
  const { data, token } = message;
  const signer = data?.signerInfos[0];
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
    signing,
    certificate,
    scheme,
    digestMatches: token ? tokenDigestMatches(token, digests) : digestMatches(signer, digests),
    signatureVerifies:
      certificate === null || 'reason' in scheme ? null : signatureVerifies(signer, scheme, certificate),
    timestamps: tokensIn(signer.unsignedAttributes, oids.signatureTimeStamp).map((read) =>
      'reason' in read ? read : { token: read, judgement: judgeToken(read) },
    ),
    contentTimestamps: message.contentTokens.map((read) =>
      'reason' in read
        ? read
        : { token: read, judgement: judgeToken(read), imprintMatches: imprintMatches(read, digests) },
    ),
  };
}

type Digests = ReadonlyMap<string, Uint8Array> | undefined;

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

const maxTimestamps = 16;

/** Tokens of an attribute type; one that cannot be read is its reason. */
function tokensIn(
  attributes: readonly CmsAttribute[],
  type: string,
): readonly (TimestampToken | { readonly reason: string })[] {
  const values = attributesOf(attributes, type).flatMap(({ values: v }) => v);
  return values.slice(0, maxTimestamps).map((value) => {
    try {
      return readTimestampToken(raw(value));
    } catch (error) {
      return { reason: error instanceof Error ? error.message : 'unreadable' };
    }
  });
}

const signedAttributesOf = ({ data }: Pick<Message, 'data'>): readonly CmsAttribute[] =>
  data?.signerInfos[0]?.signedAttributes?.attributes ?? [];

function claimedTime(view: PdfView, dict: PdfDict, { data }: Message): Date | null {
  const text = textOf(view.resolve(dict.entries.get('M')));
  return text === null ? signingTime(signedAttributesOf({ data })) : pdfDate(text);
}
