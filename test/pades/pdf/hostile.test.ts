import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesSource, type ByteSource } from '../../../src/pades/bytes.ts';
import { PadesError } from '../../../src/pades/errors.ts';
import { pdfLimits } from '../../../src/pades/pdf/file.ts';
import { readPdf } from '../../../src/pades/pdf/reader.ts';
import { letter, SampleFile, streamFile, tableFile, type Bodies, type XrefRow } from '../../support/pdf.ts';

/** Reads everything a reader can be asked for; gives the code of the refusal, or null where there was none. */
function readWhole(source: ByteSource): string | null {
  try {
    const file = readPdf(source);
    for (const revision of file.revisions) {
      const view = file.view(revision.index);
      view.pages();
      for (const [num, entry] of revision.entries) {
        if (entry.type === 'free' || num > 50_000) continue;
        const object = view.get({ kind: 'ref', num, gen: entry.type === 'offset' ? entry.gen : 0 });
        view.extent(num);
        if (object?.kind === 'stream') view.decode(object);
      }
    }
    return null;
  } catch (error) {
    if (error instanceof PadesError) return error.code;
    throw error;
  }
}
const verdict = (bytes: Uint8Array): string | null => readWhole(bytesSource(bytes));

function xrefStreamOnly(entries: string, data: Uint8Array | string): Uint8Array {
  const file = new SampleFile('1.7');
  const at = file.length;
  file.objects({ 1: [`/Type/XRef/Root 1 0 R${entries}`, data] });
  file.raw(`startxref\n${at}\n%%EOF\n`);
  return file.bytes();
}

function chain(count: number, prev: (n: number, offsets: readonly number[]) => number): Uint8Array {
  const file = new SampleFile('1.7');
  file.objects(letter);
  const offsets: number[] = [];
  for (let n = 0; n < count; n += 1) {
    offsets.push(file.length);
    file.raw(
      `xref\n0 0\ntrailer\n<</Size 7/Root 1 0 R/Prev ${prev(n, offsets)}>>\nstartxref\n${offsets[n]}\n%%EOF\n`,
    );
  }
  return file.bytes();
}

const bomb = deflateSync(new Uint8Array(100 * 1024 * 1024));

describe('hostile files end in a coded refusal', () => {
  const cases: Record<string, [() => Uint8Array, string]> = {
    'SEC-101 an xref stream with a field a gigabyte wide': [
      () => xrefStreamOnly('/Size 2/W[1 1000000000 1]/Index[0 2]', 'xxxxxx'),
      'PADES_XREF_BROKEN',
    ],
    'SEC-102 entries of no width at all': [
      () => xrefStreamOnly('/Size 2/W[0 0 0]/Index[0 9223372036854775808]', ''),
      'PADES_XREF_BROKEN',
    ],
    'SEC-102 more entries than the file could hold': [
      () => xrefStreamOnly('/Size 2/W[1 1 0]/Index[0 9000000000]', 'xx'),
      'PADES_LIMIT_EXCEEDED',
    ],
    'SEC-102 a million entries from a few deflated bytes': [
      () =>
        xrefStreamOnly(
          '/Size 2000000/W[1 1 0]/Filter/FlateDecode/Index[0 2000000]',
          deflateSync(new Uint8Array(4e6)),
        ),
      'PADES_LIMIT_EXCEEDED',
    ],
    'SEC-103 Prev to itself': [() => chain(1, (n, offsets) => offsets[n]!), 'PADES_XREF_BROKEN'],
    'SEC-103 a circle of two': [
      () => chain(2, (n, offsets) => (n === 0 ? offsets[0]! + 70 : offsets[0]!)),
      'PADES_XREF_BROKEN',
    ],
    'SEC-103 a very long chain': [
      () => chain(20_000, (n, offsets) => offsets[Math.max(0, n - 1)]!),
      'PADES_LIMIT_EXCEEDED',
    ],
    'SEC-104 a deflate bomb': [
      () => tableFile({ ...letter, 7: ['/Filter/FlateDecode', bomb] }),
      'PADES_LIMIT_EXCEEDED',
    ],
    'SEC-104 a bomb deflated twice': [
      () => tableFile({ ...letter, 7: ['/Filter[/FlateDecode/FlateDecode]', deflateSync(bomb)] }),
      'PADES_LIMIT_EXCEEDED',
    ],
    'SEC-104 ten filters': [
      () => tableFile({ ...letter, 7: [`/Filter[${'/ASCIIHexDecode'.repeat(10)}]`, '00'] }),
      'PADES_LIMIT_EXCEEDED',
    ],
    'SEC-104 a bomb as xref stream': [
      () => xrefStreamOnly('/Size 2/W[1 2 1]/Filter/FlateDecode/Index[0 2]', bomb),
      'PADES_LIMIT_EXCEEDED',
    ],
    'SEC-104 a run-length bomb': [
      () => tableFile({ ...letter, 7: ['/Filter/RunLengthDecode', Buffer.alloc(2_200_000, 0x81)] }),
      'PADES_LIMIT_EXCEEDED',
    ],
    'SEC-104 a predictor with a row of a million columns of 32 colours': [
      () =>
        tableFile({
          ...letter,
          7: [
            '/Filter/FlateDecode/DecodeParms<</Predictor 12/Colors 33/Columns 9999999>>',
            deflateSync(Buffer.from('x')),
          ],
        }),
      'PADES_PDF_SYNTAX',
    ],
    'SEC-105 a page tree that contains itself': [
      () => tableFile({ ...letter, 2: '<</Type/Pages/Kids[3 0 R 2 0 R]>>' }),
      'PADES_PDF_SYNTAX',
    ],
    'SEC-105 the same kid a hundred thousand times': [
      () => tableFile({ ...letter, 2: `<</Type/Pages/Kids[${'3 0 R '.repeat(100_000)}]>>` }),
      'PADES_LIMIT_EXCEEDED',
    ],
    'SEC-105 a page tree a hundred levels deep': [() => tableFile(deepTree(100)), 'PADES_LIMIT_EXCEEDED'],
    'SEC-106 a length that needs itself': [
      () => tableFile({ ...letter, 7: ['/Length 7 0 R', 'x'] }),
      'PADES_PDF_SYNTAX',
    ],
    'SEC-106 a negative length': [() => tableFile({ ...letter, 7: ['/Length -1', 'x'] }), 'PADES_PDF_SYNTAX'],
    'SEC-106 a length beyond the file': [
      () => tableFile({ ...letter, 7: ['/Length 99999999', 'x'] }),
      'PADES_PDF_SYNTAX',
    ],
    'SEC-106 references in a circle': [
      () => tableFile({ ...letter, 1: '<</Type/Catalog/Pages 7 0 R>>', 7: '8 0 R', 8: '7 0 R' }),
      'PADES_PDF_SYNTAX',
    ],
    'SEC-107 nothing': [() => new Uint8Array(0), 'PADES_NOT_PDF'],
    'SEC-107 a header alone': [() => Buffer.from('%PDF-1.7\n'), 'PADES_XREF_BROKEN'],
    'SEC-107 startxref beyond the end': [
      () => Buffer.from('%PDF-1.7\nstartxref\n999999999999999\n%%EOF\n'),
      'PADES_XREF_BROKEN',
    ],
    'SEC-107 no %%EOF': [() => tableFile().subarray(0, -7), 'PADES_XREF_BROKEN'],
    'SEC-108 an array of ten million nulls': [
      () => tableFile({ ...letter, 7: `[${'null '.repeat(1e7)}]` }),
      'PADES_LIMIT_EXCEEDED',
    ],
    'arrays nested ten thousand deep': [
      () => tableFile({ ...letter, 7: `${'['.repeat(10_000)}${']'.repeat(10_000)}` }),
      'PADES_LIMIT_EXCEEDED',
    ],
    'a subsection that claims a billion entries': [
      () => Buffer.from('%PDF-1.7\nxref\n0 1000000000\ntrailer\n<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n'),
      'PADES_LIMIT_EXCEEDED',
    ],
    'no catalog': [() => tableFile(letter, { trailer: '/Root 9 0 R' }), 'PADES_OBJECT_MISSING'],
    'an encrypted file by nobody knows which handler, when something in it must be decoded': [
      () => tableFile(letter, { trailer: '/Root 1 0 R/Encrypt 6 0 R' }),
      'PADES_ENCRYPTION_UNSUPPORTED',
    ],
  };
  for (const [name, [make, code]] of Object.entries(cases)) {
    it(name, () => {
      expect(verdict(make())).toBe(code);
    });
  }

  it('SEC-106 an object stream that lies in itself gives no object', () => {
    const file = new SampleFile('1.7');
    const offsets = file.objects(letter);
    const rows = new Map([...offsets].map(([num, at]) => [num, [1, at, 0] as XrefRow]));
    rows.set(8, [2, 8, 0]);
    rows.set(9, [2, 8, 1]);
    file.xrefStream(10, rows, { trailer: '/Root 1 0 R' });
    const view = readPdf(bytesSource(file.bytes())).view();
    expect(view.get({ kind: 'ref', num: 9, gen: 0 })).toBeNull();
    expect(view.get({ kind: 'ref', num: 8, gen: 0 })).toBeNull();
  });

  it('SEC-107 a gigabyte of nothing is refused without being read', () => {
    let fetched = 0;
    const sparse: ByteSource = {
      size: 1 << 30,
      read(offset, length) {
        fetched += length;
        const out = new Uint8Array(length);
        if (offset === 0) out.set(Buffer.from('%PDF-1.7\n').subarray(0, length));
        return out;
      },
    };
    expect(readWhole(sparse)).toBe('PADES_XREF_BROKEN');
    expect(fetched).toBeLessThan(200_000);
  });

  it('every limit can be set lower by the caller', () => {
    const bytes = tableFile();
    expect(() => readPdf(bytesSource(bytes), { pages: 1 }).view().pages()).toThrow(
      expect.objectContaining({ code: 'PADES_LIMIT_EXCEEDED' }),
    );
    expect(pdfLimits.pages).toBeGreaterThan(1);
  });
});

function deepTree(levels: number): Bodies {
  const bodies: Record<number, string> = { 1: '<</Type/Catalog/Pages 10 0 R>>' };
  for (let level = 0; level < levels; level += 1) {
    bodies[10 + level] = `<</Type/Pages/Kids[${level === levels - 1 ? 3 : 11 + level} 0 R]>>`;
  }
  return { ...letter, ...bodies };
}

describe('any damage', () => {
  const files = [tableFile(), streamFile(letter, { compressed: [1, 2, 3, 4, 6], flate: true })];
  it('never escapes as anything but a coded error', () => {
    const damage = fc.record({
      file: fc.nat({ max: files.length - 1 }),
      at: fc.nat({ max: 2000 }),
      cut: fc.boolean(),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
    });
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), (damages) => {
        let bytes = Buffer.from(files[damages[0]!.file]!);
        for (const each of damages) {
          const at = each.at % bytes.length;
          if (each.cut)
            bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + each.bytes.length)]);
          else bytes.set(each.bytes.subarray(0, bytes.length - at), at);
          if (bytes.length === 0) return;
        }
        verdict(bytes);
      }),
      { numRuns: 2000, seed: 20261124 },
    );
  });
});
