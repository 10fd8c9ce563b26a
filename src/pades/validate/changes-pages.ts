import type { PdfPage, PdfView } from '../pdf/file.ts';
import type { PdfDict, PdfObject } from '../pdf/objects.ts';
import { listsFields } from './changes-form-dict.ts';
import type { Comparison, SignedField } from './comparison.ts';
import { asDict, changedKeys, itemsAt, sameExcept, sameValue } from './pdf-values.ts';
import { isWidget, namelessKids } from './widgets.ts';

const onlyAnnots: ReadonlySet<string> = new Set(['Annots']);

/** Pages stay the same pages in the same order; only their /Annots may gain widgets of the fields just signed. */
export function comparePages(c: Comparison, signed: readonly SignedField[]): void {
  const [old, now] = [c.before.pages(), c.after.pages()];
  if (old.length !== now.length || old.some(({ ref }, i) => !sameValue(ref, now[i]?.ref))) {
    c.forbid('pages were added, removed or exchanged');
    return;
  }
  const widgets = widgetNumbers(c, signed);
  for (const [i, page] of now.entries()) {
    const earlier = old[i];
    if (earlier) comparePage(c, earlier, page, i + 1, widgets);
  }
}

function comparePage(
  c: Comparison,
  old: PdfPage,
  now: PdfPage,
  number: number,
  widgets: ReadonlySet<number>,
): void {
  if (!sameExcept(old.dict, now.dict, onlyAnnots)) {
    c.forbid(`page ${number} changed: ${changedKeys(old.dict, now.dict, onlyAnnots).join(', ')}`);
    return;
  }
  if (!isList(c.before, old.dict) || !isList(c.after, now.dict)) {
    if (!sameValue(old.dict, now.dict)) c.forbid(`the annotations of page ${number} are no list`);
    return;
  }
  const [was, is] = [itemsAt(c.before, old.dict, 'Annots'), itemsAt(c.after, now.dict, 'Annots')];
  if (was.some((item, i) => !sameValue(item, is[i]))) c.forbid(`annotations of page ${number} were changed`);
  const strange = is.slice(was.length).filter((item) => !isOneOf(item, widgets));
  if (strange.length > 0) c.forbid(`page ${number} gained an annotation that is no signature`);
  c.approve(now.ref.num);
  c.approveRef(now.dict.entries.get('Annots'), listsFields(c));
}

const isList = (view: PdfView, page: PdfDict): boolean =>
  ['array', 'null'].includes(view.resolve(page.entries.get('Annots')).kind);

const isOneOf = (item: PdfObject, widgets: ReadonlySet<number>): boolean =>
  item.kind === 'ref' && widgets.has(item.num);

/** The field's own object where it is a widget too, and its kids that are. */
function widgetNumbers(c: Comparison, signed: readonly SignedField[]): ReadonlySet<number> {
  return new Set(
    signed.flatMap(({ num }) => {
      const field: PdfObject = { kind: 'ref', num, gen: 0 };
      const dict = asDict(c.after.resolve(field));
      return [field, ...(dict ? namelessKids(c.after, dict) : [])].flatMap((item) => {
        const widget = asDict(c.after.resolve(item));
        return item.kind === 'ref' && widget && isWidget(c.after, widget) ? [item.num] : [];
      });
    }),
  );
}
