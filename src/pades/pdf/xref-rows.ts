import type { XrefEntry } from './file.ts';
import type { Peek } from './window.ts';
import type { EntryRun } from './xref-entries.ts';

/** Width of a table's row (ISO 32000-2 clause 7.5.4). */
export const ROW = 20;

/** Rows of a table, all of them exact; null where one is not. The bytes begin with the first row. */
export function tableRun({ bytes, at, end }: Peek, first: number, count: number): EntryRun | null {
  if (end - at < count * ROW) return null;
  const exact = count > FEW ? rowsAreExact(bytes.subarray(at, end), count) : fewAreExact(bytes, at, count);
  return exact ? new TableRun(bytes, at, first, count) : null;
}

class TableRun implements EntryRun {
  readonly first: number;
  readonly count: number;
  readonly #bytes: Uint8Array;
  readonly #start: number;

  constructor(bytes: Uint8Array, start: number, first: number, count: number) {
    this.#bytes = bytes;
    this.#start = start;
    this.first = first;
    this.count = count;
  }

  row(index: number): XrefEntry {
    return tableRow(this.#bytes, this.#start + index * ROW);
  }
}

/** So few rows are looked at octet by octet: an update has no more. */
const FEW = 8;

function fewAreExact(bytes: Uint8Array, start: number, count: number): boolean {
  for (let row = start; row < start + count * ROW; row += ROW) {
    for (let i = 0; i < 16; i += 1) {
      const code = bytes[row + i] ?? 0;
      if (i === 10 ? code !== SPACE : code < 0x30 || code > 0x39) return false;
    }
    const kind = bytes[row + 17];
    if (bytes[row + 16] !== SPACE || (kind !== LETTER_N && kind !== LETTER_F)) return false;
    const [first, second] = [bytes[row + 18], bytes[row + 19]];
    const plain = first === SPACE && (second === LF || second === CR);
    if (!plain && !(first === CR && second === LF)) return false;
  }
  return true;
}

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const LETTER_F = 0x66;

function tableRow(bytes: Uint8Array, at: number): XrefEntry {
  const number = decimal(bytes, at, 10);
  const gen = decimal(bytes, at + 11, 5);
  return bytes[at + 17] === LETTER_N
    ? { type: 'offset', offset: number, gen }
    : { type: 'free', next: number, gen };
}

function decimal(bytes: Uint8Array, from: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at += 1) value = value * 10 + ((bytes[at] ?? 0) - 0x30);
  return value;
}

const LETTER_N = 0x6e;

/** Four octets as one word, in whatever order this machine has them. */
const word = (text: string): number =>
  new Int32Array(Uint8Array.from(Buffer.from(text, 'latin1')).buffer)[0] ?? 0;
const ZEROS = word('0000');
const MIDDLE = word('00 0');
const SEPARATOR = word('\0\0\xff\0');
const endings = [' n \n', ' n \r', ' n\r\n', ' f \n', ' f \r', ' f\r\n'].map(word);

/**
 * `nnnnnnnnnn ggggg n` and two octets of line end, every row. Four octets at a time: a table of fifty thousand rows is a megabyte, and
 * looking at each octet would cost more than hashing the file.
 */
function rowsAreExact(bytes: Uint8Array, count: number): boolean {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes.subarray(0, count * ROW));
  const words = new Int32Array(aligned.buffer, aligned.byteOffset, count * 5);
  let wrong = 0;
  let ending = 0;
  for (let at = 0; at < words.length; at += 5) {
    const third = (words[at + 2] ?? 0) ^ MIDDLE;
    wrong |=
      notDigits((words[at] ?? 0) ^ ZEROS) |
      notDigits((words[at + 1] ?? 0) ^ ZEROS) |
      notDigits(third) |
      (third & SEPARATOR) |
      notDigits((words[at + 3] ?? 0) ^ ZEROS);
    const last = words[at + 4] ?? 0;
    if (last !== ending) {
      if (!endings.includes(last)) return false;
      ending = last;
    }
  }
  return wrong === 0;
}

/** Zero where each octet is 0 to 9. A carry out of one octet needs a high nibble in it, which is wrong by itself. */
const notDigits = (octets: number): number => (octets | (octets + 0x06060606)) & 0xf0f0f0f0;

/** Widths of the three fields of a cross-reference stream's rows (clause 7.5.8.2). */
export type Widths = readonly [number, number, number];

/** Rows of a cross-reference stream from `start` on. */
export function streamRun(
  bytes: Uint8Array,
  start: number,
  first: number,
  count: number,
  widths: Widths,
): EntryRun {
  const width = widths[0] + widths[1] + widths[2];
  return { first, count, row: (index) => streamRow(bytes, start + index * width, widths) };
}

/** Types above 2 are references to the null object (table 18). */
function streamRow(bytes: Uint8Array, at: number, [w0, w1, w2]: Widths): XrefEntry {
  const type = w0 === 0 ? 1 : field(bytes, at, w0);
  const second = field(bytes, at + w0, w1);
  const third = field(bytes, at + w0 + w1, w2);
  if (type === 1) return { type: 'offset', offset: second, gen: third };
  if (type === 2) return { type: 'compressed', stream: second, index: third };
  return { type: 'free', next: second, gen: third };
}

/** How many object streams the rows name, counted no further than one beyond `most`. */
export function countStreams(
  bytes: Uint8Array,
  [w0, w1, w2]: Widths,
  rows: number,
  seen: Set<number>,
  start: number,
  most: number,
): void {
  if (w0 === 0) return;
  const width = w0 + w1 + w2;
  let last = -1;
  for (let at = start, end = start + rows * width; at < end; at += width) {
    if (bytes[at + w0 - 1] !== 2 || field(bytes, at, w0) !== 2) continue;
    const stream = field(bytes, at + w0, w1);
    if (stream === last) continue;
    last = stream;
    seen.add(stream);
    if (seen.size > most) return;
  }
}

function field(bytes: Uint8Array, at: number, width: number): number {
  let value = 0;
  for (let i = 0; i < width; i += 1) value = value * 256 + (bytes[at + i] ?? 0);
  // Beyond 2^53 two numbers would be one; no file is so large.
  return Number.isSafeInteger(value) ? value : Number.MAX_SAFE_INTEGER;
}
