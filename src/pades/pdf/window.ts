import type { ByteSource } from '../bytes.ts';
import { PadesError } from '../errors.ts';
import type { PdfLimits } from './file.ts';
import { ObjectParser, WindowExhausted } from './parser.ts';

/** First window of an object: most objects without their stream are shorter than this. */
const FIRST = 8192;
const GROWTH = 8;

/**
 * Runs `read` over the bytes from `offset`, with more of the file each time it runs out of them, so that a large file is never
 * held in memory for the sake of a small object. `read` starts afresh each time.
 */
export function parseAt<T>(
  source: ByteSource,
  offset: number,
  limits: PdfLimits,
  read: (parser: ObjectParser) => T,
): T {
  if (offset < 0 || offset >= source.size) throw new PadesError('PADES_XREF_BROKEN', { offset });
  for (let length = FIRST; ; length *= GROWTH) {
    const rest = source.size - offset;
    const complete = length >= rest;
    try {
      return read(new ObjectParser(source.read(offset, complete ? rest : length), offset, complete, limits));
    } catch (error) {
      if (!(error instanceof WindowExhausted)) throw error;
      if (length >= limits.objectBytes) {
        throw new PadesError('PADES_LIMIT_EXCEEDED', { offset, detail: 'an object is too long.' });
      }
    }
  }
}

/** Up to `length` bytes at `offset`, fewer at the end of the file. */
export function peekAt(source: ByteSource, offset: number, length: number): Uint8Array {
  const start = Math.min(Math.max(offset, 0), source.size);
  return source.read(start, Math.min(length, source.size - start));
}
