import { deflateSync } from 'node:zlib';
import { other } from './pdf-kinds.ts';
import { letter, SampleFile, streamFile, tableFile, type XrefRow } from './pdf.ts';

/**
 * Files that were made to hurt whoever looks into them (issue 4, "What bad input gets"; reliability.md B8), each with what
 * must come of it: a code, or a report in which nothing passed. Made when asked for: some are 100 MB.
 */
export interface HostileFile {
  readonly name: string;
  /** Codes of refusal that are right; null: a report. */
  readonly codes: readonly (string | null)[];
  readonly make: () => Uint8Array;
}

const MB = 1_000_000;
const refused = ['PADES_LIMIT_EXCEEDED', 'PADES_PDF_SYNTAX', 'PADES_XREF_BROKEN', 'PADES_OBJECT_MISSING'];

export const hostileFiles: readonly HostileFile[] = [
  { name: 'no PDF', codes: ['PADES_NOT_PDF'], make: () => Buffer.from('\xff\xd8\xff\xe0 JFIF', 'latin1') },
  { name: 'an empty file', codes: ['PADES_NOT_PDF'], make: () => new Uint8Array() },
  { name: 'encrypted, password unknown', codes: [null, 'PADES_ENCRYPTED'], make: () => other('aes256.pdf') },
  { name: 'truncated', codes: refused, make: () => tableFile().subarray(0, 300) },
  { name: '100 MB of zeros after a header', codes: refused, make: () => padded(100 * MB, 0) },
  {
    name: '100 MB of nested arrays as the catalog',
    codes: refused,
    make: () => catalogOf(Buffer.alloc(100 * MB, '[')),
  },
  {
    name: '100 MB of closed nested arrays as the catalog',
    codes: refused,
    make: () => catalogOf(Buffer.concat([Buffer.alloc(50 * MB, '['), Buffer.alloc(50 * MB, ']')])),
  },
  {
    name: '100 MB of small arrays in one array',
    codes: refused,
    make: () => catalogOf(Buffer.concat([Buffer.from('['), Buffer.alloc(100 * MB, '[]'), Buffer.from(']')])),
  },
  {
    name: '96 MB of small arrays in two thousand arrays in many objects',
    codes: refused,
    make: () => smallArrays(24, 4 * MB),
  },
  {
    name: '100 MB of nested dictionaries',
    codes: refused,
    make: () => catalogOf(Buffer.alloc(100 * MB, '<</A')),
  },
  {
    name: 'ten million nulls',
    codes: [null, ...refused],
    make: () => catalogOf(Buffer.from(`<</Type/Catalog/Pages 2 0 R/X[${'null '.repeat(10_000_000)}]>>`)),
  },
  { name: 'a CMS of 10,000 levels', codes: [null], make: () => signedWith(nested(10_000)) },
  {
    name: 'a CMS of 10,000 indefinite levels',
    codes: [null],
    make: () => signedWith(nestedIndefinite(10_000)),
  },
  {
    name: 'a CMS whose type is a 254 KB OID',
    codes: [null],
    make: () => signedWith(der(0x30, der(6, Buffer.alloc(254_000, 0x81)))),
  },
  {
    name: 'a CMS of a million empty elements',
    codes: [null],
    make: () => signedWith(der(0x30, Buffer.alloc(2 * MB, Buffer.from([5, 0])))),
  },
  {
    name: 'a deflate bomb as object stream',
    codes: [null, ...refused],
    make: () => withStream('/Type/ObjStm/N 1/First 4/Filter/FlateDecode', bomb(100 * MB)),
  },
  {
    name: 'a bomb in a bomb as object stream',
    codes: [null, ...refused],
    make: () =>
      withStream('/Type/ObjStm/N 1/First 4/Filter[/FlateDecode/FlateDecode]', deflateSync(bomb(200 * MB))),
  },
  { name: 'a hundred thousand objects', codes: [null, ...refused], make: () => manyObjects(100_000) },
  { name: 'a CRL of 900,000 entries in the DSS', codes: [null], make: () => withCrl(900_000) },
  { name: 'a thousand signature fields', codes: [null, ...refused], make: () => manyFields(1_000) },
];

function padded(size: number, fill: number): Uint8Array {
  const bytes = Buffer.alloc(size, fill);
  bytes.write('%PDF-1.7\n');
  return bytes;
}

function catalogOf(body: Buffer): Uint8Array {
  const file = new SampleFile('1.7');
  const at = file.length;
  file.raw('1 0 obj\n');
  file.raw(body);
  file.raw('\nendobj\n');
  const offsets = new Map([[1, at], ...file.objects({ 2: '<</Type/Pages/Count 0/Kids[]>>' })]);
  file.table(offsets, { trailer: '/Root 1 0 R' });
  return file.bytes();
}

/** Each object by itself is within bounds. */
function smallArrays(count: number, size: number): Uint8Array {
  const body = `[${`[${'[]'.repeat(1000)}]`.repeat(Math.floor(size / 2002 / 10))}${' '.repeat(size * 0.9)}]`;
  const nums = Array.from({ length: count }, (_, i) => i + 10);
  return tableFile({
    ...letter,
    1: `<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[${nums.map((num) => `${num} 0 R`).join(' ')}]>>>>`,
    ...Object.fromEntries(nums.map((num) => [num, body])),
  });
}

const bomb = (size: number): Buffer => deflateSync(Buffer.alloc(size));

/** A catalog that lies, so the xref says, in this stream. */
function withStream(entries: string, bytes: Uint8Array): Uint8Array {
  const file = new SampleFile('1.7');
  const offsets = file.objects({ 2: '<</Type/Pages/Count 0/Kids[]>>', 9: [entries, bytes] });
  file.xrefStream(
    10,
    new Map<number, XrefRow>([
      [0, [0, 0, 65535]],
      [1, [2, 9, 0]],
      ...[...offsets].map(([num, at]) => [num, [1, at, 0]] as const),
    ]),
    { trailer: '/Root 1 0 R' },
  );
  return file.bytes();
}

function manyObjects(count: number): Uint8Array {
  const bodies = Object.fromEntries(Array.from({ length: count }, (_, i) => [i + 10, 'null']));
  return streamFile({ ...letter, ...bodies });
}

function manyFields(count: number): Uint8Array {
  const fields = Array.from({ length: count }, (_, i) => i + 10);
  const field = (num: number) =>
    `<</FT/Sig/Type/Annot/Subtype/Widget/Rect[0 0 0 0]/P 3 0 R/T(f${num})/V 9 0 R>>`;
  return tableFile({
    ...letter,
    1: `<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[${fields.map((n) => `${n} 0 R`).join(' ')}]>>>>`,
    9: '<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange[0 10 20 30]/Contents<3000>>>',
    ...Object.fromEntries(fields.map((num) => [num, field(num)])),
  });
}

/** A letter with one signature over the whole file, whose /Contents is this. */
function signedWith(contents: Uint8Array): Uint8Array {
  const hex = Buffer.from(contents).toString('hex');
  const build = (range: string) => {
    const sig = `<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange[${range}]/Contents<${hex}>>>`;
    return tableFile({
      ...letter,
      1: '<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[7 0 R]>>>>',
      7: '<</FT/Sig/Type/Annot/Subtype/Widget/Rect[0 0 0 0]/P 3 0 R/T(Signature1)/V 8 0 R>>',
      8: sig,
    });
  };
  const ten = (value: number) => String(value).padStart(10, '0');
  const draft = Buffer.from(build([0, 0, 0, 0].map(ten).join(' ')));
  const from = draft.indexOf('/Contents<') + 9;
  const to = from + hex.length + 2;
  return build([0, from, to, draft.length - to].map(ten).join(' '));
}

function der(tag: number, content: Uint8Array): Buffer {
  const { length } = content;
  const size =
    length < 128
      ? [length]
      : [0x84, length >>> 24, (length >>> 16) & 255, (length >>> 8) & 255, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function nested(levels: number): Buffer {
  let inner: Buffer = Buffer.from([5, 0]);
  for (let i = 0; i < levels; i++) inner = der(0x30, inner);
  return inner;
}

/** A letter with one signature that says nothing, and a CRL of so many entries, each with a reason, in its store. */
function withCrl(count: number): Uint8Array {
  const entry = Buffer.from(
    '30240205010000000017' + '0d3236303130313030303030305a' + '300c300a0603551d1504030a0101',
    'hex',
  );
  const entries = Buffer.alloc(count * entry.length, entry);
  for (let i = 0; i < count; i += 1) entries.writeUInt32BE(i, i * entry.length + 5);
  const algorithm = der(0x30, Buffer.from('06082a8648ce3d040302', 'hex'));
  const time = der(0x17, Buffer.from('260101000000Z'));
  const tbs = [Buffer.from('020101', 'hex'), algorithm, der(0x30, Buffer.alloc(0)), time, der(0x30, entries)];
  const crl = der(0x30, Buffer.concat([der(0x30, Buffer.concat(tbs)), algorithm, der(3, Buffer.alloc(71))]));
  return tableFile({
    ...letter,
    1: '<</Type/Catalog/Pages 2 0 R/DSS<</CRLs[9 0 R]>>/AcroForm<</SigFlags 3/Fields[7 0 R]>>>>',
    7: '<</FT/Sig/Type/Annot/Subtype/Widget/Rect[0 0 0 0]/P 3 0 R/T(Signature1)/V 8 0 R>>',
    8: '<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange[0 10 20 30]/Contents<3000>>>',
    9: ['/Filter/FlateDecode', deflateSync(crl)],
  });
}

const nestedIndefinite = (levels: number): Buffer =>
  Buffer.concat([Buffer.alloc(levels * 2, Buffer.from([0x30, 0x80])), Buffer.alloc(levels * 2)]);
