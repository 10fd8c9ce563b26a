import { approveSigning, signingMayChange } from './changes-signing.ts';
import { compareFormDict } from './changes-form-dict.ts';
import type { Comparison, SignedField } from './comparison.ts';
import { fillField, isFillable } from './changes-fields.ts';
import type { PdfView } from '../pdf/file.ts';
import type { PdfDict } from '../pdf/objects.ts';
import type { FormField } from './form-fields.ts';
import { asDict, dictAt, intAt, itemsAt, sameExcept, sameValue } from './pdf-values.ts';
import { isWidget } from './widgets.ts';

/** What signing may change in a widget that is an object of its own. */
const widgetMayChange: ReadonlySet<string> = new Set(['AP', 'AS', 'F']);
/** Field entries that a mere widget has no use for. */
const fieldOnly = ['FT', 'V', 'Kids', 'Lock'];

/** The form may gain signature fields, and empty signature fields may be signed; everything else stays (pades.md 8.4). */
export function compareForm(c: Comparison): SignedField[] {
  const old = dictAt(c.before, c.before.catalog, 'AcroForm');
  const now = dictAt(c.after, c.after.catalog, 'AcroForm');
  if (now === null) {
    if (old) c.forbid('the form was removed', 'form');
    else if (c.changedKeys(c.before.catalog, c.after.catalog).includes('AcroForm'))
      c.forbid('a form that is none was added', 'form');
    return [];
  }
  compareFormDict(c, old, now);
  const { fields } = c.references;
  const { changed, gone } = fields.stepTo(c.index);
  for (const field of gone) {
    const wasSigned = isSigned(c.before, field);
    c.forbid(
      `${wasSigned ? 'signed ' : ''}field "${field.name}" was removed`,
      wasSigned ? 'signature-removed' : 'field-removed',
      { field: field.name, object: field.num },
    );
  }
  compareValues(c);
  const signed: SignedField[] = [];
  for (const { now, was } of changed) {
    const beingSigned = signed.some(({ num }) => num === now.parent);
    const one = was ? compareField(c, was, now, beingSigned) : addField(c, now);
    if (one) signed.push(one);
    // Two fields of one name would let the later one speak for the earlier. Kids without /T share their parent's.
    if (!was && now.dict.entries.has('T') && fields.named(now.name) > 1)
      c.forbid(`field "${now.name}" exists twice`, 'field-added', { field: now.name, object: now.num });
  }
  return signed;
}

/** A signature that was written again or removed under its field, which says nothing of it. */
function compareValues(c: Comparison): void {
  if (c.overwritten.size + c.freed.size === 0) return;
  for (const { type, name, dict } of c.references.fields.earlier()) {
    const value = dict.entries.get('V');
    if (type !== 'Sig' || value?.kind !== 'ref') continue;
    const place = { field: name, object: value.num };
    if (c.freed.has(value.num))
      c.forbid(`the signature of field "${name}" was removed`, 'signature-removed', place);
    if (c.overwritten.has(value.num))
      c.forbid(`the signature of field "${name}" was written again`, 'signature-changed', place);
  }
}

function compareField(
  c: Comparison,
  old: FormField,
  now: FormField,
  beingSigned: boolean,
): SignedField | null {
  const place = { field: now.name, object: now.num };
  if (old.name !== now.name || old.type !== now.type)
    c.forbid(`field "${old.name}" became another`, 'field-changed', { ...place, field: old.name });
  const wasSigned = isSigned(c.before, old);
  const value = asDict(c.after.resolve(now.dict.entries.get('V')));
  const unchanged = sameValue(old.dict, now.dict);
  if (now.type === 'Sig' && !wasSigned && value !== null && !unchanged) {
    if (!sameExcept(old.dict, now.dict, signingMayChange)) {
      c.forbid(`field "${now.name}" changed beyond being signed`, 'field-changed', place);
    }
    if (isUncovered(c, old.dict, now.dict))
      c.forbid(`field "${now.name}", which was hidden, was shown as it was signed`, 'field-changed', place);
    return approveSigning(c, now, false);
  }
  if (unchanged) return null;
  if (isFillable(now) && isFillable(old)) fillField(c, old, now);
  else if (beingSigned && !now.dict.entries.has('T') && sameExcept(old.dict, now.dict, widgetMayChange)) {
    if (isUncovered(c, old.dict, now.dict))
      c.forbid(`field "${now.name}", which was hidden, was shown as it was signed`, 'field-changed', place);
    c.approve(now.num);
    for (const key of widgetMayChange) c.approveNew(now.dict.entries.get(key));
  } else if (!wasSigned && growsKids(c, old, now)) {
    c.approve(now.num);
    c.approveRef(now.dict.entries.get('Kids'), ({ holder, path }) => holder === now.num && path === 'Kids');
  } else if (wasSigned && value === null)
    c.forbid(`the signature of field "${now.name}" was cleared`, 'signature-removed', place);
  else
    c.forbid(
      `field "${now.name}" changed${wasSigned ? ' after it was signed' : ''}`,
      wasSigned ? 'signature-changed' : 'field-changed',
      place,
    );
  return null;
}

/** Hidden and NoView may be set when a field is signed, but not cleared: nobody saw where it lies (clause 12.5.3; A-11). */
const isUncovered = (c: Comparison, old: PdfDict, now: PdfDict): boolean =>
  ((intAt(c.before, old, 'F') ?? 0) & ~(intAt(c.after, now, 'F') ?? 0) & 0b100010) !== 0;

const isSigned = (view: PdfView, { type, dict }: FormField): boolean =>
  type === 'Sig' && asDict(view.resolve(dict.entries.get('V'))) !== null;

function growsKids(c: Comparison, old: FormField, now: FormField): boolean {
  if (!old.dict.entries.has('Kids') || !sameExcept(old.dict, now.dict, new Set(['Kids']))) return false;
  const [was, is] = [itemsAt(c.before, old.dict, 'Kids'), itemsAt(c.after, now.dict, 'Kids')];
  const kept = was.every((item, i) => sameValue(item, is[i]));
  return kept && is.slice(was.length).every(({ kind }) => kind === 'ref');
}

/** Also what came in below a new parent is asked: approving the parent says nothing about its kids. */
function addField(c: Comparison, field: FormField): SignedField | null {
  const { name, dict, parent } = field;
  const used = c.before.entry(field.num);
  const place = { field: name, object: field.num };
  if (used !== null && used.type !== 'free')
    c.forbid(`an existing object became field "${name}"`, 'field-added', place);
  else if (field.type !== 'Sig' && !hasSignatureBelow(field, c.references.fields.fields)) {
    c.forbid(`field "${name}" was added and is no signature field`, 'field-added', place);
  } else if (parent === null || dict.entries.has('T')) return approveSigning(c, field, true);
  else if (c.references.fields.was(parent)) c.forbid(`field "${name}" gained a widget`, 'field-added', place);
  else if (!isWidget(c.after, dict) || fieldOnly.some((key) => dict.entries.has(key)))
    c.forbid(`field "${name}" was added with a kid that is no widget`, 'field-added', place);
  return null;
}

function hasSignatureBelow(field: FormField, all: ReadonlyMap<number, FormField>): boolean {
  const below = [...all.values()].filter(
    ({ name, num }) => num !== field.num && name.startsWith(`${field.name}.`),
  );
  return below.length > 0 && below.every(({ type, dict }) => type === 'Sig' || dict.entries.has('Kids'));
}
