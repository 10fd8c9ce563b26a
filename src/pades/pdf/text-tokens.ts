import { PadesError } from '../errors.ts';
import { hexValue, isRegular, isSpace } from './characters.ts';

/** Operands of a content stream; what no text operator needs is not told apart. */
export type Operand =
  | number
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'string'; readonly bytes: Uint8Array }
  | { readonly kind: 'array'; readonly items: readonly Operand[] }
  | { readonly kind: 'dict'; readonly entries: ReadonlyMap<string, Operand> }
  | { readonly kind: 'other' };

export type Token = Operand | { readonly kind: 'operator'; readonly name: string };

const NESTING = 32;
/** What arrays and dictionaries may hold between two operators; a line of text has some hundreds. */
const MOST_ITEMS = 200_000;
const other = { kind: 'other' } as const;
const short = new Map<number, Token>();
/** There are 73 operators; files may hold other words. */
const MOST_SHORT = 1000;

/**
 * The tokens of a content stream (clause 7.8.2), or of a CMap, which is spelled alike. Total: what is malformed becomes something
 * harmless, as it does in viewers; every step moves on. All bytes are the attacker's.
 */
export class ContentLexer {
  readonly bytes: Uint8Array;
  at = 0;
  readonly #buffer: Buffer;
  #items = 0;
  #scratch = new Uint8Array(256);
  #length = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** The next token, null at the end. Throws PADES_LIMIT_EXCEEDED for nesting and for collections that are too large. */
  next(depth = 0): Token | null {
    this.#skipSpace();
    const code = this.bytes[this.at];
    if (code === undefined) return null;
    if (depth > 0 && ++this.#items > MOST_ITEMS) throw tooLarge();
    if (code === SLASH) return { kind: 'name', name: this.#name() };
    if (code === PAREN_OPEN) return { kind: 'string', bytes: this.#literal() };
    if (code === ANGLE_OPEN) {
      if (this.bytes[this.at + 1] !== ANGLE_OPEN) return { kind: 'string', bytes: this.#hex() };
      this.at += 2;
      return this.#dict(depth);
    }
    if (code === BRACKET_OPEN) {
      this.at += 1;
      return this.#array(depth);
    }
    if (isRegular(code)) {
      const word = this.#word(code);
      if (depth === 0 && typeof word === 'object') this.#items = 0;
      return word;
    }
    // A closing delimiter on its own, or a brace.
    this.at += code === ANGLE_CLOSE && this.bytes[this.at + 1] === ANGLE_CLOSE ? 2 : 1;
    return { kind: 'operator', name: String.fromCharCode(code) };
  }

  #skipSpace(): void {
    const { bytes } = this;
    for (;;) {
      const code = bytes[this.at];
      if (code === undefined) return;
      if (isSpace(code)) this.at += 1;
      else if (code === PERCENT) {
        while (this.at < bytes.length && bytes[this.at] !== LF && bytes[this.at] !== CR) this.at += 1;
      } else return;
    }
  }

  #regular(): string {
    const start = this.at;
    while (isRegular(this.bytes[this.at] ?? -1)) this.at += 1;
    // Longer names than clause C.2 allows mean nothing to anyone.
    return this.#buffer.toString('latin1', start, Math.min(this.at, start + 256));
  }

  #name(): string {
    this.at += 1;
    const text = this.#regular();
    if (!text.includes('#')) return text;
    return text.replace(/#([0-9A-Fa-f]{2})/g, (_, digits: string) =>
      String.fromCharCode(parseInt(digits, 16)),
    );
  }

  /** A number or an operator. */
  #word(first: number): Token {
    const start = this.at;
    if (first > 0x39 || (first < 0x30 && first !== PLUS && first !== MINUS && first !== DOT)) {
      return this.#operator();
    }
    const number = this.#number();
    if (number !== null) return number;
    this.at = start;
    // Misspelled numbers such as `--5` or `1.2.3` are read for what stands in front, as viewers do.
    const text = this.#regular();
    const value = parseFloat(text.replace(/^[+-]*(?=[+-])/, ''));
    return Number.isFinite(value) ? value : { kind: 'operator', name: text };
  }

  /** Operators have one to three characters: each is made once. */
  #operator(): Token {
    const { bytes } = this;
    let packed = 0;
    let at = this.at;
    for (let code = bytes[at] ?? -1; isRegular(code) && at - this.at < 4; code = bytes[at] ?? -1) {
      packed = packed * 256 + code;
      at += 1;
    }
    if (at - this.at > 3) return { kind: 'operator', name: this.#regular() };
    const known = short.get(packed);
    if (known) {
      this.at = at;
      return known;
    }
    const made = { kind: 'operator', name: this.#regular() } as const;
    if (short.size < MOST_SHORT) short.set(packed, made);
    return made;
  }

  #number(): number | null {
    const { bytes } = this;
    let code = bytes[this.at];
    const negative = code === MINUS;
    if (negative || code === PLUS) this.at += 1;
    let value = 0;
    let scale = 0;
    const start = this.at;
    for (code = bytes[this.at]; code !== undefined; code = bytes[this.at]) {
      if (code >= 0x30 && code <= 0x39) {
        value = value * 10 + (code - 0x30);
        if (scale > 0) scale *= 10;
      } else if (code === DOT && scale === 0) scale = 1;
      else break;
      this.at += 1;
    }
    const digits = this.at - start - (scale > 0 ? 1 : 0);
    if (isRegular(code ?? -1) || digits === 0 || digits > 100) return null;
    const whole = scale > 1 ? value / scale : value;
    return negative ? -whole : whole;
  }

  #array(depth: number): Operand {
    if (depth >= NESTING) throw tooDeep();
    const items: Operand[] = [];
    for (let token = this.next(depth + 1); token !== null; token = this.next(depth + 1)) {
      if (typeof token === 'object' && token.kind === 'operator') {
        if (token.name === ']') break;
        items.push(other);
      } else items.push(token);
    }
    return { kind: 'array', items };
  }

  /** After `<<`. */
  #dict(depth: number): Operand {
    if (depth >= NESTING) throw tooDeep();
    const entries = new Map<string, Operand>();
    let key: string | null = null;
    for (let token = this.next(depth + 1); token !== null; token = this.next(depth + 1)) {
      if (typeof token === 'object' && token.kind === 'operator') {
        if (token.name === '>') break;
        token = other;
      }
      if (key === null) key = typeof token === 'object' && token.kind === 'name' ? token.name : null;
      else {
        if (!entries.has(key)) entries.set(key, token);
        key = null;
      }
    }
    return { kind: 'dict', entries };
  }

  #hex(): Uint8Array {
    const { bytes } = this;
    this.at += 1;
    let first = -1;
    for (let code = bytes[this.at]; code !== undefined && code !== ANGLE_CLOSE; code = bytes[this.at]) {
      const value = hexValue(code);
      this.at += 1;
      if (value < 0) continue;
      if (first < 0) first = value;
      else {
        this.#push(first * 16 + value);
        first = -1;
      }
    }
    this.at += 1;
    if (first >= 0) this.#push(first * 16);
    return this.#taken();
  }

  #push(octet: number): void {
    if (this.#length === this.#scratch.length) {
      const longer = new Uint8Array(2 * this.#length);
      longer.set(this.#scratch);
      this.#scratch = longer;
    }
    this.#scratch[this.#length++] = octet;
  }

  #taken(): Uint8Array {
    const out = this.#scratch.slice(0, this.#length);
    this.#length = 0;
    return out;
  }

  #literal(): Uint8Array {
    const { bytes } = this;
    this.at += 1;
    for (let open = 1; ;) {
      const code = bytes[this.at];
      if (code === undefined) break;
      this.at += 1;
      if (code === BACKSLASH) this.#escape();
      else {
        if (code === PAREN_OPEN) open += 1;
        else if (code === PAREN_CLOSE) open -= 1;
        if (open === 0) break;
        if (code === CR && bytes[this.at] === LF) this.at += 1;
        this.#push(code === CR ? LF : code);
      }
    }
    return this.#taken();
  }

  #escape(): void {
    const { bytes } = this;
    const code = bytes[this.at];
    if (code === undefined) return;
    if (code >= 0x30 && code <= 0x37) {
      let value = 0;
      for (let i = 0; i < 3; i += 1) {
        const digit = bytes[this.at] ?? 0;
        if (digit < 0x30 || digit > 0x37) break;
        value = value * 8 + (digit - 0x30);
        this.at += 1;
      }
      this.#push(value & 0xff);
      return;
    }
    this.at += 1;
    if (code === CR && bytes[this.at] === LF) this.at += 1;
    else if (code !== LF && code !== CR) this.#push(escapes.get(code) ?? code);
  }
}

const tooDeep = (): PadesError =>
  new PadesError('PADES_LIMIT_EXCEEDED', { detail: 'A content stream is nested too deeply.' });

const tooLarge = (): PadesError =>
  new PadesError('PADES_LIMIT_EXCEEDED', { detail: 'A content stream has too large an array.' });

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
const BRACKET_OPEN = 0x5b;
const BACKSLASH = 0x5c;

const escapes = new Map([
  [0x6e, 0x0a],
  [0x72, 0x0d],
  [0x74, 0x09],
  [0x62, 0x08],
  [0x66, 0x0c],
]);
