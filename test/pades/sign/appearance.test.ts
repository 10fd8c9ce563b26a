import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bytesSource } from '../../../src/pades/bytes.ts';
import { readPdf } from '../../../src/pades/pdf/reader.ts';
import { typesetAppearance } from '../../../src/pades/sign/appearance.ts';

const font = readFileSync(
  new URL('../../../src/render/aset/fonts/LiberationSans-Regular.ttf', import.meta.url),
);
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
  ])('is refused for %s', async (_, change) => {
    await expect(typesetAppearance({ ...input, ...change })).rejects.toMatchObject({
      code: 'PADES_APPEARANCE_INVALID',
    });
  });
});
