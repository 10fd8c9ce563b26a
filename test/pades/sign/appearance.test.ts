import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bytesSource } from '../../../src/pades/bytes.ts';
import { readPdf } from '../../../src/pades/pdf/reader.ts';
import { findText } from '../../../src/pades/pdf/text-find.ts';
import { typesetAppearance, typesetBlock } from '../../../src/pades/sign/appearance.ts';

const font = readFileSync(
  new URL('../../../src/render/aset/fonts/LiberationSans-Regular.ttf', import.meta.url),
);
const fontFile = (name: string): Buffer =>
  readFileSync(new URL(`../../../src/render/aset/fonts/${name}`, import.meta.url));
const input = {
  lines: ['Ditandatangani secara elektronik oleh', 'Dr. Contoh, M.Si.'],
  width: 200,
  height: 60,
  font,
};

describe('a typeset appearance', () => {
  it('is one page of the size asked for, with a subset of the font embedded', async () => {
    const bytes = await typesetAppearance({ ...input, qr: 'https://contoh.example/b/abc' });
    const file = readPdf(bytesSource(bytes));
    const pages = file.view().pages();
    expect(pages.map((page) => page.mediaBox)).toEqual([[0, 0, 200, 60]]);
    expect(bytes.length).toBeLessThan(60_000);
    expect(Buffer.from(bytes).toString('latin1')).toContain('/FontFile2');
    expect(file.anomalies).toEqual([]);
  });

  it('has the same bytes for the same input', async () => {
    const [one, two] = [await typesetAppearance(input), await typesetAppearance(input)];
    expect(Buffer.compare(one, two)).toBe(0);
  });

  it('breaks and shrinks long lines, words without spaces too', async () => {
    const lines = ['x'.repeat(120), 'alasan yang sangat panjang '.repeat(6)];
    expect((await typesetAppearance({ ...input, lines })).length).toBeGreaterThan(1000);
  });

  it.each([
    ['text that cannot fit', { lines: ['panjang '.repeat(500)] }],
    ['a box without room', { width: 3 }],
    ['a QR code that fills the box', { width: 62, qr: 'https://contoh.example/b/abc' }],
    ['bytes that are no font', { font: Buffer.from('bukan huruf') }],
    ['a font whose outlines are no TrueType', { font: fontFile('texgyrebonum-regular.otf') }],
  ])('is refused for %s', async (_, change) => {
    await expect(typesetAppearance({ ...input, ...change })).rejects.toMatchObject({
      code: 'PADES_APPEARANCE_INVALID',
    });
  });

  it('refuses a character without a glyph, by its code, instead of drawing a box', async () => {
    await expect(typesetAppearance({ ...input, lines: ['Aksara \ua9b2'] })).rejects.toMatchObject({
      code: 'PADES_GLYPH_MISSING',
      detail: 'U+A9B2 "\ua9b2".',
    });
  });

  it('draws in colours of no device and without transparency, and lists its glyphs, as PDF/A-1 asks', async () => {
    const text = Buffer.from(await typesetAppearance({ ...input, qr: 'https://contoh.example/b/abc' }));
    const view = readPdf(bytesSource(text)).view();
    const [page] = view.pages();
    const contents = view.resolve(page?.dict.entries.get('Contents'));
    const streams = contents.kind === 'array' ? contents.items.map((item) => view.resolve(item)) : [contents];
    const drawn = streams.map((each) =>
      each.kind === 'stream' ? Buffer.from(view.decode(each)).toString('latin1') : '',
    );
    expect(drawn.join(' ')).toContain('/G cs');
    expect(drawn.join(' ')).not.toMatch(/\d (?:rg|RG|g|G|k|K)\s/);
    const file = text.toString('latin1');
    expect(file).toContain('/CIDSet');
    expect(file).not.toContain('/SMask');
  });
});

describe('the block of a profile', () => {
  const block = {
    statement: 'Ditandatangani secara elektronik oleh:',
    post: 'Kepala Dinas Komunikasi dan Informatika',
    name: 'Dr. Contoh Lengkap, S.Kom., M.Si.',
    time: '24 November 2026 14.05.09 WIB',
    qr: 'https://contoh.example/b/abc',
    width: 220,
    height: 64,
    font: input.font,
    boldFont: fontFile('LiberationSans-Bold.ttf'),
  };
  const where = (bytes: Uint8Array, text: string) => findText(bytesSource(bytes), text)[0];

  it('has statement, post, name and time one under the other, right of the QR code', async () => {
    const bytes = await typesetBlock(block);
    const hits = [block.statement, 'Kepala Dinas', block.name, block.time].map((text) => where(bytes, text));
    expect(hits.every((hit) => hit !== undefined && hit.x > block.height - 2 * 4)).toBe(true);
    const heights = hits.map((hit) => hit?.y ?? 0);
    expect(heights).toEqual([...heights].sort((a, b) => b - a));
    expect(Buffer.compare(bytes, await typesetBlock(block))).toBe(0);
  });

  it('makes a long name smaller, and breaks it between words, so that all of it is there', async () => {
    const name = 'Prof. Dr. Ir. H. Nama Yang Panjang Sekali bin Nama Ayahnya, S.T., M.T., M.Sc., Ph.D.';
    const bytes = await typesetBlock({ ...block, name });
    for (const word of name.split(' ')) expect(where(bytes, word)).toBeDefined();
    expect(where(bytes, 'Prof.')?.size).toBeLessThan(where(await typesetBlock(block), 'Dr.')?.size ?? 0);
  });

  it('needs neither post nor time nor a bold font', async () => {
    const { statement, name, qr, width, height, font } = block;
    const bytes = await typesetBlock({ statement, name, qr, width, height, font });
    expect(where(bytes, 'Dr. Contoh')).toBeDefined();
  });
});
