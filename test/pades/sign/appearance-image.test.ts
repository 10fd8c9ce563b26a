import { crc32, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PadesError } from '../../../src/pades/errors.ts';
import { readJpeg } from '../../../src/pades/sign/image-jpeg.ts';
import { decodePng } from '../../../src/pades/sign/image-png.ts';
import { jpegs } from './pictures.ts';

const chunk = (type: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(8 + body.length);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), 4 + body.length);
  return out;
};
interface Recipe {
  readonly width?: number;
  readonly height?: number;
  readonly depth: number;
  readonly colour: number;
  readonly interlace?: number;
  /** Filter octets and samples, as they are before deflate. */
  readonly rows: readonly number[];
  readonly palette?: readonly number[];
  readonly transparency?: readonly number[];
}
const png = (recipe: Recipe): Buffer => {
  const { width = 2, height = 2, depth, colour, interlace = 0, rows, palette, transparency } = recipe;
  const header = Buffer.from([0, 0, 0, width, 0, 0, 0, height, depth, colour, 0, 0, interlace]);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    ...(palette ? [chunk('PLTE', Uint8Array.from(palette))] : []),
    ...(transparency ? [chunk('tRNS', Uint8Array.from(transparency))] : []),
    chunk('tEXt', Buffer.from('Comment\0x')),
    chunk('IDAT', deflateSync(Uint8Array.from(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};
const grey2x2: Recipe = { depth: 8, colour: 0, rows: [0, 10, 20, 0, 30, 40] };
const refusal = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    if (error instanceof PadesError) return error.code;
    throw error;
  }
};

describe('a PNG', () => {
  it.each<[string, Recipe, number[], number[] | null]>([
    ['grey, one octet', grey2x2, [10, 20, 30, 40], null],
    ['grey, one bit', { depth: 1, colour: 0, rows: [0, 0b10000000, 0, 0b01000000] }, [255, 0, 0, 255], null],
    ['grey, four bits', { depth: 4, colour: 0, rows: [0, 0x0f, 0, 0x81] }, [0, 255, 136, 17], null],
    [
      'grey, sixteen bits',
      { depth: 16, colour: 0, rows: [0, 1, 2, 3, 4, 0, 5, 6, 7, 8] },
      [1, 3, 5, 7],
      null,
    ],
    [
      'grey with one shade transparent',
      { ...grey2x2, transparency: [0, 20] },
      [10, 20, 30, 40],
      [255, 0, 255, 255],
    ],
    [
      'grey with alpha',
      { depth: 8, colour: 4, rows: [0, 10, 255, 20, 0, 0, 30, 7, 40, 255] },
      [10, 20, 30, 40],
      [255, 0, 7, 255],
    ],
    [
      'RGB',
      { width: 1, height: 2, depth: 8, colour: 2, rows: [0, 1, 2, 3, 0, 4, 5, 6] },
      [1, 2, 3, 4, 5, 6],
      null,
    ],
    ['RGB with alpha', { width: 1, height: 1, depth: 8, colour: 6, rows: [0, 1, 2, 3, 4] }, [1, 2, 3], [4]],
    [
      'RGB with an alpha that is all opaque',
      { width: 1, height: 1, depth: 8, colour: 6, rows: [0, 1, 2, 3, 255] },
      [1, 2, 3],
      null,
    ],
    [
      'palette, two bits',
      {
        depth: 2,
        colour: 3,
        palette: [9, 8, 7, 6, 5, 4],
        transparency: [0],
        rows: [0, 0b00010000, 0, 0b01000000],
      },
      [9, 8, 7, 6, 5, 4, 6, 5, 4, 9, 8, 7],
      [0, 255, 255, 0],
    ],
    ['filters Sub and Up', { depth: 8, colour: 0, rows: [1, 10, 10, 2, 20, 20] }, [10, 20, 30, 40], null],
    [
      'filters Average and Paeth',
      { depth: 8, colour: 0, rows: [3, 10, 15, 4, 20, 10] },
      [10, 20, 30, 40],
      null,
    ],
    [
      'interlaced',
      { depth: 8, colour: 0, interlace: 1, rows: [0, 10, 0, 20, 0, 30, 40] },
      [10, 20, 30, 40],
      null,
    ],
  ])('%s', (_, recipe, samples, alpha) => {
    const image = decodePng(png(recipe));
    expect(Array.from(image.samples)).toEqual(samples);
    expect(image.alpha && Array.from(image.alpha)).toEqual(alpha);
  });

  it.each<[string, () => Buffer]>([
    ['with hardly any', () => png({ ...grey2x2, width: 255, height: 255, rows: [0] })],
    ['with more pixels than its size', () => png({ ...grey2x2, rows: [...grey2x2.rows, 0] })],
    ['with fewer', () => png({ ...grey2x2, rows: [0, 1] })],
    ['that is a bomb', () => png({ ...grey2x2, rows: Array.from({ length: 9_000_000 }, () => 0) })],
    ['without a palette', () => png({ ...grey2x2, colour: 3 })],
    ['that names a colour it does not have', () => png({ ...grey2x2, colour: 3, palette: [1, 2, 3] })],
    ['of an unknown kind', () => png({ ...grey2x2, depth: 3 })],
    ['with an unknown filter', () => png({ ...grey2x2, rows: [5, 1, 1, 0, 1, 1] })],
    ['without size', () => png({ ...grey2x2, width: 0 })],
    ['cut short', () => png(grey2x2).subarray(0, -13)],
    [
      'with a wrong checksum',
      () => Buffer.from(png(grey2x2).map((octet, i) => (i === 20 ? octet ^ 1 : octet))),
    ],
  ])('is refused: one %s', (_, make) => {
    expect(refusal(() => decodePng(make()))).toBe('PADES_APPEARANCE_INVALID');
  });

  it('of a side that no screen has is refused before anything is inflated', () => {
    const huge = png(grey2x2);
    huge.writeUInt32BE(0x7fffffff, 16);
    huge.writeUInt32BE(crc32(huge.subarray(12, 29)), 29);
    expect(refusal(() => decodePng(huge))).toBe('PADES_APPEARANCE_INVALID');
  });
});

describe('a JPEG', () => {
  it.each([
    ['baseline', jpegs.baseline, { width: 12, height: 8, components: 3, inverted: false }],
    ['progressive', jpegs.progressive, { width: 12, height: 8, components: 3, inverted: false }],
    ['grey', jpegs.grey, { width: 12, height: 8, components: 1, inverted: false }],
    ['CMYK, whose inks Adobe inverts', jpegs.cmyk, { width: 12, height: 8, components: 4, inverted: true }],
  ])('%s', (_, bytes, expected) => {
    expect(readJpeg(bytes)).toMatchObject(expected);
  });

  it('loses what is no picture: where and with what it was taken', () => {
    const secret = Buffer.from('\xff\xe1\x00\x10Exif\0\0rumah\0\0\0\xff\xfe\x00\x07siapa', 'latin1');
    const bytes = Buffer.concat([jpegs.baseline.subarray(0, 2), secret, jpegs.baseline.subarray(2)]);
    const kept = Buffer.from(readJpeg(bytes).bytes);
    expect(kept.includes('rumah') || kept.includes('siapa')).toBe(false);
    expect(kept.equals(jpegs.baseline)).toBe(true);
  });

  it('is refused at every length but its own', () => {
    for (let length = 0; length < jpegs.baseline.length; length += 1) {
      expect(refusal(() => readJpeg(jpegs.baseline.subarray(0, length)))).toBe('PADES_APPEARANCE_INVALID');
    }
  });

  it('with any octet changed is read or refused with a code', () => {
    fc.assert(
      fc.property(fc.nat(jpegs.baseline.length - 1), fc.integer({ min: 0, max: 255 }), (at, octet) => {
        const bytes = Buffer.from(jpegs.baseline);
        bytes[at] = octet;
        const read = refusal(() => readJpeg(bytes));
        expect(typeof read === 'object' || read === 'PADES_APPEARANCE_INVALID').toBe(true);
      }),
    );
  });
});
