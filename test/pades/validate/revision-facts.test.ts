import { describe, expect, it } from 'vitest';
import { bytesSource } from '../../../src/pades/bytes.ts';
import { readRevisions } from '../../../src/pades/validate/revision-facts.ts';
import { other, pdfKinds } from '../../support/pdf-kinds.ts';
import { appendTable, hybridFile, letter, SampleFile, streamFile, tableFile } from '../../support/pdf.ts';

const read = (bytes: Uint8Array) => readRevisions(bytesSource(bytes));

describe('what each writer of a file did', () => {
  it('is told with its bytes and its kind of cross-reference', () => {
    const kinds = { table: tableFile(), stream: streamFile(), hybrid: hybridFile() };
    for (const [xref, bytes] of Object.entries(kinds)) {
      expect(read(bytes)).toMatchObject([
        { index: 0, start: 0, end: bytes.length, xref, linearized: false, replaced: 0, freed: 0 },
      ]);
    }
  });

  it('takes the two sections of a linearized file for one revision', () => {
    for (const name of ['linier.pdf', 'linier-objstm.pdf']) {
      const bytes = other(name);
      expect(read(bytes)).toMatchObject([{ start: 0, end: bytes.length, linearized: true }]);
    }
  });

  it('says what was added, what was written again and is the same, and what was freed', () => {
    const first = tableFile();
    const file = new SampleFile(null, appendTable(first, { 5: letter[5]!, 6: '<</Other 1>>', 7: '(x)' }));
    const middle = file.length;
    const prev = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(Buffer.from(file.bytes()).toString('latin1'))?.[1];
    file.table(new Map<number, number | null>([...file.objects({ 2: letter[2]! }), [7, null]]), {
      trailer: `/Root 1 0 R/Prev ${prev}`,
    });
    expect(read(file.bytes())).toMatchObject([
      { start: 0, end: first.length, added: 6, replaced: 0, freed: 0 },
      {
        start: first.length,
        end: middle,
        objects: { added: [7], replaced: [5, 6], freed: [], unchanged: [5] },
      },
      { start: middle, objects: { added: [], replaced: [2], freed: [7], unchanged: [2] } },
    ]);
  });

  it('counts from the first byte of the file, and ends where the last revision ends', () => {
    const junk = new SampleFile(null);
    junk.raw('junk\n%PDF-1.7\n');
    junk.table(junk.objects(letter), { trailer: '/Root 1 0 R' });
    expect(read(junk.bytes())).toMatchObject([{ start: 0, end: junk.length }]);
    expect(read(Buffer.concat([junk.bytes(), Buffer.from('MORE')]))).toMatchObject([{ end: junk.length }]);
  });

  it('can be told of every kind of file', () => {
    for (const make of Object.values(pdfKinds)) {
      const revisions = read(make());
      for (const [at, { start }] of revisions.entries()) expect(start).toBe(revisions[at - 1]?.end ?? 0);
    }
  });
});
