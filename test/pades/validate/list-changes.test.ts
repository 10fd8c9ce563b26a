import { beforeAll, describe, expect, it } from 'vitest';
import { bytesSource } from '../../../src/pades/bytes.ts';
import { listChanges } from '../../../src/pades/validate/list-changes.ts';
import { evil, shown, remark, textField } from './attack-world.ts';
import { append, basePdf, signRaw, usualSigner } from './world.ts';

let file: Buffer;
beforeAll(async () => {
  const edited = append(append(basePdf(), { 4: evil }), { 6: textField('baru') });
  file = append(signRaw(edited, { cms: await usualSigner() }), { 3: shown([11, 20]), 20: remark('Stamp') });
});

describe('what changed between revisions', () => {
  it('is listed for each pair of neighbours, signed or not, with the page it is on', () => {
    const list = listChanges(bytesSource(file));
    expect(
      list.map(({ revision, changes }) => [
        revision,
        ...changes.map(({ kind, page }) => `${kind} ${page ?? '-'}`),
      ]),
    ).toEqual([
      [1, 'page-content 0'],
      [2, 'field-value 0'],
      [3, 'signature 0'],
      [4, 'annotation-added 0'],
    ]);
  });

  it('is listed for the pairs asked for alone', () => {
    expect(listChanges(bytesSource(file), { from: 1, to: 2 }).map(({ revision }) => revision)).toEqual([2]);
    expect(listChanges(bytesSource(file), { from: 4 })).toEqual([]);
  });

  it('says so where a file cannot be read', () => {
    expect(() => listChanges(bytesSource(Buffer.from('bukan PDF')))).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^PADES_/) as string }),
    );
  });
});
