import type { PdfFile } from '../pdf/file.ts';
import type { Extent } from '../pdf/objects.ts';

/** Offset of the first byte in [from, to) that no extent covers and that is neither white space nor a comment. */
export function firstUnaccounted(
  file: PdfFile,
  extents: readonly Extent[],
  from: number,
  to: number,
): number | null {
  let at = from;
  for (const { start, end } of [...extents, { start: to, end: to }].sort((a, b) => a.start - b.start)) {
    const until = Math.min(start, to);
    for (let chunk = at; chunk < until; chunk += 65_536) {
      const offset = notBlank(file.source.read(chunk, Math.min(65_536, until - chunk)));
      if (offset !== null) return chunk + offset;
    }
    at = Math.max(at, end);
  }
  return null;
}

/** Comments may stand between objects, but not one that a lax reader would take for a file end. */
function notBlank(bytes: Uint8Array): number | null {
  for (let i = 0; i < bytes.length; i++) {
    const octet = bytes[i] ?? 0;
    if (octet === 0x25) {
      const start = i;
      while (i < bytes.length && bytes[i] !== 0x0a && bytes[i] !== 0x0d) i++;
      if (bytes[start + 1] === 0x25 || i - start > 256) return start;
    } else if (!blank.has(octet)) return i;
  }
  return null;
}
const blank: ReadonlySet<number> = new Set([0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20]);
