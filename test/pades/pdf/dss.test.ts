import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bytesSource } from '../../../src/pades/bytes.ts';
import { dssLimits, readDss } from '../../../src/pades/pdf/dss.ts';
import { readPdf } from '../../../src/pades/pdf/reader.ts';
import { letter, tableFile } from '../../support/pdf.ts';

const catalog = (dss: string): string =>
  (typeof letter[1] === 'string' ? letter[1] : '').replace(/>>$/, `/DSS ${dss}>>`);
const read = (dss: string, objects: Record<number, string> = {}) =>
  readDss(readPdf(bytesSource(tableFile({ ...letter, 1: catalog(dss), ...objects }))).view());
const stream = (text: string): string => `<</Length ${text.length}>>\nstream\n${text}\nendstream`;
const texts = (items: readonly Uint8Array[] = []): string[] =>
  items.map((each) => Buffer.from(each).toString('latin1'));

describe('the reader of a document security store', () => {
  it('sees none where there is none', () => {
    expect(readDss(readPdf(bytesSource(tableFile())).view())).toBeNull();
  });

  it('takes arrays as they stand in the dictionary or apart, and streams in the clear or packed', () => {
    const packed = deflateSync(Buffer.from('daftar')).toString('latin1');
    const dss = read('20 0 R', {
      20: '<</Certs[21 0 R]/CRLs 22 0 R/VRI<</ABCD 24 0 R>>>>',
      21: stream('sertifikat'),
      22: '[23 0 R]',
      23: `<</Filter/FlateDecode/Length ${packed.length}>>\nstream\n${packed}\nendstream`,
      24: '<</Cert[21 0 R]/OCSP[25 0 R]/TS 25 0 R>>',
      25: stream('jawaban'),
    });
    expect([texts(dss?.certificates), texts(dss?.crls), texts(dss?.ocsps)]).toEqual([
      ['sertifikat'],
      ['daftar'],
      [],
    ]);
    const entry = dss?.vri.get('ABCD');
    expect([
      texts(entry?.certificates),
      texts(entry?.ocsps),
      texts([entry?.timestamp ?? new Uint8Array()]),
    ]).toEqual([['sertifikat'], ['jawaban'], ['jawaban']]);
    expect(dss?.faults).toEqual([]);
  });

  it.each([
    ['no dictionary', '(x)', {}],
    ['a list that is no array', '<</Certs(x)>>', {}],
    ['an item that is no reference', '<</Certs[(x)]>>', {}],
    ['an item that is not there', '<</Certs[99 0 R]>>', {}],
    ['an unknown filter', '<</Certs[20 0 R]>>', { 20: '<</Filter/Sandi/Length 1>>\nstream\nx\nendstream' }],
    [
      'a broken packing',
      '<</Certs[20 0 R]>>',
      { 20: '<</Filter/FlateDecode/Length 1>>\nstream\nx\nendstream' },
    ],
    ['references in a circle', '<</Certs 20 0 R>>', { 20: '21 0 R', 21: '20 0 R' }],
  ])('names %s and goes on', (_, dss, objects) => {
    const found = read(dss, objects);
    expect(found?.certificates).toEqual([]);
    expect(found?.faults.length).toBeGreaterThan(0);
  });

  it('refuses a store no honest writer makes', () => {
    const many = `[${'20 0 R '.repeat(dssLimits.items * 2 + 1)}]`;
    expect(() => read(`<</Certs${many}>>`, { 20: stream('x') })).toThrow(/PADES_LIMIT|limit/i);
    const bomb = deflateSync(Buffer.alloc(50 * 1024 * 1024)).toString('latin1');
    const packed = `<</Filter/FlateDecode/Length ${bomb.length}>>\nstream\n${bomb}\nendstream`;
    expect(() => read('<</CRLs[20 0 R 21 0 R 22 0 R]>>', { 20: packed, 21: packed, 22: packed })).toThrow(
      /limit/i,
    );
  });
});
