import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDer } from '../../../src/pades/asn1/guard.ts';
import { oid } from '../../../src/pades/asn1/read.ts';

/** X.690 clause 8.19, in whole numbers of any size. */
function spelled(arcs: readonly bigint[]): Uint8Array {
  const [first = 0n, second = 0n, ...rest] = arcs;
  const octets = [first * 40n + second, ...rest].flatMap((arc) => {
    const digits = [Number(arc & 0x7fn)];
    for (let more = arc >> 7n; more > 0n; more >>= 7n) digits.unshift(Number(more & 0x7fn) | 0x80);
    return digits;
  });
  return Uint8Array.from([0x06, octets.length, ...octets]);
}

const near = (exponent: number): fc.Arbitrary<bigint> =>
  fc.bigInt({ min: 2n ** BigInt(exponent) - 200n, max: 2n ** BigInt(exponent) + 200n });
const arc = fc.oneof(fc.bigInt({ min: 0n, max: 70_000n }), ...[45, 46, 52, 53, 64, 100].map(near));

describe('an object identifier', () => {
  it('is read exactly, however large its arcs', () => {
    const roots = fc.oneof(
      fc.tuple(fc.constantFrom(0n, 1n), fc.bigInt({ min: 0n, max: 39n })),
      fc.tuple(fc.constant(2n), arc),
    );
    fc.assert(
      fc.property(roots, fc.array(arc, { maxLength: 5 }), (root, rest) => {
        const arcs = [...root, ...rest];
        expect(oid(parseDer(spelled(arcs)))).toBe(arcs.join('.'));
      }),
      { numRuns: 2000 },
    );
  });
});
