import { isSpace } from './characters.ts';

/** The bytes a parser walks over. */
export class Octets {
  readonly bytes: Buffer;
  /** The whole source is in memory for as long as its file is open, so what lies in it need not be copied out. */
  readonly held: boolean;
  #words: Int32Array | null = null;

  constructor(bytes: Uint8Array, held: boolean) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    this.held = held;
  }

  /** Whether `[start, end)` is hexadecimal digits and nothing else. Four at a time: a signature has thousands. */
  hexadecimal(start: number, end: number): boolean {
    const { bytes } = this;
    const skew = -bytes.byteOffset & 3;
    this.#words ??= new Int32Array(
      bytes.buffer,
      bytes.byteOffset + skew,
      Math.max(0, bytes.length - skew) >> 2,
    );
    const words = this.#words;
    const first = Math.max(0, start - skew + 3) >> 2;
    const last = Math.max(first, (end - skew) >> 2);
    // Looked up once: to the loop a bundled module's own table is a variable that might change.
    const table = notDigits;
    let wrong = 0;
    let wrongToo = 0;
    // Two sums, so that the machine need not wait for one to begin the other.
    for (let at = first; at + 1 < last; at += 2) {
      const word = words[at] ?? 0;
      const next = words[at + 1] ?? 0;
      wrong |= (table[word & 0xffff] ?? 1) | (table[word >>> 16] ?? 1);
      wrongToo |= (table[next & 0xffff] ?? 1) | (table[next >>> 16] ?? 1);
    }
    // The last word of an odd number of them is looked at with the rest.
    const rest = last - ((last - first) & 1);
    return (
      (wrong | wrongToo) === 0 &&
      this.#digits(start, Math.min(end, first * 4 + skew)) &&
      this.#digits(rest * 4 + skew, end)
    );
  }

  #digits(start: number, end: number): boolean {
    for (let at = start; at < end; at += 1) if (!isHexDigit(this.bytes[at] ?? 0)) return false;
    return true;
  }
}

const isHexDigit = (code: number): boolean =>
  (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66);

/** 0 for two octets that are both hexadecimal digits, in whatever order this machine has them. */
const notDigits = new Uint8Array(1 << 16).fill(1);
for (let high = 0; high < 256; high += 1) {
  if (!isHexDigit(high)) continue;
  for (let low = 0; low < 256; low += 1) if (isHexDigit(low)) notDigits[(high << 8) | low] = 0;
}

/** Whether the word stands at `at`, all of it before `end`. */
export function standsAt(bytes: Uint8Array, at: number, end: number, word: string): boolean {
  if (at + word.length > end) return false;
  for (let i = 0; i < word.length; i += 1) if (bytes[at + i] !== word.charCodeAt(i)) return false;
  return true;
}

/** The first octet from `at` on, before `end`, that is no white space. */
export function afterSpace(bytes: Uint8Array, at: number, end: number): number {
  let next = at;
  while (next < end && isSpace(bytes[next] ?? -1)) next += 1;
  return next;
}
