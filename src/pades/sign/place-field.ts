import { PadesError } from '../errors.ts';
import type { PdfPage, PdfView } from '../pdf/file.ts';
import { integerOf } from '../pdf/indirect.ts';
import { array, dict, int, name, type PdfDict, type PdfObject, type PdfRef } from '../pdf/objects.ts';
import { boxOf, walkPages } from '../pdf/pages.ts';
import { pdfLimits } from '../pdf/file.ts';
import { textString } from '../pdf/serialize.ts';
import type { IncrementalUpdate } from '../pdf/writer.ts';
import type { FormField } from './fields.ts';
import type { WidgetPlacement } from './types.ts';
import { appearanceOf, PRINT_AND_LOCKED, rectObject } from './widget.ts';

type Rect = readonly [number, number, number, number];
const nowhere: Rect = [0, 0, 0, 0];

/** A new merged field and widget, with its /Lock where it gets one, on its page and in the form (pades.md 1.3). */
export function addField(
  fieldName: string,
  value: PdfRef,
  placement: WidgetPlacement | undefined,
  update: IncrementalUpdate,
  lock: PdfDict | null = null,
): void {
  const page = pageAt(update.view, placement?.page ?? 1);
  const rect = placement ? checkedRect(placement, page) : nowhere;
  const field = update.add(
    dict([
      ['FT', name('Sig')],
      ['T', textString(fieldName)],
      ['V', value],
      ...(lock ? [['Lock', lock] as const] : []),
      ...widgetEntries(rect, page),
      ['AP', appearanceOf(placement?.appearance, rect, page, update)],
    ]),
  );
  appendTo(page.ref, 'Annots', field, update);
  registerInForm(field, update);
}

/** An existing empty field gets its value; its rectangle, and its appearance unless a new one is given, stay. */
export function fillField(
  field: FormField,
  value: PdfRef,
  placement: WidgetPlacement | undefined,
  update: IncrementalUpdate,
): void {
  const { view } = update;
  const widget = widgetOf(field, view);
  const page = pageOf(widget.ref, widget.dict, placement, view);
  const box = boxOf(widget.dict.entries.get('Rect'), view);
  const rect: Rect = box ? [box[0], box[1], box[2] - box[0], box[3] - box[1]] : nowhere;
  const keepsLook = placement?.appearance === undefined && widget.dict.entries.has('AP');
  const look = keepsLook ? [] : [['AP', appearanceOf(placement?.appearance, rect, page, update)] as const];
  const flags = integerOf(view.resolve(widget.dict.entries.get('F'))) ?? 0;
  update.put(
    widget.ref,
    changed(widget.dict, [
      ...(box ? [] : widgetEntries(nowhere, page)),
      ...look,
      ['F', int(flags | PRINT_AND_LOCKED)],
    ]),
  );
  if (!lists(page, widget.ref, view)) appendTo(page.ref, 'Annots', widget.ref, update);
  update.put(field.ref, changed(update.dictAt(field.ref), [['V', value]]));
  registerInForm(null, update);
}

const widgetEntries = (rect: Rect, page: PdfPage): (readonly [string, PdfObject])[] => [
  ['Type', name('Annot')],
  ['Subtype', name('Widget')],
  ['Rect', rectObject(rect)],
  ['P', page.ref],
  ['F', int(PRINT_AND_LOCKED)],
];

/** A box with an area must show on its page: what is asked to be visible and is not would mislead the signer. */
function checkedRect({ rect }: WidgetPlacement, page: PdfPage): Rect {
  const [x, y, width, height] = rect;
  if (![x, y, width, height].every(Number.isFinite) || width < 0 || height < 0) {
    throw new PadesError('PADES_APPEARANCE_INVALID', { detail: 'The rectangle is impossible.' });
  }
  const [left, bottom, right, top] = page.cropBox;
  const shows = x < right && x + width > left && y < top && y + height > bottom;
  if (width > 0 && height > 0 && !shows) {
    throw new PadesError('PADES_APPEARANCE_INVALID', { detail: 'The rectangle lies outside the page.' });
  }
  return rect;
}

/** Page numbers count from 1. Only as many pages are read as it takes. */
function pageAt(view: PdfView, number: number): PdfPage {
  let count = 0;
  for (const page of walkPages(view, pdfLimits)) {
    count += 1;
    if (count === number) return page;
  }
  throw new PadesError('PADES_PAGE_OUT_OF_RANGE', { detail: `Page ${number} of ${count}.` });
}

/** The field itself where field and widget are one dictionary, else its first kid. */
function widgetOf(field: FormField, view: PdfView): { ref: PdfRef; dict: PdfDict } {
  const kids = view.resolve(field.dict.entries.get('Kids'));
  const [first] = kids.kind === 'array' ? kids.items : [];
  const kid = view.resolve(first);
  return first?.kind === 'ref' && kid.kind === 'dict' ? { ref: first, dict: kid } : field;
}

/** The page a widget stands on: the one that lists it, else the one /P names, else the one asked for. */
function pageOf(
  ref: PdfRef,
  widget: PdfDict,
  placement: WidgetPlacement | undefined,
  view: PdfView,
): PdfPage {
  const named = widget.entries.get('P');
  let second: PdfPage | null = null;
  for (const page of walkPages(view, pdfLimits)) {
    if (lists(page, ref, view)) return page;
    if (named?.kind === 'ref' && named.num === page.ref.num) second = page;
  }
  return second ?? pageAt(view, placement?.page ?? 1);
}

function lists(page: PdfPage, ref: PdfRef, view: PdfView): boolean {
  const annots = view.resolve(page.dict.entries.get('Annots'));
  return annots.kind === 'array' && annots.items.some((each) => each.kind === 'ref' && each.num === ref.num);
}

const changed = (from: PdfDict, entries: Iterable<readonly [string, PdfObject]>): PdfDict =>
  dict([...from.entries, ...entries]);

/** Adds to an array entry: where the array is an object of its own only that one is rewritten, else its owner. */
function appendTo(owner: PdfRef, key: string, item: PdfRef, update: IncrementalUpdate): void {
  const from = update.dictAt(owner);
  const entry = from.entries.get(key);
  const list = update.view.resolve(entry);
  const longer = array([...(list.kind === 'array' ? list.items : []), item]);
  if (entry?.kind === 'ref' && list.kind === 'array') update.put(arrayRef(entry, update.view), longer);
  else update.put(owner, changed(from, [[key, longer]]));
}

/** The last reference of a chain: the object that is the array. */
function arrayRef(from: PdfRef, view: PdfView): PdfRef {
  let ref = from;
  for (let next = view.get(ref); next?.kind === 'ref'; next = view.get(ref)) ref = next;
  return ref;
}

/** SignaturesExist and AppendOnly (clause 12.7.3). */
const SIG_FLAGS = 3;

/** /AcroForm with its flags and, where one is new, the field. Every other entry stays as it is. */
function registerInForm(field: PdfRef | null, update: IncrementalUpdate): void {
  const { view } = update;
  const entry = view.catalog.entries.get('AcroForm');
  const form = view.resolve(entry);
  if (form.kind !== 'dict') {
    const made = update.add(
      dict([
        ['Fields', array(field ? [field] : [])],
        ['SigFlags', int(SIG_FLAGS)],
      ]),
    );
    update.put(view.catalogRef, changed(update.dictAt(view.catalogRef), [['AcroForm', made]]));
    return;
  }
  const flags = integerOf(view.resolve(form.entries.get('SigFlags'))) ?? 0;
  const fields = form.entries.get('Fields');
  const list = view.resolve(fields);
  const longer = array([...(list.kind === 'array' ? list.items : []), ...(field ? [field] : [])]);
  const apart = fields?.kind === 'ref' && list.kind === 'array';
  if (apart && field) update.put(arrayRef(fields, view), longer);
  const entries: (readonly [string, PdfObject])[] = [
    ...(apart || !field ? [] : [['Fields', longer] as const]),
    ...((flags & SIG_FLAGS) === SIG_FLAGS ? [] : [['SigFlags', int(flags | SIG_FLAGS)] as const]),
  ];
  if (entries.length === 0) return;
  if (entry?.kind === 'ref') update.put(arrayRef(entry, view), changed(form, entries));
  else
    update.put(
      view.catalogRef,
      changed(update.dictAt(view.catalogRef), [['AcroForm', changed(form, entries)]]),
    );
}
