import type { PdfPage, PdfView } from '../pdf/file.ts';
import type { PdfDict, PdfObject } from '../pdf/objects.ts';
import { compareAnnotations } from './changes-annotations.ts';
import { listsFields } from './changes-form-dict.ts';
import type { Comparison, SignedField } from './comparison.ts';
import { asDict, sameValue } from './pdf-values.ts';
import { isWidget, namelessKids } from './widgets.ts';

const onlyAnnots: ReadonlySet<string> = new Set(['Annots']);

/** Pages stay the same pages in the same order; only their /Annots may change, as far as annotations may. */
export function comparePages(c: Comparison, signed: readonly SignedField[]): void {
  const [old, now] = [c.before.pages(), c.after.pages()];
  if (old.length !== now.length || old.some(({ ref }, i) => !sameValue(ref, now[i]?.ref))) {
    c.forbid('pages were added, removed or exchanged', 'page-tree');
    return;
  }
  const widgets = widgetNumbers(c, signed);
  for (const [index, page] of now.entries()) {
    const earlier = old[index];
    if (earlier) comparePage(c, earlier, page, index, widgets);
  }
}

function comparePage(
  c: Comparison,
  old: PdfPage,
  now: PdfPage,
  page: number,
  widgets: ReadonlySet<number>,
): void {
  const place = { page, object: now.ref.num };
  const changed = old.dict === now.dict ? [] : c.changedKeys(old.dict, now.dict, onlyAnnots);
  if (changed.length > 0) {
    c.forbid(`page ${page + 1} changed: ${changed.join(', ')}`, 'page-content', place);
    return;
  }
  if (!isList(c.before, old.dict) || !isList(c.after, now.dict)) {
    if (!sameValue(old.dict, now.dict))
      c.forbid(`the annotations of page ${page + 1} are no list`, 'annotation-list', place);
    return;
  }
  compareAnnotations(c, old, now, page, widgets);
  c.approve(now.ref.num);
  c.approveRef(now.dict.entries.get('Annots'), listsFields(c));
}

const isList = (view: PdfView, page: PdfDict): boolean =>
  ['array', 'null'].includes(view.resolve(page.entries.get('Annots')).kind);

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
