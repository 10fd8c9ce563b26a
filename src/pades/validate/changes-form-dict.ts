import type { PdfDict } from '../pdf/objects.ts';
import type { Comparison } from './comparison.ts';
import { changedKeys, intAt, itemsAt, refAt, sameExcept, sameValue } from './pdf-values.ts';
import type { Use } from './references.ts';

const formMayChange: ReadonlySet<string> = new Set(['Fields', 'SigFlags', 'DR', 'DA']);

/** The form's own dictionary: it may appear, list more fields, and gain flags and defaults (pades.md 8.4). */
export function compareFormDict(c: Comparison, old: PdfDict | null, now: PdfDict): void {
  if (old && !sameExcept(old, now, formMayChange)) {
    c.forbid(`the form changed: ${changedKeys(old, now, formMayChange).join(', ')}`);
  }
  const strange = old ? undefined : [...now.entries.keys()].find((key) => !formMayChange.has(key));
  if (strange !== undefined || now.duplicates.length > 0)
    c.forbid(`a form with /${strange ?? 'a key twice'} was added`);
  const oldFlags = (old && intAt(c.before, old, 'SigFlags')) ?? 0;
  const newFlags = intAt(c.after, now, 'SigFlags') ?? 0;
  if ((oldFlags & ~newFlags) !== 0) c.forbid('signature flags were cleared');
  for (const key of ['DR', 'DA']) {
    const [was, is] = [old?.entries.get(key), now.entries.get(key)];
    if (was === undefined) c.approveNew(is);
    else if (!sameValue(was, is)) c.forbid(`the form's ${key} changed`);
  }
  const known = old ? itemsAt(c.before, old, 'Fields') : [];
  const direct = itemsAt(c.after, now, 'Fields').filter(({ kind }) => kind !== 'ref');
  if (direct.some((item) => !known.some((was) => sameValue(was, item))))
    c.forbid('the form gained a field that is no object of its own');
  c.approveRef(c.after.catalog.entries.get('AcroForm'), c.inCatalog('AcroForm'));
  c.approveRef(now.entries.get('Fields'), listsFields(c));
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
