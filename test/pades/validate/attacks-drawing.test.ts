import { beforeAll, describe, expect, it } from 'vitest';
import type { TestPki } from '../../support/pki.ts';
import {
  append,
  basePdf,
  baseObjects,
  catalog,
  fill,
  makeToken,
  page,
  patch,
  signRaw,
  signaturesOf,
  startxref,
  stream,
  testPki,
  trusting,
  usualSigner,
  verdict,
  write,
} from './world.ts';

/** Ways to change what a signed page shows, found by reading our own rules with bad intent (pades.md 7). */
let pki: TestPki;
let cms: (digest: Buffer) => Uint8Array;
let base: Buffer;
let signed: Buffer;
beforeAll(async () => {
  pki = await testPki();
  cms = await usualSigner();
  base = basePdf();
  signed = signRaw(base, { cms });
});

const format = 'TOTAL_FAILED/FORMAT_FAILURE';
const cover = stream('0 0 600 800 re f', '/Type/XObject/Subtype/Form/BBox[0 0 595 842]');
const form = (fields: readonly number[], extra = ''): string => catalog([11, ...fields], extra);
const shown = (fields: readonly number[]): string => page([11, ...fields]);
const first = (file: Buffer): string => {
  const [signature] = signaturesOf(file, trusting(pki.root));
  return signature ? verdict(signature) : 'none';
};
/** One more revision that adds the empty field 20. */
const field = (entries: string, more: Record<number, string> = {}, annotations = [20]): Buffer =>
  append(signed, {
    1: form([20]),
    3: shown(annotations),
    20: `<</FT/Sig/T(Baru)/Type/Annot/P 3 0 R${entries}>>`,
    ...(entries.includes('21 0 R') || JSON.stringify(more).includes('21 0 R') ? { 21: cover } : {}),
    ...more,
  });
const numbers = { 22: '0', 23: '0', 24: '595', 25: '842' };
const visibleKid = '<</Type/Annot/Subtype/Widget/Parent 20 0 R/Rect[0 0 595 842]/F 4/AP<</N 21 0 R>>>>';
const certified = (p: number): Buffer =>
  signRaw(base, {
    cms,
    dict: `/Type/Sig/SubFilter/ETSI.CAdES.detached/M(D:20260501000000Z)/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P ${p}/V/1.2>>>>]`,
    catalogExtra: '/Perms<</DocMDP 10 0 R>>',
  });
const perms = '/Perms<</DocMDP 10 0 R>>';

const attacks: readonly [string, () => Buffer, string][] = [
  [
    'A-11 an empty field whose rectangle is spelled with references',
    () => field('/Subtype/Widget/F 4/Rect[22 0 R 23 0 R 24 0 R 25 0 R]/AP<</N 21 0 R>>', numbers),
    format,
  ],
  [
    'A-11 an empty field without area whose kid covers the page',
    () => field('/Rect[0 0 0 0]/Kids[26 0 R]', { 26: visibleKid }, [26]),
    format,
  ],
  [
    'A-11 an empty field that is hidden on the screen and covers the print',
    () => field('/Subtype/Widget/F 36/Rect[0 0 595 842]/AP<</N 21 0 R>>'),
    format,
  ],
  [
    'A-11 a field on a certified file, its rectangle spelled with references',
    () =>
      signRaw(certified(2), {
        k: 1,
        cms,
        rect: '22 0 R 23 0 R 24 0 R 25 0 R',
        field: '/AP<</N 21 0 R>>',
        catalogExtra: perms,
        objects: { ...numbers, 21: cover },
      }),
    format,
  ],
  [
    'A-11 a field on a certified file that only print shows',
    () =>
      patch(
        signRaw(certified(2), {
          k: 1,
          cms,
          rect: '0 0 595 842',
          field: '/AP<</N 21 0 R>>',
          catalogExtra: perms,
          objects: { 21: cover },
        }),
        '/F 132',
        '/F 036',
      ),
    format,
  ],
  [
    'A-10 free text as the kid of a signed field',
    () =>
      append(
        signRaw(signed, {
          k: 1,
          cms,
          field: '/Kids[26 0 R]',
          objects: {
            26: '<</Type/Annot/Subtype/FreeText/Parent 13 0 R/Contents(Rp9)/DA(/F1 40 Tf)/Rect[0 0 500 800]>>',
          },
        }),
        { 3: page([11, 26]) },
      ),
    format,
  ],
  [
    'A-10 free text as the kid of a field, in the revision that signs it',
    () =>
      signRaw(signed, {
        k: 1,
        cms,
        field: '/Kids[26 0 R]',
        objects: {
          3: page([11, 26]),
          26: '<</Type/Annot/Subtype/FreeText/Parent 13 0 R/Contents(Rp9)/DA(/F1 40 Tf)/Rect[0 0 500 800]>>',
        },
      }),
    format,
  ],
  [
    'A-08 a text field as the kid of a field being signed',
    () =>
      signRaw(signed, {
        k: 1,
        cms,
        field: '/Kids[26 0 R]',
        objects: {
          3: page([11, 26]),
          26: '<</Type/Annot/Subtype/Widget/FT/Tx/Parent 13 0 R/V(Rp9)/DA(/F1 40 Tf)/Rect[0 0 500 800]>>',
        },
      }),
    format,
  ],
  [
    'A-07 the page content given another generation, so that nothing refers to it',
    () =>
      patch(
        patch(append(signed, { 4: String(baseObjects()[4]) }), '4 0 obj', '4 1 obj'),
        '00000 n \ntrailer',
        '00001 n \ntrailer',
      ),
    format,
  ],
  [
    'A-12 a script behind a reference with a wrong generation',
    () =>
      field('/Subtype/Widget/F 2/Rect[0 0 0 0]/AP<</N 26 5 R>>', {
        26: '<</AA<</E<</S/JavaScript/JS(app.alert(1))>>>>>>',
      }),
    format,
  ],
  [
    'A-12 a script in a field that is no object of its own',
    () =>
      append(signed, {
        1: form([]).replace('/Fields[', '/Fields[<</FT/Tx/T(x)/AA<</K<</S/JavaScript/JS(1)>>>>>>'),
      }),
    format,
  ],
  [
    'A-12 a script under the document’s names',
    () => append(signed, { 1: form([], '/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(1)>>]>>>>') }),
    format,
  ],
  [
    'A-16 a layer switched off',
    () => append(signed, { 1: form([], '/OCProperties<</OCGs[]/D<<>>>>') }),
    format,
  ],
  [
    'A-07 the page content taken away for readers that do not know /XRefStm',
    () => hybridWithdrawal(signed),
    format,
  ],
  [
    'A-14 the page content replaced by way of an object stream and a stream of cross-references',
    () => byObjectStream(signed, { 5: '<</Type/Font/Subtype/Type1/BaseFont/Symbol>>' }),
    format,
  ],
  [
    'A-18 a lock of a signature field that allows nothing more',
    () =>
      signRaw(signRaw(base, { cms, field: '/Lock<</Type/SigFieldLock/Action/All/P 1>>' }), {
        k: 1,
        cms,
      }),
    format,
  ],
  ['A-15 junk before the header', () => signRaw(junked(), { cms }), 'INDETERMINATE/GENERIC'],
  [
    'A-15 a stream that is longer than it says',
    () => signRaw(basePdf({ 4: `<</Length 3>>\nstream\nBT ET\nendstream` }), { cms }),
    'INDETERMINATE/GENERIC',
  ],
  [
    'A-11 free text that calls itself a signature field',
    () => field('/Subtype/FreeText/Contents(Rp9)/DA(/F1 40 Tf)/Rect[0 0 500 800]'),
    format,
  ],
  [
    'A-09 an annotation that lay hidden in the signed bytes becomes a field',
    () =>
      append(signRaw(basePdf({ 8: '<</FT/Sig/T(x)/Type/Annot/Subtype/Widget/Rect[0 0 0 0]>>' }), { cms }), {
        1: form([8]),
        3: page([11, 8]),
      }),
    format,
  ],
  [
    'A-07 an entry for the same place with another generation',
    () =>
      patch(
        append(signed, {}, { entries: { 4: signed.indexOf('4 0 obj') } }),
        '00000 n \ntrailer',
        '00001 n \ntrailer',
      ),
    format,
  ],
  [
    'A-13 an xref stream inside the signed bytes used by a later hybrid section',
    () => {
      const row = Buffer.alloc(7);
      const planted = (): Buffer =>
        Buffer.concat([
          Buffer.from('<</Type/XRef/Size 9/W[1 4 2]/Index[1 1]/Root 1 0 R/Length 7>>\nstream\n'),
          row,
          Buffer.from('\nendstream'),
        ]);
      const make = (): Buffer => signRaw(basePdf({ 8: planted() }), { cms });
      // Where the catalog of the signed revision will stand: nothing would seem changed.
      row.writeUInt8(1, 0);
      row.writeUInt32BE(make().lastIndexOf('1 0 obj\n<</Type/Catalog'), 1);
      const file = make();
      return append(
        file,
        {},
        { entries: { 4: file.indexOf('4 0 obj') }, trailer: `/XRefStm ${file.indexOf('8 0 obj')}` },
      );
    },
    format,
  ],
  [
    'A-12 document information that leads elsewhere',
    () => append(signed, { 7: '<</Producer(x)/X<</A 1>>>>' }, { trailer: '/Info 7 0 R' }),
    format,
  ],
  [
    'A-15 a lower version',
    () =>
      append(
        signRaw(write(baseObjects({ 1: catalog([], '/Version/1.7') })), {
          cms,
          catalogExtra: '/Version/1.7',
        }),
        { 1: form([], '/Version/1.4') },
      ),
    format,
  ],
  [
    'A-12 metadata with entities',
    () => metadata('<!DOCTYPE x [<!ENTITY a "b">]><x:xmpmeta></x:xmpmeta>'),
    format,
  ],
  ['A-12 metadata that is none', () => metadata('<html></html>'), format],
  [
    'A-12 an extension that leads elsewhere',
    () => append(signed, { 1: form([], '/Extensions<</X 4 0 R>>') }),
    format,
  ],
  [
    'A-18 the signature flags cleared',
    () => append(signed, { 1: form([]).replace('/SigFlags 3', '/SigFlags 0') }),
    format,
  ],
  [
    'A-12 something else among the validation data',
    () => append(signed, { 1: form([], '/DSS<</Certs[]/X(1)>>') }),
    format,
  ],
  [
    'A-15 signed bytes that end with a startxref to somewhere else',
    () => {
      const draft = signRaw(base, { cms: () => new Uint8Array() });
      const right = startxref(draft);
      const bent = fill(patch(draft, `startxref\n${right}`, `startxref\n${right - 1}`), cms);
      const later = append(bent, { 1: form([], '/DSS<</Certs[]>>') });
      return patch(later, `/Prev ${right - 1}`, `/Prev ${right}`);
    },
    'TOTAL_FAILED/FORMAT_FAILURE',
  ],
  [
    'A-01 a timestamp that calls itself a signature',
    () =>
      signRaw(base, {
        dict: '/Type/Sig/SubFilter/ETSI.RFC3161',
        cms: (digest) => makeToken({ tsa: pki.tsa, digest }),
      }),
    format,
  ],
  [
    'A-09 a later revision that swaps two object numbers',
    () => {
      const twice = signRaw(basePdf({ 8: stream('BT (lain) Tj ET') }), { cms });
      const at = twice.indexOf('8 0 obj');
      return append(twice, {}, { entries: { 4: at } });
    },
    format,
  ],
];

const metadata = (text: string): Buffer =>
  append(
    signRaw(write({ ...baseObjects({ 1: catalog([], '/Metadata 8 0 R') }), 8: stream('<x:xmpmeta/>') }), {
      cms,
      catalogExtra: '/Metadata 8 0 R',
    }),
    { 8: stream(text) },
  );

/** The table frees the page content; the stream beside it says that it is where it was. */
function hybridWithdrawal(file: Buffer): Buffer {
  const content = file.indexOf('4 0 obj');
  const row = Buffer.alloc(7);
  row.writeUInt8(1, 0);
  row.writeUInt32BE(content, 1);
  const num = 30;
  const at = file.length;
  const own = Buffer.alloc(7);
  own.writeUInt8(1, 0);
  own.writeUInt32BE(at, 1);
  const body = Buffer.concat([row, own]);
  const head = `${num} 0 obj\n<</Type/XRef/Size 31/W[1 4 2]/Index[4 1 30 1]/Root 1 0 R/ID[<aa><bb>]/Length ${body.length}>>\nstream\n`;
  const part = Buffer.concat([Buffer.from(head), body, Buffer.from('\nendstream\nendobj\n')]);
  const xref = at + part.length;
  return Buffer.concat([
    file,
    part,
    Buffer.from(
      `xref\n4 1\n0000000000 00001 f \ntrailer\n<</Size 31/Root 1 0 R/ID[<aa><bb>]/Prev ${startxref(file)}/XRefStm ${at}>>\nstartxref\n${xref}\n%%EOF\n`,
    ),
  ]);
}

function byObjectStream(file: Buffer, objects: Record<number, string>): Buffer {
  const bodies = Object.values(objects);
  const index = Object.keys(objects)
    .map((num, i) => `${num} ${bodies.slice(0, i).join(' ').length + (i > 0 ? 1 : 0)}`)
    .join(' ');
  const inside = `${index} ${bodies.join(' ')}`;
  const container = stream(inside, `/Type/ObjStm/N ${bodies.length}/First ${index.length + 1}`);
  const at = file.length;
  const first = Buffer.from(`30 0 obj\n${container}\nendobj\n`);
  const xref = at + first.length;
  const rows = [
    ...Object.keys(objects).map((_, i) => [2, 30, i] as const),
    [1, at, 0] as const,
    [1, xref, 0] as const,
  ].map(([type, second, third]) => {
    const row = Buffer.alloc(7);
    row.writeUInt8(type, 0);
    row.writeUInt32BE(second, 1);
    row.writeUInt16BE(third, 5);
    return row;
  });
  const body = Buffer.concat(rows);
  const numbersOf = Object.keys(objects).map((num) => `${num} 1`);
  return Buffer.concat([
    file,
    first,
    Buffer.from(
      `31 0 obj\n<</Type/XRef/Size 32/W[1 4 2]/Index[${numbersOf.join(' ')} 30 2]/Root 1 0 R/ID[<aa><bb>]/Prev ${startxref(file)}/Length ${body.length}>>\nstream\n`,
    ),
    body,
    Buffer.from(`\nendstream\nendobj\nstartxref\n${xref}\n%%EOF\n`),
  ]);
}

/** Offsets count from byte 0, so other readers find other things. */
function junked(): Buffer {
  const clean = write(baseObjects());
  const junk = Buffer.from('%!PS\n');
  const moved = clean
    .toString('latin1')
    .replace(
      /(\d{10}) 00000 n/g,
      (_, n: string) => `${String(Number(n) + junk.length).padStart(10, '0')} 00000 n`,
    )
    .replace(/startxref\n(\d+)/, (_, n: string) => `startxref\n${Number(n) + junk.length}`);
  return Buffer.concat([junk, Buffer.from(moved, 'latin1')]);
}

describe('attacks on what a signed page shows', () => {
  it.each(attacks)('%s', (_, make, expected) => {
    expect(first(make())).toBe(expected);
  });

  it('an empty field whose appearance has no bytes is no attack, one with a border of its own is', () => {
    const blank = (more: string): Buffer =>
      append(signed, {
        1: form([20]),
        3: shown([20]),
        20: `<</FT/Sig/T(Baru)/Type/Annot/Subtype/Widget/P 3 0 R/F 132/Rect[0 0 90 90]/AP<</N 21 0 R>>${more}>>`,
        21: stream('', '/Type/XObject/Subtype/Form/BBox[0 0 90 90]'),
      });
    expect([first(blank('')), first(blank('/MK<</BG[1 1 1]>>'))]).toEqual(['TOTAL_PASSED', format]);
  });

  it('and the files they start from pass', () => {
    expect([first(signed), first(certified(2))]).toEqual(['TOTAL_PASSED', 'TOTAL_PASSED']);
    expect(first(metadata('<x:xmpmeta></x:xmpmeta>'))).toBe('TOTAL_PASSED');
    expect(first(byObjectStream(signed, { 5: String(baseObjects()[5]) }))).toBe('TOTAL_PASSED');
  });
});
