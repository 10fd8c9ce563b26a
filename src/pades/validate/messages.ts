import type { PdfView } from '../pdf/file.ts';
import type { PdfDict } from '../pdf/objects.ts';
import { oids } from '../asn1/oids.ts';
import { raw } from '../asn1/read.ts';
import { attributesOf } from '../cms/attributes.ts';
import { readSignedData, type CmsAttribute, type SignedDataFacts } from '../cms/read.ts';
import { readTimestampToken, type TimestampToken } from '../tsp/token.ts';
import { digestByOid } from '../x509/algorithms.ts';
import type { SignedRange } from './coverage.ts';
import { readBareSignature, type BareSignature } from './legacy-rsa.ts';
import { nameAt } from './pdf-values.ts';

/** What stands in /Contents, before anything is hashed. */
export interface Message {
  readonly data: SignedDataFacts | null;
  readonly fault: string | null;
  readonly token: TimestampToken | null;
  readonly contentTokens: readonly (TimestampToken | Unreadable)[];
  /** `adbe.x509.rsa_sha1`: no CMS at all. */
  readonly bare: BareSignature | null;
  /** `adbe.pkcs7.sha1`: the SHA-1 of the ranges is the content, and stands inside. */
  readonly encapsulates: boolean;
}

export interface Unreadable {
  readonly reason: string;
}

/** Reads /Contents as its SubFilter says, and in no other way (pades.md B-01, B-02). */
export function readMessage(range: SignedRange | null, view: PdfView, dict: PdfDict): Message {
  const subFilter = nameAt(view, dict, 'SubFilter');
  const encapsulates = subFilter === 'adbe.pkcs7.sha1';
  const none = { data: null, token: null, contentTokens: [], bare: null, encapsulates };
  if (range === null) return { ...none, fault: 'no usable Contents' };
  if (subFilter === 'adbe.x509.rsa_sha1') {
    const bare = readBareSignature(range.contents, certificatesOf(view, dict));
    return { ...none, bare, fault: bare.fault };
  }
  try {
    const data = readSignedData(range.contents, { ber: subFilter?.startsWith('adbe.') === true });
    const token = data.eContentType === oids.tstInfo ? readTimestampToken(data.der) : null;
    const contentTokens = tokensIn(signedAttributesOf({ data }), oids.contentTimeStamp);
    return { data, fault: null, token, contentTokens, bare: null, encapsulates };
  } catch (error) {
    return { ...none, fault: error instanceof Error ? error.message : 'unreadable' };
  }
}

/** /Cert: one certificate or an array of them, the signer's first (ISO 32000-2 table 255). */
function certificatesOf(view: PdfView, dict: PdfDict): readonly Uint8Array[] {
  const value = view.resolve(dict.entries.get('Cert'));
  const items = value.kind === 'array' ? value.items.map((item) => view.resolve(item)) : [value];
  return items.flatMap((item) => (item.kind === 'string' ? [item.bytes] : []));
}

/** The digests that cover the ranges: the signer's, and those of the imprints of tokens over the same bytes. */
export function neededHashes({ data, token, contentTokens, bare, encapsulates }: Message): readonly string[] {
  const wanted = [
    encapsulates ? oids.sha1 : data?.signerInfos[0]?.digestAlgorithm.oid,
    token?.info.digestOid,
    ...contentTokens.map((read) => ('reason' in read ? undefined : read.info.digestOid)),
  ];
  const hashes = wanted.flatMap((oid) => (oid === undefined ? [] : (digestByOid(oid)?.hash ?? [])));
  return [...new Set([...hashes, ...(bare?.signed ? [bare.signed.digest.hash] : [])])];
}

export const signedAttributesOf = ({ data }: Pick<Message, 'data'>): readonly CmsAttribute[] =>
  data?.signerInfos[0]?.signedAttributes?.attributes ?? [];

const maxTimestamps = 16;

/** Tokens of an attribute type; one that cannot be read is its reason. */
export function tokensIn(
  attributes: readonly CmsAttribute[],
  type: string,
): readonly (TimestampToken | Unreadable)[] {
  const values = attributesOf(attributes, type).flatMap(({ values: v }) => v);
  return values.slice(0, maxTimestamps).map((value) => {
    try {
      return readTimestampToken(raw(value));
    } catch (error) {
      return { reason: error instanceof Error ? error.message : 'unreadable' };
    }
  });
}
