import { deflateSync } from 'node:zlib';
import { array, dict, int, name, type PdfObject } from '../pdf/objects.ts';
import type { IncrementalUpdate, NewStream } from '../pdf/writer.ts';
import { iccProfile } from './icc.ts';
import { readJpeg } from './image-jpeg.ts';
import { decodePng } from './image-png.ts';
import { imageLimits, imageRefused, type JpegImage, type RasterImage } from './image-types.ts';
import type { ArchiveClaim } from './pdf-a.ts';

/**
 * A picture as a form of this width and height: as large as it fits, its proportions kept, in the middle. In a file that claims PDF/A its
 * colours depend on no device, and where part 1 forbids transparency it is laid on white. Throws PADES_APPEARANCE_INVALID.
 */
export function imageForm(
  bytes: Uint8Array,
  size: readonly [width: number, height: number],
  claim: ArchiveClaim | null,
  update: IncrementalUpdate,
): (matrix: readonly number[]) => NewStream {
  const image = readImage(bytes);
  const picture = update.add(
    image.kind === 'jpeg' ? jpegObject(image, claim, update) : rasterObject(image, claim, update),
  );
  const [width, height] = size;
  const scale = Math.min(width / image.width, height / image.height);
  const [wide, high] = [image.width * scale, image.height * scale];
  const at = [wide, 0, 0, high, (width - wide) / 2, (height - high) / 2].map(rounded).join(' ');
  return (matrix) => ({
    kind: 'new-stream',
    dict: dict([
      ['Type', name('XObject')],
      ['Subtype', name('Form')],
      ['FormType', int(1)],
      ['Resources', dict([['XObject', dict([['I', picture]])]])],
      ['BBox', array([0, 0, width, height].map((each) => int(rounded(each))))],
      ['Matrix', array(matrix.map(int))],
    ]),
    bytes: Buffer.from(`q ${at} cm /I Do Q`, 'latin1'),
  });
}

const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;

function readImage(bytes: Uint8Array): RasterImage | JpegImage {
  if (bytes.length > imageLimits.bytes) throw imageRefused('The image has too many bytes.');
  if (bytes[0] === 0x89) return decodePng(bytes);
  if (bytes[0] === 0xff) return readJpeg(bytes);
  throw imageRefused('The image is neither PNG nor JPEG.');
}

const imageEntries = (
  width: number,
  height: number,
  colours: PdfObject,
  filter: string,
): (readonly [string, PdfObject])[] => [
  ['Type', name('XObject')],
  ['Subtype', name('Image')],
  ['Width', int(width)],
  ['Height', int(height)],
  ['ColorSpace', colours],
  ['BitsPerComponent', int(8)],
  ['Filter', name(filter)],
];

function jpegObject(image: JpegImage, claim: ArchiveClaim | null, update: IncrementalUpdate): NewStream {
  if (image.components === 4 && claim !== null && claim.components !== 4) {
    throw imageRefused('A CMYK image would break PDF/A here: no output intent says what its inks are.');
  }
  const colours = image.components === 4 ? name('DeviceCMYK') : coloursOf(image.components, claim, update);
  const decode = array([1, 0, 1, 0, 1, 0, 1, 0].map(int));
  return {
    kind: 'new-stream',
    dict: dict([
      ...imageEntries(image.width, image.height, colours, 'DCTDecode'),
      ...(image.inverted ? [['Decode', decode] as const] : []),
    ]),
    bytes: image.bytes,
  };
}

function rasterObject(image: RasterImage, claim: ArchiveClaim | null, update: IncrementalUpdate): NewStream {
  const { width, height, components } = image;
  const flat = image.alpha !== null && claim?.part === 1;
  const alpha = flat ? null : image.alpha;
  const mask =
    alpha === null
      ? null
      : update.add({
          kind: 'new-stream',
          dict: dict(imageEntries(width, height, name('DeviceGray'), 'FlateDecode')),
          bytes: deflateSync(alpha),
        });
  return {
    kind: 'new-stream',
    dict: dict([
      ...imageEntries(width, height, coloursOf(components, claim, update), 'FlateDecode'),
      ...(mask ? [['SMask', mask] as const] : []),
    ]),
    bytes: deflateSync(flat ? onWhite(image) : image.samples),
  };
}

function onWhite({ samples, alpha, components }: RasterImage): Uint8Array {
  return samples.map((sample, at) => {
    const opaque = alpha?.[Math.floor(at / components)] ?? 255;
    return Math.round((sample * opaque + 255 * (255 - opaque)) / 255);
  });
}

/** In PDF/A colours that depend on no device: they need no output intent and suit every one. */
function coloursOf(components: 1 | 3, claim: ArchiveClaim | null, update: IncrementalUpdate): PdfObject {
  const device = name(components === 3 ? 'DeviceRGB' : 'DeviceGray');
  if (claim === null) return device;
  const profile = update.add({
    kind: 'new-stream',
    dict: dict([
      ['N', int(components)],
      ['Alternate', device],
      ['Filter', name('FlateDecode')],
    ]),
    bytes: deflateSync(iccProfile(components)),
  });
  return array([name('ICCBased'), profile]);
}
