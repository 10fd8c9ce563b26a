import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { bytesSource } from '../../../src/pades/bytes.ts';
import { PadesError } from '../../../src/pades/errors.ts';
import { readPdf } from '../../../src/pades/pdf/reader.ts';
import { textOf } from '../../../src/pades/pdf/serialize.ts';
import { prepareSignature } from '../../../src/pades/sign/prepare.ts';
import {
  appendTable,
  letter,
  SampleFile,
  streamFile,
  tableFile,
  type Bodies,
  type XrefRow,
} from '../../support/pdf.ts';
import { pdfKinds } from '../../support/pdf-kinds.ts';
import { makePki, type TestPki } from '../../support/pki.ts';

let pki: TestPki;
beforeAll(async () => {
  pki = await makePki();
});

const kinds = Object.values(pdfKinds).map((make) => make());
const prepare = (bytes: Uint8Array, more: { field?: string; reason?: string; signingTime?: Date } = {}) =>
  prepareSignature(bytesSource(bytes), {
    signer: pki.ec,
    level: 'B-B',
    signingTime: new Date('2026-01-02T03:04:05Z'),
    ...more,
  });

describe('whatever is signed, by whatever name and reason, at whatever time', () => {
  const cases = fc.record({
    kind: fc.nat({ max: kinds.length - 1 }),
    field: fc
      .string({ minLength: 1, maxLength: 40, unit: 'grapheme' })
      .filter((text) => !text.includes('.') && text.length <= 127),
    reason: fc.string({ maxLength: 60, unit: 'grapheme' }),
    signingTime: fc.date({ min: new Date('2026-01-01'), max: new Date('2028-01-01'), noInvalidDate: true }),
  });

  it('the input is not written to, the same input gives the same bytes, and what was said is read back', () => {
    fc.assert(
      fc.property(cases, ({ kind, field, reason, signingTime }) => {
        const input = kinds[kind]!;
        const copy = Uint8Array.from(input);
        const options = { field, signingTime, ...(reason === '' ? {} : { reason }) };
        const { update, byteRange } = prepare(input, options);
        expect(Buffer.compare(input, copy)).toBe(0);
        expect(Buffer.compare(update, prepare(copy, options).update)).toBe(0);
        const view = readPdf(bytesSource(Buffer.concat([input, update]))).view();
        const form = view.resolve(view.catalog.entries.get('AcroForm'));
        const fields = view.resolve(form.kind === 'dict' ? form.entries.get('Fields') : undefined);
        const last = view.resolve(fields.kind === 'array' ? fields.items.at(-1) : undefined);
        const text = (of: typeof last, key: string): string | null => {
          const found = of.kind === 'dict' ? view.resolve(of.entries.get(key)) : of;
          return found.kind === 'string' ? textOf(found.bytes) : null;
        };
        expect(text(last, 'T')).toBe(field);
        const value = view.resolve(last.kind === 'dict' ? last.entries.get('V') : undefined);
        expect(text(value, 'Reason')).toBe(reason === '' ? null : reason);
        expect(byteRange[2] + byteRange[3]).toBe(input.length + update.length);
      }),
      { numRuns: 150, seed: 20261124 },
    );
  });
});

describe('what bad input gets: a code and, where there is one, a byte; nothing is written', () => {
  const deep = (levels: number): Bodies => {
    const bodies: Record<number, string> = { 1: '<</Type/Catalog/Pages 10 0 R>>' };
    for (let level = 0; level < levels; level += 1) {
      bodies[10 + level] = `<</Type/Pages/Kids[${level === levels - 1 ? 3 : 11 + level} 0 R]>>`;
    }
    return { ...letter, ...bodies };
  };
  const cases: Record<string, [() => Uint8Array, string]> = {
    'random bytes': [() => Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) & 0xff), 'PADES_NOT_PDF'],
    'a header, then random bytes': [
      () =>
        Buffer.concat([
          Buffer.from('%PDF-1.7\n'),
          Uint8Array.from({ length: 5000 }, (_, i) => (i * 31) & 0xff),
        ]),
      'PADES_XREF_BROKEN',
    ],
    'a table that is its own predecessor': [() => circle(), 'PADES_XREF_BROKEN'],
    'a catalog in an object stream that is a bomb': [() => bomb(), 'PADES_LIMIT_EXCEEDED'],
    'a catalog with 4 GB declared behind it': [
      () => tableFile({ ...letter, 1: ['/Type/Catalog/Pages 2 0 R/Length 4294967296', 'x'] }),
      'PADES_PDF_SYNTAX',
    ],
    'a page tree that contains itself': [
      () => tableFile({ ...letter, 2: '<</Type/Pages/Kids[2 0 R 3 0 R]>>' }),
      'PADES_PDF_SYNTAX',
    ],
    'a page tree 200 levels deep': [() => tableFile(deep(200)), 'PADES_LIMIT_EXCEEDED'],
    'a page that a later revision frees': [
      () => appendTable(tableFile(), { 2: '<</Type/Pages/Count 1/Kids[99 0 R]>>' }),
      'PADES_PAGE_OUT_OF_RANGE',
    ],
    'a page that does not exist but would': [
      () => tableFile({ ...letter, 3: '<</Type/Page/Parent 2 0 R/Annots 8 0 R>>' }),
      'PADES_OBJECT_MISSING',
    ],
  };
  for (const [name, [make, code]] of Object.entries(cases)) {
    it(name, () => {
      const bytes = make();
      const copy = Uint8Array.from(bytes);
      expect(refusalOf(bytes)).toBe(code);
      expect(Buffer.compare(bytes, copy)).toBe(0);
    });
  }

  it('each refusal of the reader names the byte', () => {
    const place = (bytes: Uint8Array): number | null => {
      try {
        readPdf(bytesSource(bytes)).view().pages();
        return null;
      } catch (error) {
        return error instanceof PadesError ? error.offset : null;
      }
    };
    for (const name of [
      'a table that is its own predecessor',
      'a catalog in an object stream that is a bomb',
      'a catalog with 4 GB declared behind it',
      'a page tree that contains itself',
      'a page tree 200 levels deep',
    ]) {
      expect([name, place(cases[name]![0]())]).toEqual([name, expect.any(Number)]);
    }
  });

  it('field names with dots and in other scripts are kept apart from ours', () => {
    const form = (names: string) =>
      tableFile({
        ...letter,
        1: '<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[7 0 R 8 0 R]>>>>',
        7: `<</FT/Sig/T${names}>>`,
        8: '<</FT/Tx/T<FEFFD83DDE00>>>',
      });
    expect(prepare(form('(a.b.c)')).field).toBe('Signature1');
    expect(prepare(form('(Signature1.x)')).field).toBe('Signature2');
    expect(() => prepare(form('(a)'), { field: '😀' })).toThrow(
      expect.objectContaining({ code: 'PADES_FIELD_IN_USE' }),
    );
    expect(() => prepare(form('(a)'), { field: 'b.c' })).toThrow(
      expect.objectContaining({ code: 'PADES_FIELD_NAME_INVALID' }),
    );
  });

  function refusalOf(bytes: Uint8Array): string | null {
    try {
      prepare(bytes);
      return null;
    } catch (error) {
      if (error instanceof PadesError) return error.code;
      throw error;
    }
  }
});

function circle(): Uint8Array {
  const file = new SampleFile('1.7');
  const offsets = file.objects(letter);
  file.table(offsets, { trailer: `/Root 1 0 R/Prev ${file.length}` });
  return file.bytes();
}

function bomb(): Uint8Array {
  const file = new SampleFile('1.7');
  const rows = new Map<number, XrefRow>([
    [1, [2, 7, 0]],
    [7, [1, file.length, 0]],
  ]);
  const zeros = deflateSync(Buffer.alloc(100 * 1024 * 1024));
  file.objects({ 7: ['/Type/ObjStm/N 1/First 4/Filter/FlateDecode', zeros] });
  file.xrefStream(8, rows, { trailer: '/Root 1 0 R' });
  return file.bytes();
}

it('a file of 50,000 objects asks for no more of the source than its table and what is signed', () => {
  const many: Record<number, string> = {};
  for (let num = 7; num < 50_000; num += 1) many[num] = `<</K ${num}>>`;
  for (const bytes of [
    tableFile({ ...letter, ...many }),
    streamFile({ ...letter, ...many }, { flate: true }),
  ]) {
    const source = bytesSource(bytes);
    let asked = 0;
    const counted = {
      size: source.size,
      read(offset: number, length: number) {
        asked += length;
        return source.read(offset, length);
      },
    };
    readPdf(counted).view().pages();
    expect(asked).toBeLessThan(50_000 * 20 + 100_000);
  }
});
