import { isDigit, isRegular, isSpace } from './characters.ts';
import { afterSpace, standsAt } from './octets.ts';

/** Keys somebody asks a dictionary for. */
export class WantedKeys {
  readonly names: readonly string[];
  readonly #octets: readonly Uint8Array[];

  constructor(names: readonly string[]) {
    this.names = names;
    this.#octets = names.map((name) => Buffer.from(name, 'latin1'));
  }

  /** Which of them is spelled `[start, end)`; -1 for none. */
  indexOf(bytes: Uint8Array, start: number, end: number): number {
    for (let at = 0; at < this.#octets.length; at += 1) {
      const name = this.#octets[at];
      if (name?.length === end - start && name[0] === bytes[start] && same(name, bytes, start)) return at;
    }
    return -1;
  }
}

function same(name: Uint8Array, bytes: Uint8Array, start: number): boolean {
  for (let i = 1; i < name.length; i += 1) if (name[i] !== bytes[start + i]) return false;
  return true;
}

/** Where the values of wanted keys begin, -1 for those that are not there, and one past the `>>`. */
export interface Glance {
  readonly places: readonly number[];
  readonly end: number;
}

/**
 * Walks over the dictionary that is object `num gen` at `at` and makes nothing of it: a signature looks at two or three entries of each
 * one before it. Null where the object is not written plainly: a comment, a key that is spelled with `#` or may stand there twice, a string
 * with escapes, a stream, whatever is wrong; the parser then says what there is to say. Digits of hexadecimal strings are not looked at.
 */
export function glanceAt(
  bytes: Buffer,
  at: number,
  num: number,
  gen: number,
  wanted: WantedKeys,
): Glance | null {
  let next = headEnd(bytes, at, num, gen);
  if (next === NO || !standsAt(bytes, next, bytes.length, '<<')) return null;
  const places = wanted.names.map(() => NO);
  next = dictEnd(bytes, next + 2, 0, wanted, places);
  if (next === NO) return null;
  const word = afterSpace(bytes, next, bytes.length);
  return standsAt(bytes, word, bytes.length, 'endobj') ? { places, end: next } : null;
}

const NO = -1;

function headEnd(bytes: Uint8Array, at: number, num: number, gen: number): number {
  const afterNum = integerEnd(bytes, at, num);
  const afterGen = bytes[afterNum] === SPACE ? integerEnd(bytes, afterNum + 1, gen) : NO;
  if (bytes[afterGen] !== SPACE || !standsAt(bytes, afterGen + 1, bytes.length, 'obj')) return NO;
  const next = afterGen + ' obj'.length;
  return isRegular(bytes[next] ?? NO) ? NO : afterSpace(bytes, next, bytes.length);
}

/** Where the digits of that very integer end. */
function integerEnd(bytes: Uint8Array, start: number, expected: number): number {
  let value = 0;
  let at = start;
  for (let code = bytes[at] ?? NO; isDigit(code); code = bytes[(at += 1)] ?? NO)
    value = value * 10 + code - 0x30;
  return at > start && at - start <= DIGITS && value === expected ? at : NO;
}
/** More digits, and a number is read as usual. */
const DIGITS = 15;

/** More levels, and the object is read as usual. */
const LEVELS = 4;
const SLOTS = 256;
/** The dictionary that last had a key in a slot, for each level: two keys of one dictionary in one slot may be the same. */
const taken = new Float64Array(LEVELS * SLOTS);
let dictionaries = 0;

function dictEnd(
  bytes: Buffer,
  start: number,
  level: number,
  wanted: WantedKeys | null,
  places: number[],
): number {
  if (level >= LEVELS) return NO;
  dictionaries += 1;
  const own = dictionaries;
  for (let at = start; ;) {
    const code = bytes[at] ?? NO;
    if (isSpace(code)) {
      at += 1;
      continue;
    }
    if (code === ANGLE_CLOSE) return bytes[at + 1] === ANGLE_CLOSE ? at + 2 : NO;
    if (code !== SLASH) return NO;
    const first = at + 1;
    let sum = 0;
    let letter = bytes[(at = first)] ?? NO;
    for (; isRegular(letter); letter = bytes[(at += 1)] ?? NO) {
      if (letter === HASH) return NO;
      sum = (sum * 5 + letter) & 0xffff;
    }
    const slot = level * SLOTS + ((sum + (sum >> 8)) & (SLOTS - 1));
    if (taken[slot] === own) return NO;
    taken[slot] = own;
    const value = afterSpace(bytes, at, bytes.length);
    const index = wanted === null ? NO : wanted.indexOf(bytes, first, at);
    if (index !== NO) places[index] = value;
    at = valueEnd(bytes, value, level);
    if (at === NO) return NO;
  }
}

function valueEnd(bytes: Buffer, at: number, level: number): number {
  const code = bytes[at] ?? NO;
  if (isDigit(code)) return numberEnd(bytes, at);
  switch (code) {
    case SLASH:
      return regularEnd(bytes, at + 1);
    case ANGLE_OPEN:
      if (bytes[at + 1] === ANGLE_OPEN) return dictEnd(bytes, at + 2, level + 1, null, none);
      return bytes.indexOf(ANGLE_CLOSE, at) + 1 || NO;
    case BRACKET_OPEN:
      return arrayEnd(bytes, at + 1, level + 1);
    case PAREN_OPEN:
      return plainStringEnd(bytes, at + 1);
    case MINUS:
    case DOT:
      return numberEnd(bytes, at);
    default:
      return wordEnd(bytes, at);
  }
}

function arrayEnd(bytes: Buffer, start: number, level: number): number {
  if (level >= LEVELS) return NO;
  for (let at = start; at !== NO;) {
    const code = bytes[at] ?? NO;
    if (code === BRACKET_CLOSE) return at + 1;
    at = isSpace(code) ? at + 1 : valueEnd(bytes, at, level);
  }
  return NO;
}

function regularEnd(bytes: Uint8Array, start: number): number {
  let at = start;
  while (isRegular(bytes[at] ?? NO)) at += 1;
  return at;
}

function digitsEnd(bytes: Uint8Array, start: number): number {
  let at = start;
  while (isDigit(bytes[at] ?? NO)) at += 1;
  return at;
}

/** A number, or all of a reference. */
function numberEnd(bytes: Uint8Array, start: number): number {
  const whole = digitsEnd(bytes, bytes[start] === MINUS ? start + 1 : start);
  const at = bytes[whole] === DOT ? digitsEnd(bytes, whole + 1) : whole;
  const digit = isDigit(bytes[at - 1] ?? NO) || isDigit(bytes[at - 2] ?? NO);
  if (!digit || at - start > DIGITS || isRegular(bytes[at] ?? NO)) return NO;
  if (at > whole || bytes[start] === MINUS) return at;
  const second = afterSpace(bytes, at, bytes.length);
  const secondEnd = digitsEnd(bytes, second);
  if (secondEnd === second || secondEnd - second > DIGITS) return at;
  const letter = afterSpace(bytes, secondEnd, bytes.length);
  return bytes[letter] === LETTER_R && !isRegular(bytes[letter + 1] ?? NO) ? letter + 1 : at;
}

function plainStringEnd(bytes: Uint8Array, start: number): number {
  for (let at = start; at < bytes.length; at += 1) {
    const code = bytes[at];
    if (code === PAREN_CLOSE) return at + 1;
    if (code === BACKSLASH || code === PAREN_OPEN || code === CR) return NO;
  }
  return NO;
}

function wordEnd(bytes: Uint8Array, at: number): number {
  const end = regularEnd(bytes, at);
  return words.some((word) => word.length === end - at && standsAt(bytes, at, end, word)) ? end : NO;
}

const words = ['true', 'false', 'null'];
const none: number[] = [];

const CR = 0x0d;
const SPACE = 0x20;
const HASH = 0x23;
const PAREN_OPEN = 0x28;
const PAREN_CLOSE = 0x29;
const MINUS = 0x2d;
const DOT = 0x2e;
const SLASH = 0x2f;
const ANGLE_OPEN = 0x3c;
const ANGLE_CLOSE = 0x3e;
const LETTER_R = 0x52;
const BRACKET_OPEN = 0x5b;
const BACKSLASH = 0x5c;
const BRACKET_CLOSE = 0x5d;
