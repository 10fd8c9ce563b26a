import { crc32, deflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { bytesSource } from '../../../src/pades/bytes.ts';
import type { PdfDict, PdfObject } from '../../../src/pades/pdf/objects.ts';
import { readPdf } from '../../../src/pades/pdf/reader.ts';
import type { WidgetPlacement } from '../../../src/pades/sign/placement-types.ts';
import { signedBytes } from '../../../src/pades/sign/output.ts';
import { signPdf } from '../../../src/pades/sign/sign.ts';
import { letter, tableFile, type Bodies } from '../../support/pdf.ts';
import { makePki, signerOf, type TestPki } from '../../support/pki.ts';
import { findSignatures } from '../../support/signed.ts';
import { jpegs } from './pictures.ts';

let pki: TestPki;
beforeAll(async () => {
  pki = await makePki();
});

const signingTime = new Date('2026-01-02T03:04:05Z');
const sign = async (bytes: Uint8Array, widget?: WidgetPlacement, field?: string): Promise<Uint8Array> =>
  signedBytes(
    await signPdf(bytesSource(bytes), {
      signer: signerOf(pki.rsa),
      level: 'B-B',
      signingTime,
      ...(widget ? { widget } : {}),
      ...(field === undefined ? {} : { field }),
    }),
  );

/** The letter with its first page so; a tag stands at (150, 200). */
const sheet = (entries = '', more: Bodies = {}): Uint8Array =>
  tableFile({
    ...letter,
    3: `<</Type/Page/Parent 2 0 R/Contents 5 0 R/Resources<</Font<</F1 6 0 R>>>>${entries}>>`,
    4: '<</Type/Page/Parent 2 0 R>>',
    5: ['', 'BT /F1 12 Tf 150 200 Td (#) Tj ET'],
    ...more,
  });
const open = (bytes: Uint8Array) => readPdf(bytesSource(bytes)).view();
type View = ReturnType<typeof open>;
const at = (object: PdfObject | undefined, view: View, ...path: readonly (string | number)[]): PdfObject => {
  let value = view.resolve(object);
  for (const key of path) {
    const dict = value.kind === 'stream' ? value.dict : value;
    if (dict.kind === 'dict') value = view.resolve(dict.entries.get(String(key)));
    else value = view.resolve(dict.kind === 'array' ? dict.items[Number(key)] : undefined);
  }
  return value;
};
const numbers = (object: PdfObject): number[] =>
  object.kind === 'array' ? object.items.map((item) => (item.kind === 'number' ? item.value : NaN)) : [];
/** The last widget of a page. */
const widgetOn = (view: View, page: number): PdfDict => {
  const annots = at(view.pages()[page - 1]?.dict, view, 'Annots');
  const last = annots.kind === 'array' ? view.resolve(annots.items.at(-1)) : annots;
  if (last.kind !== 'dict') throw new Error('the page has no widget');
  return last;
};
const rectOf = (bytes: Uint8Array, page = 1): number[] => {
  const view = open(bytes);
  return numbers(at(widgetOn(view, page), view, 'Rect'));
};

describe('a widget by its box', () => {
  it('counts pages from either end', async () => {
    expect(rectOf(await sign(sheet(), { page: -1, rect: [1, 2, 3, 4] }), 2)).toEqual([1, 2, 4, 6]);
    await expect(sign(sheet(), { page: -3, rect: [1, 2, 3, 4] })).rejects.toMatchObject({
      code: 'PADES_PAGE_OUT_OF_RANGE',
    });
  });

  it.each([
    [0, [30, 60, 130, 90]],
    [90, [460, 50, 490, 150]],
    [180, [390, 460, 490, 490]],
    [270, [30, 400, 60, 500]],
  ])('as the reader sees it: cropped, and turned by %i degrees', async (rotate, expected) => {
    const file = sheet(`/Rotate ${rotate}/MediaBox[-100 -50 600 700]/CropBox[20 40 500 510]`);
    const rect = rotate % 180 === 0 ? [10, 20, 100, 30] : [10, 10, 100, 30];
    const [x = 0, y = 0, w = 0, h = 0] = rect;
    const signed = await sign(file, { page: 1, rect: [x, y, w, h], space: 'reader' });
    expect(rectOf(signed)).toEqual(expected);
  });

  it('as the reader sees it, in points also where a unit is not one', async () => {
    const signed = await sign(sheet('/UserUnit 2'), { page: 1, rect: [10, 20, 100, 30], space: 'reader' });
    expect(rectOf(signed)).toEqual([5, 10, 55, 25]);
  });

  it('stands where boxes come from nodes above the page', async () => {
    const file = sheet('', {
      2: '<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]/MediaBox[10 10 300 400]/Rotate 90>>',
    });
    const signed = await sign(file, { page: 1, rect: [0, 0, 40, 20], space: 'reader' });
    expect(rectOf(signed)).toEqual([280, 10, 300, 50]);
  });
});

describe('a widget by a tag in the text', () => {
  it('is centred on its glyph origin, and the tag stays', async () => {
    const signed = await sign(sheet(), { tag: '#', width: 100, height: 50 });
    expect(rectOf(signed)).toEqual([100, 175, 200, 225]);
    expect(findSignatures(signed)).toMatchObject([{ valid: true }]);
  });

  it('is as wide and high as the reader sees it', async () => {
    const turned = await sign(sheet('/Rotate 90'), { tag: '#', width: 100, height: 50 });
    expect(rectOf(turned)).toEqual([125, 150, 175, 250]);
    const doubled = await sign(sheet('/UserUnit 2'), { tag: '#', width: 100, height: 50 });
    expect(rectOf(doubled)).toEqual([125, 187.5, 175, 212.5]);
  });

  it.each([
    ['that is missing', { tag: '*', width: 9, height: 9 }, 'PADES_TAG_NOT_FOUND'],
    ['without a size that is one', { tag: '#', width: NaN, height: 9 }, 'PADES_APPEARANCE_INVALID'],
    ['on a page it is not on', { tag: '#', width: 9, height: 9, page: 2 }, 'PADES_TAG_NOT_FOUND'],
  ])('%s is refused', async (_, widget, code) => {
    await expect(sign(sheet(), widget)).rejects.toMatchObject({ code });
  });

  it('that no reader can see is refused', async () => {
    const cropped = sheet('/CropBox[300 300 400 400]');
    await expect(sign(cropped, { tag: '#', width: 9, height: 9 })).rejects.toMatchObject({
      code: 'PADES_APPEARANCE_INVALID',
    });
  });
});

describe('an existing field shown in several places', () => {
  const field = (second: string): Bodies => ({
    1: '<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[7 0 R]/SigFlags 3/DA(/F1 0 Tf)/NeedAppearances true>>>>',
    4: `<</Type/Page/Parent 2 0 R${second}>>`,
    7: '<</FT/Sig/T(ttd)/Kids[8 0 R 9 0 R]>>',
    8: '<</Type/Annot/Subtype/Widget/Parent 7 0 R/Rect[10 10 60 40]/F 4/P 3 0 R>>',
    9: '<</Type/Annot/Subtype/Widget/Parent 7 0 R/Rect[20 20 70 50]/F 4/AP<</N 10 0 R>>/P 4 0 R>>',
    10: ['/Type/XObject/Subtype/Form/BBox[0 0 50 30]', ''],
  });

  it('has an appearance in each, and each is on its page; an old look stays unless a new one is given', async () => {
    const file = sheet('/Annots[8 0 R]', field('/Annots[9 0 R]'));
    const view = open(await sign(file, undefined, 'ttd'));
    for (const page of [1, 2]) {
      const widget = widgetOn(view, page);
      expect(at(widget, view, 'AP', 'N').kind).toBe('stream');
      expect(at(widget, view, 'F')).toMatchObject({ value: 132 });
    }
    expect(at(widgetOn(view, 2), view, 'AP').kind).toBe('dict');
    const old = (widgetOn(view, 2).entries.get('AP') as PdfDict).entries.get('N');
    expect(old).toMatchObject({ num: 10 });
    expect(at(view.catalog, view, 'AcroForm', 'NeedAppearances')).toMatchObject({ value: true });
    const newer = open(
      await sign(file, { page: 1, rect: [0, 0, 0, 0], appearance: { image: jpegs.grey } }, 'ttd'),
    );
    const fresh = (widgetOn(newer, 2).entries.get('AP') as PdfDict).entries.get('N');
    expect(fresh).not.toMatchObject({ num: 10 });
    expect(numbers(at(widgetOn(newer, 2), newer, 'AP', 'N', 'BBox'))).toEqual([0, 0, 50, 30]);
  });

  it('joins the pages that forgot to list it, also through one indirect array', async () => {
    const both = { 9: '<</Type/Annot/Subtype/Widget/Parent 7 0 R/Rect[20 20 70 50]/P 3 0 R>>' };
    const file = sheet('/Annots 11 0 R', { ...field(''), ...both, 11: '[]' });
    const signed = await sign(file, undefined, 'ttd');
    const view = open(signed);
    const annots = at(view.pages()[0]?.dict, view, 'Annots');
    expect(annots).toMatchObject({ items: [{ num: 8 }, { num: 9 }] });
    // Only the array is written anew, not the page.
    expect(
      Buffer.from(signed)
        .toString('latin1')
        .match(/^3 0 obj/gm),
    ).toHaveLength(1);
  });
});

describe('an invisible signature', () => {
  it('is on its page with an empty appearance and no area', async () => {
    const view = open(await sign(sheet()));
    const widget = widgetOn(view, 1);
    expect(numbers(at(widget, view, 'Rect'))).toEqual([0, 0, 0, 0]);
    const look = at(widget, view, 'AP', 'N');
    expect(look.kind === 'stream' && view.decode(look).length).toBe(0);
  });
});

describe('a picture as appearance', () => {
  const chunk = (type: string, data: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const out = Buffer.alloc(8 + body.length);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body), 4 + body.length);
    return out;
  };
  /** Two pixels: half-transparent black, opaque red. */
  const png = Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', Buffer.from([0, 0, 0, 2, 0, 0, 0, 1, 8, 6, 0, 0, 0])),
    chunk('IDAT', deflateSync(Uint8Array.of(0, 0, 0, 0, 128, 255, 0, 0, 255))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  const box = (image: Uint8Array): WidgetPlacement => ({
    page: 1,
    rect: [0, 0, 100, 30],
    appearance: { image },
  });
  const archive = (part: number, profile = ''): Bodies => ({
    1: `<</Type/Catalog/Pages 2 0 R/Metadata 8 0 R${profile}>>`,
    8: ['/Type/Metadata/Subtype/XML', `<x:xmpmeta><pdfaid:part>${part}</pdfaid:part></x:xmpmeta>`],
    9: ['/N 4', ''],
  });
  const lookOf = (bytes: Uint8Array): { view: View; form: PdfObject; image: PdfObject } => {
    const view = open(bytes);
    const form = at(widgetOn(view, 1), view, 'AP', 'N');
    return { view, form, image: at(form, view, 'Resources', 'XObject', 'I') };
  };

  it('keeps its proportions, in the middle of the box', async () => {
    const { view, form } = lookOf(await sign(sheet(), box(png)));
    expect(numbers(at(form, view, 'BBox'))).toEqual([0, 0, 100, 30]);
    expect(form.kind === 'stream' && Buffer.from(view.decode(form)).toString()).toBe(
      'q 60 0 0 30 20 0 cm /I Do Q',
    );
  });

  it.each([
    [90, [0, 1, -1, 0, 0, 0], [0, 0, 30, 100]],
    [180, [-1, 0, 0, -1, 0, 0], [0, 0, 100, 30]],
    [270, [0, -1, 1, 0, 0, 0], [0, 0, 30, 100]],
  ])('stands upright on a page turned by %i degrees', async (rotate, matrix, bbox) => {
    const { view, form } = lookOf(await sign(sheet(`/Rotate ${rotate}`), box(png)));
    expect(numbers(at(form, view, 'Matrix'))).toEqual(matrix);
    expect(numbers(at(form, view, 'BBox'))).toEqual(bbox);
  });

  it('keeps its transparency, but is laid on white where PDF/A-1 forbids it', async () => {
    const free = lookOf(await sign(sheet(), box(png)));
    expect(at(free.image, free.view, 'SMask').kind).toBe('stream');
    expect(at(free.image, free.view, 'ColorSpace')).toMatchObject({ name: 'DeviceRGB' });
    const second = lookOf(await sign(sheet('', archive(2)), box(png)));
    expect(at(second.image, second.view, 'SMask').kind).toBe('stream');
    const first = lookOf(await sign(sheet('', archive(1)), box(png)));
    expect(at(first.image, first.view, 'SMask').kind).toBe('null');
    expect(at(first.image, first.view, 'ColorSpace', 0)).toMatchObject({ name: 'ICCBased' });
    expect(first.image.kind === 'stream' && Array.from(first.view.decode(first.image))).toEqual([
      127, 127, 127, 255, 0, 0,
    ]);
  });

  it('of inks is refused where PDF/A has no output intent for them', async () => {
    const inverted = lookOf(await sign(sheet(), box(jpegs.cmyk)));
    expect(numbers(at(inverted.image, inverted.view, 'Decode'))).toEqual([1, 0, 1, 0, 1, 0, 1, 0]);
    await expect(sign(sheet('', archive(2)), box(jpegs.cmyk))).rejects.toMatchObject({
      code: 'PADES_APPEARANCE_INVALID',
    });
    const intent = '/OutputIntents[<</S/GTS_PDFA1/DestOutputProfile 9 0 R>>]';
    await expect(sign(sheet('', archive(2, intent)), box(jpegs.cmyk))).resolves.toBeDefined();
  });

  it('that is none is refused, and a page that is transparent in PDF/A-1', async () => {
    await expect(sign(sheet(), box(Buffer.from('GIF89a')))).rejects.toMatchObject({
      code: 'PADES_APPEARANCE_INVALID',
    });
    const page = (state: string): WidgetPlacement => ({
      page: 1,
      rect: [0, 0, 100, 30],
      appearance: tableFile({
        1: '<</Type/Catalog/Pages 2 0 R>>',
        2: '<</Type/Pages/Count 1/Kids[3 0 R]/MediaBox[0 0 9 9]>>',
        3: `<</Type/Page/Parent 2 0 R/Group<</S/Transparency>>/Resources<</ExtGState<</G<<${state}>>>>>>>>`,
      }),
    });
    await expect(sign(sheet('', archive(1)), page('/ca .5'))).rejects.toMatchObject({
      code: 'PADES_APPEARANCE_INVALID',
    });
    const opaque = lookOf(await sign(sheet('', archive(1)), page('/ca 1/BM/Normal/SMask/None')));
    expect(at(opaque.form, opaque.view, 'Group').kind).toBe('null');
    await expect(sign(sheet('', archive(2)), page('/ca .5'))).resolves.toBeDefined();
  });
});
