import { PadesError } from '../errors.ts';
import type { XrefEntry } from './file.ts';
import { decodeBytes } from './filters.ts';
import { integerOf, readIndirect } from './indirect.ts';
import { located } from './located.ts';
import { pdfNull, type Extent, type PdfDict, type PdfObject, type PdfStream } from './objects.ts';
import { firstOfEach, type XrefContext } from './section.ts';
import { XrefEntries, type EntryRun } from './xref-entries.ts';
import { countStreams, streamRun } from './xref-rows.ts';

export interface XrefStream {
  readonly trailer: PdfDict;
  readonly entries: ReadonlyMap<number, XrefEntry>;
  readonly extent: Extent;
}

/** A cross-reference stream (clause 7.5.8). Everything in its dictionary must be direct. Throws PADES_XREF_BROKEN. */
export function readXrefStream(offset: number, context: XrefContext): XrefStream {
  const found = readIndirect(offset, { ...context, spend: () => undefined, lengthOf: () => null });
  if (found?.object.kind !== 'stream') throw broken(offset, 'No cross-reference section stands here.');
  const { dict } = found.object;
  const type = dict.entries.get('Type');
  if (type?.kind !== 'name' || type.name !== 'XRef') throw broken(offset, 'The stream is not of type XRef.');
  const bytes = decoded(found.object, context);
  return { trailer: dict, entries: readEntries(bytes, dict, offset, context), extent: found.extent };
}

function decoded({ dict, raw }: PdfStream, context: XrefContext): Uint8Array {
  const direct = (object: PdfObject | undefined): PdfObject =>
    object === undefined || object.kind === 'ref' ? pdfNull : object;
  try {
    return decodeBytes(context.source.read(raw.start, raw.end - raw.start), dict, direct, context.limits);
  } catch (error) {
    throw located(error, raw.start);
  }
}

function readEntries(
  bytes: Uint8Array,
  dict: PdfDict,
  offset: number,
  context: XrefContext,
): ReadonlyMap<number, XrefEntry> {
  const fields = widths(dict, offset);
  const width = fields[0] + fields[1] + fields[2];
  const most = context.limits.objectStreamsPerSection;
  const streams = new Set<number>();
  const runs: EntryRun[] = [];
  let at = 0;
  for (const [first, count] of subsections(dict, offset)) {
    if (!context.budget.take(count) || first + count > context.limits.xrefEntries) {
      throw new PadesError('PADES_LIMIT_EXCEEDED', { offset, detail: 'Too many xref entries.' });
    }
    if (at + count * width > bytes.length) throw broken(offset, 'The xref stream is shorter than its Index.');
    runs.push(streamRun(bytes, at, first, count, fields));
    countStreams(bytes, fields, count, streams, at, most);
    at += count * width;
  }
  if (streams.size > most) {
    throw new PadesError('PADES_LIMIT_EXCEEDED', { offset, detail: 'Too many object streams.' });
  }
  return XrefEntries.of(runs) ?? firstOfEach(runs, offset, context);
}

/** An attacker's numbers: each field at most 8 octets, as pyHanko writes them, an entry at least one octet. */
function widths(dict: PdfDict, offset: number): [number, number, number] {
  const array = dict.entries.get('W');
  const numbers = array?.kind === 'array' ? array.items.map((item) => integerOf(item)) : [];
  const [w0, w1, w2] = numbers;
  const valid = numbers.length === 3 && numbers.every((w) => w !== null && w >= 0 && w <= 8);
  if (!valid || !w1 || w0 === undefined || w2 === undefined) throw broken(offset, 'W is impossible.');
  return [w0 ?? 0, w1, w2 ?? 0];
}

function subsections(dict: PdfDict, offset: number): [number, number][] {
  const index = dict.entries.get('Index');
  const size = integerOf(dict.entries.get('Size'));
  if (size === null || size < 0) throw broken(offset, 'The xref stream has no Size.');
  if (index === undefined) return [[0, size]];
  const numbers = index.kind === 'array' ? index.items.map((item) => integerOf(item) ?? -1) : [-1];
  if (numbers.length % 2 !== 0 || numbers.some((n) => n < 0)) throw broken(offset, 'Index is impossible.');
  const pairs: [number, number][] = [];
  for (let i = 0; i < numbers.length; i += 2) pairs.push([numbers[i] ?? 0, numbers[i + 1] ?? 0]);
  return pairs;
}

const broken = (offset: number, detail: string): PadesError =>
  new PadesError('PADES_XREF_BROKEN', { offset, detail });
