/**
 * A DER writer (X.690 clause 10). Every function returns finished bytes, so a part that already is DER — a certificate,
 * an issuer name, a timestamp token — is spliced in as it stands. Written here rather than with forge's `asn1`: forge has
 * no node for ready-made bytes, so each certificate would be parsed and encoded again, which may change it.
 */
export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  sequence: 0x30,
  set: 0x31,
  printableString: 0x13,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
} as const;

/** Tag, definite minimal length, contents. Tags of one octet only; higher tag numbers are not used by any of our formats. */
export function tlv(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const size = lengthSize(length);
  const out = new Uint8Array(1 + size + length);
  out[0] = tag;
  writeLength(out, length, size);
  let at = 1 + size;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Octets of an element with contents of this length, without making it. */
export const tlvSize = (contents: number): number => lengthSize(contents) + 1 + contents;

export const sequence = (...parts: readonly Uint8Array[]): Uint8Array => tlv(tags.sequence, ...parts);

/** SET OF: the elements in ascending order of their encodings (X.690 clause 11.6). */
export const setOf = (parts: readonly Uint8Array[], tag: number = tags.set): Uint8Array =>
  tlv(tag, ...[...parts].sort((a, b) => Buffer.compare(a, b)));

/** `[n] EXPLICIT`, and equally `[n] IMPLICIT` of a constructed type whose contents are given. */
export const context = (n: number, ...parts: readonly Uint8Array[]): Uint8Array => tlv(0xa0 | n, ...parts);

/** `[n] IMPLICIT` of a primitive type. */
export const contextPrimitive = (n: number, contents: Uint8Array): Uint8Array => tlv(0x80 | n, contents);

/** The same value under another tag (IMPLICIT tagging). */
export function retag(tag: number, der: Uint8Array): Uint8Array {
  const out = Uint8Array.from(der);
  out[0] = tag;
  return out;
}

/** Numbers as they are; bytes are an unsigned big-endian magnitude of any length. */
export function integer(value: number | bigint | Uint8Array): Uint8Array {
  if (value instanceof Uint8Array) return tlv(tags.integer, unsignedContents(value));
  return tlv(tags.integer, signedContents(BigInt(value)));
}

export const enumerated = (value: number): Uint8Array => tlv(tags.enumerated, signedContents(BigInt(value)));
export const octetString = (bytes: Uint8Array): Uint8Array => tlv(tags.octetString, bytes);
export const nullValue = (): Uint8Array => tlv(tags.null);
/** TRUE is FF in DER; FALSE is seldom written because it is the usual DEFAULT. */
export const boolean = (value: boolean): Uint8Array => tlv(tags.boolean, Uint8Array.of(value ? 0xff : 0x00));
export const bitString = (bytes: Uint8Array, unusedBits = 0): Uint8Array =>
  tlv(tags.bitString, Uint8Array.of(unusedBits), bytes);
export const utf8String = (text: string): Uint8Array => tlv(tags.utf8String, Buffer.from(text, 'utf8'));
export const printableString = (text: string): Uint8Array =>
  tlv(tags.printableString, Buffer.from(text, 'latin1'));
export const ia5String = (text: string): Uint8Array => tlv(tags.ia5String, Buffer.from(text, 'latin1'));

/** GeneralizedTime in UTC; fractions only when there are any, without trailing zeros (X.690 clause 11.7). */
export function generalizedTime(time: Date): Uint8Array {
  const [seconds, fraction] = time
    .toISOString()
    .replace(/[-:TZ]/g, '')
    .split('.');
  const digits = (fraction ?? '').replace(/0+$/, '');
  return tlv(
    tags.generalizedTime,
    Buffer.from(`${seconds ?? ''}${digits === '' ? '' : `.${digits}`}Z`, 'latin1'),
  );
}

export function oid(dotted: string): Uint8Array {
  const known = oidCache.get(dotted);
  if (known) return known;
  const arcs = dotted.split('.').map(Number);
  const [first, second, ...rest] = arcs;
  if (first === undefined || second === undefined || arcs.some((arc) => !Number.isSafeInteger(arc))) {
    throw new RangeError(`not an object identifier: ${dotted}`);
  }
  const der = tlv(tags.oid, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)));
  if (oidCache.size < 256) oidCache.set(dotted, der);
  return der;
}
const oidCache = new Map<string, Uint8Array>();

/** AlgorithmIdentifier; `parameters` is DER, left out when absent. */
export const algorithm = (dotted: string, parameters?: Uint8Array): Uint8Array =>
  parameters ? sequence(oid(dotted), parameters) : sequence(oid(dotted));

function base128(arc: number): number[] {
  const out = [arc % 128];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) {
    out.unshift((rest % 128) | 0x80);
  }
  return out;
}

function unsignedContents(bytes: Uint8Array): Uint8Array {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  const trimmed = bytes.subarray(start);
  if (trimmed.length === 0) return Uint8Array.of(0);
  if ((trimmed[0] ?? 0) < 0x80) return trimmed;
  return Uint8Array.of(0, ...trimmed);
}

function signedContents(value: bigint): Uint8Array {
  const out: number[] = [];
  let rest = value;
  do {
    out.unshift(Number(rest & 0xffn));
    rest >>= 8n;
  } while (!(rest === 0n && (out[0] ?? 0) < 0x80) && !(rest === -1n && (out[0] ?? 0) >= 0x80));
  return Uint8Array.from(out);
}

function lengthSize(length: number): number {
  if (length < 0x80) return 1;
  let octets = 1;
  for (let rest = length; rest > 0xff; rest = Math.floor(rest / 256)) octets += 1;
  return 1 + octets;
}

function writeLength(out: Uint8Array, length: number, size: number): void {
  if (size === 1) {
    out[1] = length;
    return;
  }
  out[1] = 0x80 | (size - 1);
  for (let at = size, rest = length; at > 1; at -= 1, rest = Math.floor(rest / 256)) out[at] = rest % 256;
}
