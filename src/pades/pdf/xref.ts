import { PadesError } from '../errors.ts';
import { isDigit, isSpace } from './characters.ts';
import type { XrefEntry } from './file.ts';
import type { Section, XrefContext } from './section.ts';
import { afterSpace, standsAt } from './octets.ts';
import { lookAt } from './window.ts';
import { readXrefStream } from './xref-stream.ts';
import { hybridOffset, readXrefTable } from './xref-table.ts';

/** The section at `offset`, whichever kind stands there. Throws PADES_XREF_BROKEN. */
export function readSection(offset: number, context: XrefContext): Section {
  const { bytes, at, end } = lookAt(context.source, offset, 5);
  if (standsAt(bytes, at, end, 'xref') && isSpace(bytes[at + 4] ?? -1))
    return readTableSection(offset, context);
  if (at === end || !isDigit(bytes[at] ?? -1)) {
    throw new PadesError('PADES_XREF_BROKEN', { offset, detail: 'No cross-reference section stands here.' });
  }
  const { trailer, entries, extent } = readXrefStream(offset, context);
  const closing = readClosing(extent.end, context);
  return {
    offset,
    kind: 'stream',
    trailer,
    entries,
    hidden: nothing,
    structure: [{ start: extent.start, end: closing?.end ?? extent.end }],
    closing,
  };
}

function readTableSection(offset: number, context: XrefContext): Section {
  const table = readXrefTable(offset, context);
  const closing = readClosing(table.end, context);
  const own = { start: offset, end: closing?.end ?? table.end };
  const { trailer } = table;
  const hybrid = hybridOffset(trailer);
  if (hybrid === null) {
    return {
      offset,
      kind: 'table',
      trailer,
      entries: table.entries,
      hidden: nothing,
      structure: [own],
      closing,
    };
  }
  const hidden = new Set<number>();
  const stream = readXrefStream(hybrid, context);
  const entries = new Map(table.entries);
  mergeHybrid(entries, stream.entries, hidden, hybrid, context);
  return { offset, kind: 'hybrid', trailer, entries, hidden, structure: [stream.extent, own], closing };
}

/** The table wins for objects it has in use; the stream adds those the table hides as free (clause 7.5.8.4). */
function mergeHybrid(
  table: Map<number, XrefEntry>,
  stream: ReadonlyMap<number, XrefEntry>,
  hidden: Set<number>,
  offset: number,
  context: XrefContext,
): void {
  for (const [num, entry] of stream) {
    const own = table.get(num);
    if (own === undefined || own.type === 'free') {
      table.set(num, entry);
      if (own !== undefined && entry.type !== 'free') hidden.add(num);
      continue;
    }
    const same = own.type === 'offset' && entry.type === 'offset' && own.offset === entry.offset;
    if (!same) {
      context.anomalies.add(
        'hybrid-contradiction',
        offset,
        `The two views of the file disagree about object ${num}.`,
      );
    }
  }
}

/** `startxref`, a number, `%%EOF` and one line end after a section; null where they are not there. */
function readClosing(at: number, { source }: XrefContext): Section['closing'] {
  const { bytes, at: first, end } = lookAt(source, at, 4096);
  // Linearized files leave white space in front of it, iText a comment with its own name.
  const closing = closingAt(bytes, afterComments(bytes, first, end), end);
  return closing && { named: closing.named, end: at + closing.end - first };
}

/** Past white space and at most eight comments, none of which could be taken for the end of a file. */
function afterComments(bytes: Uint8Array, at: number, end: number): number {
  let next = afterSpace(bytes, at, end);
  for (let left = 8; left > 0 && bytes[next] === PERCENT && bytes[next + 1] !== PERCENT; left -= 1) {
    while (next < end && bytes[next] !== CR && bytes[next] !== LF) next += 1;
    next = afterSpace(bytes, next, end);
  }
  return next;
}

/** `startxref`, a number of at most 15 digits, `%%EOF` and one line end, all of it within the bytes; `end` counts as they do. */
export function closingAt(bytes: Uint8Array, at: number, end: number): Section['closing'] {
  if (!standsAt(bytes, at, end, 'startxref')) return null;
  const word = at + 'startxref'.length;
  const first = afterSpace(bytes, word, end);
  let next = first;
  let named = 0;
  for (; next < end && isDigit(bytes[next] ?? -1); next += 1)
    named = named * 10 + ((bytes[next] ?? 0) - 0x30);
  const mark = afterSpace(bytes, next, end);
  const digits = next - first;
  if (first === word || digits === 0 || digits > 15 || mark === next) return null;
  if (!standsAt(bytes, mark, end, '%%EOF')) return null;
  next = mark + '%%EOF'.length;
  if (next < end && bytes[next] === CR) next += 1;
  if (next < end && bytes[next] === LF) next += 1;
  return { named, end: next };
}

const PERCENT = 0x25;
const CR = 0x0d;
const LF = 0x0a;
const nothing: ReadonlySet<number> = new Set();
