import { inflateSync } from 'node:zlib';
import { PadesError } from '../errors.ts';
import { hexValue, isSpace } from './characters.ts';
import type { PdfLimits } from './file.ts';
import { integerOf } from './indirect.ts';
import { lzwDecode } from './lzw.ts';
import type { PdfDict, PdfObject } from './objects.ts';
import { undoPredictor } from './predictor.ts';

type Filter = (bytes: Uint8Array, most: number, parameters: PdfDict | null) => Uint8Array;

/** The filters of clause 7.4 that hold data of ours; image filters are nobody's business here. */
const filters: Readonly<Record<string, Filter>> = {
  FlateDecode: (bytes, most, parameters) => undoPredictor(inflate(bytes, most), parameters),
  LZWDecode: (bytes, most, parameters) =>
    undoPredictor(
      lzwDecode(bytes, most, integerOf(parameters?.entries.get('EarlyChange')) !== 0),
      parameters,
    ),
  ASCIIHexDecode: hexDecode,
  ASCII85Decode: ascii85Decode,
  RunLengthDecode: runLengthDecode,
  // Decryption comes before all filters.
  Crypt: (bytes) => bytes,
};

/**
 * The decoded bytes of a stream. No filter may produce more than `objectStreamBytes` or `decodedRatio` times its input
 * (deflate bombs reach 1030). `resolve` follows references inside the stream's dictionary.
 */
export function decodeBytes(
  raw: Uint8Array,
  dict: PdfDict,
  resolve: (object: PdfObject | undefined) => PdfObject,
  limits: PdfLimits,
): Uint8Array {
  const names = listOf(resolve(dict.entries.get('Filter')), resolve);
  const parameters = listOf(resolve(dict.entries.get('DecodeParms')), resolve);
  if (names.length > limits.filters) throw tooMuch('A stream has too many filters.');
  let bytes = raw;
  for (const [at, each] of names.entries()) {
    const filter = each.kind === 'name' && Object.hasOwn(filters, each.name) ? filters[each.name] : undefined;
    if (!filter) {
      throw new PadesError('PADES_STREAM_UNSUPPORTED', {
        detail: each.kind === 'name' ? `/${each.name}` : each.kind,
      });
    }
    const most = Math.min(limits.objectStreamBytes, Math.max(SMALL, bytes.length * limits.decodedRatio));
    const given = parameters[at];
    bytes = filter(bytes, most, given?.kind === 'dict' ? given : null);
    if (bytes.length > most) throw tooMuch('A stream decodes to too many bytes.');
  }
  return bytes;
}

/** Below this size a high ratio harms nobody. */
const SMALL = 64 * 1024;

function listOf(object: PdfObject, resolve: (object: PdfObject) => PdfObject): readonly PdfObject[] {
  if (object.kind === 'null') return [];
  return object.kind === 'array' ? object.items.map(resolve) : [object];
}

function inflate(bytes: Uint8Array, most: number): Uint8Array {
  if (bytes.length === 0) return bytes;
  try {
    // One buffer for the whole is cheaper than many joined; what is more than fits is still refused.
    const chunkSize = Math.min(Math.max(bytes.length * 4, 4096), 1 << 20, Math.max(most, 64));
    return inflateSync(bytes, { maxOutputLength: most, chunkSize });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : '';
    if (code === 'ERR_BUFFER_TOO_LARGE') throw tooMuch('A stream decodes to too many bytes.', cause);
    throw new PadesError('PADES_PDF_SYNTAX', { detail: 'A Flate stream is damaged.', cause });
  }
}

function hexDecode(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array((bytes.length + 1) >> 1);
  let digits = 0;
  for (const code of bytes) {
    if (code === 0x3e) break;
    if (isSpace(code)) continue;
    const value = hexValue(code);
    if (value < 0) throw damaged('ASCIIHex');
    const at = digits >> 1;
    out[at] = (digits & 1) === 0 ? value << 4 : (out[at] ?? 0) | value;
    digits += 1;
  }
  return out.subarray(0, (digits + 1) >> 1);
}

/** Groups of five digits in base 85; `z` is four zeros; `~>` ends (clause 7.4.3). */
function ascii85Decode(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length * 4);
  let length = 0;
  let group: number[] = [];
  const flush = (size: number): void => {
    while (group.length < 5) group.push(84);
    const value = group.reduce((sum, digit) => sum * 85 + digit, 0);
    if (value > 0xffffffff) throw damaged('ASCII85');
    for (let i = 0; i < size; i += 1) out[length + i] = Math.floor(value / 256 ** (3 - i)) & 0xff;
    length += size;
    group = [];
  };
  for (const code of bytes) {
    if (code === 0x7e) break;
    if (isSpace(code)) continue;
    if (code === 0x7a && group.length === 0) length += 4;
    else if (code >= 0x21 && code <= 0x75) {
      group.push(code - 0x21);
      if (group.length === 5) flush(4);
    } else throw damaged('ASCII85');
  }
  if (group.length === 1) throw damaged('ASCII85');
  if (group.length > 1) flush(group.length - 1);
  return out.subarray(0, length);
}

/** Measured first, so that what it asks for is known before any of it is made (clause 7.4.5). */
function runLengthDecode(bytes: Uint8Array, most: number): Uint8Array {
  let length = 0;
  for (let at = 0; at < bytes.length;) {
    const code = bytes[at] ?? 128;
    if (code === 128) break;
    length += code < 128 ? code + 1 : 257 - code;
    at += code < 128 ? code + 2 : 2;
  }
  if (length > most) throw tooMuch('A stream decodes to too many bytes.');
  const out = new Uint8Array(length);
  for (let at = 0, to = 0; to < length;) {
    const code = bytes[at] ?? 128;
    if (code < 128) out.set(bytes.subarray(at + 1, at + 2 + code), to);
    else out.fill(bytes[at + 1] ?? 0, to, to + 257 - code);
    to += code < 128 ? code + 1 : 257 - code;
    at += code < 128 ? code + 2 : 2;
  }
  return out;
}

const damaged = (filter: string): PadesError =>
  new PadesError('PADES_PDF_SYNTAX', { detail: `An ${filter} stream is damaged.` });
const tooMuch = (detail: string, cause?: unknown): PadesError =>
  new PadesError('PADES_LIMIT_EXCEEDED', { detail, cause });
