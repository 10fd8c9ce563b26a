import type { ByteSource } from '../bytes.ts';
import { PadesError } from '../errors.ts';
import type { PdfLimits } from './file.ts';
import { Octets } from './octets.ts';
import { ObjectParser, WindowExhausted } from './parser.ts';

/** First window of an object: most objects without their stream are shorter than this. */
const FIRST = 8192;
const GROWTH = 8;

/** Up to this size a file is read once, whole: that is cheaper than the first handful of windows. */
const HELD = 1024 * 1024;

/** A source whose bytes are all here. */
class HeldSource implements ByteSource {
  readonly octets: Octets;
  readonly size: number;

  constructor(bytes: Uint8Array) {
    this.octets = new Octets(bytes, true);
    this.size = bytes.length;
  }

  read(offset: number, length: number): Uint8Array {
    const { buffer, byteOffset } = this.octets.bytes;
    return new Uint8Array(buffer, byteOffset + offset, length);
  }
}

/** The source as the reader uses it: small ones are read at once. An object may be no longer than `limits` say, whatever the window. */
export function held(source: ByteSource, limits: PdfLimits): ByteSource {
  const small = source.size <= Math.min(HELD, limits.objectBytes);
  return small ? new HeldSource(source.read(0, source.size)) : source;
}

/** The whole source, where it is in memory. */
export const heldOctets = (source: ByteSource): Octets | null =>
  source instanceof HeldSource ? source.octets : null;

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
  if (source instanceof HeldSource) return read(new ObjectParser(source.octets, 0, true, limits, offset));
  for (let length = FIRST; ; length *= GROWTH) {
    const rest = source.size - offset;
    const complete = length >= rest;
    try {
      const octets = new Octets(source.read(offset, complete ? rest : length), false);
      return read(new ObjectParser(octets, offset, complete, limits));
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

/** Some bytes of the source: those from `at` to before `end`. */
export interface Peek {
  readonly bytes: Uint8Array;
  readonly at: number;
  readonly end: number;
}

/** Like `peekAt`, but where the source is in memory it is only pointed to. */
export function lookAt(source: ByteSource, offset: number, length: number): Peek {
  if (source instanceof HeldSource) {
    const at = Math.min(Math.max(offset, 0), source.size);
    return { bytes: source.octets.bytes, at, end: Math.min(at + length, source.size) };
  }
  const bytes = peekAt(source, offset, length);
  return { bytes, at: 0, end: bytes.length };
}
