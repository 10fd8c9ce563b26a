import { beforeAll, describe, expect, it } from 'vitest';
import { makePki, type TestPki } from '../support/pki.ts';
import { Dice, mutated } from './mutate.ts';
import { corpus, readerTarget, validatorTarget, writerTarget, type Target } from './targets.ts';

let pki: TestPki;
beforeAll(async () => {
  pki = await makePki();
});

/** A bounded share of what `tsx test/fuzz/reader.ts 60` does for as long as it is told. */
const RUNS = 1500;
function tally(target: Target, seed: number): Map<string | null, number> {
  const dice = new Dice(seed);
  const codes = new Map<string | null, number>();
  for (let run = 0; run < RUNS; run += 1) {
    const code = target(mutated(corpus, dice));
    codes.set(code, (codes.get(code) ?? 0) + 1);
  }
  return codes;
}

describe('mutated files', { timeout: 120_000 }, () => {
  it('are read, or refused with a code', () => {
    const codes = tally(readerTarget, 1);
    expect(codes.get(null)).toBeGreaterThan(0);
    expect(codes.size).toBeGreaterThan(3);
  });

  it('are prepared for signing with every old byte in its place, or refused with a code', () => {
    const codes = tally(writerTarget(pki.ec), 2);
    expect(codes.get(null)).toBeGreaterThan(0);
    expect(codes.size).toBeGreaterThan(3);
  });

  it('never make the validator throw or pass', () => {
    expect(tally(validatorTarget, 3).get(null)).toBeGreaterThan(0);
  });

  it('are the same for the same seed', () => {
    const [a, b] = [new Dice(4), new Dice(4)];
    for (let i = 0; i < 50; i += 1) expect(mutated(corpus, a)).toEqual(mutated(corpus, b));
  });
});

describe('truncated files', { timeout: 120_000 }, () => {
  it('of every length are refused with a code, unless only the last line end is missing', () => {
    const writer = writerTarget(pki.ec);
    for (const whole of corpus.slice(0, 8)) {
      const accepted: number[] = [];
      for (let length = 0; length < whole.length; length += 1) {
        if (writer(whole.subarray(0, length)) === null) accepted.push(whole.length - length);
      }
      // Where `%%EOF` is whole again: before the last line end, or at the end of an earlier revision.
      expect(accepted.every((missing) => missing === 1 || endsRevision(whole, missing))).toBe(true);
    }
  });
});

const endsRevision = (whole: Uint8Array, missing: number): boolean =>
  /%%EOF[\r\n]{0,2}$/.test(Buffer.from(whole.subarray(0, whole.length - missing)).toString('latin1'));
