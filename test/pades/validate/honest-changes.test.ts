import { beforeAll, describe, expect, it } from 'vitest';
import type { AttackWorld } from './attack-world.ts';
import { honestChanges } from './honest-changes.ts';
import { basePdf, signaturesOf, signRaw, testPki, trusting, usualSigner, verdict } from './world.ts';

let world: AttackWorld;
beforeAll(async () => {
  const [pki, cms] = [await testPki(), await usualSigner()];
  const base = basePdf();
  world = { pki, cms, base, signed: signRaw(base, { cms }) };
});

describe('what honest software does to a signed file raises no alarm', () => {
  it.each(honestChanges.map((row) => ({ ...row, title: `${row.name} (${row.like})` })))('$title', (row) => {
    const [first] = signaturesOf(row.make(world), trusting(world.pki.root));
    expect(first?.changes.filter(({ permitted }) => !permitted)).toEqual([]);
    expect(first && verdict(first)).toBe('TOTAL_PASSED');
    expect(first?.changes.map(({ kind }) => kind).sort()).toEqual([...row.kinds].sort());
  });
});

describe('what was filled in is told in words', () => {
  it('with the old and the new value, page and place', () => {
    const [first] = signaturesOf(
      honestChanges.find(({ name }) => name.startsWith('a text, with a new'))!.make(world),
      trusting(world.pki.root),
    );
    expect(first?.changes).toEqual([
      {
        revision: 2,
        level: 'form-filling',
        permitted: true,
        kind: 'field-value',
        page: 0,
        field: 'catatan',
        subtype: 'Widget',
        rect: [10, 10, 90, 30],
        object: 6,
        detail: 'field "catatan": "lama" became "baru"',
      },
    ]);
    expect(first?.modifications).toBe('permitted');
    expect(first?.findings.find(({ check }) => check === 'changes.form')?.status).toBe('warning');
  });
});
