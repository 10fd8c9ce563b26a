import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { ByteSource } from '../pades/index.ts';

/** Large enough that the calls cost nothing, small enough to stay in the processor's cache. */
const POTONGAN = 256 * 1024;

/** A file on disk as a source: read where asked, never held whole. Close it when done. */
export function sumberBerkas(path: string): Required<ByteSource> & { close(): void } {
  const fd = openSync(path, 'r');
  const { size } = fstatSync(fd);
  return {
    size,
    read(offset, length) {
      if (offset < 0 || length < 0 || offset + length > size) {
        throw new RangeError(`read of ${length} bytes at ${offset} lies outside ${size} bytes`);
      }
      // Every byte is read over, so none has to be set to zero first.
      const bytes = new Uint8Array(Buffer.allocUnsafeSlow(length).buffer, 0, length);
      for (let done = 0; done < length;) {
        const n = readSync(fd, bytes, done, length - done, offset + done);
        if (n === 0) throw new RangeError('the file became shorter while it was read');
        done += n;
      }
      return bytes;
    },
    scan(start, end, visit) {
      const buffer = Buffer.allocUnsafeSlow(Math.min(POTONGAN, Math.max(0, end - start)));
      for (let at = start; at < end;) {
        const n = readSync(fd, buffer, 0, Math.min(buffer.length, end - at), at);
        if (n === 0) throw new RangeError('the file became shorter while it was read');
        visit(buffer.subarray(0, n));
        at += n;
      }
    },
    close: () => closeSync(fd),
  };
}
