import { crc32, inflateSync } from 'node:zlib';
import { checkSize, imageRefused, type RasterImage } from './image-types.ts';

/** Colour types (PNG, third edition, table 12): samples a pixel, and the depths allowed. */
const colourTypes: Readonly<
  Record<number, { readonly channels: number; readonly depths: readonly number[] }>
> = {
  0: { channels: 1, depths: [1, 2, 4, 8, 16] },
  2: { channels: 3, depths: [8, 16] },
  3: { channels: 1, depths: [1, 2, 4, 8] },
  4: { channels: 2, depths: [8, 16] },
  6: { channels: 4, depths: [8, 16] },
};

interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colour: number;
  readonly channels: number;
  readonly interlaced: boolean;
}

interface Chunks {
  readonly header: Header;
  readonly palette: Uint8Array | null;
  readonly transparency: Uint8Array | null;
  readonly data: Buffer;
}

/** First and step of column and row of each pass (PNG clause 8.1). */
const adam7 = [
  [0, 8, 0, 8],
  [4, 8, 0, 8],
  [0, 4, 4, 8],
  [2, 4, 0, 4],
  [0, 2, 2, 4],
  [1, 2, 0, 2],
  [0, 1, 1, 2],
] as const;
const whole = [[0, 1, 0, 1]] as const;

/**
 * A PNG of any colour type, depth and interlacing, as eight-bit samples. Sizes are checked before anything is inflated, and no more is
 * inflated than the size asks for. Throws PADES_APPEARANCE_INVALID.
 */
export function decodePng(bytes: Uint8Array): RasterImage {
  const chunks = readChunks(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  const { header } = chunks;
  const passes = (header.interlaced ? adam7 : whole).map(([x, dx, y, dy]) => ({
    x,
    dx,
    y,
    dy,
    columns: Math.ceil((header.width - x) / dx),
    rows: Math.ceil((header.height - y) / dy),
  }));
  const rowBytes = (columns: number): number => Math.ceil((columns * header.channels * header.depth) / 8);
  const shown = passes.filter(({ columns, rows }) => columns > 0 && rows > 0);
  const size = shown.reduce((sum, { columns, rows }) => sum + rows * (1 + rowBytes(columns)), 0);
  const data = inflated(chunks.data, size);
  const paint = painter(chunks);
  let at = 0;
  for (const { x, dx, y, dy, columns, rows } of shown) {
    const length = rowBytes(columns);
    let above: Uint8Array = new Uint8Array(length);
    for (let row = 0; row < rows; row += 1) {
      const line = data.subarray(at + 1, at + 1 + length);
      unfilter(data[at] ?? 0, line, above, Math.max(1, (header.channels * header.depth) >> 3));
      paint.row(line, columns, (y + row * dy) * header.width + x, dx);
      above = line;
      at += 1 + length;
    }
  }
  return paint.image();
}

const SIGNATURE = '89504e470d0a1a0a';

function readChunks(bytes: Buffer): Chunks {
  if (bytes.toString('hex', 0, 8) !== SIGNATURE) throw imageRefused('It is no PNG.');
  let header: Header | null = null;
  let palette: Uint8Array | null = null;
  let transparency: Uint8Array | null = null;
  const data: Buffer[] = [];
  for (let at = 8; ;) {
    if (at + 12 > bytes.length) throw imageRefused('The PNG ends too early.');
    const length = bytes.readUInt32BE(at);
    const end = at + 12 + length;
    if (end > bytes.length) throw imageRefused('The PNG ends too early.');
    const type = bytes.toString('latin1', at + 4, at + 8);
    const body = bytes.subarray(at + 8, end - 4);
    if (crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) {
      throw imageRefused('A part of the PNG is damaged.');
    }
    if (header === null && type !== 'IHDR') throw imageRefused('The PNG has no header.');
    if (type === 'IHDR') header = readHeader(body, header !== null);
    else if (type === 'PLTE') palette = body;
    else if (type === 'tRNS') transparency = body;
    else if (type === 'IDAT') data.push(body);
    else if (type === 'IEND') break;
    // A chunk that is not ancillary and not known may not be passed over (clause 13.1).
    else if (/^[A-Z]/.test(type)) throw imageRefused('The PNG has an unknown part.');
    at = end;
  }
  if (header === null) throw imageRefused('The PNG has no header.');
  if (header.colour === 3 && palette === null) throw imageRefused('The PNG has no palette.');
  return { header, palette, transparency, data: Buffer.concat(data) };
}

function readHeader(body: Buffer, again: boolean): Header {
  if (again || body.length !== 13) throw imageRefused('The PNG has no usable header.');
  const [width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)];
  const [depth = 0, colour = 0, compression, filter, interlace = 0] = body.subarray(8);
  checkSize(width, height);
  const type = colourTypes[colour];
  if (!type?.depths.includes(depth) || compression !== 0 || filter !== 0 || interlace > 1) {
    throw imageRefused('The PNG is of an unknown kind.');
  }
  return { width, height, depth, colour, channels: type.channels, interlaced: interlace === 1 };
}

function inflated(data: Buffer, size: number): Buffer {
  try {
    const out = inflateSync(data, { maxOutputLength: size });
    if (out.length === size) return out;
  } catch (cause) {
    const error = imageRefused('The pixels of the PNG are damaged, or more than its size.');
    error.cause = cause;
    throw error;
  }
  throw imageRefused('The PNG has too few pixels.');
}

/** Undoes a row's filter in place (PNG clause 9.2). `step`: octets from a sample to the same sample of the pixel before. */
function unfilter(filter: number, line: Uint8Array, above: Uint8Array, step: number): void {
  if (filter > 4) throw imageRefused('The PNG has an unknown filter.');
  if (filter === 0) return;
  for (let i = 0; i < line.length; i += 1) {
    const a = i >= step ? (line[i - step] ?? 0) : 0;
    const b = above[i] ?? 0;
    const c = i >= step ? (above[i - step] ?? 0) : 0;
    const guess = filter === 1 ? a : filter === 2 ? b : filter === 3 ? (a + b) >> 1 : paeth(a, b, c);
    line[i] = (line[i] ?? 0) + guess;
  }
}

function paeth(a: number, b: number, c: number): number {
  const p = a + b - c;
  const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)];
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

/** Puts rows of samples where they belong in the picture. */
function painter({ header, palette, transparency }: Chunks): {
  row(line: Uint8Array, columns: number, first: number, step: number): void;
  image(): RasterImage;
} {
  const { width, height, depth, colour, channels } = header;
  const components = colour === 2 || colour === 3 || colour === 6 ? 3 : 1;
  const samples = new Uint8Array(width * height * components);
  const alpha = new Uint8Array(width * height).fill(255);
  const key = colour === 0 || colour === 2 ? transparency : null;
  const sample = sampleOf(depth);
  const full = 2 ** depth - 1;
  const eight = (value: number): number => (depth === 16 ? value >> 8 : Math.round((value * 255) / full));
  const pixel = (line: Uint8Array, column: number, at: number): void => {
    const base = column * channels;
    if (colour === 3) {
      const index = sample(line, base);
      if (!palette || index * 3 + 2 >= palette.length)
        throw imageRefused('The PNG names a colour it does not have.');
      samples.set(palette.subarray(index * 3, index * 3 + 3), at * 3);
      alpha[at] = transparency?.[index] ?? 255;
      return;
    }
    let keyed = key !== null;
    for (let i = 0; i < components; i += 1) {
      const value = sample(line, base + i);
      samples[at * components + i] = eight(value);
      if (key && ((key[i * 2] ?? 0) << 8) + (key[i * 2 + 1] ?? 0) !== value) keyed = false;
    }
    if (colour === 4 || colour === 6) alpha[at] = eight(sample(line, base + components));
    else if (keyed) alpha[at] = 0;
  };
  return {
    row: (line, columns, first, step) => {
      for (let column = 0; column < columns; column += 1) pixel(line, column, first + column * step);
    },
    image: () => ({
      kind: 'raster',
      width,
      height,
      components,
      samples,
      alpha: alpha.every((each) => each === 255) ? null : alpha,
    }),
  };
}

function sampleOf(depth: number): (line: Uint8Array, index: number) => number {
  if (depth === 8) return (line, index) => line[index] ?? 0;
  if (depth === 16) return (line, index) => ((line[index * 2] ?? 0) << 8) + (line[index * 2 + 1] ?? 0);
  const mask = 2 ** depth - 1;
  return (line, index) => {
    const bit = index * depth;
    return ((line[bit >> 3] ?? 0) >> (8 - depth - (bit & 7))) & mask;
  };
}
