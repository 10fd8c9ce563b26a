import type { PdfDict, PdfObject } from './objects.ts';
import { isRegular } from './characters.ts';

/** Bytes in the making; `length` is where the next byte will stand, so offsets are recorded and never searched for. */
export class Output {
  /** Text of one octet a character, and bytes, in turn; adjoining text is one piece. */
  readonly #parts: (string | Uint8Array)[] = [];
  #pending = '';
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Every character is one octet (ISO 8859-1). */
  text(text: string): void {
    this.#pending += text;
    this.#length += text.length;
  }

  bytes(bytes: Uint8Array): void {
    this.#parts.push(this.#pending, bytes);
    this.#pending = '';
    this.#length += bytes.length;
  }

  join(): Uint8Array {
    const out = Buffer.allocUnsafeSlow(this.#length);
    let at = 0;
    this.#parts.push(this.#pending);
    this.#pending = '';
    for (const part of this.#parts) {
      if (typeof part === 'string') at += out.write(part, at, 'latin1');
      else {
        out.set(part, at);
        at += part.length;
      }
    }
    return out;
  }
}

/** An object in file syntax (clause 7.3). A stream cannot stand inside another object: its dictionary and bytes are written apart. */
export function serialize(object: PdfObject): string {
  switch (object.kind) {
    case 'null':
      return 'null';
    case 'bool':
      return object.value ? 'true' : 'false';
    case 'number':
      return numberText(object.value);
    case 'name':
      return nameText(object.name);
    case 'string':
      return object.hex
        ? `<${Buffer.from(object.bytes.buffer, object.bytes.byteOffset, object.bytes.length).toString('hex').toUpperCase()}>`
        : literalText(object.bytes);
    case 'ref':
      return `${object.num} ${object.gen} R`;
    case 'array':
      return `[${object.items.map(serialize).join(' ')}]`;
    case 'dict':
      return dictText(object);
    case 'stream':
      throw new TypeError('a stream is always an indirect object');
  }
}

function dictText(dict: PdfDict): string {
  let out = '<<';
  for (const [key, value] of dict.entries) {
    const text = serialize(value);
    out += `${nameText(key)}${isRegular(text.charCodeAt(0)) ? ' ' : ''}${text}`;
  }
  return `${out}>>`;
}

/** Plain decimal notation; PDF knows no exponents. Doubles keep every digit that a PDF real can carry to a viewer. */
function numberText(value: number): string {
  const text = String(value);
  if (!text.includes('e')) return text;
  return value.toFixed(20).replace(/\.?0+$/, '');
}

/** The same few names come again and again; strangers' files may hold endless others. */
const nameTexts = new Map<string, string>();
const MOST_NAMES = 1000;

function nameText(name: string): string {
  const known = nameTexts.get(name);
  if (known !== undefined) return known;
  const text = escapedName(name);
  if (nameTexts.size < MOST_NAMES && name.length <= 32) nameTexts.set(name, text);
  return text;
}

function escapedName(name: string): string {
  if (/^[A-Za-z0-9+._-]*$/.test(name)) return `/${name}`;
  const escaped = name.replace(/[^!-~]|[#()<>[\]{}/%]/g, (char) => {
    return `#${char.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`;
  });
  return `/${escaped}`;
}

function literalText(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  if (!/[\\()\r]/.test(text)) return `(${text})`;
  return `(${text.replace(/[\\()]/g, '\\$&').replace(/\r/g, '\\r')})`;
}

/** A text string (clause 7.9.2.2): ASCII as it is, anything else as UTF-16BE with its byte order mark. */
export function textString(text: string): PdfObject {
  if (/^[\x20-\x7e]*$/.test(text)) return { kind: 'string', bytes: Buffer.from(text, 'latin1'), hex: false };
  return { kind: 'string', bytes: Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), hex: true };
}

/** What a text string says: UTF-16BE or UTF-8 where its mark says so, else one octet a character. */
export function textOf(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes);
  if (buffer[0] === 0xfe && buffer[1] === 0xff) {
    return Buffer.from(buffer.subarray(2, buffer.length - (buffer.length % 2)))
      .swap16()
      .toString('utf16le');
  }
  if (buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf) return buffer.toString('utf8', 3);
  return buffer.toString('latin1');
}
