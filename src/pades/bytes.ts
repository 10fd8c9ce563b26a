/** Random access to immutable bytes. `read` returns exactly `length` bytes or throws; offsets count from byte 0. */
export interface ByteSource {
  readonly size: number;
  read(offset: number, length: number): Uint8Array;
  /**
   * Hands out `[start, end)` in order, in pieces that are valid only during the call: what a source on disk can do without
   * memory of its own for each piece. `eachChunk` is the way to call it.
   */
  scan?(start: number, end: number, visit: (chunk: Uint8Array) => void): void;
}

/** Sequential output; bytes handed over are never modified afterwards, unless the sink says it has no more use for them. */
export interface ByteSink {
  write(bytes: Uint8Array): void;
  /** True where `write` keeps nothing, a file's say: the memory may then be used again, and a large file needs next to none. */
  readonly keepsNothing?: boolean;
}

/** A source over bytes held in memory. The views it returns must not be written to. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read(offset, length) {
      if (offset < 0 || length < 0 || offset + length > bytes.length) {
        throw new RangeError(`read of ${length} bytes at ${offset} lies outside ${bytes.length} bytes`);
      }
      return bytes.subarray(offset, offset + length);
    },
  };
}

/** A megabyte at a time: the source may be larger than memory. */
const CHUNK = 1 << 20;

/** Visits `[start, end)` in order, in pieces. A piece must not be kept: its memory may be used for the next one. */
export function eachChunk(
  source: ByteSource,
  start: number,
  end: number,
  visit: (chunk: Uint8Array) => void,
): void {
  if (source.scan) source.scan(start, end, visit);
  else for (let at = start; at < end; at += CHUNK) visit(source.read(at, Math.min(CHUNK, end - at)));
}

/** The whole source as one array (a view where the source is already in memory). */
export function readAll(source: ByteSource): Uint8Array {
  return source.read(0, source.size);
}
