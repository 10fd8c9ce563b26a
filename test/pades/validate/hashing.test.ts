import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { bytesSource, type ByteSource } from '../../../src/pades/bytes.ts';
import { hashRanges } from '../../../src/pades/validate/hashing.ts';

const bytes = Buffer.alloc(5_000_000, 'isi arsip ');
const range = { gapStart: 2_000_000, gapEnd: 2_000_100, end: bytes.length, contents: new Uint8Array() };
const expected = createHash('sha256')
  .update(bytes.subarray(0, range.gapStart))
  .update(bytes.subarray(range.gapEnd))
  .digest();

describe('digests of signed ranges', () => {
  it('leave out the gap', () => {
    const [digests] = hashRanges(bytesSource(bytes), [{ range, hashes: ['sha256'] }]);
    expect(Buffer.from(digests?.get('sha256') ?? [])).toEqual(expected);
  });

  it('take the memory of one piece where the source can hand out its bytes in order', () => {
    const piece = Buffer.alloc(64 * 1024);
    const source: ByteSource = {
      size: bytes.length,
      read: () => {
        throw new Error('would keep a piece of the file for each call');
      },
      scan: (start, end, visit) => {
        for (let at = start; at < end; at += piece.length)
          visit(piece.subarray(0, bytes.copy(piece, 0, at, Math.min(end, at + piece.length))));
      },
    };
    const [digests] = hashRanges(source, [{ range, hashes: ['sha256'] }]);
    expect(Buffer.from(digests?.get('sha256') ?? [])).toEqual(expected);
  });
});
