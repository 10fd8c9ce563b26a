import type { PdfDict } from '../pdf/objects.ts';
import type { Comparison, Place, SignedField } from './comparison.ts';
import type { FormField } from './form-fields.ts';
import { asDict, itemsAt, nameAt } from './pdf-values.ts';
import { textBelow } from './covered-text.ts';
import { draws, isVisible, shownAt, widgetsOf } from './widgets.ts';

/** What signing may change in an empty field. */
export const signingMayChange: ReadonlySet<string> = new Set(['V', 'AP', 'AS', 'F', 'Ff', 'DA', 'Q', 'Type']);

/** A field that was signed, or a signature field that was added: what came with it, and whether it may. */
export function approveSigning(c: Comparison, field: FormField, isNew: boolean): SignedField | null {
  const { dict, name, num } = field;
  const value = dict.entries.get('V');
  const signature = asDict(c.after.resolve(value));
  const isStamp =
    signature !== null &&
    nameAt(c.after, signature, 'Type') === 'DocTimeStamp' &&
    nameAt(c.after, signature, 'SubFilter') === 'ETSI.RFC3161';
  const kind = signature === null ? null : isStamp ? 'document-timestamp' : 'signature';
  const widgets = widgetsOf(c.after, dict);
  const visible = widgets.some((widget) => isVisible(c.after, widget));
  const place = placeOf(c, field, widgets);
  // Anyone can add an empty field, so it must be blank.
  if (kind === null && visible && widgets.some((widget) => draws(c.after, widget))) {
    c.forbid(`the empty field "${name}" was added with an appearance`, 'field-added', place);
  }
  if (value?.kind === 'ref' && c.before.entry(value.num)?.type === 'offset') {
    c.forbid(`field "${name}" takes an older object as its signature`, 'signature-changed', place);
  }
  if (isNew) c.approveNew({ kind: 'ref', num, gen: 0 });
  else {
    c.approve(num);
    for (const key of signingMayChange) c.approveNew(dict.entries.get(key));
    if (dict.entries.has('AA')) c.forbid('the signed field acts on its own', 'action', place);
  }
  // A node that only holds named fields together is no field itself.
  if (kind === null && itemsAt(c.after, dict, 'Kids').length > widgets.length - 1) return null;
  const text = isNew && visible && kind !== null ? textBelow(c, place) : null;
  const noted =
    text !== null
      ? 'signature-over-text'
      : kind === 'document-timestamp' && visible
        ? 'visible-document-timestamp'
        : (kind ?? 'signature-field');
  const over = text === null ? '' : `, over the text "${text}"`;
  c.note(noted, `${kind ?? 'empty signature field'} "${name}"${over}`, place);
  return { name, num, isNew, visible, kind };
}

/** Page and rectangle of what is to be seen; of the field's own object where nothing is. */
function placeOf(c: Comparison, { name, num }: FormField, widgets: readonly PdfDict[]): Place {
  const shown = widgets.find((widget) => isVisible(c.after, widget)) ?? widgets[0];
  return { field: name, object: num, subtype: 'Widget', ...(shown ? shownAt(c.after, shown, num) : {}) };
}
