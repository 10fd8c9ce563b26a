import type { ByteSource } from '../bytes.ts';
import { PadesError } from '../errors.ts';
import type { Anomalies } from './anomalies.ts';
import type { PdfLimits } from './file.ts';
import type { Extent, PdfDict, PdfObject } from './objects.ts';
import { afterSpace, standsAt } from './octets.ts';
import type { ObjectParser } from './parser.ts';
import { lookAt, parseAt } from './window.ts';

export interface IndirectObject {
  readonly num: number;
  readonly gen: number;
  readonly object: PdfObject;
  /** From the object number to one past `endobj`. */
  readonly extent: Extent;
  /** The stream's length stands in another object, which another revision may have changed. */
  readonly lengthElsewhere: boolean;
}

export interface IndirectContext {
  readonly source: ByteSource;
  readonly limits: PdfLimits;
  readonly anomalies: Anomalies;
  /** Told how much each object holds; throws where that is too much for one file. */
  readonly spend: (values: number) => void;
  /** Value of an indirect /Length; null where there is none. */
  readonly lengthOf: (object: PdfObject) => number | null;
}

/**
 * `num gen obj … endobj` exactly at `offset` (clause 7.3.10); null where no object header stands there. A stream's extent is what
 * its /Length says: when `endstream` is not behind it, that is noted and not repaired.
 */
export function readIndirect(offset: number, context: IndirectContext): IndirectObject | null {
  const head = parseAt(context.source, offset, context.limits, readHead);
  if (head === null) return null;
  context.spend(head.values);
  for (const { key, offset: at } of head.duplicates) {
    context.anomalies.add('duplicate-key', at, `Key ${key} occurs twice in one dictionary.`);
  }
  if (head.ending !== 'stream' || head.object.kind !== 'dict') {
    if (head.ending !== 'endobj')
      context.anomalies.add('missing-endobj', head.end, `Object ${head.num} has no endobj.`);
    const { num, gen, object, start, end } = head;
    return { num, gen, object, extent: { start, end }, lengthElsewhere: false };
  }
  return readStream(head, head.object, context);
}

interface Head {
  readonly num: number;
  readonly gen: number;
  readonly start: number;
  readonly end: number;
  readonly object: PdfObject;
  readonly ending: 'endobj' | 'stream' | 'neither';
  readonly duplicates: ObjectParser['duplicates'];
  readonly values: number;
}

function readHead(parser: ObjectParser): Head | null {
  const start = parser.offset;
  const num = parser.unsigned();
  if (num === null) return null;
  parser.skipSpace();
  const gen = parser.unsigned();
  if (gen === null) return null;
  parser.skipSpace();
  if (!parser.keyword('obj')) return null;
  const object = parser.value();
  const after = parser.offset;
  parser.skipSpace();
  const ending = parser.keyword('endobj') ? 'endobj' : streamFollows(parser) ? 'stream' : 'neither';
  const end = ending === 'neither' ? after : parser.offset;
  return { num, gen, start, end, object, ending, duplicates: parser.duplicates, values: parser.values };
}

/** `stream`, then CR LF or LF (clause 7.3.8.1); a lone CR would leave the first data byte in doubt. */
function streamFollows(parser: ObjectParser): boolean {
  if (!parser.keyword('stream')) return false;
  const at = parser.offset;
  const crlf = parser.peek() === 0x0d;
  if (crlf) parser.seek(at + 1);
  if (parser.peek() !== 0x0a) {
    throw new PadesError('PADES_PDF_SYNTAX', { offset: at, detail: 'No line end after stream.' });
  }
  parser.seek(at + (crlf ? 2 : 1));
  return true;
}

function readStream(head: Head, dict: PdfDict, context: IndirectContext): IndirectObject {
  const declared = dict.entries.get('Length');
  const lengthElsewhere = declared?.kind === 'ref';
  const length =
    declared === undefined ? null : lengthElsewhere ? context.lengthOf(declared) : integerOf(declared);
  const start = head.end;
  if (length === null || length < 0 || start + length > context.source.size) {
    throw new PadesError('PADES_PDF_SYNTAX', { offset: start, detail: 'A stream has no usable Length.' });
  }
  const raw = { start, end: start + length };
  const tail = tailAt(raw.end, context.source);
  if (tail === null) {
    context.anomalies.add(
      'length-mismatch',
      raw.end,
      `The stream of object ${head.num} does not end where Length says.`,
    );
  } else if (!tail.closed) {
    context.anomalies.add('missing-endobj', raw.end, `Object ${head.num} has no endobj.`);
  }
  const end = raw.end + (tail?.length ?? 0);
  return {
    num: head.num,
    gen: head.gen,
    object: { kind: 'stream', dict, raw, num: head.num, gen: head.gen },
    extent: { start: head.start, end },
    lengthElsewhere,
  };
}

/** One line end at most, `endstream`, white space and `endobj`, all near; null where there is no `endstream`. */
function tailAt(offset: number, source: ByteSource): { length: number; closed: boolean } | null {
  const { bytes, at, end } = lookAt(source, offset, 64);
  let next = at;
  if (bytes[next] === 0x0d) next += 1;
  if (bytes[next] === 0x0a) next += 1;
  if (!standsAt(bytes, next, end, 'endstream')) return null;
  next += 'endstream'.length;
  const word = afterSpace(bytes, next, end);
  const closed = standsAt(bytes, word, end, 'endobj');
  return { length: (closed ? word + 'endobj'.length : next) - at, closed };
}

export const integerOf = (object: PdfObject | undefined): number | null =>
  object?.kind === 'number' && object.integer ? object.value : null;
