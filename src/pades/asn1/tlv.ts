import { PadesError } from '../errors.ts';
import { tags } from './der.ts';

/** Where one element lies in its DER bytes: `[start, end)` whole, `[content, end)` its contents. */
export interface Tlv {
  readonly tag: number;
  readonly start: number;
  readonly content: number;
  readonly end: number;
}

/** One element at `offset`, definite and minimal lengths only. Throws PADES_ASN1_INVALID. */
export function readTlv(bytes: Uint8Array, offset: number, limit: number = bytes.length): Tlv {
  const tag = bytes[offset];
  const first = bytes[offset + 1];
  if (tag === undefined || first === undefined || offset + 2 > limit || (tag & 0x1f) === 0x1f) {
    throw malformed(offset);
  }
  if (first < 0x80)
    return within({ tag, start: offset, content: offset + 2, end: offset + 2 + first }, limit);
  const octets = first & 0x7f;
  if (octets === 0 || octets > 4 || offset + 2 + octets > limit) throw malformed(offset);
  let length = 0;
  for (let i = 0; i < octets; i += 1) length = length * 256 + (bytes[offset + 2 + i] ?? 0);
  if (length < 0x80 || length < 256 ** (octets - 1)) throw malformed(offset);
  const content = offset + 2 + octets;
  return within({ tag, start: offset, content, end: content + length }, limit);
}

/** The elements directly inside a constructed element, in order. */
export function children(bytes: Uint8Array, parent: Tlv): Tlv[] {
  const out: Tlv[] = [];
  for (let at = parent.content; at < parent.end;) {
    const child = readTlv(bytes, at, parent.end);
    out.push(child);
    at = child.end;
  }
  return out;
}

/** The raw bytes of an element, tag and length included. */
export const rawOf = (bytes: Uint8Array, element: Tlv): Uint8Array =>
  bytes.subarray(element.start, element.end);
export const contentOf = (bytes: Uint8Array, element: Tlv): Uint8Array =>
  bytes.subarray(element.content, element.end);

/** The element itself where its tag is the one that must be there. */
export function expect(element: Tlv | undefined, tag: number, parent: Tlv): Tlv {
  if (element?.tag !== tag) throw malformed(element?.start ?? parent.start);
  return element;
}

/** The raw parts of an X.509 certificate that CMS repeats (RFC 5280 §4.1). Throws PADES_CERTIFICATE_INVALID. */
export function certificateParts(der: Uint8Array): {
  readonly serial: Uint8Array;
  readonly issuer: Uint8Array;
  readonly publicKeyInfo: Uint8Array;
} {
  try {
    const certificate = expect(readTlv(der, 0), tags.sequence, { tag: 0, start: 0, content: 0, end: 0 });
    if (certificate.end !== der.length) throw malformed(certificate.end);
    const tbs = expect(children(der, certificate)[0], tags.sequence, certificate);
    const fields = children(der, tbs);
    const from = fields[0]?.tag === 0xa0 ? 1 : 0; // version [0] is absent in a v1 certificate
    return {
      serial: rawOf(der, expect(fields[from], tags.integer, tbs)),
      issuer: rawOf(der, expect(fields[from + 2], tags.sequence, tbs)),
      publicKeyInfo: rawOf(der, expect(fields[from + 5], tags.sequence, tbs)),
    };
  } catch (cause) {
    throw new PadesError('PADES_CERTIFICATE_INVALID', { cause });
  }
}

function within(element: Tlv, limit: number): Tlv {
  if (element.end > limit) throw malformed(element.start);
  return element;
}

const malformed = (offset: number): PadesError => new PadesError('PADES_ASN1_INVALID', { offset });
