import type { PdfPage, PdfView } from '../pdf/file.ts';
import type { PdfDict, PdfObject } from '../pdf/objects.ts';
import { boxOf } from '../pdf/pages.ts';
import { asDict, intAt, itemsAt, nameAt, refAt } from './pdf-values.ts';
import type { ReportedChange } from './reported.ts';

/** A field's dictionary and its kids without a name: all that a page may show of it (clause 12.7.4.1). */
export function widgetsOf(view: PdfView, dict: PdfDict): PdfDict[] {
  return [dict, ...namelessKids(view, dict).flatMap((kid) => asDict(view.resolve(kid)) ?? [])];
}

export function namelessKids(view: PdfView, dict: PdfDict): PdfObject[] {
  return itemsAt(view, dict, 'Kids').filter((kid) => !asDict(view.resolve(kid))?.entries.has('T'));
}

export const isWidget = (view: PdfView, dict: PdfDict): boolean => nameAt(view, dict, 'Subtype') === 'Widget';

/** Index of the page that lists the annotation, and where on it. */
export function shownAt(
  view: PdfView,
  dict: PdfDict,
  num: number,
): { page: number | null; rect: ReportedChange['rect'] } {
  const pages = view.pages();
  const lists = ({ dict: page }: PdfPage): boolean => {
    const items = itemsAt(view, page, 'Annots');
    // By its number first: a page may list fifty widgets.
    return (
      items.some((item) => item.kind === 'ref' && item.num === num) ||
      items.some((item) => item.kind === 'ref' && view.get(item) === dict)
    );
  };
  const claimed = refAt(dict, 'P');
  // What a widget says of itself is believed where its page agrees.
  const own = claimed ? pages.findIndex(({ ref }) => ref.num === claimed.num) : -1;
  const found = own >= 0 && lists(pages[own] as PdfPage) ? own : pages.findIndex(lists);
  return { page: found < 0 ? null : found, rect: boxOf(dict.entries.get('Rect'), view) };
}

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
