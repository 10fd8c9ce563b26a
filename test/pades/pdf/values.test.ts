import { describe, expect, it } from 'vitest';
import { bytesSource } from '../../../src/pades/bytes.ts';
import { readPdf } from '../../../src/pades/pdf/reader.ts';
import { letter, streamFile, tableFile, type Bodies } from '../../support/pdf.ts';

const refused = expect.objectContaining({ code: 'PADES_LIMIT_EXCEEDED' });
const read = (file: Uint8Array, nums: readonly number[]): void => {
  const view = readPdf(bytesSource(file), { objectValues: 1000, fileValues: 2500 }).view();
  for (const num of nums) view.get({ kind: 'ref', num, gen: 0 });
};
const small = (count: number): string => `[${'[]'.repeat(count)}]`;

describe('what objects hold is counted before it fills the memory', () => {
  it('in one object, however it is nested', () => {
    expect(() => read(tableFile({ ...letter, 7: small(200) }), [7])).not.toThrow();
    expect(() => read(tableFile({ ...letter, 7: small(300) }), [7])).toThrow(refused);
    const deep = `[[${small(150)}][${small(150)}]<</A ${small(150)}>>]`;
    expect(() => read(tableFile({ ...letter, 7: deep }), [7])).toThrow(refused);
  });

  it('in all objects of a file together, compressed ones too, and once for each', () => {
    const bodies: Bodies = { ...letter, 7: small(180), 8: small(180), 9: small(180), 10: small(180) };
    for (const file of [tableFile(bodies), streamFile(bodies, { compressed: [7, 8, 9, 10] })]) {
      expect(() => read(file, [7, 8, 7, 8, 7, 8, 7, 8])).not.toThrow();
      expect(() => read(file, [7, 8, 9, 10])).toThrow(refused);
    }
  });
});
