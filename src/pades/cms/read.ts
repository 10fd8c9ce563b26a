import { parseDer, type Der } from '../asn1/guard.ts';
import { oids } from '../asn1/oids.ts';
import {
  algorithm,
  content,
  Fields,
  integerHex,
  malformed,
  octets,
  oid,
  raw,
  smallInt,
  type AlgorithmIdentifier,
} from '../asn1/read.ts';
import { PadesError } from '../errors.ts';

/** What a CMS SignedData says (RFC 5652 §5), judged by nobody yet. Slices are the bytes as received. */
export interface SignedDataFacts {
  /** The ContentInfo without what follows it. */
  readonly der: Uint8Array;
  /** Octets after the ContentInfo; `zero` where all of them are 00, the padding of /Contents. */
  readonly trailing: { readonly length: number; readonly zero: boolean };
  /** False where only BER rules could read it. */
  readonly isDer: boolean;
  readonly version: number;
  readonly digestAlgorithms: readonly AlgorithmIdentifier[];
  readonly eContentType: string;
  readonly eContent: Uint8Array | null;
  /** X.509 certificates; other kinds are only counted. */
  readonly certificates: readonly Uint8Array[];
  readonly otherCertificates: number;
  readonly crls: readonly Uint8Array[];
  readonly signerInfos: readonly SignerInfoFacts[];
}

export type SignerId =
  | { readonly kind: 'issuer-serial'; readonly issuer: Der; readonly serialHex: string }
  | { readonly kind: 'key-id'; readonly keyIdHex: string };

export interface SignerInfoFacts {
  readonly version: number;
  readonly sid: SignerId;
  readonly digestAlgorithm: AlgorithmIdentifier;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signedAttributes: SignedAttributes | null;
  readonly signature: Uint8Array;
  readonly unsignedAttributes: readonly CmsAttribute[];
}

export interface SignedAttributes {
  /** As received, with the tag [0] replaced by SET OF: what the key signed (RFC 5652 §5.4). */
  readonly der: Uint8Array;
  /** Whether the elements stand in DER order. */
  readonly sorted: boolean;
  /** The elements, as received. */
  readonly encodings: readonly Uint8Array[];
  readonly attributes: readonly CmsAttribute[];
}

export interface CmsAttribute {
  readonly oid: string;
  readonly values: readonly Der[];
}

const maxCertificates = 256;

/**
 * Reads a ContentInfo holding SignedData. With `ber` the outer structure may be BER (legacy files only); signed
 * attributes must be DER in any case. Throws PADES_ASN1_INVALID or PADES_CMS_INVALID.
 */
export function readSignedData(bytes: Uint8Array, options: { readonly ber?: boolean } = {}): SignedDataFacts {
  const { root, isDer } = parseLeniently(bytes, options.ber === true);
  const contentInfo = new Fields(root);
  const type = oid(contentInfo.take());
  if (type !== oids.signedData) throw new PadesError('PADES_CMS_INVALID', { detail: `content type ${type}` });
  const explicit = new Fields(contentInfo.take(), 0xa0);
  contentInfo.done();

  const fields = new Fields(explicit.take());
  explicit.done();
  const version = smallInt(fields.take());
  const digestAlgorithms = set(fields.take()).map(algorithm);
  const encapsulated = new Fields(fields.take());
  const eContentType = oid(encapsulated.take());
  const eContentNode = encapsulated.optional(0xa0);
  encapsulated.done();
  const certificateNodes = fields.optional(0xa0)?.children ?? [];
  if (certificateNodes.length > maxCertificates) {
    throw new PadesError('PADES_LIMIT_EXCEEDED', { detail: 'too many certificates in one CMS' });
  }
  const crls = fields.optional(0xa1)?.children.map(raw) ?? [];
  const signerInfos = set(fields.take()).map(readSignerInfo);
  fields.done();

  const certificates = certificateNodes.filter((node) => node.id === 0x30).map(raw);
  const padding = bytes.subarray(root.end);
  return {
    der: raw(root),
    trailing: { length: padding.length, zero: isZero(padding) },
    isDer,
    version,
    digestAlgorithms,
    eContentType,
    eContent: eContentNode && singleOctets(eContentNode),
    certificates,
    otherCertificates: certificateNodes.length - certificates.length,
    crls,
    signerInfos,
  };
}

function isZero(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (bytes[i] !== 0) return false;
  return true;
}

function parseLeniently(bytes: Uint8Array, ber: boolean): { root: Der; isDer: boolean } {
  try {
    return { root: parseDer(bytes, { trailing: true }), isDer: true };
  } catch (error) {
    if (!ber) throw error;
    return { root: parseDer(bytes, { trailing: true, ber: true }), isDer: false };
  }
}

function readSignerInfo(node: Der): SignerInfoFacts {
  const fields = new Fields(node);
  const version = smallInt(fields.take());
  const sid = readSid(fields.take());
  const digestAlgorithm = algorithm(fields.take());
  const signedNode = fields.optional(0xa0);
  const signatureAlgorithm = algorithm(fields.take());
  const signature = octets(fields.take());
  const unsignedNode = fields.optional(0xa1);
  fields.done();
  return {
    version,
    sid,
    digestAlgorithm,
    signatureAlgorithm,
    signedAttributes: signedNode && readSignedAttributes(signedNode),
    signature,
    unsignedAttributes: unsignedNode?.children.map(readAttribute) ?? [],
  };
}

function readSid(node: Der): SignerId {
  if (node.id === 0x80) return { kind: 'key-id', keyIdHex: Buffer.from(content(node)).toString('hex') };
  const fields = new Fields(node);
  const issuer = fields.take(0x30);
  const serialHex = integerHex(fields.take());
  fields.done();
  return { kind: 'issuer-serial', issuer, serialHex };
}

function readSignedAttributes(node: Der): SignedAttributes {
  const der = Uint8Array.from(raw(node));
  der[0] = 0x31;
  parseDer(der); // Also inside a BER message these bytes were hashed, so they must be DER (pades.md B-07).
  const encodings = node.children.map(raw);
  const sorted = encodings.every(
    (encoding, i) => i === 0 || Buffer.compare(encodings[i - 1] ?? encoding, encoding) <= 0,
  );
  return { der, sorted, encodings, attributes: node.children.map(readAttribute) };
}

/** The same set with its elements in DER order; its length stays. */
export function sortedForm({ der, encodings }: SignedAttributes): Uint8Array {
  const inOrder = [...encodings].sort((a, b) => Buffer.compare(a, b));
  const header = der.length - encodings.reduce((sum, { length }) => sum + length, 0);
  return Buffer.concat([der.subarray(0, header), ...inOrder]);
}

function readAttribute(node: Der): CmsAttribute {
  const fields = new Fields(node);
  const id = oid(fields.take());
  const values = set(fields.take());
  fields.done();
  return { oid: id, values };
}

function set(node: Der): readonly Der[] {
  if (node.id !== 0x31) malformed(node, 'a SET belongs here');
  return node.children;
}

function singleOctets(explicit: Der): Uint8Array {
  const fields = new Fields(explicit, 0xa0);
  const bytes = octets(fields.take());
  fields.done();
  return bytes;
}
