import type { PdfPage } from '../pdf/file.ts';
import { TextBudget } from '../pdf/text-limits.ts';
import { PageTextReader } from '../pdf/text-page.ts';
import type { Comparison, Place } from './comparison.ts';

const mostText = 80;

/** The beginning of the page's own text below a rectangle; null where there is none, or it cannot be read. */
export function coveredText(
  c: Comparison,
  page: PdfPage,
  [left, bottom, right, top]: readonly [number, number, number, number],
): string | null {
  let text = '';
  try {
    // One search's worth of work for each annotation; the visits keep their sum bounded over the file.
    if (c.visit() > MOST_VISITED) return null;
    new PageTextReader(c.after, new TextBudget()).read(page, (glyph) => {
      const [low, high] = [Math.min(glyph.y, glyph.endY), Math.max(glyph.y, glyph.endY) + glyph.size];
      const [from, to] = [Math.min(glyph.x, glyph.endX), Math.max(glyph.x, glyph.endX)];
      if (from < right && left < to && low < top && bottom < high && text.length < mostText)
        text += glyph.text;
    });
  } catch {
    return null;
  }
  const read = text.replace(/\s+/g, ' ').trim();
  return read === '' ? null : read;
}

const MOST_VISITED = 400_000;

/** Words of the page below a place; rules of dots, and what only touches its edge, are none. */
export function textBelow(c: Comparison, { page, rect }: Place): string | null {
  const shown = page === undefined || page === null ? undefined : c.after.pages()[page];
  if (!shown || !rect) return null;
  const [left, bottom, right, top] = rect;
  const inset = Math.min(edge, (right - left) / 4, (top - bottom) / 4);
  const text = coveredText(c, shown, [left + inset, bottom + inset, right - inset, top - inset]);
  return text !== null && /[\p{L}\p{N}]/u.test(text) ? text : null;
}

/** Points by which labels reach into the field beside them. */
const edge = 2;
