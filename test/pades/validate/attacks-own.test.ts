import { beforeAll, describe, expect, it } from 'vitest';
import { ownAttacks } from './attack-own.ts';
import type { AttackWorld } from './attack-world.ts';
import { basePdf, signaturesOf, signRaw, testPki, trusting, usualSigner, verdict } from './world.ts';

let world: AttackWorld;
beforeAll(async () => {
  const [pki, cms] = [await testPki(), await usualSigner()];
  const base = basePdf();
  world = { pki, cms, base, signed: signRaw(base, { cms }) };
});

describe('attacks of our own reviewers, each for the reason it is one', () => {
  it.each(ownAttacks.map((row) => ({ ...row, title: `${row.id} ${row.name}` })))('$title', (row) => {
    const [first] = signaturesOf(row.make(world), trusting(world.pki.root));
    const finding = first?.findings.find(({ check, status }) => check === row.check && status !== 'passed');
    expect({
      verdict: first && verdict(first),
      check: first?.decidedBy ?? finding?.check,
      kind: first?.changes.find(({ kind }) => kind === row.kind)?.kind,
    }).toEqual({ verdict: row.verdict, check: row.check, kind: row.kind });
  });

  it('and a field that shows another value than it has is told with both', () => {
    const row = ownAttacks.find(({ name }) => name.includes('another value than it has'));
    const [first] = signaturesOf(row!.make(world), trusting(world.pki.root));
    expect(first?.changes.map(({ detail }) => detail)).toEqual([
      'field "catatan": "lama" became "baru"; a reader sees "Rp9.000.000"',
    ]);
  });
});
