import { PadesError } from '../errors.ts';

/** Samples, row by row, eight bits each. */
export interface RasterImage {
  readonly kind: 'raster';
  readonly width: number;
  readonly height: number;
  /** 1 grey, 3 RGB. */
  readonly components: 1 | 3;
  readonly samples: Uint8Array;
  /** One octet a pixel, where anything is not opaque. */
  readonly alpha: Uint8Array | null;
}

/** A JPEG as it is, without what is not picture. */
export interface JpegImage {
  readonly kind: 'jpeg';
  readonly width: number;
  readonly height: number;
  readonly components: 1 | 3 | 4;
  /** Adobe writes the four inks inverted. */
  readonly inverted: boolean;
  readonly bytes: Uint8Array;
}

/** What a picture in a signature may cost. */
export const imageLimits = {
  bytes: 8 * 1024 * 1024,
  side: 8192,
  pixels: 16 * 1024 * 1024,
} as const;

export const imageRefused = (detail: string): PadesError =>
  new PadesError('PADES_APPEARANCE_INVALID', { detail });

/** Throws PADES_APPEARANCE_INVALID. */
export function checkSize(width: number, height: number): void {
  if (width < 1 || height < 1) throw imageRefused('The image has no pixels.');
  const { side, pixels } = imageLimits;
  if (width > side || height > side || width * height > pixels)
    throw imageRefused('The image has too many pixels.');
}
