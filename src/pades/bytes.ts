/** Random access to immutable bytes. `read` returns exactly `length` bytes or throws; offsets count from byte 0. */
export interface ByteSource {
  readonly size: number;
  read(offset: number, length: number): Uint8Array;
}

/** Sequential output; bytes handed over are never modified afterwards. */
export interface ByteSink {
  write(bytes: Uint8Array): void;
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

/** The whole source as one array (a view where the source is already in memory). */
export function readAll(source: ByteSource): Uint8Array {
  return source.read(0, source.size);
}
