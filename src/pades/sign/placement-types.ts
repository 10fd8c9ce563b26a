/** Where the signature's widget goes, and what it shows. */
export type WidgetPlacement = BoxPlacement | TagPlacement;

/** A picture instead of a page: PNG or JPEG, drawn as large as the box allows, its proportions kept, centred. */
export interface ImageAppearance {
  readonly image: Uint8Array;
}

interface Look {
  /** A one-page PDF, or a picture, drawn into the box; without it the box shows what the page already shows there. */
  readonly appearance?: Uint8Array | ImageAppearance;
}

/** By page and box; a template's anchor is such a box too. */
export interface BoxPlacement extends Look {
  /** Counts from 1; -1 is the last page, -2 the one before. */
  readonly page: number;
  readonly rect: readonly [x: number, y: number, width: number, height: number];
  /**
   * `page` (the default): units of the page's own space, from its lower-left origin, before /Rotate. `reader`: points from the
   * lower-left corner of the page as it is shown, after /CropBox, /Rotate and /UserUnit.
   */
  readonly space?: 'page' | 'reader';
}

/**
 * By a text on the page: the box is centred on the tag's glyph origin, the left end of its baseline (pades.md, measured on the national
 * provider's files). Width and height are points as the reader sees them.
 */
export interface TagPlacement extends Look {
  readonly tag: string;
  readonly width: number;
  readonly height: number;
  /** Only this page is searched. Counts as in a box. */
  readonly page?: number;
  /** Which of several, from 1, in the order of pages and of their content; without it the tag must be the only one. */
  readonly occurrence?: number;
}
