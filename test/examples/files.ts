import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import type { ByteSink, ByteSource } from 'naskah/pades';

/** A file as the engine reads it: what it asks for, and nothing more, is ever in memory. */
export function openFile(path: string): ByteSource & { close(): void } {
  const fd = openSync(path, 'r');
  return {
    size: fstatSync(fd).size,
    read(offset, length) {
      const bytes = new Uint8Array(length);
      if (readSync(fd, bytes, 0, length, offset) !== length)
        throw new Error(`${path} is shorter than it was`);
      return bytes;
    },
    close: () => closeSync(fd),
  };
}

/** A file as the engine writes it. */
export function createFile(path: string): ByteSink & { close(): void } {
  const fd = openSync(path, 'wx');
  return {
    write(bytes) {
      for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done);
    },
    close: () => closeSync(fd),
  };
}
