import { pdfLimits, type PdfPage, type PdfView } from '../pdf/file.ts';
import { integerOf } from '../pdf/indirect.ts';
import { array, dict, int, name, type PdfDict, type PdfObject, type PdfRef } from '../pdf/objects.ts';
import { boxOf, walkPages } from '../pdf/pages.ts';
import { textString } from '../pdf/serialize.ts';
import type { IncrementalUpdate } from '../pdf/writer.ts';
import { widgetsOf } from './field-widgets.ts';
import type { FormField } from './fields.ts';
import { nowhere, pageAt, placeOf, type Rect } from './placement.ts';
import type { WidgetPlacement } from './placement-types.ts';
import { appearanceOf, PRINT_AND_LOCKED, rectObject } from './widget.ts';

/**
 * A new merged field and widget, with its /Lock where it gets one, on its page and in the form (pades.md 1.3). `look` takes the place of the
 * appearance that the placement asks for; null: none.
 */
export function addField(
  fieldName: string,
  value: PdfRef,
  placement: WidgetPlacement | undefined,
  update: IncrementalUpdate,
  lock: PdfDict | null = null,
  look?: PdfDict | null,
): void {
  const { page, rect } = placeOf(placement, update.view);
  const appearance = look === undefined ? appearanceOf(placement?.appearance, rect, page, update) : look;
  const field = update.add(
    dict([
      ['FT', name('Sig')],
      ['T', textString(fieldName)],
      ['V', value],
      ...(lock ? [['Lock', lock] as const] : []),
      ...widgetEntries(rect, page),
      ...(appearance ? [['AP', appearance] as const] : []),
    ]),
  );
  appendTo(page.ref, 'Annots', [field], update);
  registerInForm(field, update);
}

/** An existing empty field gets its value; the rectangles of its widgets, and their looks unless a new one is given, stay. */
export function fillField(
  field: FormField,
  value: PdfRef,
  placement: WidgetPlacement | undefined,
  update: IncrementalUpdate,
): void {
  const unlisted = new Map<PdfPage, PdfRef[]>();
  for (const widget of widgetsOf(field, update.view)) {
    const page = widget.page ?? pageAt(update.view, placement?.page ?? 1);
    update.put(widget.ref, filled(widget.dict, page, placement, update));
    if (!widget.listed) unlisted.set(page, [...(unlisted.get(page) ?? []), widget.ref]);
  }
  for (const [page, widgets] of unlisted) appendTo(page.ref, 'Annots', widgets, update);
  update.put(field.ref, changed(update.dictAt(field.ref), [['V', value]]));
  registerInForm(null, update);
}

function filled(
  widget: PdfDict,
  page: PdfPage,
  placement: WidgetPlacement | undefined,
  update: IncrementalUpdate,
): PdfDict {
  const { view } = update;
  const box = boxOf(widget.entries.get('Rect'), view);
  const rect: Rect = box ? [box[0], box[1], box[2] - box[0], box[3] - box[1]] : nowhere;
  const keepsLook = placement?.appearance === undefined && widget.entries.has('AP');
  const look = keepsLook ? [] : [['AP', appearanceOf(placement?.appearance, rect, page, update)] as const];
  const flags = integerOf(view.resolve(widget.entries.get('F'))) ?? 0;
  return changed(widget, [
    ...(box ? [] : widgetEntries(nowhere, page)),
    ...look,
    ['F', int(flags | PRINT_AND_LOCKED)],
  ]);
}

const widgetEntries = (rect: Rect, page: PdfPage): (readonly [string, PdfObject])[] => [
  ['Type', name('Annot')],
  ['Subtype', name('Widget')],
  ['Rect', rectObject(rect)],
  ['P', page.ref],
  ['F', int(PRINT_AND_LOCKED)],
];

const changed = (from: PdfDict, entries: Iterable<readonly [string, PdfObject]>): PdfDict =>
  dict([...from.entries, ...entries]);

/** Adds to an array entry of a page: where the array is an object of the page's own only that one is rewritten, else the page. */
function appendTo(owner: PdfRef, key: string, items: readonly PdfRef[], update: IncrementalUpdate): void {
  const from = update.dictAt(owner);
  const entry = from.entries.get(key);
  const list = update.view.resolve(entry);
  const longer = array([...(list.kind === 'array' ? list.items : []), ...items]);
  const apart = entry?.kind === 'ref' && list.kind === 'array' ? arrayRef(entry, update.view) : null;
  if (apart && !isShared(apart, owner, key, update.view)) update.put(apart, longer);
  else update.put(owner, changed(from, [[key, longer]]));
}

/** A widget stands on one page only (clause 12.5.2), but pages of some writers share one array, most often an empty one. */
function isShared(list: PdfRef, owner: PdfRef, key: string, view: PdfView): boolean {
  for (const { ref, dict: other } of walkPages(view, pdfLimits)) {
    const entry = other.entries.get(key);
    if (ref.num === owner.num || entry?.kind !== 'ref') continue;
    if (entry.num === list.num || arrayRef(entry, view).num === list.num) return true;
  }
  return false;
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
