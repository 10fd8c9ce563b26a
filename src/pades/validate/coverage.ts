import type { PdfFile } from '../pdf/file.ts';
import type { SignatureLocation } from './locate.ts';

/** What ByteRange and Contents say, after their shape has been found right (pades.md 1.2, A-01, A-03, A-04). */
export interface SignedRange {
  /** End of the first range: the `<` of Contents. */
  readonly gapStart: number;
  /** Start of the second range: after the `>`. */
  readonly gapEnd: number;
  /** One past the last signed byte. */
  readonly end: number;
  readonly contents: Uint8Array;
}

export type RangeFacts = { readonly range: SignedRange } | { readonly range: null; readonly fault: string };

/** Reads ByteRange and Contents of a dictionary that a stranger wrote; any doubt is a fault. */
export function readRange(file: PdfFile, { dict, extent }: SignatureLocation): RangeFacts {
  const fault = (text: string): RangeFacts => ({ range: null, fault: text });
  if (extent === null) return fault('the signature dictionary is not a top-level object');
  if (dict.duplicates.length > 0) return fault(`keys appear twice: ${dict.duplicates.join(', ')}`);
  const contents = dict.entries.get('Contents');
  if (contents?.kind !== 'string' || !contents.hex || contents.extent === undefined) {
    return fault('Contents is not a hexadecimal string of its own');
  }
  const byteRange = dict.entries.get('ByteRange');
  const numbers =
    byteRange?.kind === 'array'
      ? byteRange.items.map((item) => (item.kind === 'number' && item.integer ? item.value : NaN))
      : [];
  const [a, b, c, d] = numbers;
  if (numbers.length !== 4 || a === undefined || b === undefined || c === undefined || d === undefined) {
    return fault('ByteRange is not an array of four integers');
  }
  if (!numbers.every((value) => Number.isSafeInteger(value) && value >= 0)) {
    return fault('ByteRange holds something else than plain integers');
  }
  if (a !== 0 || b === 0 || c <= b || d === 0)
    return fault('ByteRange does not describe two ranges around one gap');
  if (c + d > file.source.size) return fault('ByteRange reaches beyond the file');
  if (contents.extent.start !== b || contents.extent.end !== c)
    return fault('the gap of ByteRange is not Contents');
  if (b < extent.start || c > extent.end) return fault('Contents lies outside its own object');
  if (!isPlainHex(file.source.read(b, c - b)))
    return fault('Contents is not spelled as plain hexadecimal digits');
  return { range: { gapStart: b, gapEnd: c, end: c + d, contents: contents.bytes } };
}

/** `<` hex digits `>`, an even number, no white space: one spelling, so nothing can hide in the gap. */
function isPlainHex(gap: Uint8Array): boolean {
  if (gap.length % 2 !== 0 || gap[0] !== 0x3c || gap[gap.length - 1] !== 0x3e) return false;
  const bytes = Buffer.from(gap.buffer, gap.byteOffset, gap.length);
  let end = gap.length - 1;
  // The padding, which is most of it.
  while (end - zeros.length > 0 && zeros.compare(bytes, end - zeros.length, end) === 0) end -= zeros.length;
  for (let i = 1; i < end; i++) {
    const octet = gap[i] ?? 0;
    const digit = octet >= 0x30 && octet <= 0x39;
    const letter = (octet | 0x20) >= 0x61 && (octet | 0x20) <= 0x66;
    if (!digit && !letter) return false;
  }
  return true;
}

const zeros = Buffer.alloc(512, '0');

export interface Coverage {
  readonly kind: 'whole-file' | 'whole-revision' | 'partial';
  /** The revision whose end is the end of the signed bytes; null when there is none. */
  readonly revision: number | null;
  readonly fault: string | null;
}

/**
 * Do the signed bytes end exactly where a revision ends, and does everything that revision and its predecessors refer
 * to lie inside (pades.md 8.1)?
 */
export function coverageOf(
  file: PdfFile,
  { end }: SignedRange,
  definedIn: number,
  reach: readonly number[],
): Coverage {
  const partial = (fault: string): Coverage => ({ kind: 'partial', revision: null, fault });
  const revision = file.revisions.findLast((r) => r.index >= definedIn && endsAt(file, r.end, end));
  if (revision === undefined) return partial('the signed bytes do not end where a revision ends');
  if (!namesXref(file, end, revision.xrefOffset))
    return partial('startxref of the signed bytes names another section');
  for (const other of file.revisions) {
    const inside = other.index <= revision.index;
    if (other.structure.some((part) => (inside ? part.end > end : part.start < end))) {
      return partial('a cross-reference section lies on the wrong side of the signed bytes');
    }
  }
  if ((reach[revision.index] ?? 0) >= end) {
    return partial('a signed cross-reference entry points behind the signed bytes');
  }
  return {
    kind: end === file.source.size ? 'whole-file' : 'whole-revision',
    revision: revision.index,
    fault: null,
  };
}

/** For each revision, the highest offset that it or an earlier one refers to. */
export function reachOf(file: PdfFile): readonly number[] {
  let highest = 0;
  return file.revisions.map(({ entries }) => {
    for (const entry of entries.values()) {
      if (entry.type === 'offset' && entry.offset > highest) highest = entry.offset;
    }
    return highest;
  });
}

/** A signer may have counted the end-of-line after %%EOF or not; nothing else may lie between. */
function endsAt(file: PdfFile, revisionEnd: number, end: number): boolean {
  if (end === revisionEnd) return true;
  if (end > revisionEnd || revisionEnd - end > 2) return false;
  return file.source.read(end, revisionEnd - end).every((octet) => octet === 0x0a || octet === 0x0d);
}

function namesXref(file: PdfFile, end: number, xrefOffset: number): boolean {
  const start = Math.max(0, end - 64);
  const tail = Buffer.from(file.source.read(start, end - start)).toString('latin1');
  const match = /startxref[ \r\n\t]+(\d{1,16})[ \r\n\t]+%%EOF[ \r\n]*$/.exec(tail);
  return match !== null && Number(match[1]) === xrefOffset;
}
