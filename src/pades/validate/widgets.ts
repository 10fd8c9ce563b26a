import type { PdfView } from '../pdf/file.ts';
import type { PdfDict, PdfObject } from '../pdf/objects.ts';
import { asDict, intAt, itemsAt, nameAt } from './pdf-values.ts';

/** A field's dictionary and its kids without a name: all that a page may show of it (clause 12.7.4.1). */
export function widgetsOf(view: PdfView, dict: PdfDict): PdfDict[] {
  return [dict, ...namelessKids(view, dict).flatMap((kid) => asDict(view.resolve(kid)) ?? [])];
}

export function namelessKids(view: PdfView, dict: PdfDict): PdfObject[] {
  return itemsAt(view, dict, 'Kids').filter((kid) => !asDict(view.resolve(kid))?.entries.has('T'));
}

export const isWidget = (view: PdfView, dict: PdfDict): boolean => nameAt(view, dict, 'Subtype') === 'Widget';

/** An area on the screen or on paper: of the flags only Hidden keeps a widget from both (clause 12.5.3). */
export function isVisible(view: PdfView, widget: PdfDict): boolean {
  const rect = itemsAt(view, widget, 'Rect').map((item) => numberOf(view.resolve(item)));
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = rect;
  const hidden = ((intAt(view, widget, 'F') ?? 0) & 0b10) !== 0;
  return !hidden && x1 !== x2 && y1 !== y2;
}

/** Is there anything to be seen? An appearance of no bytes, as some writers give every field, shows nothing. */
export function draws(view: PdfView, { entries }: PdfDict): boolean {
  const looks = view.resolve(entries.get('AP'));
  const blank = (look: PdfObject): boolean => look.kind === 'stream' && look.raw.start === look.raw.end;
  const bare =
    looks.kind === 'null' ||
    (looks.kind === 'dict' && [...looks.entries.values()].every((each) => blank(view.resolve(each))));
  return !bare || entries.has('MK');
}

const numberOf = (value: PdfObject): number => (value.kind === 'number' ? value.value : 0);
