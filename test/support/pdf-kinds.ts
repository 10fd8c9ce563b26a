import { readFileSync } from 'node:fs';
import { appendTable, hybridFile, letter, SampleFile, streamFile, tableFile, type Bodies } from './pdf.ts';

/** A file of every kind a writer meets, by what is odd about it. Made by hand here, or by others' tools (fixtures/pdf-lain). */
export const pdfKinds: Readonly<Record<string, () => Uint8Array>> = {
  'a classic table': () => tableFile(),
  'a cross-reference stream': () => streamFile(),
  'a cross-reference stream with fields one octet wide where it can be': () => narrowStream(),
  'object streams': () => streamFile(letter, { compressed: [1, 2, 3, 4, 6], flate: true }),
  'a hybrid file': () => hybridFile(),
  'a hybrid file that hides its pages': () => hybridFile(letter, [3, 4, 6]),
  'a linearized file': () => other('linier.pdf'),
  'a linearized file with object streams': () => other('linier-objstm.pdf'),
  'object streams with predictors': () => other('objstm.pdf'),
  'a file mutool has written': () => other('mutool.pdf'),
  'three revisions': () => appendTable(appendTable(tableFile(), { 7: '(baru)' }), { 7: '(lebih baru)' }),
  'a table, then a cross-reference stream': () => appendStream(tableFile()),
  'a cross-reference stream, then a table': () => appendTable(streamFile(), { 20: '(baru)' }),
  'objects of higher generations': () => generations(),
  'freed objects': () => freed(),
  'no /ID': () => tableFile(letter, { trailer: '/Root 1 0 R' }),
  'a /Size that is too small': () => replaced(tableFile(), '/Size 7', '/Size 5'),
  'no line end after %%EOF': () => tableFile().subarray(0, -1),
  'white space after %%EOF': () => Buffer.concat([tableFile(), Buffer.from('\r\n \n')]),
  'carriage returns only': () => carriageReturns(),
  'comments between objects': () => commented(),
  'indirect everything': () => tableFile(indirectEverything),
  'indirect everything in object streams': () =>
    streamFile(indirectEverything, { compressed: [1, 2, 3, 6, 11, 12, 13, 14, 15, 16, 17, 20, 21, 23] }),
  'a form with fields and appearances': () => tableFile({ ...letter, ...form }),
  'contents in an array': () =>
    tableFile({ ...letter, 3: '<</Type/Page/Parent 2 0 R/Contents[5 0 R 5 0 R]/Resources<<>>>>' }),
  ...Object.fromEntries(
    [1, 2, 10, 50].map((depth) => [`a page tree ${depth} deep`, () => tableFile(nested(depth))]),
  ),
  ...Object.fromEntries(
    ['1.3', '1.4', '1.5', '1.6', '1.7', '2.0'].map((version) => [
      `PDF ${version}`,
      () => tableFile(letter, { version }),
    ]),
  ),
};

/** An empty field `Ttd` that demands what our signatures offer and locks everything else. */
export const fieldWithSeedAndLock = (): Uint8Array =>
  tableFile({
    ...letter,
    1: '<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[7 0 R]/SigFlags 1>>>>',
    3: '<</Type/Page/Parent 2 0 R/Contents 5 0 R/Annots[7 0 R]>>',
    7:
      '<</FT/Sig/T(Ttd)/Type/Annot/Subtype/Widget/Rect[50 50 250 120]/P 3 0 R/F 4' +
      '/SV<</Type/SV/Ff 3/Filter/Adobe.PPKLite/SubFilter[/ETSI.CAdES.detached]>>' +
      '/Lock<</Type/SigFieldLock/Action/All>>>>',
  });

/** The form's widgets have looks of their own, one field is two levels deep, and one is a choice. */
const form: Bodies = {
  1: '<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[7 0 R 8 0 R]/DA(/F1 0 Tf 0 g)/DR<</Font<</F1 6 0 R>>>>>>>>',
  3: '<</Type/Page/Parent 2 0 R/Contents 5 0 R/Annots[7 0 R 9 0 R]>>',
  7: '<</FT/Tx/T(nama)/V(Sri)/Type/Annot/Subtype/Widget/Rect[10 10 90 30]/P 3 0 R/AP<</N 10 0 R>>>>',
  8: '<</T(alamat)/Kids[9 0 R]>>',
  9: '<</FT/Ch/T(kota)/Parent 8 0 R/Opt[(Solo)(Kudus)]/V(Solo)/Type/Annot/Subtype/Widget/Rect[10 40 90 60]/P 3 0 R>>',
  10: ['/Type/XObject/Subtype/Form/BBox[0 0 80 20]', '/Tx BMC EMC'],
};

/** Every value that may be a reference is one, some over two hops. */
const indirectEverything: Bodies = {
  1: '<</Type 11 0 R/Pages 2 0 R/AcroForm 20 0 R>>',
  2: '<</Type/Pages/Count 12 0 R/Kids 13 0 R/MediaBox 14 0 R/Rotate 23 0 R>>',
  3: '<</Type/Page/Parent 2 0 R/Contents 15 0 R/Resources 16 0 R/Annots 17 0 R/CropBox 14 0 R>>',
  5: ['/Length 18 0 R', 'BT /F1 12 Tf 72 700 Td (Isi surat) Tj ET'],
  6: '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  11: '/Catalog',
  12: '1',
  13: '[3 0 R]',
  14: '[0 0 595 842]',
  15: '[5 0 R]',
  16: '<</Font<</F1 6 0 R>>>>',
  17: '[]',
  18: '40',
  20: '<</Fields 21 0 R/SigFlags 12 0 R>>',
  21: '[]',
  23: '0',
};

function nested(depth: number): Bodies {
  const bodies: Record<number, string | readonly [string, string]> = {
    ...(letter as Record<number, string>),
  };
  delete bodies[4];
  bodies[2] = `<</Type/Pages/Count 1/Kids[${depth === 1 ? 3 : 10} 0 R]/MediaBox[0 0 595 842]>>`;
  for (let level = 2; level <= depth; level += 1) {
    const num = 8 + level;
    const parent = level === 2 ? 2 : num - 1;
    const kid = level === depth ? 3 : num + 1;
    bodies[num] = `<</Type/Pages/Parent ${parent} 0 R/Count 1/Kids[${kid} 0 R]>>`;
  }
  bodies[3] = `<</Type/Page/Parent ${depth === 1 ? 2 : 8 + depth} 0 R/Contents 5 0 R>>`;
  return bodies;
}

/** The numbers of a deleted and a reused object, as an editor of the nineties leaves them. */
function generations(): Uint8Array {
  const file = new SampleFile('1.4');
  const offsets = new Map<number, readonly [offset: number, gen: number]>();
  const put = (num: number, gen: number, body: string): void => {
    offsets.set(num, [file.length, gen]);
    file.raw(`${num} ${gen} obj\n${body}\nendobj\n`);
  };
  put(1, 2, '<</Type/Catalog/Pages 2 5 R/AcroForm 6 1 R>>');
  put(2, 5, '<</Type/Pages/Count 1/Kids[3 9 R]/MediaBox[0 0 595 842]>>');
  put(3, 9, '<</Type/Page/Parent 2 5 R/Contents 5 0 R/Annots 4 3 R>>');
  put(4, 3, '[]');
  put(5, 0, '<</Length 0>>\nstream\n\nendstream');
  put(6, 1, '<</Fields 7 4 R>>');
  put(7, 4, '[]');
  const at = file.length;
  file.raw('xref\n0 8\n0000000000 65535 f \n');
  for (let num = 1; num <= 7; num += 1) {
    const [offset, gen] = offsets.get(num) ?? [0, 0];
    file.raw(`${String(offset).padStart(10, '0')} ${String(gen).padStart(5, '0')} n \n`);
  }
  file.raw(`trailer\n<</Size 8/Root 1 2 R>>\nstartxref\n${at}\n%%EOF\n`);
  return file.bytes();
}

function freed(): Uint8Array {
  const file = new SampleFile('1.4');
  const offsets = new Map<number, number | null>(file.objects(letter));
  offsets.set(7, null);
  offsets.set(8, null);
  file.table(offsets, { trailer: '/Root 1 0 R' });
  return file.bytes();
}

function narrowStream(): Uint8Array {
  const file = new SampleFile('1.5');
  const offsets = file.objects({ ...letter, 5: ['', ''] });
  const at = file.length;
  const rows = [[0, 0], ...[...offsets.values(), at].map((offset) => [offset >> 8, offset & 0xff])];
  // No type field: every row is in use, so object 0 is left out of the index.
  const data = Buffer.from(rows.slice(1).flat());
  file.objects({ 7: ['/Type/XRef/Size 8/W[0 2 0]/Index[1 7]/Root 1 0 R', data] });
  file.raw(`startxref\n${at}\n%%EOF\n`);
  return file.bytes();
}

function appendStream(earlier: Uint8Array): Uint8Array {
  const prev = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(Buffer.from(earlier).toString('latin1'))?.[1] ?? '0';
  const file = new SampleFile(null, earlier);
  const at = file.length;
  file.raw('20 0 obj\n(baru)\nendobj\n');
  file.xrefStream(21, new Map([[20, [1, at, 0] as const]]), { trailer: `/Root 1 0 R/Prev ${prev}` });
  return file.bytes();
}

/** Old Mac files: every line end is one CR, but for the line end after `stream`, which never may be. */
function carriageReturns(): Uint8Array {
  const text = Buffer.from(tableFile()).toString('latin1');
  return Buffer.from(
    text
      .replace(/stream\n/g, 'stream\u0001')
      .replace(/\n/g, '\r')
      .replace(/endstream\u0001/g, 'endstream\r')
      .replace(/stream\u0001/g, 'stream\n'),
    'latin1',
  );
}

function commented(): Uint8Array {
  const file = new SampleFile('1.7');
  const offsets = new Map<number, number>();
  for (const [key, body] of Object.entries(letter)) {
    file.raw('% 9 0 obj <</Type/Catalog>> endobj\n');
    for (const [num, offset] of file.objects({ [Number(key)]: body })) offsets.set(num, offset);
  }
  file.table(offsets, { trailer: '/Root 1 0 R' });
  return file.bytes();
}

function replaced(bytes: Uint8Array, from: string, to: string): Uint8Array {
  return Buffer.from(Buffer.from(bytes).toString('latin1').replace(from, to), 'latin1');
}

export const other = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../fixtures/pdf-lain/${name}`, import.meta.url)));
