import type { PdfView } from './file.ts';
import type { PdfObject } from './objects.ts';

/** One code of a string shown. Measures are in text space, for a font size of 1. */
export interface Glyph {
  /** What it reads as; empty where nothing tells. */
  readonly text: string;
  /** How far the next glyph is, along the writing direction. */
  readonly advance: number;
  /** From the point where text stands to the left end of the glyph's baseline; not nought in vertical writing only. */
  readonly shift: readonly [x: number, y: number];
  /** Word spacing applies (clause 9.3.3). */
  readonly space: boolean;
}

export interface TextFont {
  readonly vertical: boolean;
  /** Cuts octets into glyphs; every octet belongs to one. */
  each(bytes: Uint8Array, meet: (glyph: Glyph) => void): void;
}

const unknownGlyph: Glyph = { text: '', advance: 0.5, shift: [0, 0], space: false };

/** Fonts that cannot be used show nothing; each octet is as wide as half the size. */
export const unknownFont: TextFont = {
  vertical: false,
  each: (bytes, meet) => bytes.forEach(() => meet(unknownGlyph)),
};

export function numberOf(object: PdfObject | undefined, view: PdfView): number | null {
  const value = view.resolve(object);
  return value.kind === 'number' && Number.isFinite(value.value) ? value.value : null;
}
