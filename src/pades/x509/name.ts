import { content, Fields, malformed, oid } from '../asn1/read.ts';
import type { Der } from '../asn1/guard.ts';

/** Short names of RFC 4514 §3 and what national certificates add; others are shown by OID. */
const shortNames: ReadonlyMap<string, string> = new Map([
  ['2.5.4.3', 'CN'],
  ['2.5.4.4', 'SN'],
  ['2.5.4.5', 'serialNumber'],
  ['2.5.4.6', 'C'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.9', 'street'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
  ['2.5.4.12', 'title'],
  ['2.5.4.42', 'GN'],
  ['2.5.4.97', 'organizationIdentifier'],
  ['0.9.2342.19200300.100.1.1', 'UID'],
  ['0.9.2342.19200300.100.1.25', 'DC'],
  ['1.2.840.113549.1.9.1', 'emailAddress'],
]);

interface NameAttribute {
  readonly type: string;
  readonly tag: number;
  readonly bytes: Uint8Array;
}

/** A distinguished name to be read by people: RFC 4514 order and escapes, a blank after each comma. */
export function nameText(name: Der): string {
  return rdns(name)
    .reverse()
    .map((rdn) => rdn.map((a) => `${shortNames.get(a.type) ?? a.type}=${escape(text(a))}`).join('+'))
    .join(', ');
}

/**
 * A key under which two names are equal exactly when RFC 5280 §7.1 says so: strings without regard to case and runs
 * of blanks, whatever their string type; everything else byte by byte.
 */
export const nameKey = (name: Der): string => `[${nameParts(name).join()}]`;

/** The same for each relative name, from the root of the tree: one name is below another where the other's parts begin it. */
export function nameParts(name: Der): readonly string[] {
  return rdns(name).map((rdn) => JSON.stringify(rdn.map((a) => `${a.type}=${normal(a)}`).sort()));
}

/** Values of one attribute type, wherever they stand in the name. */
export const nameValues = (name: Der, type: string): readonly string[] =>
  rdns(name).flatMap((rdn) => rdn.filter((a) => a.type === type).map(text));

/** A string of one of the types that hold text for people; hexadecimal where it is none of them. */
export const stringText = (node: Der): string => text({ type: '', tag: node.id, bytes: content(node) });

function rdns(name: Der): NameAttribute[][] {
  if (name.id !== 0x30) malformed(name, 'a name must be a SEQUENCE');
  return name.children.map((set) => {
    if (set.id !== 0x31 || set.children.length === 0) malformed(set, 'a relative name must be a SET');
    return set.children.map((pair) => {
      const fields = new Fields(pair);
      const type = oid(fields.take());
      const value = fields.take();
      fields.done();
      return { type, tag: value.id, bytes: content(value) };
    });
  });
}

const decoders: Readonly<Record<number, (bytes: Buffer) => string>> = {
  0x0c: (bytes) => bytes.toString('utf8'),
  0x13: (bytes) => bytes.toString('latin1'),
  0x14: (bytes) => bytes.toString('latin1'),
  0x16: (bytes) => bytes.toString('latin1'),
  0x1a: (bytes) => bytes.toString('latin1'),
  0x1e: (bytes) =>
    Buffer.from(bytes.subarray(0, bytes.length & ~1))
      .swap16()
      .toString('utf16le'),
};

function text({ tag, bytes }: NameAttribute): string {
  const decode = decoders[tag];
  return decode ? decode(Buffer.from(bytes)) : `#${Buffer.from(bytes).toString('hex')}`;
}

function normal(attribute: NameAttribute): string {
  if (decoders[attribute.tag] === undefined) return text(attribute);
  return text(attribute).normalize('NFKC').toLowerCase().trim().replace(/\s+/g, ' ');
}

/** RFC 4514 §2.4; control characters too, so that a name cannot draw on a terminal or a page. */
const escape = (value: string): string =>
  value
    .replace(/[",+;<>\\]/g, '\\$&')
    .replace(/^[ #]|[ ]$/g, '\\$&')
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (c) =>
      Array.from(Buffer.from(c, 'utf8'), (octet) => `\\${octet.toString(16).padStart(2, '0')}`).join(''),
    );
