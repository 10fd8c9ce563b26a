import {
  certified,
  docMdp,
  drawing,
  form,
  format,
  perms,
  remark,
  second,
  shown,
  warned,
  open,
  over,
  type AttackRow,
} from './attack-world.ts';
import { append, basePdf, page, signRaw, startxref, stream, type Objects } from './world.ts';

const own = 'our own review';

/** A revision with a cross-reference stream, 90: objects as they are, and entries of other kinds. */
function byXrefStream(file: Buffer, objects: Objects, compressed: Readonly<Record<number, number>>): Buffer {
  const parts = [file];
  let size = file.length;
  const rows: [num: number, type: number, second: number, third: number][] = [];
  for (const [num, body] of Object.entries(objects)) {
    const bytes = Buffer.from(`${num} 0 obj\n${String(body)}\nendobj\n`, 'latin1');
    rows.push([Number(num), 1, size, 0]);
    parts.push(bytes);
    size += bytes.length;
  }
  for (const [num, container] of Object.entries(compressed)) rows.push([Number(num), 2, container, 0]);
  rows.push([90, 1, size, 0]);
  const data = Buffer.concat(
    rows.map(([, type, second, third]) => {
      const row = Buffer.alloc(7);
      row.writeUInt8(type, 0);
      row.writeUInt32BE(second, 1);
      row.writeUInt16BE(third, 5);
      return row;
    }),
  );
  const head = `<</Type/XRef/W[1 4 2]/Index[${rows.map(([num]) => `${num} 1`).join(' ')}]/Size 91/Root 1 0 R/ID[<aa><bb>]/Prev ${startxref(file)}/Length ${data.length}>>`;
  return Buffer.concat([
    ...parts,
    Buffer.from(`90 0 obj\n${head}\nstream\n`),
    data,
    Buffer.from(`\nendstream\nendobj\nstartxref\n${size}\n%%EOF\n`),
  ]);
}

const button = (look: string, extra = ''): string =>
  `<</FT/Btn/T(catatan)/Type/Annot/Subtype/Widget/Rect[0 0 595 842]/P 3 0 R/F 4${look}${extra}>>`;
const box = (states: string, state: string): string =>
  `<</FT/Btn/T(catatan)/V/${state}/AS/${state}/Type/Annot/Subtype/Widget/Rect[0 0 9 9]/P 3 0 R/F 4/AP<</N<<${states}>>>>>>`;
const tx = (v: string, look = '', rect = '10 10 90 30'): string =>
  `<</FT/Tx/T(catatan)/V(${v})/Type/Annot/Subtype/Widget/Rect[${rect}]/P 3 0 R/F 4${look}>>`;
const F = '/Resources<</Font<</F1 5 0 R>>>>';

/** Attacks that nobody published: each passed once, and is told now for what it is. */
export const ownAttacks: readonly AttackRow[] = [
  {
    id: 'A-14',
    name: 'a stream of objects that the signed file names and does not have',
    reference: own,
    verdict: format,
    check: 'changes.later',
    kind: 'reference-filled',
    make: ({ base, cms }) => {
      const signed = signRaw(byXrefStream(base, {}, { 40: 50 }), {
        cms,
        objects: { 3: page([11], '/Rotate 40 0 R') },
      });
      return byXrefStream(signed, { 50: stream('40 0 180', '/Type/ObjStm/N 1/First 5') }, { 60: 50 });
    },
  },
  {
    id: 'A-08',
    name: 'the picture of a push button drawn anew in its own stream',
    reference: own,
    verdict: format,
    check: 'changes.later',
    kind: 'object-changed',
    make: ({ cms }) =>
      append(signRaw(basePdf({ 6: button('/AP<</N 20 0 R>>', '/Ff 65536'), 20: drawing('q Q') }), { cms }), {
        20: drawing('0 0 595 842 re f'),
      }),
  },
  {
    id: 'A-08',
    name: 'a box with one picture, drawn anew',
    reference: own,
    verdict: format,
    check: 'changes.later',
    kind: 'object-changed',
    make: ({ cms }) =>
      append(signRaw(basePdf({ 6: button('/AP<</N 20 0 R>>'), 20: drawing('q Q') }), { cms }), {
        20: drawing('0 0 595 842 re f'),
      }),
  },
  {
    id: 'A-08',
    name: 'a box that gains a state with a picture of its own',
    reference: own,
    verdict: format,
    check: 'changes.later',
    kind: 'field-changed',
    make: ({ cms }) =>
      append(
        signRaw(
          basePdf({ 6: box('/Ya 20 0 R/Off 21 0 R', 'Off'), 20: drawing('(x) Tj'), 21: drawing('q Q') }),
          { cms },
        ),
        { 6: box('/Ya 20 0 R/Off 21 0 R/Jahat 22 0 R', 'Jahat'), 22: drawing('0 0 9 9 re f') },
      ),
  },
  {
    id: 'A-10',
    name: 'a second signature that certifies, so that a remark may come',
    reference: own,
    verdict: format,
    check: 'changes.later',
    kind: 'annotation-added',
    make: (w) =>
      append(signRaw(w.signed, { k: 1, cms: w.cms, dict: docMdp(3) }), {
        3: shown([11, 13, 20]),
        20: remark('Text'),
      }),
  },
  {
    id: 'A-10',
    name: 'a second signature whose lock says that remarks may come',
    reference: own,
    verdict: format,
    check: 'changes.later',
    kind: 'annotation-added',
    make: (w) =>
      append(
        signRaw(w.signed, {
          k: 1,
          cms: w.cms,
          field: '/Lock<</Type/SigFieldLock/Action/Include/Fields[(x)]/P 3>>',
        }),
        { 3: shown([11, 13, 20]), 20: remark('Text') },
      ),
  },
  {
    id: 'A-12',
    name: 'a script named by another generation of its number',
    reference: own,
    verdict: format,
    check: 'changes.later',
    kind: 'action',
    make: ({ cms }) =>
      append(signRaw(basePdf({ 8: '<</S/JavaScript/JS(app.alert\\(1\\))>>' }), { cms }), {
        1: form([11], '/OpenAction 8 1 R'),
      }),
  },
  {
    id: 'A-09',
    name: 'a page turned by another generation of a number',
    reference: own,
    verdict: format,
    check: 'changes.later',
    kind: 'page-content',
    make: ({ cms }) => append(signRaw(basePdf({ 8: '180' }), { cms }), { 3: page([11], '/Rotate 8 1 R') }),
  },
  {
    id: 'A-11',
    name: 'a signature that calls itself a timestamp, certified with P 1',
    reference: own,
    verdict: format,
    check: 'changes.later',
    kind: 'signature',
    make: (w) => second(certified(w, 1), w, { dict: '/Type/DocTimeStamp/SubFilter/ETSI.CAdES.detached' }),
  },
  {
    id: 'A-08',
    name: 'a field that shows another value than it has',
    reference: own,
    verdict: warned,
    check: 'changes.form',
    kind: 'field-value',
    make: ({ cms }) =>
      append(signRaw(basePdf({ 6: tx('lama') }), { cms }), {
        6: tx('baru', '/AP<</N 20 0 R>>'),
        20: drawing('BT /F1 9 Tf (Rp9.000.000) Tj ET', '0 0 80 20', F),
      }),
  },
  {
    id: 'A-08',
    name: 'a field that shows a picture',
    reference: own,
    verdict: open,
    check: 'changes.form',
    kind: 'field-drawing',
    make: ({ cms }) =>
      append(signRaw(basePdf({ 6: tx('lama') }), { cms }), {
        6: tx('baru', '/AP<</N 20 0 R>>'),
        20: drawing('/X Do', '0 0 80 20', '/Resources<</XObject<</X 21 0 R>>>>'),
        21: stream(
          'xxx',
          '/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceRGB',
        ),
      }),
  },
  {
    id: 'A-08',
    name: 'a field whose look hides the sum on the page',
    reference: own,
    verdict: open,
    check: 'changes.form',
    kind: 'field-drawing',
    make: ({ cms }) =>
      append(signRaw(basePdf({ 6: tx('lama', '', over.join(' ')) }), { cms }), {
        6: tx('Rp9.000.000', '/AP<</N 20 0 R>>', over.join(' ')),
        20: drawing('1 g 0 0 300 20 re f BT /F1 9 Tf (Rp9.000.000) Tj ET', '0 0 228 22', F),
      }),
  },
  {
    id: 'A-08',
    name: 'a font of drawings under the name by which a field is drawn',
    reference: own,
    verdict: warned,
    check: 'changes.form',
    kind: 'form-defaults',
    make: ({ cms }) => {
      const dr = (f: string): string =>
        form([11]).replace('/SigFlags 3', `/SigFlags 3/NeedAppearances true/DR<</Font<<${f}>>>>`);
      const file = signRaw(basePdf({ 6: tx('lama', '/DA(/Evil 9 Tf)') }), {
        cms,
        objects: { 1: dr('/F1 5 0 R') },
      });
      return append(file, {
        1: dr('/F1 5 0 R/Evil 20 0 R'),
        20: '<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/CharProcs<</a 21 0 R>>/Encoding<</Differences[49/a]>>/FirstChar 49/LastChar 49/Widths[1]>>',
        21: stream('0 0 d0 0 0 1 1 re f'),
      });
    },
  },
  {
    id: 'A-11',
    name: 'a hidden field of the certified file shown while it is signed',
    reference: own,
    verdict: format,
    check: 'changes.later',
    kind: 'field-changed',
    make: (world) => {
      const empty = `<</FT/Sig/T(Ttd2)/Type/Annot/Subtype/Widget/Rect[${over.join(' ')}]/P 3 0 R/F 134>>`;
      const file = certified(world, 2, {
        objects: { 1: form([11, 13], perms), 3: shown([11, 13]), 13: empty },
      });
      return second(file, world, {
        rect: over.join(' '),
        field: '/AP<</N 20 0 R>>',
        objects: { 20: drawing('(Rp9.000.000) Tj') },
      });
    },
  },
  {
    id: 'A-11',
    name: 'a visible signature over the sum, on a file that is not certified',
    reference: own,
    verdict: warned,
    check: 'changes.form',
    kind: 'signature-over-text',
    make: (w) =>
      signRaw(w.signed, {
        k: 1,
        cms: w.cms,
        rect: over.join(' '),
        field: '/AP<</N 20 0 R>>',
        objects: { 20: drawing('1 g 0 0 600 600 re f') },
      }),
  },
  {
    id: 'A-10',
    name: 'a square whose look writes another sum',
    reference: own,
    verdict: open,
    check: 'changes.annotations',
    kind: 'annotation-drawing',
    make: (w) =>
      append(certified(w, 3), {
        3: shown([11, 20]),
        20: remark('Square', '/AP<</N 21 0 R>>'),
        21: drawing('1 g 0 0 300 20 re f 0 g BT /F1 9 Tf (Rp9.000.000) Tj ET', '0 0 228 22', F),
      }),
  },
  {
    id: 'A-10',
    name: 'an annotation that stood twice, above and below another, stands once',
    reference: own,
    verdict: format,
    check: 'changes.later',
    kind: 'annotation-list',
    make: (w) =>
      append(
        certified(w, 2, {
          objects: { 3: shown([20, 21, 20, 11]), 20: remark('Square'), 21: remark('FreeText') },
        }),
        { 3: shown([20, 21, 11]) },
      ),
  },
  {
    id: 'A-08',
    name: 'a field without a name, locked, filled in beside a new field without one',
    reference: own,
    verdict: format,
    check: 'changes.later',
    kind: 'field-value',
    make: (w) =>
      signRaw(
        signRaw(basePdf({ 6: tx('lama').replace('/T(catatan)', '') }), {
          cms: w.cms,
          field: '/Lock<</Type/SigFieldLock/Action/All>>',
        }),
        { k: 1, name: '', cms: w.cms, objects: { 6: tx('baru').replace('/T(catatan)', '') } },
      ),
  },
  {
    id: 'A-08',
    name: 'a long text with another end',
    reference: own,
    verdict: warned,
    check: 'changes.form',
    kind: 'field-value',
    make: ({ cms }) =>
      append(signRaw(basePdf({ 6: tx('a'.repeat(130) + 'b') }), { cms }), { 6: tx('a'.repeat(130) + 'c') }),
  },
];
