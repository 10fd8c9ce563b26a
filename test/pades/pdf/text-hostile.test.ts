import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesSource } from '../../../src/pades/bytes.ts';
import { PadesError } from '../../../src/pades/errors.ts';
import { findText } from '../../../src/pades/pdf/text-find.ts';
import { letter, tableFile, type Bodies } from '../../support/pdf.ts';

const page = (content: string | Uint8Array, more: Bodies = {}): Uint8Array =>
  tableFile({
    ...letter,
    2: '<</Type/Pages/Count 1/Kids[3 0 R]>>',
    3: '<</Type/Page/Parent 2 0 R/Contents 5 0 R/Resources<</Font<</F1 6 0 R/F2 7 0 R>>/XObject<</X 9 0 R>>>>>>',
    5: ['/Filter/FlateDecode', deflateSync(content)],
    ...more,
  });
/** Hits, or the code it was refused with; anything else is thrown on. */
const outcome = (file: Uint8Array, text = '#'): number | string => {
  try {
    return findText(bytesSource(file), text).length;
  } catch (error) {
    if (error instanceof PadesError) return error.code;
    throw error;
  }
};
const filler = (length: number, each: (i: number) => string) =>
  Array.from({ length }, (_, i) => each(i)).join('');

describe('hostile contents', () => {
  const form = (content: string) => ({ 9: ['/Type/XObject/Subtype/Form/BBox[0 0 1 1]', content] as const });
  it.each([
    ['a form that draws itself', page('/X Do', form('/X Do /X Do')), 'PADES_LIMIT_EXCEEDED'],
    ['states saved without end', page(filler(5000, (i) => `q ${i} w `)), 'PADES_LIMIT_EXCEEDED'],
    ['arrays without end', page(filler(2000, (i) => `[${i} `)), 'PADES_LIMIT_EXCEEDED'],
    ['dictionaries without end', page(filler(2000, (i) => `<</${i} `)), 'PADES_LIMIT_EXCEEDED'],
    [
      'forms that draw a large form again and again',
      page('/X Do '.repeat(60), form(filler(200_000, (i) => `${i} w `))),
      'PADES_LIMIT_EXCEEDED',
    ],
    [
      'inline images that never end',
      page(filler(200_000, (i) => `BI /W ${i} /F /A85 ID x EI `)),
      'PADES_LIMIT_EXCEEDED',
    ],
    [
      'a character map of ranges without end',
      page('BT /F2 1 Tf (#) Tj ET', {
        7: '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 8 0 R>>',
        8: ['', filler(100, (i) => `1 beginbfrange <0000> <ffff> <00${10 + (i % 80)}> endbfrange `)],
      }),
      'PADES_LIMIT_EXCEEDED',
    ],
    ['content that is no Flate', page('', { 5: ['/Filter/FlateDecode', 'bukan'] }), 'PADES_PDF_SYNTAX'],
    ['content that is a picture', page('', { 5: ['/Filter/DCTDecode', 'x'] }), 'PADES_STREAM_UNSUPPORTED'],
    ['nothing but restores', page('Q '.repeat(50) + 'BT /F1 9 Tf (#) Tj ET'), 1],
    ['operators without operands', page('Tf Td cm Tm Tj TJ Do gs \' " BT /F1 9 Tf (#) Tj ET'), 1],
    ['operands without end', page(`${'1 '.repeat(5000)} w BT /F1 9 Tf (#) Tj ET`), 1],
    ['numbers misspelled', page('--5 1.2.3 +-7 . w BT /F1 9 Tf 1 --2 Td (#) Tj ET'), 1],
    ['fonts that are not there', page('BT /Nowhere 9 Tf (#) Tj ET'), 0],
    [
      'numbers beyond all measure',
      page(`${'9'.repeat(90)} 0 0 ${'9'.repeat(90)} 0 0 cm `.repeat(9) + 'BT /F1 9 Tf 1 1 Td (#) Tj ET'),
      0,
    ],
    ['closing brackets alone', page('] ) } > >> BT /F1 9 Tf (#) Tj ET'), 1],
    ['a string that does not end', page('BT /F1 9 Tf (# '), 0],
  ])('%s', (_, file, expected) => {
    expect(outcome(file)).toBe(expected);
  });

  it('no bytes make the reader throw anything but its codes', () => {
    const words = fc.constantFrom(
      'q',
      'Q',
      'BT',
      'ET',
      'Tf',
      'Tj',
      'TJ',
      'Do',
      'cm',
      'BI',
      'ID',
      'EI',
      '/F1',
      '/X',
      '(#)',
      '[',
      ']',
      '<<',
      '>>',
      '<23>',
      '1',
      '-.5',
      '%',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 60 }), (parts) => {
        expect(typeof outcome(page(parts.join(' '), form('BT /F1 9 Tf (#) Tj ET')))).not.toBe('undefined');
      }),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const file = page('BT /F2 9 Tf <0123> Tj ET', {
          7: '<</Type/Font/Subtype/Type0/Encoding 8 0 R/ToUnicode 8 0 R/DescendantFonts[<</W[1 2 3]>>]>>',
          8: ['', bytes],
        });
        expect(typeof outcome(file)).not.toBe('undefined');
        expect(typeof outcome(page(bytes))).not.toBe('undefined');
      }),
      { numRuns: 300 },
    );
  });
});
