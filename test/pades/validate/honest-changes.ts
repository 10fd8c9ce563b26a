import {
  certified,
  drawing,
  fieldMdp,
  form,
  perms,
  remark,
  second,
  shown,
  textField,
  type AttackWorld,
} from './attack-world.ts';
import { append, basePdf, catalog, signRaw, stream, type Objects, type UpdateOptions } from './world.ts';

/** A later revision that somebody's software writes in good faith, and what may be said of it: nothing worse than `says`. */
export interface HonestRow {
  readonly name: string;
  readonly like: string;
  readonly make: (world: AttackWorld) => Buffer;
  /** Kinds of the changes that are reported, in any order. */
  readonly kinds: readonly string[];
}

const info: UpdateOptions = { trailer: '/Info 7 0 R' };
const vri = 'AB'.repeat(20);
const stored = (world: AttackWorld, extra = ''): Buffer =>
  append(world.signed, {
    1: form([11], '/DSS 60 0 R'),
    60: `<</Type/DSS/Certs[61 0 R 62 0 R]/VRI<</${vri} 63 0 R>>${extra}>>`,
    61: stream('satu'),
    62: stream('dua'),
    63: '<</Type/VRI/Cert[61 0 R]>>',
  });

const store: readonly HonestRow[] = [
  {
    name: 'validation data, with /Type in the store and in its /VRI',
    like: 'EU DSS',
    make: (world) => stored(world),
    kinds: ['validation-data'],
  },
  {
    name: 'a /VRI entry written again with more in it',
    like: 'EU DSS, at each extension',
    make: (world) => append(stored(world), { 63: '<</Type/VRI/Cert[61 0 R 62 0 R]/TU(D:20260601000000Z)>>' }),
    kinds: ['validation-data', 'validation-data'],
  },
  {
    name: 'validation data that holds less than before',
    like: 'PDFBox, which writes the store anew',
    make: (world) => append(stored(world), { 60: `<</Certs[61 0 R]/VRI<</${vri} 63 0 R>>>>` }),
    kinds: ['validation-data', 'validation-data'],
  },
  {
    name: 'validation data on a file certified against changes',
    like: 'any, ISO 32000-2 §12.8.4',
    make: (world) =>
      append(certified(world, 1), { 1: form([11], `${perms}/DSS<</Certs[60 0 R]>>`), 60: stream('x') }),
    kinds: ['validation-data'],
  },
  {
    name: 'an extension, a version and the mark of a tagged file',
    like: 'iText, pyHanko',
    make: ({ signed }) =>
      append(signed, {
        1: form(
          [11],
          '/Extensions<</ESIC<</BaseVersion/1.7/ExtensionLevel 1>>>>/Version/1.7/MarkInfo<</Marked true>>',
        ),
      }),
    kinds: ['structure'],
  },
  {
    name: 'document information and metadata on a file certified against changes',
    like: 'Acrobat',
    make: (world) => {
      const xmp = (text: string): string =>
        stream(`<x:xmpmeta>${text}</x:xmpmeta>`, '/Type/Metadata/Subtype/XML');
      const file = certified(world, 1, {
        catalogExtra: `${perms}/Metadata 20 0 R`,
        objects: { 20: xmp('a') },
        update: info,
      });
      return append(file, { 7: '<</Producer(lain)>>', 20: xmp('b') }, info);
    },
    kinds: ['document-information', 'metadata'],
  },
];

/** Of a field that has the objects given. */
const filled =
  (before: Objects, after: Objects, more: UpdateOptions = {}) =>
  ({ cms }: AttackWorld): Buffer =>
    append(signRaw(basePdf(before), { cms }), after, more);
const looks = (num: number): string => `/AP<</N ${num} 0 R>>`;
const small = (text: string, extra = ''): string => drawing(`/Tx BMC (${text}) Tj EMC`, '0 0 80 20', extra);
const box = (state: string): string =>
  `<</FT/Btn/T(catatan)/V/${state}/AS/${state}/Type/Annot/Subtype/Widget/Rect[0 0 9 9]/P 3 0 R/F 4/AP<</N<</Ya 20 0 R/Off 21 0 R>>>>>>`;
const boxes = { 20: drawing('(x) Tj', '0 0 9 9'), 21: drawing('', '0 0 9 9') };
const radio = (state: string): string => `<</FT/Btn/Ff 32768/T(catatan)/V/${state}/Kids[20 0 R 21 0 R]>>`;
const kid = (own: string, state: string): string =>
  `<</Type/Annot/Subtype/Widget/Parent 6 0 R/AS/${state}/Rect[0 0 9 9]/P 3 0 R/F 4/AP<</N<</${own} 22 0 R/Off 23 0 R>>>>>>`;
const looksOfKids = { 22: drawing('(o) Tj', '0 0 9 9'), 23: drawing('', '0 0 9 9') };
const choice = (extra: string): string =>
  `<</FT/Ch/T(catatan)/Opt[(satu)(dua)(tiga)]/Type/Annot/Subtype/Widget/Rect[10 10 90 30]/P 3 0 R/F 4${extra}>>`;

const forms: readonly HonestRow[] = [
  {
    name: 'a text, with a new appearance of its own resources',
    like: 'pyHanko, pdf-lib saved as an update',
    make: filled(
      { 6: textField('lama', looks(20)), 20: small('lama') },
      {
        6: textField('baru', looks(30)),
        30: small('baru', '/Resources<</Font<</F1 5 0 R/Helv 31 0 R>>>>'),
        31: '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
      },
    ),
    kinds: ['field-value'],
  },
  {
    name: 'a text, its appearance written under the old number and the older one freed',
    like: 'Acrobat',
    make: filled(
      { 6: textField('lama', '/AP<</N 20 0 R/D 21 0 R>>'), 20: small('lama'), 21: small('lama') },
      { 6: textField('baru', `${looks(20)}/M(D:20260601000000Z)`), 20: small('baru') },
      { free: [21] },
    ),
    kinds: ['field-value'],
  },
  {
    name: 'a text whose appearance the reader has to draw',
    like: 'iText, XFDF importers',
    make: ({ signed }) =>
      append(signed, {
        1: form([11]).replace('/SigFlags 3', '/SigFlags 3/NeedAppearances true'),
        6: textField('baru'),
      }),
    kinds: ['form-defaults', 'field-value'],
  },
  {
    name: 'a text in an object of its own',
    like: 'PDFBox',
    make: filled({ 6: textField('x').replace('(x)', ' 20 0 R'), 20: '(lama)' }, { 20: '(baru)' }),
    kinds: ['field-appearance'],
  },
  {
    name: 'a rich text beside the plain one',
    like: 'Acrobat',
    make: ({ signed }) =>
      append(signed, { 6: textField('baru', '/RV(<body><b>baru</b></body>)/DS(font: Arial)/DA(/F1 9 Tf)') }),
    kinds: ['field-value'],
  },
  {
    name: 'a field made read-only as it is filled in',
    like: 'iText flattening without flattening',
    make: ({ signed }) => append(signed, { 6: textField('baru', '/Ff 1') }),
    kinds: ['field-value'],
  },
  {
    name: 'a form that gains a font for its fields and a default look',
    like: 'PDFBox, Acrobat',
    make: ({ base, cms }) => {
      const dr = (fonts: string, extra = ''): string =>
        form([11]).replace('/SigFlags 3', `/SigFlags 3/DR<</Font<<${fonts}>>>>${extra}`);
      const file = signRaw(base, { cms, objects: { 1: dr('/F1 5 0 R') } });
      const font = '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>';
      return append(file, { 1: dr('/F1 5 0 R/Helv 20 0 R', '/DA(/Helv 0 Tf 0 g)'), 20: font });
    },
    kinds: ['form-resources'],
  },
  {
    name: 'a box ticked',
    like: 'any',
    make: filled({ 6: box('Off'), ...boxes }, { 6: box('Ya') }),
    kinds: ['field-value'],
  },
  {
    name: 'a radio button chosen among kids',
    like: 'any',
    make: filled(
      { 6: radio('Off'), 20: kid('a', 'Off'), 21: kid('b', 'Off'), ...looksOfKids },
      { 6: radio('b'), 21: kid('b', 'b') },
    ),
    kinds: ['field-value', 'field-value'],
  },
  {
    name: 'a choice, by value and by index',
    like: 'any',
    make: filled({ 6: choice('/V(satu)/I[0]') }, { 6: choice('/V(dua)/I[1]') }),
    kinds: ['field-value'],
  },
  {
    name: 'several choices of a list',
    like: 'any',
    make: filled({ 6: choice('/Ff 2097152') }, { 6: choice('/Ff 2097152/V[(satu)(tiga)]/I[0 2]/TI 0') }),
    kinds: ['field-value'],
  },
  {
    name: 'a field emptied',
    like: 'any, the button "reset"',
    make: filled({ 6: textField('lama') }, { 6: textField('x').replace('/V(x)', '') }),
    kinds: ['field-value'],
  },
  {
    name: 'a field that another one’s lock leaves open',
    like: 'any',
    make: ({ base, cms }) =>
      append(signRaw(base, { cms, dict: fieldMdp('Include', '/Fields[(lain)]') }), { 6: textField('baru') }),
    kinds: ['field-value'],
  },
  {
    name: 'a field filled in and signed on, certified with P 2',
    like: 'pyHanko',
    make: (world) => second(certified(world, 2), world, { objects: { 6: textField('baru') } }),
    kinds: ['field-value', 'signature'],
  },
  {
    name: 'an empty field of the certified file signed, seen on the page',
    like: 'Acrobat',
    make: (world) => {
      const empty = '<</FT/Sig/T(Ttd2)/Type/Annot/Subtype/Widget/Rect[9 9 99 99]/P 3 0 R/F 132>>';
      const file = certified(world, 2, {
        objects: { 1: form([11, 13], perms), 3: shown([11, 13]), 13: empty },
      });
      return second(file, world, {
        rect: '9 9 99 99',
        field: '/AP<</N 20 0 R>>',
        objects: { 20: drawing('(Ttd) Tj', '0 0 90 90', '/Resources<</Font<</F1 5 0 R>>>>') },
      });
    },
    kinds: ['signature'],
  },
];

const remarks: readonly HonestRow[] = [
  {
    name: 'a note with its popup and an answer to it, certified with P 3',
    like: 'Acrobat',
    make: (world) =>
      append(certified(world, 3), {
        3: shown([11, 20, 21, 22]),
        20: remark('Text', '/Popup 21 0 R'),
        21: '<</Type/Annot/Subtype/Popup/Rect[300 0 400 90]/Parent 20 0 R>>',
        22: remark('Text', '/IRT 20 0 R/RT/R'),
      }),
    kinds: ['annotation-added', 'annotation-added', 'annotation-added'],
  },
  {
    name: 'a note taken away with its look, certified with P 3',
    like: 'Acrobat',
    make: (world) => {
      const objects = { 3: shown([11, 20]), 20: remark('Text', looks(21)), 21: drawing('q Q', '0 0 9 9') };
      return append(certified(world, 3, { objects }), { 3: shown([11]) }, { free: [20, 21] });
    },
    kinds: ['annotation-removed'],
  },
];

const leftovers: readonly HonestRow[] = [
  {
    name: 'white space behind the end',
    like: 'mail gateways',
    make: ({ signed }) => Buffer.concat([signed, Buffer.from('\r\n\0 \t\f\n')]),
    kinds: [],
  },
  {
    name: 'an update that writes the page and its content as they were',
    like: 'Acrobat, "save" without a change',
    make: ({ signed }) =>
      append(signed, {
        3: shown([11]),
        4: /4 0 obj\n([\s\S]*?)\nendobj/.exec(signed.toString('latin1'))![1]!,
      }),
    kinds: [],
  },
  {
    name: 'an object that nothing uses',
    like: 'PDFBox',
    make: ({ signed }) => append(signed, { 20: '<</Sisa(x)>>' }),
    kinds: ['unused-object'],
  },
  {
    name: 'an object freed that an earlier revision used and the signed one does not',
    like: 'Acrobat',
    make: ({ base, cms }) => {
      const file = signRaw(append(base, { 8: '<</Producer(dua)>>' }, { trailer: '/Info 8 0 R' }), {
        cms,
        update: { trailer: '/Info 8 0 R' },
      });
      return append(file, {}, { free: [7], trailer: '/Info 8 0 R' });
    },
    kinds: ['unused-object-freed'],
  },
  {
    name: 'a reference that leads nowhere dropped',
    like: 'qpdf, pyHanko',
    make: ({ base, cms }) =>
      append(signRaw(base, { cms, catalogExtra: '/Outlines 99 0 R' }), { 1: catalog([11]) }),
    kinds: [],
  },
];

/** Every way of saving that has raised a false alarm somewhere (pades.md 8.4, 8.5). */
export const honestChanges: readonly HonestRow[] = [...store, ...forms, ...remarks, ...leftovers];
