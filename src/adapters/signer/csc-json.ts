/**
 * JSON out, with secrets as bytes: a PIN goes from its buffer into the body's and never through a string, so that both
 * can be wiped. Answers are text chosen by the service and are read member by member, each to the type it must have.
 */
export type Json = string | number | boolean | Uint8Array | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json | undefined;
}

/** UTF-8; members that are undefined are left out; bytes are text that is already UTF-8. */
export function jsonBytes(value: Json): Buffer {
  const parts: Uint8Array[] = [];
  write(value, parts);
  const whole = Buffer.concat(parts);
  for (const part of parts) part.fill(0);
  return whole;
}

function write(value: Json, parts: Uint8Array[]): void {
  if (value instanceof Uint8Array) return void parts.push(quoted(value));
  if (typeof value !== 'object') return void parts.push(Buffer.from(JSON.stringify(value)));
  const isList = Array.isArray(value);
  const members = isList
    ? (value as readonly Json[]).map((each) => [null, each] as const)
    : Object.entries(value as JsonObject);
  parts.push(Buffer.from(isList ? '[' : '{'));
  let first = true;
  for (const [name, each] of members) {
    if (each === undefined) continue;
    parts.push(Buffer.from(`${first ? '' : ','}${name === null ? '' : `${JSON.stringify(name)}:`}`));
    write(each, parts);
    first = false;
  }
  parts.push(Buffer.from(isList ? ']' : '}'));
}

/** RFC 8259 §7: quotation mark, reverse solidus and controls are escaped, everything else stands as it is. */
function quoted(text: Uint8Array): Buffer {
  const out = Buffer.alloc(2 + 6 * text.length);
  let at = out.write('"');
  for (const octet of text) {
    if (octet === 0x22 || octet === 0x5c) at += out.write(`\\${String.fromCharCode(octet)}`, at);
    else if (octet < 0x20) at += out.write(`\\u${octet.toString(16).padStart(4, '0')}`, at);
    else at = out.writeUInt8(octet, at);
  }
  at += out.write('"', at);
  const exact = Buffer.from(out.subarray(0, at));
  out.fill(0);
  return exact;
}

export type Members = Readonly<Record<string, unknown>>;

/** Null for anything that is not one JSON object. */
export function readObject(body: Uint8Array): Members | null {
  try {
    return object(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)));
  } catch {
    return null;
  }
}

export const object = (value: unknown): Members | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : null;

export const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** More would be nobody's certificate chain, algorithm list or batch. */
const MAX_ITEMS = 64;

export const list = (value: unknown): readonly unknown[] =>
  Array.isArray(value) && value.length <= MAX_ITEMS ? (value as unknown[]) : [];

export const texts = (value: unknown): readonly string[] =>
  list(value).filter((each) => typeof each === 'string');

/** Standard base64 with padding, one spelling (CSC: JSON bodies); null for anything else. */
export function fromBase64(value: unknown): Uint8Array | null {
  if (typeof value !== 'string' || value === '') return null;
  const bytes = Buffer.from(value, 'base64');
  return bytes.toString('base64') === value ? Uint8Array.from(bytes) : null;
}
