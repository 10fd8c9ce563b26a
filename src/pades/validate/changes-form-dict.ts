import type { PdfDict } from '../pdf/objects.ts';
import type { Comparison } from './comparison.ts';
import { changedKeys, intAt, itemsAt, sameExcept, sameValue } from './pdf-values.ts';

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
  c.approveRef(c.after.catalog.entries.get('AcroForm'), ['AcroForm']);
  c.approveRef(now.entries.get('Fields'), ['Fields', 'Annots']);
}
