import { PadesError } from '../errors.ts';
import { pdfLimits, type PdfPage, type PdfView } from '../pdf/file.ts';
import { numbered } from '../pdf/page-number.ts';
import { walkPages } from '../pdf/pages.ts';
import { tagInView } from '../pdf/text-find.ts';
import type { BoxPlacement, TagPlacement, WidgetPlacement } from './placement-types.ts';

export type Rect = readonly [x: number, y: number, width: number, height: number];
export const nowhere: Rect = [0, 0, 0, 0];

/** The page and the rectangle in its own space that a placement means. Without one: the first page, and no area. */
export function placeOf(
  placement: WidgetPlacement | undefined,
  view: PdfView,
): { page: PdfPage; rect: Rect } {
  if (placement === undefined) return { page: pageAt(view, 1), rect: nowhere };
  const { page, rect } = 'tag' in placement ? aroundTag(placement, view) : ofBox(placement, view);
  return { page, rect: checked(rect, page) };
}

/** Throws PADES_PAGE_OUT_OF_RANGE. */
export const pageAt = (view: PdfView, number: number): PdfPage =>
  numbered(walkPages(view, pdfLimits), number)[1];

function ofBox({ page: number, rect, space }: BoxPlacement, view: PdfView): { page: PdfPage; rect: Rect } {
  const page = pageAt(view, number);
  return { page, rect: space === 'reader' ? fromReader(rect, page, view) : rect };
}

/** The tag's origin is the middle of the box, as the reader sees it. */
function aroundTag(placement: TagPlacement, view: PdfView): { page: PdfPage; rect: Rect } {
  const { page, hit } = tagInView(view, placement.tag, placement);
  const unit = userUnit(page, view);
  const sideways = page.rotate === 90 || page.rotate === 270;
  const [wide, high] = sideways
    ? [placement.height / unit, placement.width / unit]
    : [placement.width / unit, placement.height / unit];
  return { page, rect: [hit.x - wide / 2, hit.y - high / 2, wide, high] };
}

/** Points of a page as it is shown, turned with the clock by /Rotate, in the space of the page itself (clause 7.7.3.3). */
function fromReader([x, y, width, height]: Rect, page: PdfPage, view: PdfView): Rect {
  const unit = userUnit(page, view);
  const [a, b] = cornerOf(page, x / unit, y / unit);
  const [c, d] = cornerOf(page, (x + width) / unit, (y + height) / unit);
  return [Math.min(a, c), Math.min(b, d), Math.abs(c - a), Math.abs(d - b)];
}

function cornerOf({ cropBox, rotate }: PdfPage, right: number, up: number): readonly [number, number] {
  const [x0, y0, x1, y1] = cropBox;
  if (rotate === 90) return [x1 - up, y0 + right];
  if (rotate === 180) return [x1 - right, y1 - up];
  if (rotate === 270) return [x0 + up, y1 - right];
  return [x0 + right, y0 + up];
}

/** Points in one unit of the page's space. */
function userUnit(page: PdfPage, view: PdfView): number {
  const unit = view.resolve(page.dict.entries.get('UserUnit'));
  return unit.kind === 'number' && unit.value > 0 && Number.isFinite(unit.value) ? unit.value : 1;
}

/** A box with an area must show on its page: what is asked to be visible and is not would mislead the signer. */
function checked(rect: Rect, page: PdfPage): Rect {
  const [x, y, width, height] = rect;
  if (!rect.every(Number.isFinite) || width < 0 || height < 0) {
    throw new PadesError('PADES_APPEARANCE_INVALID', { detail: 'The rectangle is impossible.' });
  }
  const [left, bottom, right, top] = page.cropBox;
  const shows = x < right && x + width > left && y < top && y + height > bottom;
  if (width > 0 && height > 0 && !shows) {
    throw new PadesError('PADES_APPEARANCE_INVALID', { detail: 'The rectangle lies outside the page.' });
  }
  return rect;
}
