import { approveSigning, signingMayChange } from './changes-signing.ts';
import { compareFormDict } from './changes-form-dict.ts';
import type { Comparison, SignedField } from './comparison.ts';
import { formFields, type FormField } from './locate.ts';
import { asDict, dictAt, itemsAt, sameExcept, sameValue } from './pdf-values.ts';
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
  } else if (!wasSigned && growsKids(c, old, now)) {
    c.approve(now.num);
    c.approveRef(now.dict.entries.get('Kids'), ({ holder, path }) => holder === now.num && path === 'Kids');
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
