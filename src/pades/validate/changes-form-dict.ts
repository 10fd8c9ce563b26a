import type { PdfDict, PdfObject } from '../pdf/objects.ts';
import type { Comparison } from './comparison.ts';
import { asDict, dictAt, intAt, itemsAt, nameAt, refAt, sameValue, textOf } from './pdf-values.ts';
import type { Use } from './references.ts';

const formMayChange: ReadonlySet<string> = new Set([
  'Fields',
  'SigFlags',
  'DR',
  'DA',
  'Q',
  'NeedAppearances',
]);

/** The form's own dictionary: it may appear, list more fields, gain flags and resources, and say how values look (pades.md 8.4). */
export function compareFormDict(c: Comparison, old: PdfDict | null, now: PdfDict): void {
  const changed = old ? c.changedKeys(old, now, formMayChange) : [];
  if (changed.length > 0) c.forbid(`the form changed: ${changed.join(', ')}`, 'form');
  const strange = old ? undefined : [...now.entries.keys()].find((key) => !formMayChange.has(key));
  if (strange !== undefined || now.duplicates.length > 0)
    c.forbid(`a form with /${strange ?? 'a key twice'} was added`, 'form');
  const oldFlags = (old && intAt(c.before, old, 'SigFlags')) ?? 0;
  const newFlags = intAt(c.after, now, 'SigFlags') ?? 0;
  if ((oldFlags & ~newFlags) !== 0) c.forbid('signature flags were cleared', 'form');
  compareDefaults(c, old, now);
  compareResources(c, old, now);
  const known = old ? itemsAt(c.before, old, 'Fields') : [];
  const direct = itemsAt(c.after, now, 'Fields').filter(({ kind }) => kind !== 'ref');
  if (direct.some((item) => !known.some((was) => sameValue(was, item))))
    c.forbid('the form gained a field that is no object of its own', 'field-added');
  c.approveRef(c.after.catalog.entries.get('AcroForm'), c.inCatalog('AcroForm'));
  c.approveRef(now.entries.get('Fields'), listsFields(c));
}

const defaults = { DA: 'string', Q: 'number', NeedAppearances: 'bool' } as const;

/** How values look where a field does not say: harmless while there are none to show (pades.md 8.4). */
function compareDefaults(c: Comparison, old: PdfDict | null, now: PdfDict): void {
  for (const [key, kind] of Object.entries(defaults)) {
    const [was, is] = [old?.entries.get(key), now.entries.get(key)];
    if (sameValue(was, is)) continue;
    if (is === undefined || c.after.resolve(is).kind !== kind) c.forbid(`the form's ${key} changed`, 'form');
    else if (was !== undefined || key === 'NeedAppearances')
      c.note('form-defaults', `how the form's fields look by default changed (/${key})`);
    c.approveNew(is);
  }
}

/** Fonts and the like for fields: what had a name keeps it, new names may come. */
function compareResources(c: Comparison, old: PdfDict | null, now: PdfDict): void {
  const value = now.entries.get('DR');
  const was = old && dictAt(c.before, old, 'DR');
  const is = dictAt(c.after, now, 'DR');
  compareFonts(c, old, was, is);
  if (was === null) {
    c.approveNew(value);
    return;
  }
  if (sameValue(old?.entries.get('DR'), value) && (is === null || sameValue(was, is))) return;
  const used = usedByForm(c);
  if (is === null || !grows(c, was, is, used, true)) c.forbid("the form's DR changed", 'form');
  else if (value?.kind !== 'ref' || c.approveThrough(value.num, used))
    c.note('form-resources', 'resources of the form');
}

/** A font under a name that values were drawn by while there was none: a reader who draws them anew uses it. */
function compareFonts(c: Comparison, form: PdfDict | null, was: PdfDict | null, is: PdfDict | null): void {
  const [old, now] = [was && dictAt(c.before, was, 'Font'), is && dictAt(c.after, is, 'Font')];
  const gained = [...(now?.entries ?? [])].filter(
    ([name, font]) => old?.entries.has(name) !== true && !isStandard(c, font),
  );
  if (gained.length === 0) return;
  const { fields } = c.references;
  fields.stepTo(c.index);
  const owners = [...fields.fields.keys()].flatMap((num) => fields.was(num)?.dict ?? []);
  const named = new Set<string>();
  for (const { entries } of form ? [form, ...owners] : owners) {
    const text = textOf(c.before.resolve(entries.get('DA'))) ?? '';
    for (const [, name] of text.matchAll(/\/([^\s/[\]()<>{}%]+)\s+[-+.\d]+\s+Tf/g)) named.add(name ?? '');
  }
  for (const [name] of gained)
    if (named.has(name))
      c.note('form-defaults', `fields of the form are drawn with a font (/${name}) that was not there`);
}

/** One of the fonts that readers bring along, with letters that mean themselves. */
function isStandard(c: Comparison, value: PdfObject): boolean {
  const font = asDict(c.after.resolve(value));
  if (font === null || nameAt(c.after, font, 'Subtype') !== 'Type1') return false;
  const encoding = c.after.resolve(font.entries.get('Encoding')).kind;
  return !font.entries.has('FontDescriptor') && (encoding === 'null' || encoding === 'name');
}

function grows(
  c: Comparison,
  old: PdfDict,
  now: PdfDict,
  used: (use: Use) => boolean,
  categories: boolean,
): boolean {
  if (now.duplicates.length > 0) return false;
  for (const [key, was] of old.entries) {
    const is = now.entries.get(key);
    const [a, b] = [c.before.resolve(was), c.after.resolve(is)];
    if (categories && a.kind === 'dict' && b.kind === 'dict') {
      if (!grows(c, a, b, used, false)) return false;
      if (is?.kind === 'ref' && !c.approveThrough(is.num, used)) return false;
    } else if (!sameValue(was, is)) return false;
  }
  for (const [key, is] of now.entries) if (!old.entries.has(key)) c.approveNew(is);
  return true;
}

function usedByForm(c: Comparison): (use: Use) => boolean {
  const catalog = c.after.catalogRef.num;
  const form = refAt(c.before.catalog, 'AcroForm')?.num;
  return ({ holder, path }) =>
    holder !== null &&
    ((holder === catalog && /^AcroForm\.DR(\.|$)/.test(path)) || (holder === form && /^DR(\.|$)/.test(path)));
}

/** One array may be the form's /Fields and a page's /Annots: both are compared item by item. */
export function listsFields(c: Comparison): (use: Use) => boolean {
  const catalog = c.after.catalogRef.num;
  const forms = new Set([c.before, c.after].flatMap((view) => refAt(view.catalog, 'AcroForm')?.num ?? []));
  const pages = new Set(c.before.pages().map(({ ref }) => ref.num));
  return ({ holder, path }) =>
    holder !== null &&
    ((path === 'AcroForm.Fields' && holder === catalog) ||
      (path === 'Fields' && forms.has(holder)) ||
      (path === 'Annots' && pages.has(holder)));
}
