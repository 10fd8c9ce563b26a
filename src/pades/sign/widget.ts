import type { PdfPage } from '../pdf/file.ts';
import { array, dict, int, name, type PdfDict, type PdfObject } from '../pdf/objects.ts';
import type { IncrementalUpdate, NewStream } from '../pdf/writer.ts';
import { imageForm } from './appearance-image.ts';
import { importPage } from './import-page.ts';
import { archiveClaim } from './pdf-a.ts';
import type { Rect } from './placement.ts';
import type { WidgetPlacement } from './placement-types.ts';

/** Print and Locked (clause 12.5.3): printed with the page, and not to be moved by a viewer. */
export const PRINT_AND_LOCKED = 132;

/**
 * The /AP of a signature widget. Always there, even when invisible, or PDF/A fails. `rect` is in the space of the unrotated page; the
 * appearance is turned against the page's /Rotate, so that it stands upright where people look at it.
 */
export function appearanceOf(
  appearance: WidgetPlacement['appearance'],
  rect: Rect,
  page: PdfPage,
  update: IncrementalUpdate,
): PdfDict {
  // In a box without area nothing can be seen, and nothing could be scaled into it.
  const area = rect[2] > 0 && rect[3] > 0;
  const form = appearance && area ? drawn(appearance, rect, page, update) : empty(rect);
  return dict([['N', update.add(form)]]);
}

function empty([, , width, height]: Rect): NewStream {
  return {
    kind: 'new-stream',
    dict: dict([
      ['Type', name('XObject')],
      ['Subtype', name('Form')],
      ['BBox', array([0, 0, width, height].map(int))],
      ['Resources', dict([])],
    ]),
    bytes: new Uint8Array(0),
  };
}

function drawn(
  appearance: NonNullable<WidgetPlacement['appearance']>,
  rect: Rect,
  page: PdfPage,
  update: IncrementalUpdate,
): NewStream {
  const claim = archiveClaim(update.view);
  if ('image' in appearance) {
    const size = sizeAfter(page.rotate, rect);
    return imageForm(appearance.image, size, claim, update)(matrixFor(page.rotate));
  }
  const imported = importPage(appearance, update, claim?.part !== 1);
  const turn = (((page.rotate - imported.rotate) % 360) + 360) % 360;
  const [wide, high] = sizeAfter(turn, rect);
  return imported.form(widened(imported.box, wide, high), matrixFor(turn));
}

const sizeAfter = (turn: number, [, , width, height]: Rect): readonly [number, number] =>
  turn === 90 || turn === 270 ? [height, width] : [width, height];

const matrixFor = (turn: number): readonly number[] => matrices[turn] ?? [1, 0, 0, 1, 0, 0];

/** Turns against the clock, as many degrees as the page is shown turned with it; viewers move the result into place. */
const matrices: Readonly<Record<number, readonly number[]>> = {
  90: [0, 1, -1, 0, 0, 0],
  180: [-1, 0, 0, -1, 0, 0],
  270: [0, -1, 1, 0, 0, 0],
};

/**
 * Viewers scale the turned /BBox into /Rect (clause 12.5.5, algorithm "appearance streams"), each side by its own factor. The box is
 * therefore widened to the proportions of the rectangle first: the drawing is centred and never stretched.
 */
function widened(box: readonly [number, number, number, number], wide: number, high: number): number[] {
  const [x0, y0, x1, y1] = box;
  const scale = Math.max((x1 - x0) / wide, (y1 - y0) / high);
  const extraX = (wide * scale - (x1 - x0)) / 2;
  const extraY = (high * scale - (y1 - y0)) / 2;
  return [x0 - extraX, y0 - extraY, x1 + extraX, y1 + extraY].map(rounded);
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** /Rect of a placement: two corners. */
export const rectObject = ([x, y, width, height]: Rect): PdfObject =>
  array([x, y, x + width, y + height].map((value) => int(rounded(value))));
