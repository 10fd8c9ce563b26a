import { PadesError } from '../errors.ts';
import type { Der } from './guard.ts';

/** Typed access to elements that `parseDer` has already bounded. All slices are views of the bytes as received. */

export const raw = (node: Der): Uint8Array => node.source.subarray(node.start, node.end);
export const content = (node: Der): Uint8Array => node.source.subarray(node.contentStart, node.contentEnd);

/** Walks the children of one element in order; what is not there or not expected is PADES_ASN1_INVALID. */
export class Fields {
  readonly #parent: Der;
  #next = 0;

  constructor(parent: Der, id = 0x30) {
    if (parent.id !== id) malformed(parent, `tag ${hexByte(parent.id)} where ${hexByte(id)} belongs`);
    this.#parent = parent;
  }

  /** The next element, which must be there; with `id`, of that tag. */
  take(id?: number): Der {
    const node = this.#parent.children[this.#next];
    if (node === undefined) return malformed(this.#parent, 'an element is missing');
    if (id !== undefined && node.id !== id)
      malformed(node, `tag ${hexByte(node.id)} where ${hexByte(id)} belongs`);
    this.#next += 1;
    return node;
  }

  /** The next element if it has this tag. */
  optional(id: number): Der | null {
    return this.#parent.children[this.#next]?.id === id ? this.take() : null;
  }

  get more(): boolean {
    return this.#next < this.#parent.children.length;
  }

  /** Nothing may follow. */
  done(): void {
    const extra = this.#parent.children[this.#next];
    if (extra !== undefined) malformed(extra, 'an element too many');
  }
}

/** Dotted form (X.690 clause 8.19). Arcs beyond 2^53 are kept exact as bigint. */
export function oid(node: Der): string {
  expect(node, 0x06);
  const { source, contentStart, contentEnd } = node;
  let text = '';
  for (let at = contentStart, value = 0; at < contentEnd; at++) {
    const octet = source[at] ?? 0;
    if (value > MOST_EXACT) return longOid(node);
    value = value * 128 + (octet & 0x7f);
    if ((octet & 0x80) !== 0) continue;
    if (text !== '') text += `.${value}`;
    else {
      const first = value < 80 ? Math.floor(value / 40) : 2;
      text = `${first}.${value - first * 40}`;
    }
    value = 0;
  }
  return text;
}

/** Seven more bits still fit below 2^53. */
const MOST_EXACT = 2 ** 45;

function longOid(node: Der): string {
  const arcs: string[] = [];
  let arc = 0n;
  for (const octet of content(node)) {
    arc = (arc << 7n) | BigInt(octet & 0x7f);
    if ((octet & 0x80) !== 0) continue;
    if (arcs.length > 0) arcs.push(arc.toString());
    else {
      const first = arc < 80n ? arc / 40n : 2n;
      arcs.push(first.toString(), (arc - first * 40n).toString());
    }
    arc = 0n;
  }
  return arcs.join('.');
}

/** A small non-negative INTEGER such as a version; anything else is malformed. */
export function smallInt(node: Der, id = 0x02): number {
  expect(node, id);
  const bytes = content(node);
  if (bytes.length > 4 || ((bytes[0] ?? 0) & 0x80) !== 0) return malformed(node, 'INTEGER out of range');
  return bytes.reduce((value, octet) => value * 256 + octet, 0);
}

/** Magnitude of a non-negative INTEGER without leading zeros; lower-case hex, `00` for zero. */
export function integerHex(node: Der): string {
  expect(node, 0x02);
  const hex = Buffer.from(content(node)).toString('hex');
  return hex.length > 2 && hex.startsWith('00') ? hex.slice(2) : hex;
}

export function boolean(node: Der): boolean {
  expect(node, 0x01);
  return content(node)[0] !== 0;
}

/** Contents of an OCTET STRING; in BER the constructed form is joined. */
export function octets(node: Der, id = 0x04): Uint8Array {
  if (node.id === (id | 0x20)) return Buffer.concat(node.children.map((part) => octets(part)));
  expect(node, id);
  return content(node);
}

/** Bits of a BIT STRING that holds whole octets (keys, signatures). */
export function bitOctets(node: Der): Uint8Array {
  expect(node, 0x03);
  const bytes = content(node);
  if (bytes[0] !== 0) malformed(node, 'BIT STRING with unused bits');
  return bytes.subarray(1);
}

/** Is named bit `index` set? Bit 0 is the most significant bit of the first octet. */
export function bit(node: Der, index: number): boolean {
  const octet = content(node)[1 + (index >> 3)] ?? 0;
  return (octet & (0x80 >> (index & 7))) !== 0;
}

/** UTCTime or GeneralizedTime in the DER form: seconds present, `Z`, no offset (RFC 5280 §4.1.2.5). */
export function time(node: Der): Date {
  const text = Buffer.from(content(node)).toString('latin1');
  const match =
    node.id === 0x17
      ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text)
      : node.id === 0x18
        ? /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{1,9}))?Z$/.exec(text)
        : null;
  if (match === null) return malformed(node, 'time not in DER form');
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const millis = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  const fullYear = node.id === 0x17 ? year + (year < 50 ? 2000 : 1900) : year;
  const date = new Date(Date.UTC(fullYear, month - 1, day, hour, minute, second, millis));
  date.setUTCFullYear(fullYear, month - 1, day);
  if (
    date.getUTCMonth() !== month - 1 ||
    date.getUTCDate() !== day ||
    hour > 23 ||
    minute > 59 ||
    second > 60
  ) {
    return malformed(node, 'no such time');
  }
  return date;
}

export interface AlgorithmIdentifier {
  readonly oid: string;
  readonly parameters: Der | null;
}

export function algorithm(node: Der): AlgorithmIdentifier {
  const fields = new Fields(node);
  const id = oid(fields.take());
  const parameters = fields.more ? fields.take() : null;
  fields.done();
  return { oid: id, parameters };
}

function expect(node: Der, id: number): void {
  if (node.id !== id) malformed(node, `tag ${hexByte(node.id)} where ${hexByte(id)} belongs`);
}

export function malformed(node: Der, detail: string): never {
  throw new PadesError('PADES_ASN1_INVALID', { offset: node.start, detail });
}

const hexByte = (value: number): string => `0x${value.toString(16).padStart(2, '0')}`;
