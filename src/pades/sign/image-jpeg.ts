import { checkSize, imageRefused, type JpegImage } from './image-types.ts';

/** Markers (ITU-T T.81 table B.1). PDF readers decode the first three kinds of frame (clause 7.4.8). */
const frames = new Set([0xc0, 0xc1, 0xc2]);
const otherFrames = new Set([0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf]);
const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP0 = 0xe0;
const APP14 = 0xee;
const COM = 0xfe;

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly components: number;
}

/**
 * A JPEG, baseline or progressive, grey, colour or CMYK, kept as it is but for what is no picture: comments and application data, which
 * may tell where and with what it was taken. Throws PADES_APPEARANCE_INVALID.
 */
export function readJpeg(input: Uint8Array): JpegImage {
  const bytes = Buffer.from(input.buffer, input.byteOffset, input.length);
  if (bytes[0] !== 0xff || bytes[1] !== SOI) throw imageRefused('It is no JPEG.');
  const kept: Uint8Array[] = [bytes.subarray(0, 2)];
  let frame: Frame | null = null;
  let adobe = false;
  let scans = 0;
  for (let at = 2; ;) {
    const start = at;
    if (bytes[at] !== 0xff) throw imageRefused('The JPEG is damaged.');
    while (bytes[at] === 0xff) at += 1;
    const marker = bytes[at] ?? 0;
    at += 1;
    if (marker === EOI) break;
    if (at + 2 > bytes.length) throw imageRefused('The JPEG ends too early.');
    const length = bytes.readUInt16BE(at);
    const body = bytes.subarray(at + 2, at + length);
    at += length;
    if (length < 2 || at > bytes.length) throw imageRefused('The JPEG ends too early.');
    if (otherFrames.has(marker) || marker < 0xc0) throw imageRefused('The JPEG is of an unknown kind.');
    if (frames.has(marker)) frame = readFrame(body, frame !== null);
    if (marker === APP14 && body.toString('latin1', 0, 5) === 'Adobe') adobe = true;
    if (marker === SOS) {
      if (frame === null) throw imageRefused('The JPEG has no frame.');
      scans += 1;
      if (scans > MOST_SCANS) throw imageRefused('The JPEG has too many scans.');
      at = scanEnd(bytes, at);
    }
    if (isPicture(marker)) kept.push(bytes.subarray(start, at));
  }
  if (frame === null || scans === 0) throw imageRefused('The JPEG has no picture.');
  const { width, height, components } = frame;
  kept.push(Uint8Array.of(0xff, EOI));
  return {
    kind: 'jpeg',
    width,
    height,
    components: components as 1 | 3 | 4,
    inverted: adobe && components === 4,
    bytes: Buffer.concat(kept),
  };
}

/** Every scan of a progressive picture goes over all of it again: a known way to keep readers busy. */
const MOST_SCANS = 100;

/** JFIF and Adobe say how colours are meant; other application data and comments do not. */
const isPicture = (marker: number): boolean =>
  marker === APP0 || marker === APP14 || (marker !== COM && (marker < APP0 || marker > 0xef));

function readFrame(body: Buffer, again: boolean): Frame {
  const [precision, , , , , components = 0] = body;
  if (again || body.length < 6 || body.length !== 6 + 3 * components) {
    throw imageRefused('The JPEG has no usable frame.');
  }
  if (precision !== 8) throw imageRefused('The JPEG has samples of another size than 8 bits.');
  if (components !== 1 && components !== 3 && components !== 4) {
    throw imageRefused('The JPEG is of an unknown colour space.');
  }
  const [height, width] = [body.readUInt16BE(1), body.readUInt16BE(3)];
  checkSize(width, height);
  return { width, height, components };
}

/** Entropy-coded data go on until a marker that is neither a stuffed zero nor a restart (clause B.1.1.5). */
function scanEnd(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next === undefined) break;
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  throw imageRefused('The JPEG ends too early.');
}
