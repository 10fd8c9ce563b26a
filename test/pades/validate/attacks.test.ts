import { beforeAll, describe, expect, it } from 'vitest';
import * as der from '../../../src/pades/asn1/der.ts';
import { oids } from '../../../src/pades/asn1/oids.ts';
import { issue, type TestIdentity, type TestPki } from '../../support/pki.ts';
import {
  append,
  attribute,
  basePdf,
  catalog,
  fill,
  gapOf,
  makeCms,
  page,
  pageText,
  patch,
  signRaw,
  signaturesOf,
  signingCertificateV2,
  startxref,
  stream,
  testPki,
  trusting,
  usualSigner,
  verdict,
  write,
  baseObjects,
  type CmsRecipe,
} from './world.ts';

interface World {
  readonly pki: TestPki;
  readonly other: TestIdentity;
  /** Signed once, level B. */
  readonly signed: Buffer;
  readonly base: Buffer;
  readonly cms: (digest: Buffer) => Uint8Array;
}

interface Attack {
  /** Reference in pades.md section 7. */
  readonly id: string;
  readonly name: string;
  readonly make: (world: World) => Buffer;
  /** Verdict of the first signature; `unreadable`: the file is refused as a whole. */
  readonly verdict: string;
}

const format = 'TOTAL_FAILED/FORMAT_FAILURE';
const evil = stream('BT /F1 12 Tf 72 700 Td (Bayar Rp9.000.000) Tj ET');
const widget = (extra: string): string => `<</FT/Sig/T(Baru)/Type/Annot/Subtype/Widget/P 3 0 R/F 4${extra}>>`;
const byteRangeText = (file: Buffer): string =>
  /\/ByteRange\[[^\]]*\]/.exec(file.toString('latin1'))?.[0] ?? '';
const rewriteRange = (file: Buffer, change: (numbers: number[]) => (number | string)[]): Buffer => {
  const text = byteRangeText(file);
  const numbers = text.slice(11, -1).trim().split(/\s+/).map(Number);
  return patch(
    file,
    text,
    `/ByteRange[${change(numbers)
      .join(' ')
      .padEnd(text.length - 12)}]`,
  );
};
const sign = (world: World, recipe: Partial<CmsRecipe>, base = world.base): Buffer =>
  signRaw(base, { cms: (digest) => makeCms({ signer: world.pki.rsa, digest, ...recipe }) });
const valueOf = (file: Buffer): string => {
  const text = file.toString('latin1');
  const start = text.lastIndexOf('10 0 obj\n') + 9;
  return text.slice(start, text.indexOf('\nendobj', start));
};

const dictionaryAttacks: readonly Attack[] = [
  {
    id: 'A-01',
    name: 'ByteRange is missing',
    verdict: format,
    make: ({ signed }) => patch(signed, '/ByteRange[', '/BiteRange['),
  },
  {
    id: 'A-01',
    name: 'Contents is missing',
    verdict: format,
    make: ({ signed }) => patch(signed, '/Contents<', '/Kontents<'),
  },
  {
    id: 'A-01',
    name: 'a negative number',
    verdict: format,
    make: ({ signed }) => rewriteRange(signed, ([, b, c, d]) => [0, b!, -c!, d!]),
  },
  {
    id: 'A-01',
    name: 'a number beyond the file',
    verdict: format,
    make: ({ signed }) => rewriteRange(signed, ([, b, c, d]) => [0, b!, c!, d! + 1]),
  },
  {
    id: 'A-01',
    name: 'an empty second range',
    verdict: format,
    make: ({ signed }) => rewriteRange(signed, ([, b, c]) => [0, b!, c!, 0]),
  },
  {
    id: 'A-01',
    name: 'an empty first range',
    verdict: format,
    make: ({ signed }) => rewriteRange(signed, ([, , c, d]) => [0, 0, c!, d!]),
  },
  {
    id: 'A-01',
    name: 'three numbers',
    verdict: format,
    make: ({ signed }) => rewriteRange(signed, ([, b, c]) => [0, b!, c!]),
  },
  {
    id: 'A-01',
    name: 'a range that starts behind byte 0',
    verdict: format,
    make: ({ signed }) => rewriteRange(signed, ([, b, c, d]) => [1, b! - 1, c!, d!]),
  },
  {
    id: 'B-15',
    name: 'a real number',
    verdict: format,
    make: ({ signed }) => rewriteRange(signed, ([, b, c, d]) => [0, b!, `${c!}.0`, d!]),
  },
  {
    id: 'A-01',
    name: 'ranges that overlap',
    verdict: format,
    make: ({ signed }) => rewriteRange(signed, ([, b, , d]) => [0, b!, b! - 10, d!]),
  },
  {
    id: 'A-03',
    name: 'a gap one byte too wide',
    verdict: format,
    make: ({ signed }) => rewriteRange(signed, ([, b, c, d]) => [0, b! - 1, c!, d!]),
  },
  {
    id: 'A-03',
    name: 'a second range that starts late',
    verdict: format,
    make: ({ signed }) => rewriteRange(signed, ([, b, c, d]) => [0, b!, c! + 1, d! - 1]),
  },
  {
    id: 'A-02',
    name: 'a second range that ends early',
    verdict: format,
    make: ({ base, cms }) => signRaw(base, { cms, cut: 20 }),
  },
  {
    id: 'A-04',
    name: 'a second ByteRange key behind the right one, signed',
    verdict: format,
    make: ({ base, cms }) => signRaw(base, { cms, tail: '/ByteRange[0 1 2 3]' }),
  },
  {
    id: 'A-04',
    name: 'a second Contents key behind the right one, signed',
    verdict: format,
    make: ({ base, cms }) => signRaw(base, { cms, tail: '/C#6fntents<00>' }),
  },
  {
    id: 'A-04',
    name: 'a second ByteRange key',
    verdict: format,
    make: ({ signed }) => patch(signed, '/Filter/Adobe.PPKLite', '/ByteRange[0 1 2 3]  '),
  },
  {
    id: 'A-04',
    name: 'a second Contents key, spelled with an escape',
    verdict: format,
    make: ({ signed }) => patch(signed, '/Filter/Adobe.PPKLite', '/C#6fntents<00>/Abc/Q'),
  },
  {
    id: 'A-04',
    name: 'Contents spelled as a literal string',
    verdict: format,
    make: ({ signed }) => literalContents(signed),
  },
  {
    id: 'A-05',
    name: 'bytes after the CMS that are not padding',
    verdict: format,
    make: ({ signed }) => overwrite(signed, gapOf(signed).end - 9, 'DEADBEEF'),
  },
  {
    id: 'A-05',
    name: 'white space among the digits',
    verdict: format,
    make: ({ signed }) => overwrite(signed, gapOf(signed).end - 9, '0 0\n0000'),
  },
  {
    id: 'A-05',
    name: 'a letter that is no digit',
    verdict: 'unreadable',
    make: ({ signed }) => overwrite(signed, gapOf(signed).end - 9, '00GG0000'),
  },
  {
    id: 'A-14',
    name: 'a signature dictionary inside an object stream',
    verdict: format,
    make: inObjectStream,
  },
  {
    id: 'A-01',
    name: 'a SubFilter nobody knows',
    verdict: format,
    make: ({ base, cms }) => signRaw(base, { dict: '/Type/Sig/SubFilter/Saya.Sendiri', cms }),
  },
  {
    id: 'A-01',
    name: 'a signature that calls itself a timestamp',
    verdict: format,
    make: ({ base, cms }) => signRaw(base, { dict: '/Type/Sig/SubFilter/ETSI.RFC3161', cms }),
  },
];

function overwrite(file: Buffer, offset: number, text: string): Buffer {
  const out = Buffer.from(file);
  out.write(text, offset, 'latin1');
  return out;
}

function literalContents(signed: Buffer): Buffer {
  const { start, end } = gapOf(signed);
  const out = Buffer.from(signed);
  out[start] = 0x28;
  out[end - 1] = 0x29;
  return out;
}

/** An uncompressed object stream, so that the gap is where ByteRange says and the digest is right. */
function inObjectStream({ base, cms }: World): Buffer {
  const dict = `<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M(D:20260501000000Z)/ByteRange[0 0000000000 0000000000 0000000000]/Contents<${'0'.repeat(16384)}>>>`;
  const content = `10 0 ${dict}`;
  const start = base.length;
  const objects: [number, string][] = [
    [1, catalog([11])],
    [3, page([11])],
    [11, '<</FT/Sig/T(Ttd1)/V 10 0 R/Type/Annot/Subtype/Widget/Rect[0 0 0 0]/P 3 0 R/F 132>>'],
    [20, `<</Type/ObjStm/N 1/First 5/Length ${content.length}>>\nstream\n${content}\nendstream`],
  ];
  const parts: Buffer[] = [];
  const offsets = new Map<number, number>();
  let at = start;
  for (const [num, body] of objects) {
    offsets.set(num, at);
    const part = Buffer.from(`${num} 0 obj\n${body}\nendobj\n`);
    parts.push(part);
    at += part.length;
  }
  const entry = (type: number, a: number, b: number): Buffer =>
    Buffer.from([type, a >> 16, (a >> 8) & 255, a & 255, b]);
  const rows = [1, 3, 11, 20].map((num) => entry(1, offsets.get(num) ?? 0, 0));
  const table = Buffer.concat([rows[0]!, rows[1]!, entry(2, 20, 0), rows[2]!, rows[3]!, entry(1, at, 0)]);
  const head = `21 0 obj\n<</Type/XRef/Size 61/Root 1 0 R/ID[<aa><bb>]/Prev ${startxref(base)}/W[1 3 1]/Index[1 1 3 1 10 2 20 2]/Length ${table.length}>>\nstream\n`;
  const tail = `\nendstream\nendobj\nstartxref\n${at}\n%%EOF\n`;
  return fill(Buffer.concat([base, ...parts, Buffer.from(head), table, Buffer.from(tail)]), cms);
}

const laterAttacks: readonly Attack[] = [
  {
    id: 'A-02',
    name: 'objects appended without an xref',
    verdict: format,
    make: ({ signed }) => Buffer.concat([signed, Buffer.from(`4 0 obj\n${evil}\nendobj\n`)]),
  },
  {
    id: 'A-02',
    name: 'a comment appended after the end',
    verdict: format,
    make: ({ signed }) => Buffer.concat([signed, Buffer.from('% catatan\n')]),
  },
  {
    id: 'A-02',
    name: 'objects and a trailer without an xref',
    verdict: 'unreadable',
    make: ({ signed }) =>
      Buffer.concat([
        signed,
        Buffer.from(`4 0 obj\n${evil}\nendobj\ntrailer\n<</Root 1 0 R/Size 61>>\nstartxref\n0\n%%EOF\n`),
      ]),
  },
  {
    id: 'A-02',
    name: 'an update that carries unreferenced bytes',
    verdict: format,
    make: ({ signed }) =>
      append(
        signed,
        { 7: '<</Producer(lain)>>' },
        { stray: '4 0 obj (sembunyi) endobj\n', trailer: '/Info 7 0 R' },
      ),
  },
  {
    id: 'A-02',
    name: 'a revision that skips the signed one',
    verdict: 'none',
    make: ({ base, signed }) => skipping(base, signed),
  },
  { id: 'A-03', name: 'a copied dictionary with the second range moved', verdict: format, make: wrapping },
  {
    id: 'A-06',
    name: 'the signature dictionary written again with another time',
    verdict: format,
    make: ({ signed }) => append(signed, { 10: valueOf(signed).replace('D:20260501', 'D:20200101') }),
  },
  {
    id: 'A-06',
    name: 'the field pointed at another dictionary',
    verdict: format,
    make: ({ signed }) =>
      append(signed, { 11: widget('/Rect[0 0 0 0]/V 20 0 R').replace('Baru', 'Ttd1'), 20: valueOf(signed) }),
  },
  {
    id: 'A-06',
    name: 'the signed field renamed',
    verdict: format,
    make: ({ signed }) =>
      append(signed, {
        11: '<</FT/Sig/T(Lain)/V 10 0 R/Type/Annot/Subtype/Widget/Rect[0 0 0 0]/P 3 0 R/F 132>>',
      }),
  },
  {
    id: 'A-06',
    name: 'an appearance given to a signed field',
    verdict: format,
    make: ({ signed }) =>
      append(signed, {
        11: '<</FT/Sig/T(Ttd1)/V 10 0 R/Type/Annot/Subtype/Widget/Rect[0 0 500 800]/P 3 0 R/F 132/AP<</N 20 0 R>>>>',
        20: evil,
      }),
  },
  {
    id: 'A-07',
    name: 'the page content overwritten',
    verdict: format,
    make: ({ signed }) => append(signed, { 4: evil }),
  },
  {
    id: 'A-07',
    name: 'the page pointed at other content',
    verdict: format,
    make: ({ signed }) => append(signed, { 3: page([11], '', '20 0 R'), 20: evil }),
  },
  {
    id: 'A-07',
    name: 'the page content removed',
    verdict: format,
    make: ({ signed }) => append(signed, {}, { free: [4] }),
  },
  { id: 'A-07', name: 'an xref entry pointed at a planted copy', verdict: format, make: plantedCopy },
  {
    id: 'A-07',
    name: 'an xref entry pointed at nothing',
    verdict: format,
    make: ({ signed }) => append(signed, {}, { entries: { 4: 5 } }),
  },
  {
    id: 'A-08',
    name: 'a font exchanged',
    verdict: format,
    make: ({ signed }) => append(signed, { 5: '<</Type/Font/Subtype/Type1/BaseFont/ZapfDingbats>>' }),
  },
  { id: 'A-09', name: 'the trailer pointed at a hidden catalog', verdict: format, make: hiddenCatalog },
  {
    id: 'A-09',
    name: 'the page tree exchanged',
    verdict: format,
    make: ({ signed }) =>
      append(signed, { 2: '<</Type/Pages/Kids[20 0 R]/Count 1>>', 20: page([11], '', '21 0 R'), 21: evil }),
  },
  {
    id: 'A-09',
    name: 'a page added',
    verdict: format,
    make: ({ signed }) =>
      append(signed, {
        2: '<</Type/Pages/Kids[3 0 R 20 0 R]/Count 2>>',
        20: page([], '', '21 0 R'),
        21: evil,
      }),
  },
  { id: 'A-09', name: 'a dangling reference of a signed page filled later', verdict: format, make: dangling },
  { id: 'A-09', name: 'new resources through the information dictionary', verdict: format, make: sharedInfo },
  {
    id: 'A-10',
    name: 'a free text annotation',
    verdict: format,
    make: ({ signed }) =>
      append(signed, {
        3: page([11, 20]),
        20: '<</Type/Annot/Subtype/FreeText/Rect[72 690 300 712]/Contents(Rp9.000.000)>>',
      }),
  },
  {
    id: 'A-10',
    name: 'an annotation among the widgets of a new signature',
    verdict: format,
    make: ({ signed, cms }) =>
      signRaw(signed, {
        k: 1,
        cms,
        objects: { 3: page([11, 13, 20]), 20: '<</Type/Annot/Subtype/Stamp/Rect[0 0 9 9]>>' },
      }),
  },
  {
    id: 'A-11',
    name: 'a visible field added to a certified file',
    verdict: format,
    make: ({ base, cms }) =>
      signRaw(certified(base, cms, 2), {
        k: 1,
        cms,
        rect: '0 0 500 800',
        catalogExtra: '/Perms<</DocMDP 10 0 R>>',
      }),
  },
  {
    id: 'A-11',
    name: 'a signature on a file certified against changes',
    verdict: format,
    make: ({ base, cms }) =>
      signRaw(certified(base, cms, 1), { k: 1, cms, catalogExtra: '/Perms<</DocMDP 10 0 R>>' }),
  },
  {
    id: 'A-11',
    name: 'a certification taken away',
    verdict: format,
    make: ({ base, cms }) => append(certified(base, cms, 2), { 1: catalog([11]) }),
  },
  {
    id: 'A-12',
    name: 'an open action',
    verdict: format,
    make: ({ signed }) =>
      append(signed, { 1: catalog([11], '/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>') }),
  },
  {
    id: 'A-12',
    name: 'a script in the field of a new signature',
    verdict: format,
    make: ({ signed, cms }) => signRaw(signed, { k: 1, cms, field: '/AA<</Fo<</S/JavaScript/JS(x)>>>>' }),
  },
  {
    id: 'A-12',
    name: 'a script below the appearance of a new signature',
    verdict: format,
    make: ({ signed, cms }) =>
      signRaw(signed, {
        k: 1,
        cms,
        field: '/AP<</N 20 0 R>>',
        objects: {
          20: stream('', '/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</X 21 0 R>>'),
          21: '<</S/Launch/F(x)>>',
        },
      }),
  },
  {
    id: 'A-13',
    name: 'a chain of xref sections that loops',
    verdict: 'unreadable',
    make: ({ signed }) => {
      const file = append(signed, { 7: '<</Producer(x)>>' });
      return patch(file, `/Prev ${startxref(signed)}`, `/Prev ${startxref(file)}`);
    },
  },
  {
    id: 'A-15',
    name: 'a new field that is invisible by its first /Rect and not by its second',
    verdict: format,
    make: ({ signed, cms }) => signRaw(signed, { k: 1, cms, field: '/Rect[0 0 500 800]' }),
  },
  {
    id: 'A-18',
    name: 'a signature cleared',
    verdict: format,
    make: ({ signed }) =>
      append(signed, { 11: '<</FT/Sig/T(Ttd1)/Type/Annot/Subtype/Widget/Rect[0 0 0 0]/P 3 0 R/F 132>>' }),
  },
  {
    id: 'A-18',
    name: 'a signed field taken out of the form and left on its page',
    verdict: format,
    make: ({ signed }) => append(signed, { 1: catalog([]) }),
  },
  {
    id: 'A-18',
    name: 'a signed field taken out of the form',
    verdict: format,
    make: ({ signed }) => append(signed, { 1: catalog([]), 3: page([]) }),
  },
  {
    id: 'A-18',
    name: 'a signature object removed',
    verdict: format,
    make: ({ signed }) => append(signed, {}, { free: [10] }),
  },
  {
    id: 'A-18',
    name: 'one signature in two fields',
    verdict: format,
    make: ({ signed }) =>
      append(signed, { 1: catalog([11, 20]), 3: page([11, 20]), 20: widget('/Rect[0 0 0 0]/V 10 0 R') }),
  },
  {
    id: 'A-18',
    name: 'two fields of one name',
    verdict: format,
    make: ({ signed, cms }) => signRaw(signed, { k: 1, name: 'Ttd1', cms }),
  },
  {
    id: 'A-19',
    name: 'another first identifier',
    verdict: format,
    make: ({ signed }) => append(signed, {}, { id: 'cc' }),
  },
  {
    id: 'A-19',
    name: 'encryption switched on',
    verdict: format,
    make: ({ signed }) =>
      append(signed, { 20: '<</Filter/Standard/V 1/R 2/O(x)/U(x)/P -4>>' }, { trailer: '/Encrypt 20 0 R' }),
  },
  {
    id: 'A-09',
    name: 'validation data with something else inside',
    verdict: format,
    make: ({ signed }) =>
      append(signed, { 1: catalog([11], '/DSS<</Certs[20 0 R]/Lain 21 0 R>>'), 20: evil, 21: evil }),
  },
  {
    id: 'A-09',
    name: 'an array that is page content and validation data at once',
    verdict: format,
    make: sharedArray,
  },
  {
    id: 'A-08',
    name: 'fonts added to the resources of the form and the page at once',
    verdict: format,
    make: sharedResources,
  },
  {
    id: 'A-11',
    name: 'an empty field whose appearance covers the page',
    verdict: format,
    make: ({ signed }) =>
      append(signed, {
        1: catalog([11, 20]),
        3: page([11, 20]),
        20: widget('/Rect[0 0 595 842]/AP<</N 21 0 R>>'),
        21: stream('0 0 595 842 re f', '/Type/XObject/Subtype/Form/BBox[0 0 595 842]'),
      }),
  },
  {
    id: 'A-08',
    name: 'an XFA form brought by the first form of the file',
    verdict: format,
    make: ({ cms }) => {
      const file = signRaw(basePdf(), {
        cms,
        objects: { 1: '<</Type/Catalog/Pages 2 0 R/Perms<</DocMDP 10 0 R>>>>' },
      });
      return append(file, {
        1: catalog([11], '/Perms<</DocMDP 10 0 R>>').replace('/SigFlags 3', '/SigFlags 3/XFA(x)'),
      });
    },
  },
  {
    id: 'A-02',
    name: 'a signed xref entry that points behind the signed bytes',
    verdict: format,
    make: ({ base, cms }) => {
      const signed = signRaw(base, { cms, update: { entries: { 40: 25_000 } } });
      return append(
        signed,
        {},
        { stray: `${' '.repeat(25_000 - signed.length)}40 0 obj\n${evil}\nendobj\n` },
      );
    },
  },
  {
    id: 'B-14',
    name: 'more revisions than anyone needs',
    verdict: format,
    make: ({ signed }) => {
      let file = signed;
      for (let i = 0; i < 601; i++) file = append(file, {});
      return file;
    },
  },
];

/** The newest revision builds on the unsigned one: the signature is not in the file any more. */
function skipping(base: Buffer, signed: Buffer): Buffer {
  const update = append(base, { 4: evil }).subarray(base.length);
  const shift = signed.length - base.length;
  const moved = update
    .toString('latin1')
    .replace(/(\d{10}) 00000 n/g, (_, n: string) => `${String(Number(n) + shift).padStart(10, '0')} 00000 n`)
    .replace(/startxref\n(\d+)/, (_, n: string) => `startxref\n${Number(n) + shift}`);
  return Buffer.concat([signed, Buffer.from(moved, 'latin1')]);
}

/**
 * Signature wrapping as published: the old second range moves to the end, its `startxref` now finds a table that the
 * attacker put where the old one stood, and a copied dictionary claims the moved ranges.
 */
function wrapping({ signed, base }: World): Buffer {
  const { start, end } = gapOf(signed);
  const tail = signed.subarray(end);
  const at = startxref(signed);
  const hex = signed.subarray(start, end).toString('latin1');
  const entry = (n: number): string => `${String(n).padStart(10, '0')} 00000 n \n`;
  const offsetOf = (text: string): number => signed.lastIndexOf(text, undefined, 'latin1');
  const moved = 40_000;
  const table = (evilAt: number, valueAt: number): string =>
    `xref\n1 1\n${entry(offsetOf('\n1 0 obj') + 1)}3 2\n${entry(offsetOf('\n3 0 obj') + 1)}${entry(evilAt)}10 2\n${entry(valueAt)}${entry(moved + offsetOf('\n11 0 obj') + 1 - end)}trailer\n<</Size 61/Root 1 0 R/ID[<aa><bb>]/Prev ${startxref(base)}>>\n`;
  const evilText = `4 0 obj\n${evil}\nendobj\n`;
  const evilAt = at + table(0, 0).length;
  const value = `10 0 obj\n<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange[0 ${start} ${moved} ${tail.length}]/Contents${hex}>>\nendobj\n`;
  const head = Buffer.concat([signed.subarray(0, end), Buffer.alloc(at - end, 0x20)]);
  const added = Buffer.from(table(evilAt, evilAt + evilText.length) + evilText + value, 'latin1');
  const filled = Buffer.concat([head, added]);
  return Buffer.concat([filled, Buffer.alloc(moved - filled.length, 0x20), tail]);
}

function plantedCopy({ cms }: World): Buffer {
  const plain = write(baseObjects(), { trailer: '/Info 7 0 R', stray: `4 0 obj\n${evil}\nendobj\n` });
  const signed = signRaw(plain, { cms });
  return append(signed, {}, { entries: { 4: signed.indexOf(`4 0 obj\n${evil}`) } });
}

function hiddenCatalog({ cms }: World): Buffer {
  const hidden = {
    20: '<</Type/Catalog/Pages 21 0 R/AcroForm<</Fields[11 0 R]/SigFlags 3>>>>',
    21: '<</Type/Pages/Kids[22 0 R]/Count 1>>',
    22: page([11], '', '23 0 R').replace('2 0 R', '21 0 R'),
    23: evil,
  };
  return append(signRaw(basePdf(hidden), { cms }), {}, { root: 20 });
}

function dangling({ cms }: World): Buffer {
  const signed = signRaw(basePdf(), { cms, objects: { 3: page([11], '', '[4 0 R 30 0 R]') } });
  // Passed off as a certificate of the validation data.
  return append(signed, { 1: catalog([11], '/DSS<</Certs[30 0 R]>>'), 30: evil });
}

function sharedInfo({ cms }: World): Buffer {
  const signed = signRaw(basePdf({ 5: '<</Type/Font/Subtype/Type1/BaseFont 7 0 R>>' }), {
    cms,
    update: { trailer: '/Info 7 0 R' },
  });
  return append(signed, { 7: '<</Producer(x)>>' }, { trailer: '/Info 7 0 R' });
}

function sharedArray({ cms }: World): Buffer {
  const certificates = { 20: '[4 0 R]' };
  const signed = signRaw(basePdf({ ...certificates }), {
    cms,
    objects: { 3: page([11], '', '20 0 R') },
    catalogExtra: '/DSS<</Certs 20 0 R>>',
  });
  return append(signed, { 20: '[4 0 R 30 0 R]', 30: evil });
}

function sharedResources({ cms }: World): Buffer {
  const form = (fonts: string): string =>
    `<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R 11 0 R]/SigFlags 3/DR 20 0 R>>>>${fonts}`;
  const signed = signRaw(basePdf(), {
    cms,
    objects: {
      1: form(''),
      20: '<</Font<</F1 5 0 R>>>>',
      3: page([11]).replace('<</Font<</F1 5 0 R>>>>', ' 20 0 R'),
    },
  });
  return append(signed, {
    20: '<</Font<</F1 5 0 R/F9 30 0 R>>>>',
    30: '<</Type/Font/Subtype/Type1/BaseFont/Courier>>',
  });
}

const certified = (base: Buffer, cms: World['cms'], p: number): Buffer =>
  signRaw(base, {
    cms,
    dict: `/Type/Sig/SubFilter/ETSI.CAdES.detached/M(D:20260501000000Z)/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P ${p}/V/1.2>>>>]`,
    catalogExtra: '/Perms<</DocMDP 10 0 R>>',
  });

const crypto = 'TOTAL_FAILED/SIG_CRYPTO_FAILURE';
const noSigner = 'INDETERMINATE/NO_SIGNING_CERTIFICATE_FOUND';

const cmsAttacks: readonly Attack[] = [
  {
    id: 'B-01',
    name: 'no signed attributes',
    verdict: format,
    make: (w) => sign(w, { withoutAttributes: true }),
  },
  {
    id: 'B-02',
    name: 'content inside a detached signature',
    verdict: format,
    make: (w) => sign(w, { eContent: Buffer.from('isi') }),
  },
  {
    id: 'B-02',
    name: 'a timestamp token as a document signature',
    verdict: format,
    make: (w) => sign(w, { contentType: oids.tstInfo, eContent: Buffer.from('isi') }),
  },
  {
    id: 'B-03',
    name: 'the digest of other bytes',
    verdict: 'TOTAL_FAILED/HASH_FAILURE',
    make: (w) => sign(w, { digest: Buffer.alloc(32) }),
  },
  {
    id: 'B-03',
    name: 'another hash announced than used',
    verdict: 'TOTAL_FAILED/HASH_FAILURE',
    make: (w) => sign(w, { digestOid: oids.sha512 }),
  },
  {
    id: 'B-03',
    name: 'a signature algorithm with another hash',
    verdict: crypto,
    make: (w) => sign(w, { signatureAlgorithm: der.algorithm('1.2.840.113549.1.1.13', der.nullValue()) }),
  },
  {
    id: 'B-03',
    name: 'a signature algorithm of another kind',
    verdict: crypto,
    make: (w) => sign(w, { signatureAlgorithm: der.algorithm(oids.ecdsaWithSha256) }),
  },
  {
    id: 'B-03',
    name: 'algorithm protection that contradicts',
    verdict: format,
    make: (w) =>
      sign(w, {
        attributes: (usual) => [
          ...usual,
          attribute(
            oids.cmsAlgorithmProtection,
            der.sequence(der.algorithm(oids.sha512), der.retag(0xa1, der.algorithm(oids.sha256WithRsa))),
          ),
        ],
      }),
  },
  {
    id: 'B-04',
    name: 'the signing certificate not protected',
    verdict: noSigner,
    make: (w) => sign(w, { named: null }),
  },
  {
    id: 'B-04',
    name: 'another certificate protected',
    verdict: noSigner,
    make: (w) => sign(w, { named: w.other.certificate }),
  },
  {
    id: 'B-04',
    name: 'another signer named',
    verdict: crypto,
    make: (w) =>
      sign(w, {
        sidOf: w.other.certificate,
        named: w.other.certificate,
        certificates: [w.other.certificate, w.pki.issuing.certificate],
      }),
  },
  {
    id: 'B-04',
    name: 'the certificate left out',
    verdict: noSigner,
    make: (w) => sign(w, { certificates: [w.pki.issuing.certificate] }),
  },
  {
    id: 'B-05',
    name: 'an RSA value with a byte too many',
    verdict: crypto,
    make: (w) => sign(w, { tamper: (s) => Buffer.concat([s, Buffer.alloc(1)]) }),
  },
  {
    id: 'B-05',
    name: 'an RSA value with one bit turned',
    verdict: crypto,
    make: (w) => sign(w, { tamper: (s) => s.map((b, i) => (i === 9 ? b ^ 1 : b)) }),
  },
  {
    id: 'B-06',
    name: 'an ECDSA value of zeros',
    verdict: crypto,
    make: (w) => sign(w, { signer: w.pki.ec, tamper: () => der.sequence(der.integer(0), der.integer(0)) }),
  },
  {
    id: 'B-06',
    name: 'an ECDSA value with a byte after it',
    verdict: crypto,
    make: (w) => sign(w, { signer: w.pki.ec, tamper: (s) => Buffer.concat([s, Buffer.alloc(1)]) }),
  },
  {
    id: 'B-06',
    name: 'an ECDSA value with long lengths',
    verdict: crypto,
    make: (w) =>
      sign(w, {
        signer: w.pki.ec,
        tamper: (s) => Buffer.concat([Buffer.from([0x30, 0x81, s[1]!]), s.subarray(2)]),
      }),
  },
  {
    id: 'B-07',
    name: 'a CMS of indefinite length',
    verdict: format,
    make: ({ base, cms }) => signRaw(base, { cms: (digest) => indefinite(cms(digest)) }),
  },
  {
    id: 'B-07',
    name: 'signed attributes out of order',
    verdict: 'INDETERMINATE/FORMAT_FAILURE',
    make: (w) => sign(w, { attributes: (usual) => [...usual].reverse(), keepOrder: true }),
  },
  { id: 'B-08', name: 'two signers', verdict: format, make: (w) => sign(w, { signers: 2 }) },
  { id: 'B-08', name: 'no signer', verdict: format, make: (w) => sign(w, { signers: 0 }) },
  {
    id: 'B-09',
    name: 'two message digests',
    verdict: format,
    make: (w) =>
      sign(w, {
        attributes: (usual) => [...usual, attribute(oids.messageDigest, der.octetString(Buffer.alloc(32)))],
      }),
  },
  {
    id: 'B-09',
    name: 'a message digest with two values',
    verdict: format,
    make: (w) =>
      sign(w, {
        attributes: ([type, , cert]) => [
          type!,
          attribute(
            oids.messageDigest,
            der.octetString(Buffer.alloc(32)),
            der.octetString(Buffer.alloc(32, 1)),
          ),
          cert!,
        ],
      }),
  },
  {
    id: 'B-09',
    name: 'two signing certificates',
    verdict: format,
    make: (w) => sign(w, { attributes: (usual) => [...usual, signingCertificateV2(w.other.certificate)] }),
  },
  {
    id: 'B-09',
    name: 'no content type',
    verdict: format,
    make: (w) => sign(w, { attributes: (usual) => usual.slice(1) }),
  },
  {
    id: 'B-13',
    name: 'an authority that only calls itself by the name',
    verdict: 'INDETERMINATE/NO_CERTIFICATE_CHAIN_FOUND',
    make: (w) => sign(w, { signer: w.other }),
  },
  {
    id: 'B-01',
    name: 'garbage where the CMS belongs',
    verdict: format,
    make: ({ base }) => signRaw(base, { cms: () => Buffer.from('saya') }),
  },
  {
    id: 'B-01',
    name: 'a signer name that is no name',
    verdict: format,
    make: ({ base, cms }) =>
      signRaw(base, {
        cms: (digest) =>
          patch(Buffer.from(cms(digest)), 'TEST Issuing CA', 'TEST Issuing CA').map((b, i, all) =>
            i === all.lastIndexOf(0x31, all.lastIndexOf(Buffer.from('TEST Issuing CA')) - 8) ? 0x30 : b,
          ),
      }),
  },
];

function indefinite(cms: Uint8Array): Uint8Array {
  const header = cms[1]! === 0x82 ? 4 : 2;
  return Buffer.concat([Buffer.from([0x30, 0x80]), cms.subarray(header), Buffer.alloc(2)]);
}

describe.each([
  ['signature dictionary and ranges', dictionaryAttacks],
  ['what comes after a signature', laterAttacks],
  ['CMS', cmsAttacks],
])('attacks on %s', (_, attacks) => {
  let world: World;
  beforeAll(async () => {
    const pki = await testPki();
    const falseRoot = await issue({
      name: 'TEST Root',
      kind: 'ca',
      algorithm: 'rsa-pkcs1-sha256',
      serial: '01',
    });
    const other = await issue(
      { name: 'TEST Signer RSA', kind: 'signer', algorithm: 'rsa-pkcs1-sha256', serial: '00a1' },
      falseRoot,
    );
    const cms = await usualSigner();
    const base = basePdf();
    world = { pki, other, cms, base, signed: signRaw(base, { cms }) };
  });

  it.each(attacks.map((attack) => ({ ...attack, title: `${attack.id} ${attack.name}` })))(
    '$title is refused',
    ({ make, verdict: expected }) => {
      const signatures = signaturesOf(make(world), trusting(world.pki.root));
      const first = signatures[0];
      const told = first
        ? verdict(first)
        : signatures.length === 0 && expected !== 'unreadable'
          ? 'none'
          : 'unreadable';
      expect(told).toBe(expected);
    },
  );

  it('and the file they start from passes', () => {
    expect(signaturesOf(world.signed, trusting(world.pki.root)).map(verdict)).toEqual(['TOTAL_PASSED']);
    expect(world.signed.includes(pageText)).toBe(true);
  });
});
