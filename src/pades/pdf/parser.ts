import { PadesError } from '../errors.ts';
import { hexValue, isDigit, isRegular, isSpace } from './characters.ts';
import { DictEntries } from './dict-entries.ts';
import type { PdfLimits } from './file.ts';
import { digits, HeldString, octets } from './held-string.ts';
import { knownName } from './known-names.ts';
import { pdfNull, type Extent, type PdfName, type PdfObject } from './objects.ts';
import type { Octets } from './octets.ts';

/** The bytes given end inside a token; the caller tries again with more of the file. Never leaves this folder. */
export class WindowExhausted extends Error {}
/** Made once: it is thrown for many an object, and a stack costs more than reading one. */
const exhausted = new WindowExhausted();

interface Duplicate {
  readonly key: string;
  readonly offset: number;
}
const none: readonly never[] = [];

/**
 * Reads objects (ISO 32000-2 clause 7.3) from a window of the file. Strict: what the grammar does not allow is refused with
 * its offset; what it allows but hides (repeated keys) is noted in `duplicates`. All bytes are the attacker's.
 */
export class ObjectParser {
  #duplicates: Duplicate[] | null = null;
  #at: number;
  /** Where the second of two integers begins, where it ends, and what it is. */
  #aheadAt = -1;
  #aheadEnd = 0;
  #ahead = 0;
  #values = 0;
  readonly #octets: Octets;
  readonly #bytes: Buffer;
  readonly #base: number | null;
  readonly #complete: boolean;
  readonly #limits: PdfLimits;

  /**
   * `base`: offset of the window in the file, null inside an object stream. `complete`: nothing follows the window. `at`: where in it to
   * begin.
   */
  constructor(octets: Octets, base: number | null, complete: boolean, limits: PdfLimits, at = 0) {
    this.#octets = octets;
    this.#bytes = octets.bytes;
    this.#base = base;
    this.#complete = complete;
    this.#limits = limits;
    this.#at = at;
  }

  /** Repeated keys met so far. */
  get duplicates(): readonly Duplicate[] {
    return this.#duplicates ?? none;
  }

  /** What was read so far costs about as much as this many numbers. Counted when a container ends. */
  get values(): number {
    return this.#values;
  }

  /** Position in the file (in the decoded bytes of an object stream). */
  get offset(): number {
    return (this.#base ?? 0) + this.#at;
  }

  seek(offset: number): void {
    this.#at = offset - (this.#base ?? 0);
  }

  /** White space and comments. Gives the octet behind them, -1 at the end of the file. */
  skipSpace(): number {
    const bytes = this.#bytes;
    let at = this.#at;
    for (;;) {
      let code = bytes[at] ?? this.#past();
      if (isSpace(code)) at += 1;
      else if (code === PERCENT) {
        for (; code !== LF && code !== CR && code !== -1; code = bytes[at] ?? this.#past()) at += 1;
      } else {
        this.#at = at;
        return code;
      }
    }
  }

  /** The next octet, -1 at the end of the file. */
  peek(): number {
    return this.#bytes[this.#at] ?? this.#past();
  }

  /** Consumes the keyword if it stands here as a whole token. */
  keyword(word: string): boolean {
    const bytes = this.#bytes;
    let at = this.#at;
    for (let i = 0; i < word.length; i += 1) {
      if ((bytes[at] ?? this.#past()) !== word.charCodeAt(i)) return false;
      at += 1;
    }
    if (isRegular(bytes[at] ?? this.#past())) return false;
    this.#at = at;
    return true;
  }

  /** A plain decimal integer (no sign) of at most 15 digits, or null without consuming anything. */
  unsigned(): number | null {
    const bytes = this.#bytes;
    const start = this.#at;
    let at = start;
    let value = 0;
    let code = bytes[at] ?? this.#past();
    for (; isDigit(code); code = bytes[at] ?? this.#past()) {
      value = value * 10 + (code - 0x30);
      at += 1;
      if (at - start > 15) return null;
    }
    if (at === start || isRegular(code)) return null;
    this.#at = at;
    return value;
  }

  /** One object of any kind except a stream, whose dictionary is read as a dictionary. */
  value(depth = 0): PdfObject {
    if (depth > this.#limits.nestingDepth) throw this.#tooMuch('objects are nested too deeply');
    const code = this.skipSpace();
    switch (code) {
      case SLASH:
        return this.#name();
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

  /** What stands behind the last octet of the window. */
  #past(): -1 {
    if (!this.#complete) throw exhausted;
    return -1;
  }

  #name(): PdfName {
    const bytes = this.#bytes;
    const start = this.#at + 1;
    let at = start;
    while (isRegular(bytes[at] ?? this.#past())) at += 1;
    this.#at = at;
    const known = knownName(bytes, start, at);
    if (known) return known;
    const text = bytes.toString('latin1', start, at);
    if (!text.includes('#')) return { kind: 'name', name: text };
    const name = text.replace(/#([0-9A-Fa-f]{2})/g, (_, code: string) =>
      String.fromCharCode(parseInt(code, 16)),
    );
    return { kind: 'name', name };
  }

  #array(depth: number): PdfObject {
    const start = this.offset;
    this.#at += 1;
    if (this.#values > this.#limits.objectValues) throw this.#tooMuch('an object holds too many values');
    const items: PdfObject[] = [];
    while (this.skipSpace() !== BRACKET_CLOSE) {
      if (items.length >= this.#limits.containerItems) throw this.#tooMuch('an array has too many items');
      items.push(this.value(depth + 1));
    }
    this.#at += 1;
    this.#values += items.length + ARRAY_COSTS;
    if (this.#base === null) return { kind: 'array', items };
    return { kind: 'array', items, extent: { start, end: this.offset } };
  }

  /** After `<<`. */
  #dict(depth: number): PdfObject {
    const start = this.offset - 2;
    if (this.#values > this.#limits.objectValues) throw this.#tooMuch('an object holds too many values');
    const entries = new DictEntries();
    let duplicates: string[] | null = null;
    for (let code = this.skipSpace(); code !== ANGLE_CLOSE; code = this.skipSpace()) {
      if (code !== SLASH) throw this.#wrong('a dictionary key is missing');
      if (entries.size + (duplicates?.length ?? 0) >= this.#limits.containerItems) {
        throw this.#tooMuch('a dictionary has too many entries');
      }
      const { offset } = this;
      const { name } = this.#name();
      if (entries.add(name, this.value(depth + 1))) continue;
      (duplicates ??= []).push(name);
      (this.#duplicates ??= []).push({ key: name, offset });
    }
    this.#at += 1;
    if (this.peek() !== ANGLE_CLOSE) throw this.#wrong('a dictionary does not end');
    this.#at += 1;
    this.#values += entries.size + DICT_COSTS;
    const repeated = duplicates ?? none;
    if (this.#base === null) return { kind: 'dict', entries, duplicates: repeated };
    return { kind: 'dict', entries, duplicates: repeated, extent: { start, end: this.offset } };
  }

  /** After `<`. White space between digits is allowed; an odd last digit counts as followed by 0. */
  #hexString(): PdfObject {
    const start = this.#at - 1;
    const first = this.#at;
    const close = this.#bytes.indexOf(ANGLE_CLOSE, first);
    if (close < 0) {
      this.#past();
      throw this.#wrong('a hexadecimal string does not end');
    }
    if ((close - first) % 2 === 0 && this.#octets.hexadecimal(first, close)) {
      this.#at = close + 1;
      return this.#octets.held
        ? new HeldString(this.#bytes, first, close, true, this.#extent(start))
        : this.#string(digits(this.#bytes, first, close), true, start);
    }
    const bytes = new Uint8Array((close - first + 1) >> 1);
    let digitsSoFar = 0;
    for (let at = first; at < close; at += 1) {
      const code = this.#bytes[at] ?? 0;
      const value = hexValue(code);
      if (value < 0) {
        if (isSpace(code)) continue;
        throw this.#wrong('a hexadecimal string holds another character');
      }
      const index = digitsSoFar >> 1;
      bytes[index] = (digitsSoFar & 1) === 0 ? value << 4 : (bytes[index] ?? 0) | value;
      digitsSoFar += 1;
    }
    this.#at = close + 1;
    return this.#string(bytes.subarray(0, (digitsSoFar + 1) >> 1), true, start);
  }

  #literalString(): PdfObject {
    const start = this.#at;
    const first = start + 1;
    const close = this.#plainEnd(first);
    if (close !== null) {
      this.#at = close + 1;
      return this.#octets.held
        ? new HeldString(this.#bytes, first, close, false, this.#extent(start))
        : this.#string(octets(this.#bytes, first, close), false, start);
    }
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
    return this.#string(Uint8Array.from(out), false, start);
  }

  /** Where a literal string ends in which every octet stands for itself; null where one does not. */
  #plainEnd(first: number): number | null {
    const bytes = this.#bytes;
    const most = Math.min(bytes.length, first + this.#limits.objectBytes);
    for (let at = first; at < most; at += 1) {
      const code = bytes[at];
      if (code === PAREN_CLOSE) return at;
      if (code === BACKSLASH || code === PAREN_OPEN || code === CR) return null;
    }
    return null;
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

  /** The integer here, which may be the one that was looked at to see whether the one before it begins a reference. */
  #unsignedAgain(): number | null {
    if (this.#aheadAt !== this.#at) return this.unsigned();
    this.#at = this.#aheadEnd;
    return this.#ahead;
  }

  #numberOrRef(): PdfObject {
    const num = this.#unsignedAgain();
    if (num === null) return this.#number();
    const after = this.#at;
    if (isDigit(this.skipSpace())) {
      const start = this.#at;
      const gen = this.unsigned();
      if (gen !== null) {
        const end = this.#at;
        if (this.skipSpace() === LETTER_R && !isRegular(this.#bytes[this.#at + 1] ?? this.#past())) {
          this.#at += 1;
          return { kind: 'ref', num, gen };
        }
        this.#aheadAt = start;
        this.#aheadEnd = end;
        this.#ahead = gen;
      }
    }
    this.#at = after;
    return { kind: 'number', value: num, integer: true };
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

  #string(bytes: Uint8Array, hex: boolean, start: number): PdfObject {
    const extent = this.#extent(start);
    return extent ? { kind: 'string', bytes, hex, extent } : { kind: 'string', bytes, hex };
  }

  /** From `start` in the window to here; null inside an object stream. */
  #extent(start: number): Extent | null {
    return this.#base === null ? null : { start: this.#base + start, end: this.offset };
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

/** Containers cost memory however little is in them. */
const ARRAY_COSTS = 4;
const DICT_COSTS = 8;

const LF = 0x0a;
const CR = 0x0d;
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
