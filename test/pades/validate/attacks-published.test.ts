import { beforeAll, describe, expect, it } from 'vitest';
import type { ReportedChange } from '../../../src/pades/validate/types.ts';
import { publishedAttacks } from './attack-published.ts';
import type { AttackRow, AttackWorld } from './attack-world.ts';
import { basePdf, signaturesOf, signRaw, testPki, trusting, usualSigner, verdict } from './world.ts';

let world: AttackWorld;
beforeAll(async () => {
  const [pki, cms] = [await testPki(), await usualSigner()];
  const base = basePdf();
  world = { pki, cms, base, signed: signRaw(base, { cms }) };
});

/** The change that the row is about, with no more of it than the row says. */
const told = (change: ReportedChange | undefined, row: AttackRow): Partial<AttackRow> => ({
  ...(row.page === undefined ? {} : { page: change?.page ?? -1 }),
  ...(row.subtype === undefined ? {} : { subtype: change?.subtype ?? '' }),
  ...(row.rect === undefined ? {} : { rect: change?.rect ?? [] }),
  ...(row.field === undefined ? {} : { field: change?.field ?? '' }),
});
const place = (row: AttackRow): Partial<AttackRow> => ({
  ...(row.page === undefined ? {} : { page: row.page }),
  ...(row.subtype === undefined ? {} : { subtype: row.subtype }),
  ...(row.rect === undefined ? {} : { rect: [...row.rect] }),
  ...(row.field === undefined ? {} : { field: row.field }),
});

describe('published attacks, each for the reason it is one', () => {
  it.each(publishedAttacks.map((row) => ({ ...row, title: `${row.id} ${row.name}` })))('$title', (row) => {
    const [first] = signaturesOf(row.make(world), trusting(world.pki.root));
    const change = first?.changes.find(({ kind }) => kind === row.kind);
    const finding = first?.findings.find(({ check, status }) => check === row.check && status !== 'passed');
    expect({
      verdict: first && verdict(first),
      check: first?.decidedBy ?? finding?.check,
      kind: change?.kind,
      ...told(change, row),
    }).toEqual({ verdict: row.verdict, check: row.check, kind: row.kind, ...place(row) });
  });

  it('and the file they start from passes with nothing to remark', () => {
    const [first] = signaturesOf(world.signed, trusting(world.pki.root));
    expect(first && verdict(first)).toBe('TOTAL_PASSED');
    expect(first?.changes).toEqual([]);
    expect(
      first?.findings.filter(({ check }) => /^(changes|content)\./.test(check)).map(({ status }) => status),
    ).toEqual(['passed', 'passed']);
  });
});
