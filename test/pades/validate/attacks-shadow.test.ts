import { beforeAll, describe, expect, it } from 'vitest';
import type { RawSignature, Objects, UpdateOptions } from './world.ts';
import {
  append,
  basePdf,
  baseObjects,
  catalog,
  page,
  signaturesOf,
  signRaw,
  stream,
  testPki,
  trusting,
  usualSigner,
  verdict,
  write,
} from './world.ts';
import type { TestPki } from '../../support/pki.ts';

/**
 * A document prepared so that an object plays two parts: one by which the page draws, and one that later revisions may
 * change. The second name alone must explain nothing (pades.md A-12, 8.3 step 4).
 */
let pki: TestPki;
let cms: RawSignature['cms'];
beforeAll(async () => {
  pki = await testPki();
  cms = await usualSigner();
});

const resources = (extra: string): string =>
  `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>${extra}>>/Contents 4 0 R/Annots[6 0 R]>>`;
const signedPage = (extra: string): string =>
  resources(extra).replace('/Annots[6 0 R]', '/Annots[6 0 R 11 0 R]');
const drawing = (text: string): string =>
  stream(
    `BT /F1 12 Tf 72 600 Td (${text}) Tj ET\n%<x:xmpmeta`,
    '/Type/XObject/Subtype/Form/BBox[0 0 595 842]',
  );

/** Signed with the page as it is, then one revision more. */
const attacked = (
  extra: string,
  objects: Objects,
  later: Objects,
  options: UpdateOptions & { readonly catalogExtra?: string; readonly base?: UpdateOptions } = {},
): string => {
  const first = write(baseObjects({ 3: resources(extra), ...objects }), {
    trailer: '/Info 7 0 R',
    ...options.base,
  });
  const signed = signRaw(first, {
    cms,
    catalogExtra: options.catalogExtra ?? '',
    objects: { 3: signedPage(extra) },
    update: { trailer: '/Info 7 0 R', ...options.base },
  });
  expect(verdict(signaturesOf(signed, trusting(pki.root))[0]!)).toBe('TOTAL_PASSED');
  const update = { trailer: '/Info 7 0 R', ...options.base, ...options };
  return verdict(signaturesOf(append(signed, later, update), trusting(pki.root))[0]!);
};

const refused = 'TOTAL_FAILED/FORMAT_FAILURE';

describe('an object with two parts', () => {
  it('that is a picture called /Metadata may not be exchanged as metadata', () => {
    const extra = '/XObject<</Metadata 50 0 R>>';
    const before = { 50: drawing('Rp1') };
    const after = { 1: catalog([11], '/Metadata 50 0 R'), 50: drawing('Rp9.000.000.000') };
    expect(attacked(extra, before, after)).toBe(refused);
    expect(
      attacked(extra, { ...before, 1: catalog([], '/Metadata 50 0 R') }, after, {
        catalogExtra: '/Metadata 50 0 R',
      }),
    ).toBe(refused);
  });

  it('that is a glyph called /Metadata may not be exchanged as metadata', () => {
    const xmp = (text: string): string => stream(`${text} %<x:xmpmeta`, '/Type/Metadata/Subtype/XML');
    const font = '<</Type/Font/Subtype/Type3/CharProcs<</Metadata 50 0 R>>>>';
    expect(
      attacked('', { 5: font, 50: xmp('0 0 m') }, { 1: catalog([11], '/Metadata 50 0 R'), 50: xmp('9 9 m') }),
    ).toBe(refused);
  });

  it.each([
    ['/DSS', '<</ca 0>>', '<</Type/DSS>>', '/DSS 50 0 R'],
    ['/Extensions', '<</Type/ExtGState>>', '<</Type/ExtGState/ca 1>>', '/Extensions 50 0 R'],
    ['/AcroForm', '<</ca 0>>', '<</Fields[6 0 R 11 0 R]/SigFlags 3>>', '/AcroForm 50 0 R'],
  ])('that is a graphics state called %s may not be exchanged as that', (name, before, after, extra) => {
    const gs = `/ExtGState<<${name} 50 0 R>>`;
    const root = name === '/AcroForm' ? `<</Type/Catalog/Pages 2 0 R${extra}>>` : catalog([11], extra);
    expect(attacked(gs, { 50: before }, { 1: root, 50: after })).toBe(refused);
  });

  it('that is a graphics state called /Info may not be exchanged as document information', () => {
    const update = { trailer: '/Info 50 0 R', base: { trailer: '/Info 50 0 R' } };
    const gs = '/ExtGState<</Info 50 0 R>>';
    expect(attacked(gs, { 50: '<</ca 0>>' }, { 50: '<</ca 1>>' }, update)).toBe(refused);
    // The same without the second part is an honest change.
    expect(attacked('', { 50: '<</Title(a)>>' }, { 50: '<</Title(b)>>' }, update)).toBe('TOTAL_PASSED');
  });

  it('that is the catalog may not hold the pictures or glyphs of a page', () => {
    const font = '<</Type/Font/Subtype/Type3/CharProcs 1 0 R>>';
    const xmp = stream('9 9 m %<x:xmpmeta', '/Type/Metadata/Subtype/XML');
    const later = { 1: catalog([11], '/Metadata 51 0 R'), 51: xmp };
    expect(attacked('', { 5: font }, later)).toBe(refused);
    expect(attacked('/XObject 1 0 R', {}, later)).toBe(refused);
    expect(attacked('', {}, later)).toBe('TOTAL_PASSED');
  });

  it('that is a page may not hold its own pictures', () => {
    const extra = '/XObject 3 0 R';
    const later = signedPage(extra).replace('/Annots[6 0 R 11 0 R]', '/Annots 51 0 R');
    expect(attacked(extra, {}, { 3: later, 51: drawing('Rp9') })).toBe(refused);
  });

  it('that is a page without a list of annotations may not be given another drawing for it', () => {
    const one = (body: string): Buffer => write(baseObjects({ 3: body, 50: drawing('Rp1') }));
    const plain = page([]).replace('/Annots[6 0 R ]', '/Annots 50 0 R');
    const signed = signRaw(one(plain), { cms, objects: { 3: plain } });
    const later = append(signed, { 3: plain.replace('50 0 R', '51 0 R'), 51: drawing('Rp9') });
    expect(verdict(signaturesOf(later, trusting(pki.root))[0]!)).toBe(refused);
  });
});

describe('a key that stands twice', () => {
  const extra = '/XObject<</X 20 0 R/X 90 0 R>>';
  const before = { 20: drawing('Rp1') };

  it('hides no reference that a later revision may fill', () => {
    const later = { 1: catalog([11], '/DSS 60 0 R'), 60: '<</Certs[90 0 R]>>', 90: drawing('Rp9') };
    expect(attacked('', { ...before, 5: `<</Type/Font/Subtype/Type3/Resources<<${extra}>>>>` }, later)).toBe(
      refused,
    );
  });

  it('hides no object that a later revision may free', () => {
    const font = `<</Type/Font/Subtype/Type3/Resources<<${extra}>>>>`;
    expect(attacked('', { ...before, 5: font, 90: drawing('Rp9') }, { 8: '(x)' }, { free: [90] })).toBe(
      refused,
    );
    const used = attacked('', { ...before, 5: font, 90: drawing('Rp9') }, {}, { free: [90] });
    expect(used).toBe(refused);
    expect(attacked('', { 90: drawing('Rp9') }, {}, { free: [90] })).toBe('TOTAL_PASSED');
  });
});

describe('validation data', () => {
  it('may grow in the arrays it has', () => {
    const old = { 1: catalog([], '/DSS 60 0 R'), 60: '<</Certs 61 0 R/VRI 63 0 R>>', 61: '[62 0 R]' };
    const entry = `<</${'AB'.repeat(20)} 64 0 R>>`;
    const before = { ...old, 62: stream('x'), 63: entry, 64: '<</Cert 61 0 R>>' };
    const later = {
      61: '[62 0 R 65 0 R]',
      64: '<</Cert 61 0 R/TS 66 0 R>>',
      65: stream('y'),
      66: stream('z'),
    };
    expect(attacked('', before, later, { catalogExtra: '/DSS 60 0 R' })).toBe('TOTAL_PASSED');
    const shared = { ...before, 5: '<</Type/Font/Subtype/Type3/Widths 61 0 R>>' };
    expect(attacked('', shared, later, { catalogExtra: '/DSS 60 0 R' })).toBe(refused);
  });

  it('is not kept in another file', () => {
    const store = (extra: string): Objects => ({
      1: catalog([11], '/DSS 60 0 R'),
      60: '<</Certs[61 0 R]>>',
      61: stream('x', extra),
    });
    expect(attacked('', {}, store('/F(lain.der)'))).toBe(refused);
    expect(attacked('', {}, store(''))).toBe('TOTAL_PASSED');
  });
});

describe('a signed field', () => {
  it('gains no field below it', () => {
    const signed = signRaw(basePdf(), { cms, field: '/Kids[]' });
    const grown = append(signed, {
      11: /11 0 obj\n([\s\S]*?)\nendobj/
        .exec(signed.toString('latin1'))![1]!
        .replace('/Kids[]', '/Kids[13 0 R]'),
      13: '<</FT/Sig/T(anak)/Parent 11 0 R>>',
    });
    expect(verdict(signaturesOf(grown, trusting(pki.root))[0]!)).toBe(refused);
  });
});
