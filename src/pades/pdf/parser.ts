import { PadesError } from '../errors.ts';
import { hexValue, isDigit, isRegular, isSpace } from './characters.ts';
import type { PdfLimits } from './file.ts';
import { pdfNull, type Extent, type PdfObject } from './objects.ts';

/** The bytes given end inside a token; the caller tries again with more of the file. Never leaves this folder. */
export class WindowExhausted extends Error {}
/** Made once: it is thrown for many an object, and a stack costs more than reading one. */
const exhausted = new WindowExhausted();

/**
 * Reads objects (ISO 32000-2 clause 7.3) from a window of the file. Strict: what the grammar does not allow is refused with
 * its offset; what it allows but hides (repeated keys) is noted in `duplicates`. All bytes are the attacker's.
 */
export class ObjectParser {
  /** Repeated keys met so far. */
  readonly duplicates: { readonly key: string; readonly offset: number }[] = [];
  #at = 0;
  readonly #bytes: Buffer;
  readonly #base: number | null;
  readonly #complete: boolean;
  readonly #limits: PdfLimits;

  /** `base`: offset of the window in the file, null inside an object stream. `complete`: nothing follows the window. */
  constructor(bytes: Uint8Array, base: number | null, complete: boolean, limits: PdfLimits) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#base = base;
    this.#complete = complete;
    this.#limits = limits;
  }

  /** Position in the file (in the decoded bytes of an object stream). */
  get offset(): number {
    return (this.#base ?? 0) + this.#at;
  }

  seek(offset: number): void {
    this.#at = offset - (this.#base ?? 0);
  }

  /** White space and comments. */
  skipSpace(): void {
    for (let code = this.peek(); ; code = this.peek()) {
      if (isSpace(code)) this.#at += 1;
      else if (code === PERCENT) this.#skipLine();
      else return;
    }
  }

  /** The next octet, -1 at the end of the file. */
  peek(): number {
    const code = this.#bytes[this.#at];
    if (code !== undefined) return code;
    if (!this.#complete) throw exhausted;
    return -1;
  }

  /** Consumes the keyword if it stands here as a whole token. */
  keyword(word: string): boolean {
    const start = this.#at;
    for (let i = 0; i < word.length; i += 1) {
      if (this.peek() !== word.charCodeAt(i)) {
        this.#at = start;
        return false;
      }
      this.#at += 1;
    }
    if (isRegular(this.peek())) {
      this.#at = start;
      return false;
    }
    return true;
  }

  /** A plain decimal integer (no sign) of at most 15 digits, or null without consuming anything. */
  unsigned(): number | null {
    const start = this.#at;
    let value = 0;
    let code = this.peek();
    for (; isDigit(code); code = this.peek()) {
      value = value * 10 + (code - 0x30);
      this.#at += 1;
      if (this.#at - start > 15) break;
    }
    if (this.#at === start || isRegular(code)) {
      this.#at = start;
      return null;
    }
    return value;
  }

  /** One object of any kind except a stream, whose dictionary is read as a dictionary. */
  value(depth = 0): PdfObject {
    if (depth > this.#limits.nestingDepth) throw this.#tooMuch('objects are nested too deeply');
    this.skipSpace();
    const code = this.peek();
    switch (code) {
      case SLASH:
        return { kind: 'name', name: this.#name() };
      case PAREN_OPEN:
        return this.#literalString();
      case BRACKET_OPEN:
        return this.#array(depth);
      case ANGLE_OPEN:
        this.#at += 1;
        if (this.peek() === ANGLE_OPEN) {
          this.#at += 1;
          return this.#dict(depth);
        }
        return this.#hexString();
      default:
        if (isDigit(code)) return this.#numberOrRef();
        if (code === PLUS || code === MINUS || code === DOT) return this.#number();
        return this.#word();
    }
  }

  #skipLine(): void {
    for (let code = this.peek(); code !== LF && code !== CR && code !== -1; code = this.peek()) this.#at += 1;
  }

  #name(): string {
    this.#at += 1;
    const start = this.#at;
    let escaped = false;
    for (let code = this.peek(); isRegular(code); code = this.peek()) {
      if (code === HASH) escaped = true;
      this.#at += 1;
    }
    const text = this.#bytes.toString('latin1', start, this.#at);
    if (!escaped) return text;
    return text.replace(/#([0-9A-Fa-f]{2})/g, (_, digits: string) =>
      String.fromCharCode(parseInt(digits, 16)),
    );
  }

  #array(depth: number): PdfObject {
    const start = this.offset;
    this.#at += 1;
    const items: PdfObject[] = [];
    for (;;) {
      this.skipSpace();
      if (this.peek() === BRACKET_CLOSE) break;
      if (items.length >= this.#limits.containerItems) throw this.#tooMuch('an array has too many items');
      items.push(this.value(depth + 1));
    }
    this.#at += 1;
    return { kind: 'array', items, ...this.#extent(start) };
  }

  /** After `<<`. */
  #dict(depth: number): PdfObject {
    const start = this.offset - 2;
    const entries = new Map<string, PdfObject>();
    const duplicates: string[] = [];
    for (;;) {
      this.skipSpace();
      const offset = this.offset;
      const code = this.peek();
      if (code === ANGLE_CLOSE) break;
      if (code !== SLASH) throw this.#wrong('a dictionary key is missing');
      if (entries.size + duplicates.length >= this.#limits.containerItems) {
        throw this.#tooMuch('a dictionary has too many entries');
      }
      const key = this.#name();
      const value = this.value(depth + 1);
      if (entries.has(key)) {
        duplicates.push(key);
        this.duplicates.push({ key, offset });
      } else entries.set(key, value);
    }
    this.#at += 1;
    if (this.peek() !== ANGLE_CLOSE) throw this.#wrong('a dictionary does not end');
    this.#at += 1;
    return { kind: 'dict', entries, duplicates, ...this.#extent(start) };
  }

  /** After `<`. White space between digits is allowed; an odd last digit counts as followed by 0. */
  #hexString(): PdfObject {
    const start = this.offset - 1;
    const first = this.#at;
    const close = this.#bytes.indexOf(ANGLE_CLOSE, first);
    if (close < 0) {
      if (!this.#complete) throw exhausted;
      throw this.#wrong('a hexadecimal string does not end');
    }
    const plain = Buffer.from(this.#bytes.toString('latin1', first, close), 'hex');
    if (plain.length * 2 === close - first) {
      // Nothing but pairs of digits, as signatures are: Node stops at the first octet that is none.
      this.#at = close + 1;
      return {
        kind: 'string',
        bytes: new Uint8Array(plain.buffer, plain.byteOffset, plain.length),
        hex: true,
        ...this.#extent(start),
      };
    }
    const bytes = new Uint8Array((close - first + 1) >> 1);
    let digits = 0;
    for (let at = first; at < close; at += 1) {
      const code = this.#bytes[at] ?? 0;
      const value = hexValue(code);
      if (value < 0) {
        if (isSpace(code)) continue;
        throw this.#wrong('a hexadecimal string holds another character');
      }
      const index = digits >> 1;
      bytes[index] = (digits & 1) === 0 ? value << 4 : (bytes[index] ?? 0) | value;
      digits += 1;
    }
    this.#at = close + 1;
    return { kind: 'string', bytes: bytes.subarray(0, (digits + 1) >> 1), hex: true, ...this.#extent(start) };
  }

  #literalString(): PdfObject {
    const start = this.offset;
    this.#at += 1;
    const out: number[] = [];
    for (let open = 1; ;) {
      const code = this.peek();
      if (code === -1) throw this.#wrong('a string does not end');
      if (out.length > this.#limits.objectBytes) throw this.#tooMuch('a string is too long');
      this.#at += 1;
      if (code === BACKSLASH) {
        this.#escape(out);
        continue;
      }
      if (code === PAREN_OPEN) open += 1;
      if (code === PAREN_CLOSE) open -= 1;
      if (open === 0) break;
      if (code === CR) {
        // An end-of-line of any spelling inside a string is one LF (clause 7.3.4.2).
        if (this.peek() === LF) this.#at += 1;
        out.push(LF);
      } else out.push(code);
    }
    return { kind: 'string', bytes: Uint8Array.from(out), hex: false, ...this.#extent(start) };
  }

  #escape(out: number[]): void {
    const code = this.peek();
    if (code >= 0x30 && code <= 0x37) {
      let value = 0;
      for (let i = 0; i < 3; i += 1) {
        const digit = this.peek();
        if (digit < 0x30 || digit > 0x37) break;
        value = value * 8 + (digit - 0x30);
        this.#at += 1;
      }
      out.push(value & 0xff);
      return;
    }
    if (code === -1) return;
    this.#at += 1;
    if (code === CR) {
      if (this.peek() === LF) this.#at += 1;
    } else if (code !== LF) out.push(escapes.get(code) ?? code);
  }

  #numberOrRef(): PdfObject {
    const start = this.#at;
    const num = this.unsigned();
    if (num === null) return this.#number();
    const after = this.#at;
    this.skipSpace();
    if (isDigit(this.peek())) {
      const gen = this.unsigned();
      if (gen !== null) {
        this.skipSpace();
        if (this.peek() === LETTER_R && this.keyword('R')) return { kind: 'ref', num, gen };
      }
    }
    this.#at = after;
    return { kind: 'number', value: num, integer: after - start <= 15 };
  }

  #number(): PdfObject {
    const start = this.#at;
    while (isRegular(this.peek())) this.#at += 1;
    const text = this.#bytes.toString('latin1', start, this.#at);
    if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text) || text.length > 400) {
      this.#at = start;
      throw this.#wrong('a number is misspelled');
    }
    const integer = /^-?\d{1,15}$/.test(text);
    return { kind: 'number', value: Number(text), integer };
  }

  #word(): PdfObject {
    if (this.keyword('null')) return pdfNull;
    if (this.keyword('true')) return { kind: 'bool', value: true };
    if (this.keyword('false')) return { kind: 'bool', value: false };
    throw this.#wrong('an object is expected');
  }

  #extent(start: number): { extent?: Extent } {
    return this.#base === null ? {} : { extent: { start, end: this.offset } };
  }

  #wrong(detail: string): PadesError {
    return new PadesError('PADES_PDF_SYNTAX', {
      detail: `${detail}.`,
      ...(this.#base === null ? {} : { offset: this.offset }),
    });
  }

  #tooMuch(detail: string): PadesError {
    return new PadesError('PADES_LIMIT_EXCEEDED', {
      detail: `${detail}.`,
      ...(this.#base === null ? {} : { offset: this.offset }),
    });
  }
}

const LF = 0x0a;
const CR = 0x0d;
const HASH = 0x23;
const PERCENT = 0x25;
const PAREN_OPEN = 0x28;
const PAREN_CLOSE = 0x29;
const PLUS = 0x2b;
const MINUS = 0x2d;
const DOT = 0x2e;
const SLASH = 0x2f;
const ANGLE_OPEN = 0x3c;
const ANGLE_CLOSE = 0x3e;
const LETTER_R = 0x52;
const BRACKET_OPEN = 0x5b;
const BACKSLASH = 0x5c;
const BRACKET_CLOSE = 0x5d;

const escapes = new Map([
  [0x6e, 0x0a],
  [0x72, 0x0d],
  [0x74, 0x09],
  [0x62, 0x08],
  [0x66, 0x0c],
]);
