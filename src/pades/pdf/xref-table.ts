import { PadesError } from '../errors.ts';
import type { XrefEntry } from './file.ts';
import { integerOf } from './indirect.ts';
import type { PdfDict } from './objects.ts';
import type { ObjectParser } from './parser.ts';
import { firstOfEach, type XrefContext } from './section.ts';
import { lookAt, parseAt } from './window.ts';
import { XrefEntries, type EntryRun } from './xref-entries.ts';
import { ROW, tableRun } from './xref-rows.ts';

export interface XrefTable {
  readonly trailer: PdfDict;
  readonly entries: ReadonlyMap<number, XrefEntry>;
  readonly end: number;
}

/** A classic table with its trailer (clause 7.5.4, 7.5.5). `offset` stands on `xref`. Throws PADES_XREF_BROKEN. */
export function readXrefTable(offset: number, context: XrefContext): XrefTable {
  const runs: EntryRun[] = [];
  let at = offset + 'xref'.length;
  for (;;) {
    const next = parseAt(context.source, at, context.limits, readSubsectionHead);
    if (next.trailer) {
      for (const { key, offset: where } of next.duplicates) {
        context.anomalies.add('duplicate-key', where, `Key ${key} occurs twice in the trailer.`);
      }
      const entries = XrefEntries.of(runs) ?? firstOfEach(runs, offset, context);
      return { trailer: next.trailer, entries, end: next.end };
    }
    if (!context.budget.take(next.count)) {
      throw new PadesError('PADES_LIMIT_EXCEEDED', { offset: at, detail: 'Too many xref entries.' });
    }
    const { run, end } = readSubsection(next.end, next.first, next.count, context);
    runs.push(run);
    at = end;
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
  context: XrefContext,
): { readonly run: EntryRun; readonly end: number } {
  if (first + count > context.limits.xrefEntries || count * (ROW - 2) > context.source.size - start) {
    throw broken(start, 'An xref subsection is larger than the file.');
  }
  const run = tableRun(lookAt(context.source, start, count * ROW), first, count);
  return run ? { run, end: start + count * ROW } : readLoosely(start, first, count, context);
}

/** Rows of another width, which some producers write (a line end of one octet): read by token, and noted. */
function readLoosely(
  start: number,
  first: number,
  count: number,
  context: XrefContext,
): { readonly run: EntryRun; readonly end: number } {
  context.anomalies.add('xref-entry-width', start, 'An xref entry is not 20 bytes long.');
  const rows: XrefEntry[] = [];
  let at = start;
  // A handful at a time, so that the window never has to hold the whole table.
  while (rows.length < count) {
    const batch = Math.min(64, count - rows.length);
    const read = parseAt(context.source, at, context.limits, (parser) => looseEntries(parser, batch));
    rows.push(...read.entries);
    at = read.end;
  }
  const free: XrefEntry = { type: 'free', next: 0, gen: 0 };
  return { run: { first, count, row: (index) => rows[index] ?? free }, end: at };
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

/** /XRefStm of a hybrid file, null where there is none. */
export const hybridOffset = (trailer: PdfDict): number | null => integerOf(trailer.entries.get('XRefStm'));

const broken = (offset: number, detail: string): PadesError =>
  new PadesError('PADES_XREF_BROKEN', { offset, detail });
