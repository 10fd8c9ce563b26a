import { PDFDocument, degrees } from 'pdf-lib';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { bytesSource, readAll, type ByteSource } from '../../../src/pades/bytes.ts';
import type { PdfObject, PdfRef } from '../../../src/pades/pdf/objects.ts';
import { readPdf } from '../../../src/pades/pdf/reader.ts';
import { embedSignature, signPrepared } from '../../../src/pades/sign/embed.ts';
import { signedBytes, signedSource, writePdf } from '../../../src/pades/sign/output.ts';
import { prepareSignature } from '../../../src/pades/sign/prepare.ts';
import { decodePrepared, encodePrepared } from '../../../src/pades/sign/resume.ts';
import type { HashSigner } from '../../../src/pades/sign/types.ts';
import { signPdf, type SignOptions } from '../../../src/pades/sign/sign.ts';
import { appendTable, hybridFile, letter, streamFile, tableFile } from '../../support/pdf.ts';
import { issue, makePki, signerOf, type TestPki } from '../../support/pki.ts';
import { findSignatures } from '../../support/signed.ts';

let pki: TestPki;
beforeAll(async () => {
  pki = await makePki();
});

const signingTime = new Date('2026-01-02T03:04:05.678Z');
type Extra = Partial<Omit<SignOptions, 'level'>>;
const options = (extra: Extra = {}) =>
  ({ signer: signerOf(pki.rsa), level: 'B-B', signingTime, ...extra }) as const satisfies SignOptions;
const sign = async (bytes: Uint8Array, extra: Extra = {}): Promise<Uint8Array> =>
  signedBytes(await signPdf(bytesSource(bytes), options(extra)));
const prepare = (bytes: Uint8Array, extra: Extra = {}) =>
  prepareSignature(bytesSource(bytes), options(extra));
const refusal = (bytes: Uint8Array, extra: Extra = {}): unknown => {
  try {
    prepare(bytes, extra);
    return null;
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
};
const value = (bytes: Uint8Array, num: number, key: string): PdfObject => {
  const view = readPdf(bytesSource(bytes)).view();
  const object = view.get({ kind: 'ref', num, gen: 0 });
  return view.resolve(object?.kind === 'dict' ? object.entries.get(key) : undefined);
};
const count = (object: PdfObject): number => (object.kind === 'array' ? object.items.length : -1);

const form = (fields: string, more = ''): Record<number, string> => ({
  1: `<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[${fields}]/DA(/F1 0 Tf)${more}>>>>`,
});

describe('signing files of every kind', () => {
  const inputs: Record<string, () => Uint8Array | Promise<Uint8Array>> = {
    'a classic table': () => tableFile(),
    'an xref stream': () => streamFile(),
    'object streams': () => streamFile(letter, { compressed: [1, 2, 3, 4, 6], flate: true }),
    'a hybrid file': () => hybridFile(),
    'two revisions': () => appendTable(tableFile(), { 7: '(baru)' }),
    'no end-of-line at the end': () => tableFile().subarray(0, -1),
    'white space at the end': () => Buffer.concat([tableFile(), Buffer.from('\r\n \n')]),
    'a form with a text field': () =>
      tableFile({
        ...letter,
        ...form('7 0 R'),
        7: '<</FT/Tx/T(nama)/Type/Annot/Subtype/Widget/Rect[0 0 9 9]>>',
      }),
    'an indirect Annots array': () =>
      tableFile({ ...letter, 3: '<</Type/Page/Parent 2 0 R/Annots 7 0 R>>', 7: '[]' }),
    'pdf-lib, object streams': async () => {
      const document = await PDFDocument.create();
      document.addPage().drawText('Isi');
      return document.save();
    },
    'pdf-lib, a table and a form': async () => {
      const document = await PDFDocument.create();
      const page = document.addPage();
      document.getForm().createTextField('nama').addToPage(page);
      return document.save({ useObjectStreams: false });
    },
  };
  for (const [name, make] of Object.entries(inputs)) {
    it(`${name}: five signatures in a row, every one valid, earlier bytes an exact prefix`, async () => {
      let bytes = await make();
      const kind = readPdf(bytesSource(bytes)).revisions.at(-1)?.kind;
      for (let n = 1; n <= 5; n += 1) {
        const earlier = bytes;
        bytes = await sign(earlier, { signer: signerOf(n % 2 ? pki.rsa : pki.ec) });
        expect(Buffer.compare(bytes.subarray(0, earlier.length), earlier)).toBe(0);
        const file = readPdf(bytesSource(bytes));
        expect(file.anomalies).toEqual([]);
        expect(file.revisions.at(-1)?.kind).toBe(kind === 'hybrid' ? 'table' : kind);
        expect(file.revisions.at(-1)?.end).toBe(bytes.length);
      }
      const found = findSignatures(bytes);
      expect(found.map((each) => [each.field, each.valid])).toEqual(
        [1, 2, 3, 4, 5].map((n) => [`Signature${n}`, true]),
      );
      const [, , c = 0, d = 0] = found.at(-1)!.byteRange;
      expect(c + d).toBe(bytes.length);
      expect(await PDFDocument.load(bytes).then((document) => document.getPageCount())).toBeGreaterThan(0);
    });
  }

  it('any table file of any length keeps its bytes, and the same input gives the same bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ maxLength: 200 }),
        // RSA PKCS#1 v1.5 ends with 2028 (TS 119 312).
        fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2028-12-31T23:59:59.999Z') }),
        async (text, time) => {
          const bytes = tableFile({ ...letter, 5: ['', Buffer.from(text)] });
          const [one, two] = [
            await sign(bytes, { signingTime: time, reason: text }),
            await sign(bytes, { signingTime: time, reason: text }),
          ];
          expect(Buffer.compare(one, two)).toBe(0);
          expect(Buffer.compare(one.subarray(0, bytes.length), bytes)).toBe(0);
          expect(findSignatures(one)[0]?.valid).toBe(true);
        },
      ),
      { numRuns: 25, seed: 7 },
    );
  });

  it('any changed byte inside the signed ranges breaks the signature', async () => {
    const bytes = await sign(tableFile());
    const [, b = 0, c = 0] = findSignatures(bytes)[0]!.byteRange;
    for (const at of [9, 100, b - 200, c + 3, bytes.length - 30]) {
      const changed = Uint8Array.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(findSignatures(changed).some((each) => each.valid)).toBe(false);
    }
  });
});

describe('the update', () => {
  it('writes the signature dictionary of EN 319 142-1, with only direct values', async () => {
    const bytes = await sign(tableFile(), { reason: 'Setuju (ya)', location: 'Surabaya – Jawa' });
    const text = Buffer.from(bytes).toString('latin1');
    expect(text).toContain('/Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange[0 ');
    expect(text).toContain('/M(D:20260102030405Z)/Reason(Setuju \\(ya\\))/Location<FEFF00530075');
    expect(text).not.toContain('/Name');
    expect(text).not.toContain('/Cert');
  });

  it('carries the trailer over, keeps the first ID element and makes a new second one', async () => {
    const bytes = await sign(tableFile(letter, { trailer: '/Root 1 0 R/Info 6 0 R/ID[<01><02>]/Extra(x)' }));
    const { trailer } = readPdf(bytesSource(bytes)).view();
    expect([...trailer.entries.keys()].sort()).toEqual(
      ['Extra', 'ID', 'Info', 'Prev', 'Root', 'Size'].sort(),
    );
    const id = trailer.entries.get('ID');
    const [first, second] = id?.kind === 'array' ? id.items : [];
    expect(first?.kind === 'string' && [...first.bytes]).toEqual([1]);
    expect(second?.kind === 'string' && second.bytes.length).toBe(16);
    const later = await sign(bytes);
    const laterId = readPdf(bytesSource(later)).view().trailer.entries.get('ID');
    expect(laterId).not.toEqual(id);
  });

  it('sets both signature flags and leaves the rest of the form alone', async () => {
    const field = '<</FT/Tx/T(nama)/Type/Annot/Subtype/Widget/Rect[0 0 9 9]>>';
    const bytes = await sign(tableFile({ ...letter, ...form('7 0 R', '/NeedAppearances false'), 7: field }));
    const acroForm = value(bytes, 1, 'AcroForm');
    if (acroForm.kind !== 'dict') throw new Error('no form');
    expect([...acroForm.entries.keys()]).toEqual(['Fields', 'DA', 'NeedAppearances', 'SigFlags']);
    expect(acroForm.entries.get('SigFlags')).toMatchObject({ value: 3 });
    expect(count(acroForm.entries.get('Fields')!)).toBe(2);
  });

  it('rewrites only the array when Annots is an object of its own', async () => {
    const bytes = await sign(
      tableFile({ ...letter, 3: '<</Type/Page/Parent 2 0 R/Annots 7 0 R>>', 7: '[]' }),
    );
    const entries = readPdf(bytesSource(bytes)).revisions.at(-1)?.entries;
    expect([entries?.has(7), entries?.has(3)]).toEqual([true, false]);
  });

  it.each([
    ['directly', {}, '7 0 R'],
    ['through another reference', { 9: '7 0 R' }, '9 0 R'],
  ])('puts its widget on one page where another shares the array %s', async (_, more, second) => {
    const bytes = await sign(
      tableFile({
        ...letter,
        2: '<</Type/Pages/Count 2/Kids[3 0 R 8 0 R]/MediaBox[0 0 595 842]>>',
        3: '<</Type/Page/Parent 2 0 R/Annots 7 0 R>>',
        7: '[]',
        8: `<</Type/Page/Parent 2 0 R/Annots ${second}>>`,
        ...more,
      }),
    );
    const view = readPdf(bytesSource(bytes)).view();
    expect(view.pages().map(({ dict }) => count(view.resolve(dict.entries.get('Annots'))))).toEqual([1, 0]);
    expect(view.resolve({ kind: 'ref', num: 7, gen: 0 })).toMatchObject({ items: [] });
  });

  it('puts an invisible widget with an appearance on the first page', async () => {
    const bytes = await sign(tableFile());
    const view = readPdf(bytesSource(bytes)).view();
    const annots = view.resolve(view.pages()[0]!.dict.entries.get('Annots'));
    const widget = annots.kind === 'array' ? view.resolve(annots.items[0]) : annots;
    if (widget.kind !== 'dict') throw new Error('no widget');
    expect(widget.entries.get('F')).toMatchObject({ value: 132 });
    expect(widget.entries.get('Rect')).toMatchObject({
      items: [{ value: 0 }, { value: 0 }, { value: 0 }, { value: 0 }],
    });
    expect(widget.entries.get('P')).toEqual(view.pages()[0]!.ref);
    expect(widget.entries.has('AP')).toBe(true);
  });
});

describe('fields', () => {
  const empty = (more = '') =>
    tableFile({
      ...letter,
      ...form('7 0 R'),
      3: '<</Type/Page/Parent 2 0 R/Annots[7 0 R]>>',
      7: `<</FT/Sig/T(Bupati)/Type/Annot/Subtype/Widget/Rect[10 20 110 60]/P 3 0 R${more}>>`,
    });

  it('an existing empty field is signed in its own place', async () => {
    const bytes = await sign(empty(), { field: 'Bupati' });
    expect(findSignatures(bytes)).toMatchObject([{ field: 'Bupati', valid: true }]);
    expect(value(bytes, 7, 'Rect')).toMatchObject({
      items: [{ value: 10 }, { value: 20 }, { value: 110 }, { value: 60 }],
    });
    const view = readPdf(bytesSource(bytes)).view();
    expect(count(view.resolve(view.pages()[0]!.dict.entries.get('Annots')))).toBe(1);
  });

  it('a field of a hierarchy is found by its full name, and its widget kept apart', async () => {
    const bytes = tableFile({
      ...letter,
      ...form('7 0 R'),
      3: '<</Type/Page/Parent 2 0 R/Annots[9 0 R]>>',
      7: '<</T(a)/Kids[8 0 R]>>',
      8: '<</FT/Sig/T(b)/Parent 7 0 R/Kids[9 0 R]>>',
      9: '<</Type/Annot/Subtype/Widget/Parent 8 0 R/Rect[1 1 50 20]/P 3 0 R>>',
    });
    const signed = await sign(bytes, { field: 'a.b' });
    expect(value(signed, 8, 'V').kind).toBe('dict');
    expect(value(signed, 9, 'AP').kind).toBe('dict');
  });

  it('a lock on the field becomes a FieldMDP of its signature', async () => {
    const bytes = await sign(empty('/Lock<</Action/Include/Fields[(nama)]>>'), { field: 'Bupati' });
    const text = Buffer.from(bytes).toString('latin1');
    expect(text).toContain(
      '/TransformMethod/FieldMDP/TransformParams<</Type/TransformParams/Action/Include/Fields[(nama)]',
    );
  });

  it.each([
    ['', 'PADES_FIELD_NAME_INVALID'],
    ['a.b', 'PADES_FIELD_NAME_INVALID'],
    ['x'.repeat(128), 'PADES_FIELD_NAME_INVALID'],
    ['x'.repeat(127), null],
  ])('a new field called %j', (field, code) => {
    expect(refusal(tableFile(), { field })).toBe(code);
  });

  it('a signed field, a field of another type and a parent name are in use', async () => {
    const signed = await sign(tableFile(), { field: 'Satu' });
    expect(refusal(signed, { field: 'Satu' })).toBe('PADES_FIELD_IN_USE');
    const text = tableFile({ ...letter, ...form('7 0 R'), 7: '<</FT/Tx/T(nama)>>' });
    expect(refusal(text, { field: 'nama' })).toBe('PADES_FIELD_IN_USE');
    const parent = tableFile({
      ...letter,
      ...form('7 0 R'),
      7: '<</T(a)/Kids[8 0 R]>>',
      8: '<</FT/Tx/T(b)>>',
    });
    expect(refusal(parent, { field: 'a' })).toBe('PADES_FIELD_IN_USE');
  });

  it.each([
    ['/SV<</Type/SV/Ff 2/SubFilter[/adbe.pkcs7.detached]>>', 'PADES_SEED_VALUE_UNMET'],
    ['/SV<</Type/SV/Ff 64/DigestMethod[(SHA512)]>>', 'PADES_SEED_VALUE_UNMET'],
    ['/SV<</Type/SV/Ff 8/Reasons[(Setuju)]>>', 'PADES_SEED_VALUE_UNMET'],
    ['/SV<</Type/SV/Ff 66/SubFilter[/ETSI.CAdES.detached]/DigestMethod[(SHA256)]>>', null],
    ['/SV<</Type/SV/Ff 0/SubFilter[/adbe.pkcs7.detached]>>', null],
  ])('seed values %s', (seed, code) => {
    expect(refusal(empty(seed), { field: 'Bupati' })).toBe(code);
  });
});

describe('what is refused', () => {
  const certified = (p: string) =>
    tableFile({
      ...letter,
      1: '<</Type/Catalog/Pages 2 0 R/Perms<</DocMDP 7 0 R>>>>',
      7: `<</Type/Sig/Reference[<</TransformMethod/DocMDP/TransformParams<</Type/TransformParams${p}>>>>]>>`,
    });

  it('a file certified with no changes allowed; forms and comments allowed, it is signed', () => {
    expect(refusal(certified('/P 1'))).toBe('PADES_CERTIFIED_NO_CHANGES');
    expect(refusal(certified('/P 2'))).toBeNull();
    expect(refusal(certified(''))).toBeNull();
  });

  it('a field that an earlier signature locked, or any field where its lock allows nothing more', () => {
    const locked = (lock: string, reference = ''): Uint8Array =>
      tableFile({
        ...letter,
        ...form('7 0 R 8 0 R'),
        3: '<</Type/Page/Parent 2 0 R/Annots[7 0 R 8 0 R]>>',
        7: `<</FT/Sig/T(Satu)/V 9 0 R/Type/Annot/Subtype/Widget/Rect[0 0 0 0]/P 3 0 R${lock}>>`,
        8: '<</FT/Sig/T(Dua)/Type/Annot/Subtype/Widget/Rect[0 0 0 0]/P 3 0 R>>',
        9: `<</Type/Sig${reference}>>`,
      });
    const mdp = (parameters: string): Uint8Array =>
      locked('', `/Reference[<</TransformMethod/FieldMDP/TransformParams<<${parameters}>>>>]`);
    const told = [
      locked('/Lock<</Action/All/P 1>>'),
      locked('/Lock<</Action/All/P 2>>'),
      mdp('/Action/Exclude/Fields[(Satu)]'),
      mdp('/Action/Exclude/Fields[(Dua)]'),
      mdp('/Action/Include/Fields[(Dua)]'),
      mdp('/Action/Include/Fields[(Satu)]'),
      mdp('/Action/All'),
    ].map((bytes) => refusal(bytes, { field: 'Dua' }));
    const [no, covered] = ['PADES_CERTIFIED_NO_CHANGES', 'PADES_FIELD_LOCKED'];
    expect(told).toEqual([no, covered, covered, null, covered, null, covered]);
  });

  it('a stream that does not end where it says', () => {
    const container = Buffer.from(streamFile(letter, { compressed: [1, 2, 3, 4, 6] }))
      .toString('latin1')
      .replace(/(\/ObjStm.*?\/Length )(\d+)/, (_, head: string, n: string) => `${head}${Number(n) - 1}`);
    expect(refusal(Buffer.from(container, 'latin1'))).toBe('PADES_PDF_SYNTAX');
  });

  it('an encrypted file, trailing bytes, junk before the header, contradictions', () => {
    expect(refusal(tableFile(letter, { trailer: '/Root 1 0 R/Encrypt 6 0 R' }))).toBe(
      'PADES_ENCRYPTION_UNSUPPORTED',
    );
    expect(refusal(Buffer.concat([tableFile(), Buffer.from('x')]))).toBe('PADES_TRAILING_BYTES');
    expect(refusal(hybridFile(letter, [], [6]))).toBe('PADES_XREF_BROKEN');
    expect(refusal(tableFile({ ...letter, 1: '<</Type/Catalog/Pages 2 0 R/Pages 2 0 R>>' }))).toBe(
      'PADES_PDF_SYNTAX',
    );
    expect(refusal(Buffer.from('not a pdf'))).toBe('PADES_NOT_PDF');
  });

  it('a page that is not there and an appearance that is no PDF or has two pages', () => {
    const rect = [0, 0, 100, 50] as const;
    expect(refusal(tableFile(), { widget: { page: 3, rect } })).toBe('PADES_PAGE_OUT_OF_RANGE');
    expect(refusal(tableFile(), { widget: { page: 0, rect } })).toBe('PADES_PAGE_OUT_OF_RANGE');
    expect(refusal(tableFile(), { widget: { page: 1, rect, appearance: Buffer.from('x') } })).toBe(
      'PADES_APPEARANCE_INVALID',
    );
    expect(refusal(tableFile(), { widget: { page: 1, rect, appearance: tableFile() } })).toBe(
      'PADES_APPEARANCE_INVALID',
    );
    for (const outside of [
      [5000, 0, 10, 10],
      [0, -20, 10, 10],
      [-10, 0, 10, 10],
    ] as const) {
      expect(refusal(tableFile(), { widget: { page: 1, rect: outside } })).toBe('PADES_APPEARANCE_INVALID');
    }
    expect(refusal(tableFile(), { widget: { page: 1, rect: [0, 0, NaN, 1] } })).toBe(
      'PADES_APPEARANCE_INVALID',
    );
  });

  it('an RSA key below 2048 bits, another curve, an algorithm of another key, a broken certificate', async () => {
    const short = await issue({
      name: 'short',
      kind: 'signer',
      algorithm: 'rsa-pkcs1-sha256',
      serial: '01',
      modulusLength: 1024,
    });
    const curve = await issue({
      name: 'curve',
      kind: 'signer',
      algorithm: 'ecdsa-p256-sha256',
      serial: '01',
      namedCurve: 'P-384',
    });
    for (const identity of [short, curve, { ...pki.rsa, algorithm: 'ecdsa-p256-sha256' as const }]) {
      expect(refusal(tableFile(), { signer: signerOf(identity) })).toBe('PADES_ALGORITHM_REFUSED');
    }
    const broken = { ...signerOf(pki.rsa), certificate: pki.rsa.certificate.subarray(2) };
    expect(refusal(tableFile(), { signer: broken })).toBe('PADES_CERTIFICATE_INVALID');
  });

  it('a signature by another key, and a signer it was not prepared for', async () => {
    const prepared = prepare(tableFile());
    const other = await issue({ name: 'lain', kind: 'signer', algorithm: 'rsa-pkcs1-sha256', serial: '07' });
    const wrongKey: HashSigner = { ...signerOf(pki.rsa), sign: (input) => signerOf(other).sign(input) };
    await expect(signPrepared(prepared, wrongKey)).rejects.toMatchObject({
      code: 'PADES_SIGNATURE_MISMATCH',
    });
    await expect(signPrepared(prepared, signerOf(pki.ec))).rejects.toMatchObject({
      code: 'PADES_CERTIFICATE_INVALID',
    });
    const renamed: HashSigner = { ...signerOf(pki.rsa), algorithm: 'ecdsa-p256-sha256' };
    await expect(signPrepared(prepared, renamed)).rejects.toMatchObject({
      code: 'PADES_CERTIFICATE_INVALID',
    });
  });

  it('a CMS larger than the room for it is never cut', () => {
    const prepared = prepare(tableFile());
    expect(() => embedSignature(prepared, new Uint8Array(prepared.capacity + 1))).toThrow(
      expect.objectContaining({ code: 'PADES_CONTENTS_TOO_SMALL' }),
    );
    const full = embedSignature(prepared, new Uint8Array(prepared.capacity).fill(0xab));
    expect(Buffer.from(full.update).toString('latin1')).toContain(`<${'ab'.repeat(prepared.capacity)}>`);
  });

  it("the signer's own error passes through, and it is asked exactly once", async () => {
    let asked = 0;
    const failing = {
      ...signerOf(pki.rsa),
      sign: () => {
        asked += 1;
        throw new Error('frasa sandi salah');
      },
    };
    await expect(signPrepared(prepare(tableFile()), failing)).rejects.toThrow('frasa sandi salah');
    expect(asked).toBe(1);
  });
});

describe('the visible box', () => {
  const look = async (rotate = 0): Promise<Uint8Array> => {
    const document = await PDFDocument.create();
    const page = document.addPage([200, 100]);
    if (rotate !== 0) page.setRotation(degrees(rotate));
    page.drawText('Tertanda');
    return document.save();
  };
  const widgetForm = (bytes: Uint8Array) => {
    const view = readPdf(bytesSource(bytes)).view();
    const annots = view.resolve(view.pages()[0]!.dict.entries.get('Annots'));
    const widget = annots.kind === 'array' ? view.resolve(annots.items[0]) : annots;
    const ap = widget.kind === 'dict' ? view.resolve(widget.entries.get('AP')) : widget;
    const stream = ap.kind === 'dict' ? view.resolve(ap.entries.get('N')) : ap;
    if (stream.kind !== 'stream') throw new Error('no form');
    const numbers = (key: string): number[] => {
      const list = stream.dict.entries.get(key);
      return list?.kind === 'array'
        ? list.items.map((item) => (item.kind === 'number' ? item.value : NaN))
        : [];
    };
    return { view, stream, bbox: numbers('BBox'), matrix: numbers('Matrix') };
  };

  it('takes the page, its font and its content along', async () => {
    const bytes = await sign(tableFile(), {
      widget: { page: 1, rect: [50, 50, 200, 100], appearance: await look() },
    });
    const { view, stream, bbox } = widgetForm(bytes);
    expect(bbox).toEqual([0, 0, 200, 100]);
    expect(Buffer.from(view.decode(stream)).toString()).toContain('Tj');
    const resources = view.resolve(stream.dict.entries.get('Resources'));
    const fonts = resources.kind === 'dict' ? view.resolve(resources.entries.get('Font')) : resources;
    const [font] = fonts.kind === 'dict' ? [...fonts.entries.values()] : [];
    expect(view.resolve(font)).toMatchObject({ kind: 'dict' });
    expect((font as PdfRef).num).toBeGreaterThan(6);
    expect(findSignatures(bytes)[0]?.valid).toBe(true);
  });

  it.each([
    [0, [1, 0, 0, 1, 0, 0], [0, 0, 200, 100]],
    [90, [0, 1, -1, 0, 0, 0], [0, -150, 200, 250]],
    [180, [-1, 0, 0, -1, 0, 0], [0, 0, 200, 100]],
    [270, [0, -1, 1, 0, 0, 0], [0, -150, 200, 250]],
  ])('on a page turned by %i it stands upright and is not stretched', async (rotate, matrix, bbox) => {
    const file = tableFile({ ...letter, 3: `<</Type/Page/Parent 2 0 R/Rotate ${rotate}>>` });
    const bytes = await sign(file, {
      widget: { page: 1, rect: [50, 50, 200, 100], appearance: await look() },
    });
    const form = widgetForm(bytes);
    expect(form.matrix).toEqual(matrix);
    expect(form.bbox).toEqual(bbox);
  });

  it('a box without area gets an empty appearance', async () => {
    const bytes = await sign(tableFile(), {
      widget: { page: 1, rect: [5, 5, 0, 0], appearance: await look() },
    });
    expect(widgetForm(bytes).bbox).toEqual([0, 0, 0, 0]);
  });

  it('the appearance’s own rotation counts too', async () => {
    const bytes = await sign(tableFile(), {
      widget: { page: 1, rect: [0, 0, 100, 200], appearance: await look(90) },
    });
    expect(widgetForm(bytes).matrix).toEqual([0, -1, 1, 0, 0, 0]);
  });
});

describe('resuming and writing', () => {
  it('a prepared document survives its process and gives the same bytes', async () => {
    const file = tableFile();
    const prepared = prepare(file);
    const again = decodePrepared(encodePrepared(prepared), bytesSource(Uint8Array.from(file)));
    const cms = await signPrepared(again, signerOf(pki.rsa));
    const one = signedBytes(embedSignature(prepared, cms));
    expect(Buffer.compare(one, signedBytes(embedSignature(again, cms)))).toBe(0);
    expect(findSignatures(one)[0]?.valid).toBe(true);
  });

  it('it is not resumed over another original, nor from other bytes', () => {
    const file = tableFile();
    const encoded = encodePrepared(prepare(file));
    const other = Uint8Array.from(file);
    other[300] = (other[300] ?? 0) ^ 1;
    for (const [bytes, original] of [
      [encoded, other],
      [encoded, file.subarray(1)],
      [encoded, Buffer.concat([file, Buffer.from('\n')])],
      [Buffer.from('x'), file],
      [Buffer.concat([Buffer.from('pades-prepared/3'), encoded.subarray(16)]), file],
      [Buffer.concat([encoded.subarray(0, 17), Buffer.from('{'), encoded.subarray(17)]), file],
    ] as const) {
      expect(() => decodePrepared(bytes, bytesSource(original))).toThrow(
        expect.objectContaining({ code: 'PADES_SIGNATURE_MISMATCH' }),
      );
    }
  });

  it('a large original is streamed through, never held', async () => {
    const file = tableFile({ ...letter, 7: ['', new Uint8Array(5_000_000)] });
    let largest = 0;
    const source: ByteSource = {
      size: file.length,
      read(offset, length) {
        largest = Math.max(largest, length);
        return file.subarray(offset, offset + length);
      },
    };
    const signed = await signPdf(source, options());
    const parts: Uint8Array[] = [];
    writePdf(signed, { write: (bytes) => void parts.push(bytes) });
    expect(largest).toBeLessThanOrEqual(1 << 20);
    expect(Buffer.compare(Buffer.concat(parts), readAll(signedSource(signed)))).toBe(0);
    expect(findSignatures(Buffer.concat(parts))[0]?.valid).toBe(true);
  });
});
