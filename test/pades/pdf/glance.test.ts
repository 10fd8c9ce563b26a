import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesSource } from '../../../src/pades/bytes.ts';
import { PadesError } from '../../../src/pades/errors.ts';
import { WantedKeys } from '../../../src/pades/pdf/glance.ts';
import { pdfNull, type PdfObject } from '../../../src/pades/pdf/objects.ts';
import { readPdf } from '../../../src/pades/pdf/reader.ts';
import { serialize } from '../../../src/pades/pdf/serialize.ts';
import { letter, tableFile } from '../../support/pdf.ts';

const wanted = new WantedKeys(['T', 'V', 'Contents']);
const seven = { kind: 'ref', num: 7, gen: 0 } as const;

const text = (object: PdfObject | undefined): string => serialize(object ?? pdfNull);

/** What the wanted keys of object 7 say: picked out of a fresh file, and read whole. A refusal is its code. */
function bothWays(body: string): { picked: string; whole: string; anomalies: number } {
  const bytes = tableFile({ ...letter, 7: body });
  const outcome = (read: () => string): string => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof PadesError)) throw error;
      return error.code;
    }
  };
  const file = readPdf(bytesSource(bytes));
  const picked = outcome(() => (file.view().pick(seven, wanted) ?? []).map(text).join());
  const view = readPdf(bytesSource(bytes)).view();
  const whole = outcome(() => {
    const object = view.get(seven);
    return object?.kind === 'dict' ? wanted.names.map((name) => text(object.entries.get(name))).join() : '';
  });
  return { picked, whole, anomalies: file.anomalies.length };
}

const pieces = [
  '/T', '/V', '/Contents', '/#54', '/Type', '/X', '/', '<<', '>>', '[', ']', '(a)', '(a(b)c)', '(\\))', '(', ')', '<', '>', '<41>', '<4 1>',
  '<zz>', '0', '7', '-1', '-', '.', '1.5', '1.2.3', '+3', '1 0 R', '12 0', 'R', 'true', 'null', 'nul', '%x\n', '\r\n', '\0', '1234567890123456',
]; // prettier-ignore

describe('the entries picked out of a dictionary', () => {
  it.each([
    '<</T(a)/V 3 0 R/Contents<41>>>',
    '<< /V\n3 0 R % a comment\n/T (b) >>',
    '<</#54(a)/V/N>>',
    '<</T(a\\)b)/V[1 -2 .5 6. 3 0 R(x)<</T 1>>]>>',
    '<</A<</T(in)/V 1>>/V true/B[[[[[[1]]]]]]/T null>>',
    '<</V 1 0 R/T 12 0 13 0 R>>',
    '[1 2 3]',
    '12',
  ])('are those that the whole of it has: %s', (body) => {
    const { picked, whole } = bothWays(body);
    expect(picked).toBe(whole);
  });

  it('are those that the whole of it has, whatever it is made of', () => {
    const entry = fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(entry, (inner) => {
        const { picked, whole } = bothWays(`<<${inner}>>`);
        // Digits of strings that nobody asks for are all that reading it whole may find beyond.
        if (picked !== whole)
          expect([whole, inner]).toEqual(['PADES_PDF_SYNTAX', expect.stringContaining('<')]);
      }),
      { numRuns: 3000 },
    );
  });

  it('do not hide a key that stands there twice, on any level', () => {
    for (const body of ['<</T(a)/T(b)>>', '<</X 1/X 2/T(a)>>', '<</T(a)/A<</B[<</C 1/C 2>>]>>>>']) {
      expect(bothWays(body).anomalies).toBe(1);
    }
  });

  it('are found though a string beside them holds other characters than digits; the whole is refused', () => {
    expect(bothWays('<</T(a)/X<41zz>>>')).toMatchObject({
      picked: '(a),null,null',
      whole: 'PADES_PDF_SYNTAX',
    });
    expect(bothWays('<</T(a)/Contents<41zz>>>').picked).toBe('PADES_PDF_SYNTAX');
    expect(bothWays('<</T(a)/X<41').picked).toBe('PADES_PDF_SYNTAX');
  });
});
