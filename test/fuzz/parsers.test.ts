import { beforeAll, describe, expect, it } from 'vitest';
import { Dice, mutated } from './mutate.ts';
import { parsers, type Parser } from './parsers.ts';

const names = [
  'tokens', 'xref', 'object-streams', 'filters', 'differ', 'locator', 'der', 'cms', 'x509', 'ocsp', 'crl', 'tsp',
] as const; // prettier-ignore
let all: Readonly<Record<string, Parser>>;
beforeAll(async () => {
  all = await parsers();
});

/** A bounded share of what `tsx test/fuzz/parser.ts NAME SECONDS` does for as long as it is told. */
const RUNS = 300;

describe('each parser of what strangers write', { timeout: 120_000 }, () => {
  it('is in the table', () => {
    expect(Object.keys(all)).toEqual(names);
  });

  it.each(names)('%s: unchanged input is accepted, changed input is answered as promised', (name) => {
    const { corpus, target } = all[name] ?? { corpus: [], target: () => 'absent' };
    expect(corpus.map(target)).toContain(null);
    const dice = new Dice(names.indexOf(name) + 1);
    const codes = new Set<string | null>();
    for (let run = 0; run < RUNS; run += 1) codes.add(target(mutated(corpus, dice)));
    expect(codes.size).toBeGreaterThan(name === 'differ' || name === 'locator' || name === 'cms' ? 0 : 1);
  });
});
