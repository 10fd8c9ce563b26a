import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesSource } from '../../../src/pades/bytes.ts';
import type { PdfFile, PdfView } from '../../../src/pades/pdf/file.ts';
import type { PdfObject } from '../../../src/pades/pdf/objects.ts';
import { readPdf } from '../../../src/pades/pdf/reader.ts';
import { FieldHistory } from '../../../src/pades/validate/field-history.ts';
import { definingRevision, locateSignatures } from '../../../src/pades/validate/locate.ts';
import { asDict, dictAt, itemsAt, nameAt, refAt, textOf } from '../../../src/pades/validate/pdf-values.ts';
import { appendTable, letter, streamFile, tableFile, type Bodies } from '../../support/pdf.ts';

/** Numbers that fields, signatures, names and lists of the random files have; the form is 9. */
const numbers = [10, 11, 12, 13, 14, 15, 16, 17];
const num = fc.constantFrom(...numbers);
const refs = fc.array(num, { maxLength: 4 }).map((list) => `[${list.map((n) => `${n} 0 R`).join(' ')}]`);
const ref = num.map((n) => `${n} 0 R`);
const said = (key: string, value: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.option(value, { nil: null }).map((text) => (text === null ? '' : `/${key} ${text}`));
const signature = fc.constantFrom(
  '<</Type/Sig/ByteRange[0 1 2 3]>>',
  '<</Type 17 0 R>>',
  '<</Type/DocTimeStamp>>',
);
const field = fc
  .tuple(
    said('T', fc.oneof(fc.constantFrom('(a)', '(b)', '(c)'), ref)),
    said(
      'FT',
      fc.oneof({ weight: 4, arbitrary: fc.constantFrom('/Sig', '/Tx') }, { weight: 1, arbitrary: ref }),
    ),
    said('V', fc.oneof({ weight: 3, arbitrary: ref }, { weight: 1, arbitrary: signature })),
    fc.oneof(
      { weight: 4, arbitrary: fc.constant('') },
      { weight: 1, arbitrary: said('Kids', fc.oneof(refs, ref)) },
    ),
  )
  .map((parts) => `<<${parts.join('')}>>`);
const body = fc.oneof(
  { weight: 5, arbitrary: field },
  { weight: 3, arbitrary: signature },
  { weight: 1, arbitrary: fc.oneof(ref, refs, fc.constantFrom('(a)', '/Sig', '/DocTimeStamp', 'null')) },
);
const form = fc
  .oneof({ weight: 4, arbitrary: refs }, { weight: 1, arbitrary: ref })
  .map((f) => `<</Fields ${f}>>`);
const perms = fc.oneof(
  fc.constant(''),
  ref.map((n) => `/Perms<</DocMDP ${n}>>`),
);
const catalog = perms.map((extra) => `<</Type/Catalog/Pages 2 0 R/AcroForm 9 0 R${extra}>>`);
const objects = fc.dictionary(num.map(String), body, { maxKeys: 4 });
const revision: fc.Arbitrary<Bodies> = fc
  .record({ objects, 1: fc.option(catalog), 9: fc.option(form), 19: fc.option(fc.constant('<<>>')) })
  .map(
    ({ objects: some, ...rest }) =>
      ({
        ...some,
        ...Object.fromEntries(Object.entries(rest).filter(([, text]) => text !== null)),
      }) as Bodies,
  )
  .filter((bodies) => Object.keys(bodies).length > 0);

/** A file whose form grows at the end, as with one signature after another, and where anything else happens too. */
const files = fc
  .record({
    base: fc.record({ objects, catalog, form, compressed: fc.boolean() }),
    later: fc.array(revision, { minLength: 1, maxLength: 6 }),
  })
  .map(({ base, later }) => {
    const bodies: Bodies = { ...letter, 18: '()', ...base.objects, 1: base.catalog, 9: base.form };
    const held = Object.keys(base.objects).map(Number);
    const first =
      base.compressed && held.length > 0 ? streamFile(bodies, { compressed: held }) : tableFile(bodies);
    return later.reduce((bytes, next) => appendTable(bytes, next), first);
  });

interface PlainField {
  readonly name: string;
  readonly num: number;
  readonly type: string | null;
  readonly parent: number | null;
  readonly value: PdfObject | undefined;
  readonly named: boolean;
}

/** The whole walk of one revision, which knows nothing of the others. */
function plainFields(view: PdfView): PlainField[] {
  const top = dictAt(view, view.catalog, 'AcroForm');
  const seen = new Set<number>();
  const below = (items: readonly PdfObject[], parent: PlainField | null): PlainField[] =>
    items.flatMap((item) => {
      const dict = view.resolve(item);
      if (item.kind !== 'ref' || dict.kind !== 'dict' || seen.has(item.num)) return [];
      seen.add(item.num);
      const name = [parent?.name, textOf(view.resolve(dict.entries.get('T')))].filter(Boolean).join('.');
      const type = nameAt(view, dict, 'FT') ?? parent?.type ?? null;
      const one = {
        name,
        num: item.num,
        type,
        parent: parent?.num ?? null,
        value: dict.entries.get('V'),
        named: dict.entries.has('T'),
      };
      return [one, ...below(itemsAt(view, dict, 'Kids'), one)];
    });
  return top ? below(itemsAt(view, top, 'Fields'), null) : [];
}

/** Signatures by number and revision with the fields that show them, looked for in every field of every revision. */
function plainSignatures(file: PdfFile): Record<string, string[]> {
  const found = new Map<string, Set<string>>();
  const add = (view: PdfView, at: number, name: string | null): void => {
    const key = `${at} of ${definingRevision(file, at, view.revision)}`;
    const names = found.get(key) ?? new Set<string>();
    if (name !== null) names.add(name);
    found.set(key, names);
  };
  for (const { index } of file.revisions) {
    const view = file.view(index);
    for (const { name, num: own, type, value } of plainFields(view)) {
      const dict = asDict(view.resolve(value));
      const said = dict && nameAt(view, dict, 'Type');
      if (
        dict &&
        (type === 'Sig' || said === 'Sig' || said === 'DocTimeStamp' || dict.entries.has('ByteRange'))
      )
        add(view, value?.kind === 'ref' ? value.num : own, name);
    }
    const permissions = dictAt(view, view.catalog, 'Perms');
    const certification = permissions && refAt(permissions, 'DocMDP');
    if (certification && asDict(view.resolve(certification))) add(view, certification.num, null);
  }
  return Object.fromEntries([...found].map(([key, names]) => [key, [...names].sort()]));
}

const spelled = (fields: Iterable<Pick<PlainField, 'name' | 'num' | 'type' | 'parent'>>): string[] =>
  [...fields].map(({ name, num: at, type, parent }) => [at, name, type, parent].join(' ')).sort();

const answerOf = <T>(ask: () => T): T | string => {
  try {
    return ask();
  } catch (error) {
    return error instanceof Error ? error.message : 'error';
  }
};

describe('fields looked at only where a revision wrote them', () => {
  it('are those of a whole walk, in every revision', () => {
    fc.assert(
      fc.property(files, (bytes) => {
        const file = readPdf(bytesSource(bytes));
        const history = new FieldHistory(file, () => 0);
        for (const { index } of file.revisions) {
          const plain = answerOf(() => plainFields(file.view(index)));
          const step = answerOf(() => history.stepTo(index));
          const before = index === 0 ? [] : answerOf(() => plainFields(file.view(index - 1)));
          // What cannot be walked has no neighbours to compare it with.
          if (typeof plain === 'string' || typeof before === 'string' || typeof step === 'string') {
            expect([plain, before]).toContain(step);
            continue;
          }
          expect(spelled(history.fields.values())).toEqual(spelled(plain));
          expect(spelled(history.earlier())).toEqual(spelled(before));
          for (const name of ['', 'a', 'b', 'a.b'])
            expect(history.named(name)).toBe(plain.filter((one) => one.named && one.name === name).length);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it.each([
    ['its type stands in an object of its own', { 10: '<</T(a)/V<</Type 12 0 R>>>>' }, { 12: '/Sig' }],
    ['a reference leads to a reference', { 10: '<</T(a)/FT/Sig/V 11 0 R>>', 11: '12 0 R' }, { 12: '<<>>' }],
    ['the object came later', { 10: '<</T(a)/FT/Sig/V 12 0 R>>' }, { 12: '<<>>' }],
  ])('give a signature to a field that nobody wrote again: %s', (_, fields, later) => {
    const base = tableFile({
      ...letter,
      1: '<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[10 0 R]>>>>',
      ...fields,
    });
    expect(locateSignatures(readPdf(bytesSource(base)))).toEqual([]);
    const file = readPdf(bytesSource(appendTable(appendTable(base, { 18: '()' }), later)));
    expect(locateSignatures(file)).toMatchObject([{ field: 'a', fields: ['a'] }]);
  });

  it('lead to the same signatures', () => {
    fc.assert(
      fc.property(files, (bytes) => {
        const file = readPdf(bytesSource(bytes));
        const fast = answerOf(() =>
          Object.fromEntries(
            locateSignatures(file).map(({ objectNum, definedIn, fields }) => [
              `${objectNum} of ${definedIn}`,
              [...fields].sort(),
            ]),
          ),
        );
        expect(fast).toEqual(answerOf(() => plainSignatures(readPdf(bytesSource(bytes)))));
      }),
      { numRuns: 1500 },
    );
  });
});
