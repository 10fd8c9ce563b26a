import { inflateSync } from 'node:zlib';
import { isRegular, isSpace } from './characters.ts';
import type { TextBudget } from './text-limits.ts';
import type { ContentLexer, Operand } from './text-tokens.ts';

type Entries = ReadonlyMap<string, Operand>;

/**
 * Moves past an inline image (clause 8.9.7): its entries up to ID, its data, and EI. What the data means is nobody's business here, but
 * they may hold anything, so their end is told by /Length, by their size where they are not encoded, or by their encoding; only where
 * none of these helps is EI looked for.
 */
export function skipInlineImage(lexer: ContentLexer, budget: TextBudget): void {
  const entries = entriesUntilId(lexer);
  // One white space follows ID; CR LF counts as one.
  if (lexer.bytes[lexer.at] === 0x0d && lexer.bytes[lexer.at + 1] === 0x0a) lexer.at += 2;
  else if (isSpace(lexer.bytes[lexer.at] ?? -1)) lexer.at += 1;
  const start = lexer.at;
  const given = declared(entries) ?? unencoded(entries);
  const length = given ?? encoded(entries, lexer.bytes.subarray(start, start + MOST), budget);
  const end = length === null ? null : imageEnd(lexer.bytes, start + length);
  lexer.at = end ?? searched(lexer.bytes, start);
}

function entriesUntilId(lexer: ContentLexer): Entries {
  const entries = new Map<string, Operand>();
  let key: string | null = null;
  for (let token = lexer.next(); token !== null; token = lexer.next()) {
    if (typeof token === 'object' && token.kind === 'operator') {
      if (token.name === 'ID') break;
      // `true` and `false` are words too.
      if (key !== null) entries.set(key, { kind: 'name', name: token.name });
      key = null;
    } else if (key === null) key = typeof token === 'object' && token.kind === 'name' ? token.name : null;
    else {
      entries.set(key, token);
      key = null;
    }
  }
  return entries;
}

const numberAt = (entries: Entries, ...keys: readonly string[]): number | null => {
  const value = keys.map((key) => entries.get(key)).find((each) => each !== undefined);
  return typeof value === 'number' && value >= 0 ? value : null;
};

const nameAt = (entries: Entries, ...keys: readonly string[]): string | null => {
  let value = keys.map((key) => entries.get(key)).find((each) => each !== undefined);
  if (typeof value === 'object' && value.kind === 'array') [value] = value.items;
  return typeof value === 'object' && value.kind === 'name' ? value.name : null;
};

const declared = (entries: Entries): number | null => numberAt(entries, 'L', 'Length');

/** Components of the colour spaces whose data can be measured. */
const components: Readonly<Record<string, number>> = {
  G: 1,
  DeviceGray: 1,
  RGB: 3,
  DeviceRGB: 3,
  CMYK: 4,
  DeviceCMYK: 4,
  I: 1,
  Indexed: 1,
};

function unencoded(entries: Entries): number | null {
  if (nameAt(entries, 'F', 'Filter') !== null) return null;
  const [width, height] = [numberAt(entries, 'W', 'Width'), numberAt(entries, 'H', 'Height')];
  const mask = nameAt(entries, 'IM', 'ImageMask') === 'true';
  const bits = mask ? 1 : numberAt(entries, 'BPC', 'BitsPerComponent');
  const colours = mask ? 1 : components[nameAt(entries, 'CS', 'ColorSpace') ?? ''];
  if (width === null || height === null || bits === null || colours === undefined) return null;
  return Math.ceil((width * bits * colours) / 8) * height;
}

/** Inline images are meant to be small (4 KB); the ends of larger ones are searched for. */
const MOST = 1024 * 1024;
const MOST_INFLATED = 256 * 1024;

/** Length of the data by their outermost filter, null where it does not tell. */
function encoded(entries: Entries, data: Uint8Array, budget: TextBudget): number | null {
  const measure = measures[nameAt(entries, 'F', 'Filter') ?? ''];
  if (measure === undefined) return null;
  const length = measure(data);
  budget.spend('imageBytes', length ?? MOST_INFLATED + data.length);
  return length;
}

function afterText(data: Uint8Array, end: string): number | null {
  const at = Buffer.from(data.buffer, data.byteOffset, data.length).indexOf(end, 0, 'latin1');
  return at < 0 ? null : at + end.length;
}

function runLengths(data: Uint8Array): number | null {
  for (let at = 0; at < data.length;) {
    const code = data[at] ?? 128;
    if (code === 128) return at + 1;
    at += code < 128 ? code + 2 : 2;
  }
  return null;
}

function deflated(data: Uint8Array): number | null {
  try {
    const options = { maxOutputLength: MOST_INFLATED, info: true };
    const made = inflateSync(data, options) as unknown as { engine: { bytesWritten: number } };
    return made.engine.bytesWritten;
  } catch {
    return null;
  }
}

const base85 = (data: Uint8Array): number | null => afterText(data, '~>');
const hex = (data: Uint8Array): number | null => afterText(data, '>');

const measures: Readonly<Record<string, (data: Uint8Array) => number | null>> = {
  A85: base85,
  ASCII85Decode: base85,
  AHx: hex,
  ASCIIHexDecode: hex,
  RL: runLengths,
  RunLengthDecode: runLengths,
  Fl: deflated,
  FlateDecode: deflated,
};

/** One past EI, where it stands behind the data with nothing but white space before it. */
function imageEnd(bytes: Uint8Array, from: number): number | null {
  let at = from;
  while (at < from + 8 && isSpace(bytes[at] ?? -1)) at += 1;
  return isEi(bytes, at) ? at + 2 : null;
}

const isEi = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === 0x45 && bytes[at + 1] === 0x49 && !isRegular(bytes[at + 2] ?? -1);

/** The first EI between white space that text follows: image data go on with octets no content stream has. */
function searched(bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length; at += 1) {
    if (!isEi(bytes, at) || (at > from && !isSpace(bytes[at - 1] ?? -1))) continue;
    const after = bytes.subarray(at + 2, at + 12);
    if (
      after.every((code) => (code >= 0x20 && code < 0x7f) || code === 0x0a || code === 0x0d || code === 0x09)
    )
      return at + 2;
  }
  return bytes.length;
}
