import type { PdfView } from '../pdf/file.ts';
import type { PdfDict, PdfObject } from '../pdf/objects.ts';
import type { Comparison, Place } from './comparison.ts';
import { compareLooks, wordsIn } from './field-looks.ts';
import type { FormField } from './form-fields.ts';
import { asDict, dictAt, intAt, nameAt, sameValue } from './pdf-values.ts';
import type { Use } from './references.ts';
import { isWidget, namelessKids, shownAt } from './widgets.ts';

const fillable: ReadonlySet<string | null> = new Set(['Tx', 'Ch', 'Btn']);
/** What filling in changes in a field and its widgets (pades.md 8.4). */
const fillingMayChange: ReadonlySet<string> = new Set('V RV DS I TI AP AS F Ff DA Q M Type'.split(' '));
/** Which kinds of value a type of field can have (clause 12.7.5). */
const valueKinds: Readonly<Record<string, readonly PdfObject['kind'][]>> = {
  Tx: ['string', 'stream', 'null'],
  Ch: ['string', 'array', 'null'],
  Btn: ['name', 'null'],
};
/** Invisible, Hidden, Print, NoView, ToggleNoView: what decides whether anybody sees a widget (clause 12.5.3). */
const visibilityFlags = 0b100100111;
/** ReadOnly, Required, NoExport: what is often set once a form is filled in. Any other flag makes another field of it. */
const harmlessFlags = 0b111;
const pushButton = 0x10000;
const mostText = 120;

/** A field that people fill in, and no signature field. */
export const isFillable = ({ type }: FormField): boolean => fillable.has(type);

/** A field that was filled in: only its value and its looks may be others, and these fit inside the widget that was there. */
export function fillField(c: Comparison, old: FormField, now: FormField): void {
  const place = placeOf(c, now);
  const fault = faultOf(c, old, now);
  if (fault !== null) {
    c.forbid(`field "${now.name}" changed: ${fault}`, 'field-changed', place);
    return;
  }
  c.approve(now.num);
  for (const key of ['V', 'RV', 'DS', 'I', 'DA']) c.approveNew(now.dict.entries.get(key));
  approveLooks(c, now);
  const [was, is] = [wordsOf(c.before, old), wordsOf(c.after, now)];
  const same = fullWordsOf(c.before, old) === fullWordsOf(c.after, now);
  const { hides, says } = compareLooks(c, old, now, place);
  c.note(
    hides ? 'field-drawing' : same ? 'field-appearance' : 'field-value',
    `field "${now.name}"${same ? ` looks different; its value is still ${is}` : `: ${was} became ${is}`}${says}`,
    place,
  );
}

/**
 * Values and appearances that were written again under their old numbers, which leave their field as it is. Asked only
 * where some object is still unexplained.
 */
export function compareFields(c: Comparison): void {
  if (c.overwritten.size + c.freed.size === 0) return;
  const { fields } = c.references;
  fields.stepTo(c.index);
  for (const field of fields.fields.values()) {
    const old = fields.was(field.num);
    if (!old || !isFillable(field) || !isFillable(old)) continue;
    const open = c.overwritten.size + c.freed.size;
    if (open === 0) return;
    if (faultOf(c, old, field) !== null) continue;
    approveLooks(c, field);
    if (c.overwritten.size + c.freed.size < open && sameValue(old.dict, field.dict)) {
      const place = placeOf(c, field);
      const { hides, says } = compareLooks(c, old, field, place);
      c.note(
        hides ? 'field-drawing' : 'field-appearance',
        `field "${field.name}" has another value or looks different${says}`,
        place,
      );
    }
  }
}

function faultOf(c: Comparison, old: FormField, now: FormField): string | null {
  const changed = c.changedKeys(old.dict, now.dict, fillingMayChange);
  if (changed.length > 0) return changed.map((key) => `/${key}`).join(', ');
  const value = c.after.resolve(now.dict.entries.get('V'));
  const kinds = valueKinds[now.type ?? ''] ?? [];
  if (now.dict.entries.has('V') && !kinds.includes(value.kind)) return 'its value is of another type';
  const flags = (view: PdfView, { dict }: FormField, key: string): number => intAt(view, dict, key) ?? 0;
  if (((flags(c.before, old, 'F') ^ flags(c.after, now, 'F')) & visibilityFlags) !== 0)
    return 'it was shown or hidden';
  if (((flags(c.before, old, 'Ff') ^ flags(c.after, now, 'Ff')) & ~harmlessFlags) !== 0)
    return 'it became another kind of field';
  return now.type === 'Btn' ? buttonFault(c, old, now) : null;
}

/** A button shows one of the looks it was signed with: another picture under the same name is another button. */
function buttonFault(c: Comparison, old: FormField, now: FormField): string | null {
  const [before, after] = [dictAt(c.before, old.dict, 'AP'), dictAt(c.after, now.dict, 'AP')];
  const isPush = (flagsAbove(c.before, old) & pushButton) !== 0;
  if (isPush && (before === null ? after !== null : anotherLook(c, before, after) !== null))
    return 'a push button has another picture';
  const [was, is] = [looksOf(c.before, old.dict), looksOf(c.after, now.dict)];
  // Of a button that was signed with pictures no state may come that had none.
  const states = was?.kind === 'dict' ? was : is;
  const state = nameAt(c.after, now.dict, 'AS');
  if (state !== null && state !== 'Off' && states?.kind === 'dict' && !states.entries.has(state))
    return `it has no state ${state}`;
  if (was?.kind === 'stream' && !sameLook(c, before?.entries.get('N'), after?.entries.get('N')))
    return 'its only picture is another';
  const lost = was?.kind === 'dict' ? anotherLook(c, was, is) : null;
  return lost === null ? null : `its state ${lost} has another picture`;
}

/** The first name under which another picture stands than before. */
function anotherLook(c: Comparison, old: PdfDict, now: PdfObject | null): string | null {
  for (const [name, look] of old.entries)
    if (now?.kind !== 'dict' || !sameLook(c, look, now.entries.get(name))) return name;
  return null;
}

const looksOf = (view: PdfView, dict: PdfDict): PdfObject | null => {
  const looks = dictAt(view, dict, 'AP');
  return looks && view.resolve(looks.entries.get('N'));
};

const sameLook = (c: Comparison, a: PdfObject | undefined, b: PdfObject | undefined): boolean =>
  sameValue(a, b) && !(a?.kind === 'ref' && (c.overwritten.has(a.num) || c.freed.has(a.num)));

/** /Ff, inherited by a mere widget. */
function flagsAbove(view: PdfView, { dict }: FormField): number {
  const parent = asDict(view.resolve(dict.entries.get('Parent')));
  return intAt(view, dict, 'Ff') ?? (parent && intAt(view, parent, 'Ff')) ?? 0;
}

/**
 * Appearances in new streams, or in the ones that were there where nothing else uses them. A viewer fits them into the
 * rectangle of the widget, which nobody may change (clause 12.5.5).
 */
function approveLooks(c: Comparison, { num, dict }: FormField): void {
  const own = (use: Use): boolean => use.holder === num && /^(AP|V|RV)(\.|$)/.test(use.path);
  const open: (PdfObject | undefined)[] = ['AP', 'V', 'RV'].map((key) => dict.entries.get(key));
  for (let depth = 0; depth < 4 && open.length > 0; depth++) {
    for (const value of open.splice(0)) {
      const object = c.after.resolve(value);
      if (value?.kind === 'ref' && c.overwritten.has(value.num) && c.approveThrough(value.num, own)) {
        if (object.kind === 'stream') approveStream(c, object.dict, own);
      }
      if (object.kind === 'dict') open.push(...object.entries.values());
    }
  }
  c.approveNew(dict.entries.get('AP'));
  freeLooks(c, own);
}

function approveStream(c: Comparison, stream: PdfDict, own: (use: Use) => boolean): void {
  c.refuseExternal(stream);
  const length = stream.entries.get('Length');
  if (length?.kind === 'ref') c.approveThrough(length.num, own);
  for (const value of stream.entries.values()) c.approveNew(value);
}

/** Old looks that nothing uses any more. */
function freeLooks(c: Comparison, own: (use: Use) => boolean): void {
  for (const gone of [...c.freed]) c.approveThrough(gone, own);
}

function placeOf(c: Comparison, { name, num, dict }: FormField): Place {
  const kid = namelessKids(c.after, dict)[0];
  const widget = isWidget(c.after, dict) ? dict : kid && asDict(c.after.resolve(kid));
  const at = widget ? shownAt(c.after, widget, kid?.kind === 'ref' ? kid.num : num) : {};
  return { field: name, object: num, subtype: 'Widget', ...at };
}

/** A value as a person would read it aloud. */
function wordsOf(view: PdfView, field: FormField): string {
  const words = fullWordsOf(view, field);
  return words.length > mostText ? `${words.slice(0, mostText)}…` : words;
}

function fullWordsOf(view: PdfView, { dict }: FormField): string {
  const parent = asDict(view.resolve(dict.entries.get('Parent')));
  const value = dict.entries.get('V') ?? dict.entries.get('AS') ?? parent?.entries.get('V');
  return told(view, view.resolve(value));
}

function told(view: PdfView, value: PdfObject): string {
  if (value.kind === 'null') return 'nothing';
  if (value.kind === 'name') return value.name;
  if (value.kind === 'array')
    return value.items.map((item) => told(view, view.resolve(item))).join(', ') || 'nothing';
  const text = wordsIn(view, value);
  return text === null ? 'something else' : `"${text}"`;
}
