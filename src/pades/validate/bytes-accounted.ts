import type { PdfFile } from '../pdf/file.ts';
import type { Extent } from '../pdf/objects.ts';

/** Offset of the first byte in [from, to) that no extent covers and that is neither white space nor a comment. */
export function firstUnaccounted(
  file: PdfFile,
  extents: readonly Extent[],
  from: number,
  to: number,
): number | null {
  for (const { start } of unaccounted(file, extents, from, to)) return start;
  return null;
}

/** Stretches of [from, to) that no extent covers, each from its first byte that is neither white space nor a comment. */
export function* unaccounted(
  file: PdfFile,
  extents: readonly Extent[],
  from: number,
  to: number,
): Generator<Extent> {
  let at = from;
  for (const { start, end } of [...extents, { start: to, end: to }].sort((a, b) => a.start - b.start)) {
    const until = Math.min(start, to);
    const first = notBlank(file, at, until);
    if (first !== null) yield { start: first, end: until };
    at = Math.max(at, end);
  }
}

const WINDOW = 65_536;

function notBlank(file: PdfFile, from: number, to: number): number | null {
  for (let at = from; at < to;) {
    const bytes = file.source.read(at, Math.min(WINDOW, to - at));
    const last = at + bytes.length === to;
    const { blank, done } = measure(bytes, at, last);
    if (done) return at + blank;
    // A comment that the window cuts is read again from its beginning, or its end would pass for something else.
    at += blank;
  }
  return null;
}

/** Longer comments are no comments that anybody would write. */
const LONGEST = 256;

/**
 * How many of the bytes are blank; `done`: what follows them is not. Comments may stand between objects, but not one that a lax
 * reader would take for the beginning or the end of a file. `last`: the bytes end the stretch, and a comment may end with them.
 */
function measure(bytes: Uint8Array, offset: number, last: boolean): { blank: number; done: boolean } {
  for (let i = 0; i < bytes.length; i++) {
    const octet = bytes[i] ?? 0;
    if (octet === PERCENT) {
      const start = i;
      while (i < bytes.length && bytes[i] !== 0x0a && bytes[i] !== 0x0d) i++;
      if (bytes[start + 1] === PERCENT || i - start > LONGEST) return { blank: start, done: true };
      if (offset + start > 0 && startsFile(bytes, start)) return { blank: start, done: true };
      if (i === bytes.length && !last) return { blank: start, done: false };
    } else if (!blank.has(octet)) return { blank: i, done: true };
  }
  return { blank: bytes.length, done: false };
}

const PERCENT = 0x25;
const startsFile = (bytes: Uint8Array, at: number): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset + at, Math.min(5, bytes.length - at)).toString('latin1') ===
  '%PDF-';
const blank: ReadonlySet<number> = new Set([0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20]);
