import type { PdfDict } from '../pdf/objects.ts';
import type { Comparison, SignedField } from './comparison.ts';
import { formFields, type FormField } from './locate.ts';
import { asDict, changedKeys, dictAt, intAt, itemsAt, nameAt, sameExcept, sameValue } from './pdf-values.ts';
import { draws, isVisible, isWidget, widgetsOf } from './widgets.ts';

const formMayChange: ReadonlySet<string> = new Set(['Fields', 'SigFlags', 'DR', 'DA']);
const signingMayChange: ReadonlySet<string> = new Set(['V', 'AP', 'AS', 'F', 'Ff', 'DA', 'Q', 'Type']);
/** The same for a widget that is an object of its own. */
const widgetMayChange: ReadonlySet<string> = new Set(['AP', 'AS', 'F']);
/** Field entries that a mere widget has no use for. */
const fieldOnly = ['FT', 'V', 'Kids', 'Lock'];

/** The form may gain signature fields, and empty signature fields may be signed; everything else stays (pades.md 8.4). */
export function compareForm(c: Comparison): SignedField[] {
  const old = dictAt(c.before, c.before.catalog, 'AcroForm');
  const now = dictAt(c.after, c.after.catalog, 'AcroForm');
  if (now === null) {
    if (old) c.forbid('the form was removed');
    return [];
  }
  compareFormDict(c, old, now);
  const before = new Map([...formFields(c.before, c.visit)].map((field) => [field.num, field]));
  const after = new Map([...formFields(c.after, c.visit)].map((field) => [field.num, field]));
  for (const field of before.values()) {
    if (!after.has(field.num)) c.forbid(`field "${field.name}" was removed`);
  }
  const signed: SignedField[] = [];
  for (const field of after.values()) {
    const earlier = before.get(field.num);
    const beingSigned = signed.some(({ num }) => num === field.parent);
    const one = earlier ? compareField(c, earlier, field, beingSigned) : addField(c, field, after, before);
    if (one) signed.push(one);
  }
  uniqueNames(c, after, before);
  return signed;
}

function compareFormDict(c: Comparison, old: PdfDict | null, now: PdfDict): void {
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

function compareField(
  c: Comparison,
  old: FormField,
  now: FormField,
  beingSigned: boolean,
): SignedField | null {
  if (old.name !== now.name || old.type !== now.type) c.forbid(`field "${old.name}" became another`);
  const wasSigned = asDict(c.before.resolve(old.dict.entries.get('V'))) !== null;
  const value = asDict(c.after.resolve(now.dict.entries.get('V')));
  const unchanged = sameValue(old.dict, now.dict);
  if (now.type === 'Sig' && !wasSigned && value !== null && !unchanged) {
    if (!sameExcept(old.dict, now.dict, signingMayChange)) {
      c.forbid(`field "${now.name}" changed beyond being signed`);
    }
    return approveSigning(c, now, false);
  }
  if (unchanged) return null;
  if (beingSigned && !now.dict.entries.has('T') && sameExcept(old.dict, now.dict, widgetMayChange)) {
    c.approve(now.num);
    for (const key of widgetMayChange) c.approveNew(now.dict.entries.get(key));
  } else if (growsKids(c, old, now)) {
    c.approve(now.num);
    c.approveRef(now.dict.entries.get('Kids'), ['Kids']);
  } else c.forbid(`field "${now.name}" changed${wasSigned ? ' after it was signed' : ''}`);
  return null;
}

function growsKids(c: Comparison, old: FormField, now: FormField): boolean {
  if (!old.dict.entries.has('Kids') || !sameExcept(old.dict, now.dict, new Set(['Kids']))) return false;
  const [was, is] = [itemsAt(c.before, old.dict, 'Kids'), itemsAt(c.after, now.dict, 'Kids')];
  const kept = was.every((item, i) => sameValue(item, is[i]));
  return kept && is.slice(was.length).every(({ kind }) => kind === 'ref');
}

/** Also what came in below a new parent is asked: approving the parent says nothing about its kids. */
function addField(
  c: Comparison,
  field: FormField,
  all: ReadonlyMap<number, FormField>,
  before: ReadonlyMap<number, FormField>,
): SignedField | null {
  const { name, dict, parent } = field;
  const used = c.before.entry(field.num);
  if (used !== null && used.type !== 'free') c.forbid(`an existing object became field "${name}"`);
  else if (field.type !== 'Sig' && !hasSignatureBelow(field, all)) {
    c.forbid(`field "${name}" was added and is no signature field`);
  } else if (parent === null || dict.entries.has('T')) return approveSigning(c, field, true);
  else if (before.has(parent)) c.forbid(`field "${name}" gained a widget`);
  else if (!isWidget(c.after, dict) || fieldOnly.some((key) => dict.entries.has(key)))
    c.forbid(`field "${name}" was added with a kid that is no widget`);
  return null;
}

function hasSignatureBelow(field: FormField, all: ReadonlyMap<number, FormField>): boolean {
  const below = [...all.values()].filter(
    ({ name, num }) => num !== field.num && name.startsWith(`${field.name}.`),
  );
  return below.length > 0 && below.every(({ type, dict }) => type === 'Sig' || dict.entries.has('Kids'));
}

function approveSigning(c: Comparison, field: FormField, isNew: boolean): SignedField | null {
  const { dict, name, num } = field;
  const value = dict.entries.get('V');
  const signature = asDict(c.after.resolve(value));
  const type = signature && nameAt(c.after, signature, 'Type');
  const kind = signature === null ? null : type === 'DocTimeStamp' ? 'document-timestamp' : 'signature';
  const widgets = widgetsOf(c.after, dict);
  const visible = widgets.some((widget) => isVisible(c.after, widget));
  // Anyone can add an empty field, so it must be blank.
  if (kind === null && visible && widgets.some((widget) => draws(c.after, widget))) {
    c.forbid(`the empty field "${name}" was added with an appearance`);
  }
  if (value?.kind === 'ref' && c.before.entry(value.num)?.type === 'offset') {
    c.forbid(`field "${name}" takes an older object as its signature`);
  }
  if (isNew) c.approveNew({ kind: 'ref', num, gen: 0 });
  else {
    c.approve(num);
    for (const key of signingMayChange) c.approveNew(dict.entries.get(key));
    refuseActions(c, dict);
  }
  // A node that only holds named fields together is no field itself.
  if (kind === null && itemsAt(c.after, dict, 'Kids').length > widgets.length - 1) return null;
  const quiet = kind === 'document-timestamp' && !visible;
  c.note(quiet ? 'validation-data' : 'signatures', `${kind ?? 'empty signature field'} "${name}"`);
  return { name, num, isNew, visible, kind };
}

function refuseActions(c: Comparison, dict: PdfDict): void {
  if (dict.entries.has('AA')) c.forbid('the signed field acts on its own');
}

/** Two fields of one name would let the later one speak for the earlier. Kids without /T share their parent's. */
function uniqueNames(
  c: Comparison,
  after: ReadonlyMap<number, FormField>,
  before: ReadonlyMap<number, FormField>,
): void {
  const named = [...after.values()].filter(({ dict }) => dict.entries.has('T'));
  const names = new Set<string>();
  for (const { name, num } of named) {
    if (names.has(name) && !before.has(num)) c.forbid(`field "${name}" exists twice`);
    names.add(name);
  }
}
