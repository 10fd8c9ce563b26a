import { PadesError } from '../errors.ts';
import { isDigit, latin1 } from './characters.ts';
import type { XrefEntry } from './file.ts';
import type { Section, XrefContext } from './section.ts';
import { peekAt } from './window.ts';
import { readXrefStream } from './xref-stream.ts';
import { hybridOffset, readXrefTable } from './xref-table.ts';

/** The section at `offset`, whichever kind stands there. Throws PADES_XREF_BROKEN. */
export function readSection(offset: number, context: XrefContext): Section {
  const head = latin1(peekAt(context.source, offset, 5));
  if (/^xref[\s\0]/.test(head)) return readTableSection(offset, context);
  if (!isDigit(head.charCodeAt(0))) {
    throw new PadesError('PADES_XREF_BROKEN', { offset, detail: 'No cross-reference section stands here.' });
  }
  const { trailer, entries, extent } = readXrefStream(offset, context);
  const closing = readClosing(extent.end, context);
  return {
    offset,
    kind: 'stream',
    trailer,
    entries,
    hidden: new Set(),
    structure: [{ start: extent.start, end: closing?.end ?? extent.end }],
    closing,
  };
}

function readTableSection(offset: number, context: XrefContext): Section {
  const table = readXrefTable(offset, context);
  const closing = readClosing(table.end, context);
  const own = { start: offset, end: closing?.end ?? table.end };
  const hybrid = hybridOffset(table.trailer);
  const hidden = new Set<number>();
  const base = { offset, trailer: table.trailer, hidden, closing };
  if (hybrid === null) return { ...base, kind: 'table', entries: table.entries, structure: [own] };
  const stream = readXrefStream(hybrid, context);
  const entries = new Map(table.entries);
  mergeHybrid(entries, stream.entries, hidden, hybrid, context);
  return { ...base, kind: 'hybrid', entries, structure: [stream.extent, own] };
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
function readClosing(at: number, context: XrefContext): Section['closing'] {
  // Linearized files leave white space in front of it.
  const found = /^[\0\t\n\f\r ]*startxref[\0\t\n\f\r ]+(\d{1,15})[\0\t\n\f\r ]+%%EOF(?:\r\n|\r|\n)?/.exec(
    latin1(peekAt(context.source, at, 4096)),
  );
  return found === null ? null : { named: Number(found[1]), end: at + found[0].length };
}
