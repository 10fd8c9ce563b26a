import { PadesError } from '../errors.ts';
import { isDigit } from './characters.ts';
import type { XrefEntry } from './file.ts';
import { integerOf } from './indirect.ts';
import type { PdfDict } from './objects.ts';
import type { ObjectParser } from './parser.ts';
import type { XrefContext } from './section.ts';
import { parseAt, peekAt } from './window.ts';

export interface XrefTable {
  readonly trailer: PdfDict;
  readonly entries: Map<number, XrefEntry>;
  readonly end: number;
}

const ENTRY = 20;

/** A classic table with its trailer (clause 7.5.4, 7.5.5). `offset` stands on `xref`. Throws PADES_XREF_BROKEN. */
export function readXrefTable(offset: number, context: XrefContext): XrefTable {
  const entries = new Map<number, XrefEntry>();
  let at = offset + 'xref'.length;
  for (;;) {
    const next = parseAt(context.source, at, context.limits, readSubsectionHead);
    if (next.trailer) {
      for (const { key, offset: where } of next.duplicates) {
        context.anomalies.add('duplicate-key', where, `Key ${key} occurs twice in the trailer.`);
      }
      return { trailer: next.trailer, entries, end: next.end };
    }
    if (!context.budget.take(next.count)) {
      throw new PadesError('PADES_LIMIT_EXCEEDED', { offset: at, detail: 'Too many xref entries.' });
    }
    at = readSubsection(next.end, next.first, next.count, entries, context);
  }
}

type SubsectionHead =
  | { trailer: PdfDict; end: number; duplicates: ObjectParser['duplicates'] }
  | { trailer: null; first: number; count: number; end: number };

function readSubsectionHead(parser: ObjectParser): SubsectionHead {
  parser.skipSpace();
  if (parser.keyword('trailer')) {
    const trailer = parser.value();
    if (trailer.kind !== 'dict') throw broken(parser.offset, 'The trailer is not a dictionary.');
    return { trailer, end: parser.offset, duplicates: parser.duplicates };
  }
  const first = parser.unsigned();
  parser.skipSpace();
  const count = parser.unsigned();
  if (first === null || count === null) throw broken(parser.offset, 'An xref subsection has no head.');
  parser.skipSpace();
  return { trailer: null, first, count, end: parser.offset };
}

function readSubsection(
  start: number,
  first: number,
  count: number,
  entries: Map<number, XrefEntry>,
  context: XrefContext,
): number {
  if (first + count > context.limits.xrefEntries || count * (ENTRY - 2) > context.source.size - start) {
    throw broken(start, 'An xref subsection is larger than the file.');
  }
  const bytes = peekAt(context.source, start, count * ENTRY);
  for (let i = 0; i < count; i += 1) {
    const entry = exactEntry(bytes, i * ENTRY);
    if (entry === null) return readLoosely(start + i * ENTRY, first + i, count - i, entries, context);
    keep(entries, first + i, entry, start + i * ENTRY, context);
  }
  return start + count * ENTRY;
}

/** `nnnnnnnnnn ggggg n` and two octets of line end, or null. */
function exactEntry(bytes: Uint8Array, at: number): XrefEntry | null {
  const kind = bytes[at + 17];
  const [e1, e2] = [bytes[at + 18], bytes[at + 19]];
  const ends = (e1 === 0x20 && (e2 === 0x0a || e2 === 0x0d)) || (e1 === 0x0d && e2 === 0x0a);
  if (!ends || bytes[at + 10] !== 0x20 || bytes[at + 16] !== 0x20 || (kind !== 0x6e && kind !== 0x66))
    return null;
  const offset = digits(bytes, at, 10);
  const gen = digits(bytes, at + 11, 5);
  if (offset < 0 || gen < 0) return null;
  return kind === 0x6e ? { type: 'offset', offset, gen } : { type: 'free', next: offset, gen };
}

function digits(bytes: Uint8Array, from: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at += 1) {
    const code = bytes[at] ?? 0;
    if (!isDigit(code)) return -1;
    value = value * 10 + (code - 0x30);
  }
  return value;
}

/** Entries of another width, which some producers write (a line end of one octet): read by token, and noted. */
function readLoosely(
  start: number,
  first: number,
  count: number,
  entries: Map<number, XrefEntry>,
  context: XrefContext,
): number {
  context.anomalies.add('xref-entry-width', start, 'An xref entry is not 20 bytes long.');
  let at = start;
  // A handful at a time, so that the window never has to hold the whole table.
  for (let done = 0; done < count; done += 64) {
    const batch = Math.min(64, count - done);
    const read = parseAt(context.source, at, context.limits, (parser) => looseEntries(parser, batch));
    for (const [i, entry] of read.entries.entries()) keep(entries, first + done + i, entry, at, context);
    at = read.end;
  }
  return at;
}

function looseEntries(parser: ObjectParser, count: number): { entries: XrefEntry[]; end: number } {
  const out: XrefEntry[] = [];
  for (let i = 0; i < count; i += 1) {
    parser.skipSpace();
    const offset = parser.unsigned();
    parser.skipSpace();
    const gen = parser.unsigned();
    parser.skipSpace();
    if (offset === null || gen === null) throw broken(parser.offset, 'An xref entry is misspelled.');
    if (parser.keyword('n')) out.push({ type: 'offset', offset, gen });
    else if (parser.keyword('f')) out.push({ type: 'free', next: offset, gen });
    else throw broken(parser.offset, 'An xref entry is misspelled.');
  }
  return { entries: out, end: parser.offset };
}

function keep(
  entries: Map<number, XrefEntry>,
  num: number,
  entry: XrefEntry,
  offset: number,
  context: XrefContext,
): void {
  if (entries.has(num)) {
    context.anomalies.add('duplicate-object', offset, `Object ${num} occurs twice in one xref section.`);
  } else entries.set(num, entry);
}

/** /XRefStm of a hybrid file, null where there is none. */
export const hybridOffset = (trailer: PdfDict): number | null => integerOf(trailer.entries.get('XRefStm'));

const broken = (offset: number, detail: string): PadesError =>
  new PadesError('PADES_XREF_BROKEN', { offset, detail });
