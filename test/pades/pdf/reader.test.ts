import { describe, expect, it } from 'vitest';
import { PDFDocument, degrees } from 'pdf-lib';
import { bytesSource, type ByteSource } from '../../../src/pades/bytes.ts';
import { readPdf } from '../../../src/pades/pdf/reader.ts';
import { textOf } from '../../../src/pades/pdf/serialize.ts';
import { appendTable, hybridFile, letter, SampleFile, streamFile, tableFile } from '../../support/pdf.ts';

const open = (bytes: Uint8Array) => readPdf(bytesSource(bytes));

describe('all kinds of cross-reference data', () => {
  const kinds = {
    table: tableFile(),
    stream: streamFile(),
    'stream, compressed': streamFile(letter, { flate: true }),
    'object stream': streamFile(letter, { compressed: [1, 2, 3, 4, 6] }),
    hybrid: hybridFile(),
  };
  for (const [kind, bytes] of Object.entries(kinds)) {
    it(`reads pages, boxes and content of a file with a ${kind}`, () => {
      const file = open(bytes);
      const view = file.view();
      const pages = view.pages();
      expect(pages.map((page) => page.mediaBox)).toEqual([
        [0, 0, 595, 842],
        [0, 0, 595, 842],
      ]);
      const content = view.resolve(pages[0]!.dict.entries.get('Contents'));
      expect(content.kind === 'stream' && Buffer.from(view.decode(content)).toString()).toContain(
        'Isi surat',
      );
      expect(view.get({ kind: 'ref', num: 6, gen: 0 })?.kind).toBe('dict');
      expect(file.anomalies).toEqual([]);
      expect(file.revisions.map((revision) => revision.end)).toEqual([bytes.length]);
    });
  }

  it('reads what pdf-lib writes, with and without object streams', async () => {
    const document = await PDFDocument.create();
    document.addPage([200, 300]).setRotation(degrees(90));
    document.addPage([400, 500]);
    for (const useObjectStreams of [true, false]) {
      const view = open(await document.save({ useObjectStreams })).view();
      expect(view.pages().map((page) => [page.mediaBox[2], page.rotate])).toEqual([
        [200, 90],
        [400, 0],
      ]);
    }
  });

  it('says that a hybrid file whose two views differ contradicts itself, and lets the table win', () => {
    const file = open(hybridFile(letter, [], [6]));
    expect(file.anomalies.map((each) => each.kind)).toContain('hybrid-contradiction');
    expect(file.view().entry(6)?.type).toBe('offset');
  });
});

describe('revisions', () => {
  const first = tableFile();
  const second = appendTable(first, { 5: ['', 'BT (Lain) Tj ET'] });
  const third = appendTable(second, { 7: '(baru)' });

  it('are listed oldest first with their own entries and where they end', () => {
    const file = open(third);
    expect(file.revisions.map((each) => [each.index, each.end, [...each.entries.keys()]])).toEqual([
      [0, first.length, [0, 1, 2, 3, 4, 5, 6]],
      [1, second.length, [5]],
      [2, third.length, [7]],
    ]);
  });

  it('give each its own view of an object', () => {
    const file = open(third);
    const content = (revision: number): string => {
      const view = file.view(revision);
      const stream = view.get({ kind: 'ref', num: 5, gen: 0 });
      return stream?.kind === 'stream' ? Buffer.from(view.decode(stream)).toString() : '';
    };
    expect([content(0), content(1), content(2)].map((text) => text.includes('Lain'))).toEqual([
      false,
      true,
      true,
    ]);
    expect(file.view(1).get({ kind: 'ref', num: 7, gen: 0 })).toBeNull();
  });

  it('account for every byte of structure with extents', () => {
    const file = open(third);
    for (const revision of file.revisions) {
      const [extent] = revision.structure;
      expect(extent?.start).toBe(revision.xrefOffset);
      expect(extent?.end).toBe(revision.end);
    }
    const extent = file.view().extent(7);
    expect(Buffer.from(third.subarray(extent!.start, extent!.end)).toString()).toBe(
      '7 0 obj\n(baru)\nendobj',
    );
  });

  it('report bytes after the last %%EOF, white space excepted', () => {
    const spaces = Buffer.concat([third, Buffer.from('\n \r\n')]);
    expect(open(spaces).anomalies).toEqual([]);
    const more = open(Buffer.concat([third, Buffer.from('\nGARBAGE')]));
    expect(more.anomalies).toMatchObject([{ kind: 'trailing-bytes', offset: third.length + 1 }]);
  });

  it('report a startxref that names another place than the section before it', () => {
    const text = Buffer.from(second);
    const at = text.indexOf('startxref\n') + 10;
    text[at] = text[at] === 0x31 ? 0x32 : 0x31;
    expect(open(text).anomalies.map((each) => each.kind)).toContain('startxref-mismatch');
  });
});

describe('what a lax reader hides', () => {
  const one = (body: string) => open(tableFile({ ...letter, 7: body }));
  const get = (body: string) => one(body).view().get({ kind: 'ref', num: 7, gen: 0 });

  it('a repeated key is reported and the first one counts', () => {
    const file = one('<</A 1/B 2/A 3>>');
    const object = file.view().get({ kind: 'ref', num: 7, gen: 0 });
    expect(object).toMatchObject({ duplicates: ['A'] });
    expect(object?.kind === 'dict' && object.entries.get('A')).toEqual({
      kind: 'number',
      value: 1,
      integer: true,
    });
    expect(file.anomalies.map((each) => each.kind)).toEqual(['duplicate-key']);
  });

  it('a stream that does not end where Length says, and a missing endobj, are reported', () => {
    const wrong = open(tableFile({ ...letter, 7: ['/Length 3', 'abcdef'] }));
    wrong.view().get({ kind: 'ref', num: 7, gen: 0 });
    expect(wrong.anomalies.map((each) => each.kind)).toEqual(['length-mismatch']);
    const bytes = Buffer.from(tableFile({ ...letter, 7: '(x)' }));
    bytes.write('      ', bytes.lastIndexOf('endobj'), 'latin1');
    const missing = open(bytes);
    missing.view().get({ kind: 'ref', num: 7, gen: 0 });
    expect(missing.anomalies.map((each) => each.kind)).toEqual(['missing-endobj']);
  });

  it('an xref offset that misses the object header gives no object and is reported', () => {
    const bytes = Buffer.from(tableFile({ ...letter, 7: '(x)' }));
    bytes.write('8', bytes.indexOf('7 0 obj'), 'latin1');
    const file = open(bytes);
    expect(file.view().get({ kind: 'ref', num: 7, gen: 0 })).toBeNull();
    expect(file.anomalies.map((each) => each.kind)).toEqual(['object-header-mismatch']);
  });

  it('bytes before the header and short xref entries are reported', () => {
    const shifted = open(
      Buffer.from(
        Buffer.from(tableFile())
          .toString('latin1')
          .replace(/ \n(?=\d{10}|trailer)/g, '\n'),
        'latin1',
      ),
    );
    expect(shifted.anomalies.map((each) => each.kind)).toEqual(['xref-entry-width']);
    expect(shifted.view().pages()).toHaveLength(2);
    const junk = new SampleFile(null);
    junk.raw('junk\n%PDF-1.7\n');
    junk.table(junk.objects(letter), { trailer: '/Root 1 0 R' });
    expect(open(junk.bytes()).anomalies.map((each) => each.kind)).toEqual(['header-offset']);
  });

  it('an unreferenced object planted in the body does not exist', () => {
    const file = new SampleFile('1.7');
    const offsets = file.objects(letter);
    file.objects({ 1: '<</Type/Catalog/Evil true>>' });
    file.table(offsets, { trailer: '/Root 1 0 R' });
    expect(open(file.bytes()).view().catalog.entries.has('Evil')).toBe(false);
  });

  it('a reference with another generation leads nowhere', () => {
    expect(open(tableFile()).view().get({ kind: 'ref', num: 6, gen: 1 })).toBeNull();
  });

  it('integers, reals, names, strings and references are told apart', () => {
    const object = get(
      '[1 -2 3.5 +4 .5 /A#20B (a\\(b\\)\\101\\\r\nc) <4 1 4> 6 0 R true null << /K [ ] >> 12 0]',
    );
    if (object?.kind !== 'array') throw new Error('not an array');
    expect(
      object.items.map((item) => (item.kind === 'number' ? [item.value, item.integer] : item.kind)),
    ).toEqual([
      [1, true],
      [-2, true],
      [3.5, false],
      [4, false],
      [0.5, false],
      'name',
      'string',
      'string',
      'ref',
      'bool',
      'null',
      'dict',
      [12, true],
      [0, true],
    ]);
    const [name, literal, hex] = object.items.slice(5, 8);
    expect(name).toEqual({ kind: 'name', name: 'A B' });
    expect(literal?.kind === 'string' && textOf(literal.bytes)).toBe('a(b)Ac');
    expect(hex?.kind === 'string' && [...hex.bytes]).toEqual([0x41, 0x40]);
  });

  it('a string knows where it stands in the file', () => {
    const bytes = tableFile({ ...letter, 7: '<</Contents<00FF>>>' });
    const object = open(bytes).view().get({ kind: 'ref', num: 7, gen: 0 });
    const value = object?.kind === 'dict' ? object.entries.get('Contents') : undefined;
    if (value?.kind !== 'string' || !value.extent) throw new Error('no extent');
    expect(Buffer.from(bytes.subarray(value.extent.start, value.extent.end)).toString()).toBe('<00FF>');
  });

  it.each(['1.2.3', '--5', '5-', '1e5', '<</A>>', '<</A 1', '(open', '<0G>', 'nul', '[1 2', 'R', '<<1 2>>'])(
    'refuses %s',
    (body) => {
      expect(() => get(body)).toThrow(expect.objectContaining({ code: 'PADES_PDF_SYNTAX' }));
    },
  );
});

describe('large files', () => {
  it('are read in small pieces: only what is asked for is fetched', () => {
    const bytes = tableFile({ ...letter, 7: ['', new Uint8Array(3_000_000)] });
    let fetched = 0;
    const source: ByteSource = {
      size: bytes.length,
      read(offset, length) {
        fetched += length;
        return bytes.subarray(offset, offset + length);
      },
    };
    const view = readPdf(source).view();
    expect(view.pages()).toHaveLength(2);
    expect(view.extent(7)?.end).toBeGreaterThan(3_000_000);
    expect(fetched).toBeLessThan(100_000);
  });

  it('an object longer than the first window is read whole', () => {
    const long = `(${'x'.repeat(100_000)})`;
    const object = open(tableFile({ ...letter, 7: `[${long} ${long}]` }))
      .view()
      .get({ kind: 'ref', num: 7, gen: 0 });
    expect(
      object?.kind === 'array' && object.items.map((item) => item.kind === 'string' && item.bytes.length),
    ).toEqual([100_000, 100_000]);
  });
});

describe('an xref stream with fields of eight octets, as pyHanko writes it', () => {
  const wide = (highest: bigint): Uint8Array => {
    const objects = ['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Count 0/Kids[]>>'];
    let head = '%PDF-1.7\n';
    const rows = objects.map((body, i) => {
      const offset = head.length;
      head += `${i + 1} 0 obj\n${body}\nendobj\n`;
      return BigInt(offset);
    });
    const table = Buffer.alloc(11 * 4);
    for (const [i, offset] of [...rows, BigInt(head.length), highest].entries()) {
      table.writeUInt8(1, 11 * i);
      table.writeBigUInt64BE(offset, 11 * i + 1);
    }
    const dict = `<</Type/XRef/Size 5/W[1 8 2]/Index[1 4]/Root 1 0 R/Length ${table.length}>>`;
    return Buffer.concat([
      Buffer.from(`${head}3 0 obj\n${dict}\nstream\n`),
      table,
      Buffer.from(`\nendstream\nendobj\nstartxref\n${head.length}\n%%EOF\n`),
    ]);
  };

  it('is read, and an offset beyond all numbers leads nowhere', () => {
    const view = readPdf(bytesSource(wide(0xffff_ffff_ffff_ffffn))).view();
    expect([view.pages(), view.get({ kind: 'ref', num: 4, gen: 0 })]).toEqual([[], null]);
    expect(view.entry(4)).toMatchObject({ offset: Number.MAX_SAFE_INTEGER });
  });
});
