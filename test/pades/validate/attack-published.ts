import {
  certified,
  docMdp,
  drawing,
  evil,
  fieldMdp,
  form,
  format,
  open,
  over,
  perms,
  remark,
  second,
  shown,
  textField,
  warned,
  type AttackRow,
  type AttackWorld,
} from './attack-world.ts';
import { append, basePdf, catalog, page, patch, signRaw, stream, type Objects } from './world.ts';

const usf = 'USF: Mladenov et al., "1 Trillion Dollar Refund", CCS 2019';
const isa = 'ISA: Mladenov et al., CCS 2019';
const shadow = 'Shadow Attacks: Mainka et al., NDSS 2021 (CVE-2020-9592, CVE-2020-9596)';
const eaa =
  'EAA: Rohlmann et al., "Breaking the Specification: PDF Certification", S&P 2021 (CVE-2021-28546)';
const ssa = 'SSA: Rohlmann et al., S&P 2021 (CVE-2021-28545)';
const mdp = 'ISO 32000-2 §12.8.2; pades.md 1.6';

const annotated = (file: Buffer, body: string, more: Objects = {}): Buffer =>
  append(file, { 3: shown([11, 20]), 20: body, ...more });
const onCertified =
  (p: number, body: string, more: Objects = {}) =>
  (world: AttackWorld): Buffer =>
    annotated(certified(world, p), body, more);

/** Universal forgery: the signature dictionary is spoiled so that a verifier finds nothing to compare. */
const forgery: readonly AttackRow[] = [
  ...[
    ['null', '/ByteRange null'],
    ['an empty array', '/ByteRange[]'],
    ['a dictionary', '/ByteRange<<>>'],
    ['a string', '/ByteRange(0 1 2 3)'],
    ['zeros', '/ByteRange[0 0 0 0]'],
    ['a reference', '/ByteRange 7 0 R'],
  ].map(([name, text]): AttackRow => ({
    id: 'A-01',
    name: `ByteRange is ${name}`,
    reference: usf,
    verdict: format,
    check: 'format.byte-range',
    make: ({ signed }) => {
      const old = /\/ByteRange\[[^\]]*\]/.exec(signed.toString('latin1'))![0];
      return patch(signed, old, text!.padEnd(old.length));
    },
  })),
  ...[
    ['null', ' null'],
    ['an empty string', '<>'],
    ['one zero', '<00>'],
  ].map(([name, text]): AttackRow => ({
    id: 'A-01',
    name: `Contents is ${name}`,
    reference: usf,
    verdict: format,
    check: 'format.byte-range',
    make: ({ signed }) => {
      const start = signed.lastIndexOf('/Contents<') + 9;
      const end = signed.indexOf('>', start) + 1;
      const out = Buffer.from(signed);
      out.fill(0x20, start, end);
      out.write(text!, start, 'latin1');
      return out;
    },
  })),
];

/** Incremental saving: something comes after the signed bytes, with as little structure as a lax reader accepts. */
const saving: readonly AttackRow[] = [
  {
    id: 'A-02',
    name: 'a whole update that shows other content',
    reference: isa,
    verdict: format,
    check: 'changes.later',
    kind: 'page-content',
    page: 0,
    make: ({ signed }) => append(signed, { 4: evil }),
  },
  {
    id: 'A-02',
    name: 'objects without a cross-reference section behind the end',
    reference: isa,
    verdict: format,
    check: 'changes.later',
    make: ({ signed }) => Buffer.concat([signed, Buffer.from(`4 0 obj\n${evil}\nendobj\n`)]),
  },
  {
    id: 'A-02',
    name: 'objects and a bare trailer behind the end',
    reference: isa,
    verdict: format,
    check: 'changes.later',
    make: ({ signed }) =>
      Buffer.concat([signed, Buffer.from(`4 0 obj\n${evil}\nendobj\ntrailer\n<</Root 1 0 R/Size 61>>\n`)]),
  },
  {
    id: 'A-02',
    name: 'an update that copies the signature and shows other content',
    reference: isa,
    verdict: format,
    check: 'changes.later',
    kind: 'signature-changed',
    make: ({ signed }) => {
      const text = signed.toString('latin1');
      const start = text.lastIndexOf('10 0 obj\n') + 9;
      const value = text.slice(start, text.indexOf('\nendobj', start)).replace('20260501', '20260502');
      return append(signed, { 4: evil, 10: value });
    },
  },
];

const overlay = '/XObject<</X 20 0 R>>';
const overlaid = (content: string): string =>
  `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>${overlay}>>/Contents ${content}/Annots[6 0 R 11 0 R]>>`;
const twoContents = (world: AttackWorld): Buffer =>
  signRaw(world.base, {
    cms: world.cms,
    objects: { 3: overlaid('[4 0 R 21 0 R]'), 20: drawing('1 1 1 rg 0 0 595 842 re f'), 21: stream('/X Do') },
  });
const hiddenPages: Objects = {
  30: '<</Type/Catalog/Pages 31 0 R/AcroForm<</Fields[11 0 R]/SigFlags 3>>>>',
  31: '<</Type/Pages/Kids[32 0 R]/Count 1>>',
  32: page([11], '', '33 0 R').replace('2 0 R', '31 0 R'),
  33: evil,
};
const prepared = ({ cms }: AttackWorld): Buffer => signRaw(basePdf(hiddenPages), { cms });
/** A text field whose look is a stream of its own. */
const lookedAt = ({ cms }: AttackWorld, extra = ''): Buffer =>
  signRaw(
    basePdf({ 6: textField('lama', `/AP<</N 20 0 R>>${extra}`), 20: drawing('(lama) Tj', '0 0 80 20') }),
    {
      cms,
    },
  );

/** Shadow documents: the signed file was prepared so that a later change shows something else. */
const shadows: readonly AttackRow[] = [
  {
    id: 'A-07',
    name: 'hide: the overlay is drawn empty',
    reference: shadow,
    verdict: format,
    check: 'changes.later',
    kind: 'page-content',
    page: 0,
    make: (world) => append(twoContents(world), { 20: drawing('') }),
  },
  {
    id: 'A-07',
    name: 'hide: the object of the overlay is freed',
    reference: shadow,
    verdict: format,
    check: 'changes.later',
    kind: 'page-content',
    page: 0,
    make: (world) => append(twoContents(world), {}, { free: [20] }),
  },
  {
    id: 'A-07',
    name: 'hide: the page no longer draws the overlay',
    reference: shadow,
    verdict: format,
    check: 'changes.later',
    kind: 'page-content',
    make: (world) => append(twoContents(world), { 3: overlaid('4 0 R') }),
  },
  {
    id: 'A-07',
    name: 'hide: an annotation over the text goes',
    reference: shadow,
    verdict: format,
    check: 'changes.later',
    kind: 'annotation-removed',
    page: 0,
    subtype: 'Stamp',
    rect: over,
    make: ({ base, cms }) =>
      append(signRaw(base, { cms, objects: { 3: shown([20, 11]), 20: remark('Stamp') } }), {
        3: shown([11]),
      }),
  },
  {
    id: 'A-08',
    name: 'replace: the text of a field, told with both values',
    reference: shadow,
    verdict: warned,
    check: 'changes.form',
    kind: 'field-value',
    page: 0,
    field: 'catatan',
    rect: [10, 10, 90, 30],
    make: ({ signed }) => append(signed, { 6: textField('baru') }),
  },
  {
    id: 'A-08',
    name: 'replace: the look of a field in the stream that was there',
    reference: shadow,
    verdict: warned,
    check: 'changes.form',
    kind: 'field-appearance',
    field: 'catatan',
    make: (world) => append(lookedAt(world), { 20: drawing('(baru) Tj', '0 0 80 20') }),
  },
  {
    id: 'A-08',
    name: 'replace: the look of a field is also drawn by the page',
    reference: shadow,
    verdict: format,
    check: 'changes.later',
    kind: 'page-content',
    page: 0,
    make: ({ cms }) => {
      const file = signRaw(
        basePdf({ 6: textField('lama', '/AP<</N 20 0 R>>'), 20: drawing('(lama) Tj', '0 0 80 20') }),
        { cms, objects: { 3: overlaid('4 0 R') } },
      );
      return append(file, { 20: drawing('(baru) Tj', '0 0 80 20') });
    },
  },
  {
    id: 'A-08',
    name: 'replace: a field made larger than it was',
    reference: shadow,
    verdict: format,
    check: 'changes.later',
    kind: 'field-changed',
    field: 'catatan',
    make: ({ signed }) => append(signed, { 6: textField('baru').replace('[10 10 90 30]', '[0 0 595 842]') }),
  },
  {
    id: 'A-08',
    name: 'replace: a hidden field is shown',
    reference: shadow,
    verdict: format,
    check: 'changes.later',
    kind: 'field-changed',
    make: ({ cms }) =>
      append(signRaw(basePdf({ 6: textField('lama').replace('/F 4', '/F 6') }), { cms }), {
        6: textField('baru'),
      }),
  },
  {
    id: 'A-08',
    name: 'replace: the font that the page and a field share',
    reference: shadow,
    verdict: format,
    check: 'changes.later',
    kind: 'page-content',
    page: 0,
    make: ({ signed }) => append(signed, { 5: '<</Type/Font/Subtype/Type1/BaseFont/Symbol>>' }),
  },
  {
    id: 'A-08',
    name: 'replace: a font of the form under the name it had',
    reference: shadow,
    verdict: format,
    check: 'changes.later',
    kind: 'form',
    make: ({ base, cms }) => {
      const dr = (font: number): string =>
        form([11]).replace('/SigFlags 3', `/SigFlags 3/DR<</Font<</F1 ${font} 0 R>>>>`);
      const file = signRaw(base, { cms, objects: { 1: dr(5) } });
      return append(file, { 1: dr(20), 20: '<</Type/Font/Subtype/Type1/BaseFont/Symbol>>' });
    },
  },
  {
    id: 'A-08',
    name: 'replace: the picture of a push button',
    reference: shadow,
    verdict: format,
    check: 'changes.later',
    kind: 'field-changed',
    make: ({ cms }) => {
      const button = (look: number): string =>
        `<</FT/Btn/Ff 65536/T(catatan)/Type/Annot/Subtype/Widget/Rect[0 0 595 842]/P 3 0 R/F 4/AP<</N ${look} 0 R>>>>`;
      const file = signRaw(basePdf({ 6: button(20), 20: drawing('q Q') }), { cms });
      return append(file, { 6: button(21), 21: drawing('0 0 595 842 re f') });
    },
  },
  {
    id: 'A-08',
    name: 'replace: the cross of a box under the name of its empty state',
    reference: shadow,
    verdict: format,
    check: 'changes.later',
    kind: 'field-changed',
    make: ({ cms }) => {
      const box = (off: number): string =>
        `<</FT/Btn/T(catatan)/V/Off/AS/Off/Type/Annot/Subtype/Widget/Rect[0 0 9 9]/P 3 0 R/F 4/AP<</N<</Ya 20 0 R/Off ${off} 0 R>>>>>>`;
      const file = signRaw(basePdf({ 6: box(21), 20: drawing('(x) Tj'), 21: drawing('q Q') }), { cms });
      return append(file, { 6: box(20) });
    },
  },
  {
    id: 'A-09',
    name: 'hide and replace: the trailer names the hidden catalog',
    reference: shadow,
    verdict: format,
    check: 'changes.later',
    kind: 'trailer',
    make: (world) => append(prepared(world), {}, { root: 30 }),
  },
  {
    id: 'A-09',
    name: 'hide and replace: the catalog names the hidden pages',
    reference: shadow,
    verdict: format,
    check: 'changes.later',
    kind: 'page-tree',
    make: (world) => append(prepared(world), { 1: catalog([11]).replace('/Pages 2 0 R', '/Pages 31 0 R') }),
  },
  {
    id: 'A-09',
    name: 'hide and replace: one cross-reference entry leads to the hidden content',
    reference: shadow,
    verdict: format,
    check: 'changes.later',
    kind: 'object-redirected',
    make: (world) => {
      const file = prepared(world);
      return append(file, {}, { entries: { 4: file.indexOf('33 0 obj') } });
    },
  },
  {
    id: 'A-09',
    name: 'hide and replace: the prepared file, before anybody switches',
    reference: shadow,
    verdict: warned,
    check: 'content.hidden',
    make: prepared,
  },
];

/** Evil annotation: a certified file that permits annotations shows one in place of its text. */
const evilAnnotations: readonly AttackRow[] = [
  ...['FreeText', 'Stamp', 'Redact'].map((subtype): AttackRow => ({
    id: 'A-10',
    name: `${subtype} over the sum, where annotations are permitted`,
    reference: eaa,
    verdict: open,
    check: 'changes.annotations',
    kind: 'annotation-added',
    page: 0,
    subtype,
    rect: over,
    make: onCertified(3, remark(subtype)),
  })),
  ...['Square', 'Ink', 'Highlight', 'Line', 'Polygon', 'Caret', 'Text'].map((subtype): AttackRow => ({
    id: 'A-10',
    name: `${subtype} over the sum, where annotations are permitted`,
    reference: eaa,
    verdict: warned,
    check: 'changes.annotations',
    kind: 'annotation-added',
    page: 0,
    subtype,
    rect: over,
    make: onCertified(3, remark(subtype)),
  })),
  ...[1, 2].map((p): AttackRow => ({
    id: 'A-10',
    name: `free text on a file certified with P ${p}`,
    reference: eaa,
    verdict: format,
    check: 'changes.later',
    kind: 'annotation-added',
    page: 0,
    subtype: 'FreeText',
    rect: over,
    make: onCertified(p, remark('FreeText')),
  })),
  {
    id: 'A-10',
    name: 'a remark where no signature says anything of annotations',
    reference: eaa,
    verdict: format,
    check: 'changes.later',
    kind: 'annotation-added',
    page: 0,
    subtype: 'Text',
    rect: over,
    make: ({ signed }) => annotated(signed, remark('Text')),
  },
  {
    id: 'A-10',
    name: 'a small note made into a large one',
    reference: eaa,
    verdict: open,
    check: 'changes.annotations',
    kind: 'annotation-changed',
    page: 0,
    subtype: 'FreeText',
    rect: over,
    make: (world) => {
      const small = remark('FreeText').replace(over.join(' '), '0 0 1 1');
      const file = certified(world, 3, { objects: { 3: shown([20, 11]), 20: small } });
      return append(file, { 20: remark('FreeText') });
    },
  },
  {
    id: 'A-10',
    name: 'a note drawn anew in the stream that was there',
    reference: eaa,
    verdict: format,
    check: 'changes.later',
    kind: 'object-changed',
    make: (world) => {
      const objects = { 3: shown([20, 11]), 20: remark('Stamp', '/AP<</N 21 0 R>>'), 21: drawing('q Q') };
      return append(certified(world, 3, { objects }), { 21: drawing('0 0 595 842 re f') });
    },
  },
  {
    id: 'A-10',
    name: 'an object that lay hidden in the certified file is shown as a remark',
    reference: eaa,
    verdict: format,
    check: 'changes.later',
    kind: 'annotation-list',
    make: (world) => append(certified(world, 3, { objects: { 20: remark('Text') } }), { 3: shown([11, 20]) }),
  },
  ...['FileAttachment', 'Movie', 'Screen', 'RichMedia', 'Watermark', '3D', 'Projection'].map(
    (subtype): AttackRow => ({
      id: 'A-10',
      name: `${subtype}, which is no remark`,
      reference: eaa,
      verdict: format,
      check: 'changes.later',
      kind: 'annotation-list',
      page: 0,
      subtype,
      make: onCertified(3, remark(subtype)),
    }),
  ),
  {
    id: 'A-12',
    name: 'a link that opens a page of the attacker',
    reference: eaa,
    verdict: format,
    check: 'changes.later',
    kind: 'action',
    page: 0,
    subtype: 'Link',
    make: onCertified(3, remark('Link', '/A<</S/URI/URI(http://x)>>')),
  },
  {
    id: 'A-12',
    name: 'a script below the look of a remark',
    reference: 'CVE-2020-24432; Rohlmann et al., S&P 2021',
    verdict: format,
    check: 'changes.later',
    kind: 'action',
    make: onCertified(3, remark('Text', '/AP<</N 21 0 R>>'), {
      21: drawing('', '0 0 1 1', '/X 22 0 R'),
      22: '<</S/JavaScript/JS(app.alert\\(1\\))>>',
    }),
  },
  {
    id: 'A-10',
    name: 'free text in front of a widget of the form',
    reference: eaa,
    verdict: open,
    check: 'changes.annotations',
    kind: 'annotation-added',
    rect: [10, 10, 90, 30],
    make: onCertified(3, remark('FreeText').replace(over.join(' '), '10 10 90 30')),
  },
];

/** Sneaky signature: a certified file that permits signing shows a new field in place of its text. */
const sneakySignatures: readonly AttackRow[] = [
  ...[2, 3].map((p): AttackRow => ({
    id: 'A-11',
    name: `a visible signature in a new field, certified with P ${p}`,
    reference: ssa,
    verdict: format,
    check: 'changes.later',
    kind: 'signature-over-text',
    page: 0,
    subtype: 'Widget',
    rect: over,
    field: 'Ttd2',
    make: (world) =>
      second(certified(world, p), world, {
        rect: over.join(' '),
        field: '/AP<</N 20 0 R>>',
        objects: { 20: drawing('(Rp9.000.000) Tj') },
      }),
  })),
  {
    id: 'A-11',
    name: 'a visible empty field with nothing in it yet',
    reference: ssa,
    verdict: format,
    check: 'changes.later',
    kind: 'signature-field',
    page: 0,
    subtype: 'Widget',
    rect: over,
    make: (world) =>
      append(certified(world, 2), {
        1: form([11, 20], perms),
        3: shown([11, 20]),
        20: `<</FT/Sig/T(Baru)/Type/Annot/Subtype/Widget/Rect[${over.join(' ')}]/P 3 0 R/F 4>>`,
      }),
  },
  {
    id: 'A-11',
    name: 'a visible document timestamp',
    reference: ssa,
    verdict: format,
    check: 'changes.later',
    kind: 'signature-over-text',
    page: 0,
    rect: over,
    make: (world) =>
      second(certified(world, 2), world, {
        dict: '/Type/DocTimeStamp/SubFilter/ETSI.RFC3161',
        rect: over.join(' '),
        field: '/AP<</N 20 0 R>>',
        objects: { 20: drawing('(Rp9.000.000) Tj') },
      }),
  },
  {
    id: 'A-11',
    name: 'an empty field of the certified file moved while it is signed',
    reference: ssa,
    verdict: format,
    check: 'changes.later',
    kind: 'field-changed',
    field: 'Ttd2',
    make: (world) => {
      const empty = '<</FT/Sig/T(Ttd2)/Type/Annot/Subtype/Widget/Rect[0 0 0 0]/P 3 0 R/F 132>>';
      const file = certified(world, 2, {
        objects: { 1: form([11, 13], perms), 3: shown([11, 13]), 13: empty },
      });
      return second(file, world, { rect: over.join(' ') });
    },
  },
  {
    id: 'A-11',
    name: 'a signature on a file certified with P 1',
    reference: ssa,
    verdict: format,
    check: 'changes.later',
    kind: 'signature',
    field: 'Ttd2',
    make: (world) => second(certified(world, 1), world),
  },
  {
    id: 'A-11',
    name: 'a second certification',
    reference: mdp,
    verdict: format,
    check: 'changes.later',
    kind: 'permissions',
    make: (world) =>
      second(certified(world, 2), world, { dict: docMdp(3), catalogExtra: '/Perms<</DocMDP 12 0 R>>' }),
  },
];

/** What signatures forbid, and how a later one might be thought to allow it again. */
const limits: readonly AttackRow[] = [
  {
    id: 'A-08',
    name: 'a field filled in on a file certified with P 1',
    reference: mdp,
    verdict: format,
    check: 'changes.later',
    kind: 'field-value',
    field: 'catatan',
    make: (world) => append(certified(world, 1), { 6: textField('baru') }),
  },
  ...[
    ['All', ''],
    ['Include', '/Fields[(catatan)]'],
    ['Exclude', '/Fields[(lain)]'],
  ].map(([action, fields]): AttackRow => ({
    id: 'A-08',
    name: `a field filled in that FieldMDP ${action} locks`,
    reference: mdp,
    verdict: format,
    check: 'changes.later',
    kind: 'field-value',
    field: 'catatan',
    make: ({ base, cms }) =>
      append(signRaw(base, { cms, dict: fieldMdp(action!, fields) }), { 6: textField('baru') }),
  })),
  {
    id: 'A-08',
    name: 'a field filled in that the /Lock of the signed field locks',
    reference: mdp,
    verdict: format,
    check: 'changes.later',
    kind: 'field-value',
    make: ({ base, cms }) =>
      append(signRaw(base, { cms, field: '/Lock<</Type/SigFieldLock/Action/Include/Fields[(catatan)]>>' }), {
        6: textField('baru'),
      }),
  },
  {
    id: 'A-10',
    name: 'an annotation after a lock took the permission for it away',
    reference: mdp,
    verdict: format,
    check: 'changes.later',
    kind: 'annotation-added',
    make: (world) =>
      append(
        second(certified(world, 3), world, {
          field: '/Lock<</Type/SigFieldLock/Action/Include/Fields[(x)]/P 2>>',
        }),
        { 3: shown([11, 13, 20]), 20: remark('Text') },
      ),
  },
  {
    id: 'A-10',
    name: 'an annotation after a lock that pretends to give the permission',
    reference: mdp,
    verdict: format,
    check: 'changes.later',
    kind: 'annotation-added',
    make: (world) =>
      append(
        second(certified(world, 2), world, {
          field: '/Lock<</Type/SigFieldLock/Action/Include/Fields[(x)]/P 3>>',
        }),
        { 3: shown([11, 13, 20]), 20: remark('Text') },
      ),
  },
  {
    id: 'A-18',
    name: 'a signature cleared',
    reference: 'pades.md 8.5',
    verdict: format,
    check: 'changes.later',
    kind: 'signature-removed',
    field: 'Ttd1',
    make: ({ signed }) =>
      append(signed, { 11: '<</FT/Sig/T(Ttd1)/Type/Annot/Subtype/Widget/Rect[0 0 0 0]/P 3 0 R/F 132>>' }),
  },
  {
    id: 'A-18',
    name: 'a signed field taken away with its widget',
    reference: 'pades.md A-18',
    verdict: format,
    check: 'changes.later',
    kind: 'signature-removed',
    field: 'Ttd1',
    make: ({ signed }) => append(signed, { 1: catalog([]), 3: page([]) }, { free: [10, 11] }),
  },
];

/** Every published attack on signed PDF files, as files made by code. */
export const publishedAttacks: readonly AttackRow[] = [
  ...forgery,
  ...saving,
  ...shadows,
  ...evilAnnotations,
  ...sneakySignatures,
  ...limits,
];
