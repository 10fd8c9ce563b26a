import type { PdfView } from '../pdf/file.ts';
import type { PdfDict, PdfObject } from '../pdf/objects.ts';
import type { Comparison, SignedField } from './comparison.ts';
import { readNumberTree } from './number-tree.ts';
import { asDict, intAt, itemsAt, nameAt, refAt, sameExcept, sameValue } from './pdf-values.ts';
import { isWidget, namelessKids } from './widgets.ts';

const rootMayChange: ReadonlySet<string> = new Set(['K', 'ParentTree', 'ParentTreeNextKey']);
const onlyKids: ReadonlySet<string> = new Set(['K']);
const elementKeys: ReadonlySet<string> = new Set(['Type', 'S', 'P', 'K', 'Pg']);
const contentKeys: ReadonlySet<string> = new Set(['Type', 'Obj', 'Pg']);
/** Elements that only hold others together, and may hold one more. */
const groups: ReadonlySet<string> = new Set(['Document', 'Part']);

/**
 * The structure tree may learn of the widgets of signature fields that this revision added (pades.md 8.4): Form elements
 * without any other content, below the root or an element that only groups, and their entries in the parent tree.
 * Everything that was there keeps its place, its words and its meaning.
 */
export function compareStructure(c: Comparison, signed: readonly SignedField[]): void {
  const ref = refAt(c.after.catalog, 'StructTreeRoot');
  if (ref === null || c.added.size + c.overwritten.size === 0) return;
  const [old, now] = [asDict(c.before.resolve(ref)), asDict(c.after.resolve(ref))];
  if (old === null || now === null) return;
  const parents = [...c.overwritten].filter((num) => num === ref.num || isGroup(c.before, num));
  if (!sameExcept(old, now, rootMayChange)) return;

  const widgets = newWidgets(c, signed);
  const elements = new Map<number, number>();
  for (const num of parents) {
    const gained = gainedKids(c, num, num === ref.num ? rootMayChange : onlyKids);
    if (gained === null) return;
    for (const kid of gained) {
      if (elements.has(kid)) return;
      elements.set(kid, num);
    }
  }
  if (elements.size === 0) return;
  const keys = new Map<number, number>();
  for (const [num, parent] of elements) {
    if (!isFormElement(c, num, parent, widgets, keys)) return;
  }
  if (!nextKeyGrows(c, old, now, keys) || !parentTreeGrows(c, ref.num, old, now, keys)) return;

  for (const num of elements.keys()) approveElement(c, num);
  for (const num of parents) {
    c.approve(num);
    approveKids(c, num);
  }
  c.note('structure', 'structure elements of the new signature fields');
}

const objectAt = (view: PdfView, num: number): PdfDict | null =>
  asDict(view.resolve({ kind: 'ref', num, gen: 0 }));

function isGroup(view: PdfView, num: number): boolean {
  const dict = objectAt(view, num);
  const type = dict && nameAt(view, dict, 'S');
  return dict !== null && type !== null && groups.has(type) && dict.entries.has('P');
}

/** Widgets of the signature fields this revision added, and the pages that list them. */
function newWidgets(c: Comparison, signed: readonly SignedField[]): ReadonlyMap<number, number> {
  const out = new Map<number, number>();
  const fresh = new Set(
    signed
      .filter(({ isNew }) => isNew)
      .flatMap(({ num }) => {
        const field = objectAt(c.after, num);
        return [num, ...(field ? namelessKids(c.after, field) : []).flatMap(numberOf)];
      })
      .filter((num) => {
        const widget = objectAt(c.after, num);
        return objectAt(c.before, num) === null && widget !== null && isWidget(c.after, widget);
      }),
  );
  for (const { ref, dict } of c.after.pages()) {
    for (const num of itemsAt(c.after, dict, 'Annots').flatMap(numberOf)) {
      if (fresh.has(num)) out.set(num, ref.num);
    }
  }
  return out;
}

const numberOf = (item: PdfObject): number[] => (item.kind === 'ref' ? [item.num] : []);

/** New kids behind those that were there, which stay as they are; null where anything else changed. */
function gainedKids(c: Comparison, num: number, mayChange: ReadonlySet<string>): number[] | null {
  const [old, now] = [objectAt(c.before, num), objectAt(c.after, num)];
  if (old === null || now === null || !sameExcept(old, now, mayChange)) return null;
  const [was, is] = [kidsOf(c.before, old), kidsOf(c.after, now)];
  if (was.some((item, i) => !sameValue(item, is[i]))) return null;
  const gained = is.slice(was.length);
  return gained.every((item) => item.kind === 'ref' && c.added.has(item.num))
    ? gained.flatMap(numberOf)
    : null;
}

/** /K: one kid, or an array of them, which may be an object of its own. */
function kidsOf(view: PdfView, dict: PdfDict): readonly PdfObject[] {
  const value = dict.entries.get('K');
  const list = view.resolve(value);
  if (list.kind === 'array') return list.items;
  return value === undefined || list.kind === 'null' ? [] : [value];
}

/** A Form element whose only content is new widgets; their keys in the parent tree are noted. */
function isFormElement(
  c: Comparison,
  num: number,
  parent: number,
  widgets: ReadonlyMap<number, number>,
  keys: Map<number, number>,
): boolean {
  const dict = objectAt(c.after, num);
  if (dict === null || !hasOnly(dict, elementKeys) || nameAt(c.after, dict, 'S') !== 'Form') return false;
  if (dict.entries.has('Type') && nameAt(c.after, dict, 'Type') !== 'StructElem') return false;
  if (refAt(dict, 'P')?.num !== parent) return false;
  const content = kidsOf(c.after, dict);
  return content.length > 0 && content.every((item) => holdsWidget(c, num, dict, item, widgets, keys));
}

function holdsWidget(
  c: Comparison,
  element: number,
  owner: PdfDict,
  item: PdfObject,
  widgets: ReadonlyMap<number, number>,
  keys: Map<number, number>,
): boolean {
  const content = c.after.resolve(item);
  if (content.kind !== 'dict' || !hasOnly(content, contentKeys)) return false;
  if (item.kind === 'ref' && !c.added.has(item.num)) return false;
  const widget = refAt(content, 'Obj')?.num;
  const page = widget === undefined ? undefined : widgets.get(widget);
  if (nameAt(c.after, content, 'Type') !== 'OBJR' || widget === undefined || page === undefined) return false;
  const pages = [content, owner].map((dict) => dict.entries.get('Pg'));
  if (pages.some((pg) => pg !== undefined && !(pg.kind === 'ref' && pg.num === page))) return false;
  const dict = objectAt(c.after, widget);
  const key = dict && intAt(c.after, dict, 'StructParent');
  if (key === null || keys.has(key)) return false;
  keys.set(key, element);
  return true;
}

const hasOnly = (dict: PdfDict, keys: ReadonlySet<string>): boolean =>
  dict.duplicates.length === 0 && [...dict.entries.keys()].every((key) => keys.has(key));

/** Old entries stay; new ones lead from the new widgets to their elements, no more and no fewer. */
function parentTreeGrows(
  c: Comparison,
  root: number,
  old: PdfDict,
  now: PdfDict,
  keys: ReadonlyMap<number, number>,
): boolean {
  const was = readNumberTree(c.before, old.entries.get('ParentTree'), c.visit);
  const is = readNumberTree(c.after, now.entries.get('ParentTree'), c.visit);
  if (was === null || is === null || is.entries.size !== was.entries.size + keys.size) return false;
  const copies = new Set<number>();
  for (const [key, value] of was.entries) {
    const now = is.entries.get(key);
    if (sameValue(value, now)) continue;
    if (!isCopiedArray(c, value, now)) return false;
    copies.add(now.num);
  }
  for (const [key, element] of keys) {
    const value = is.entries.get(key);
    if (was.entries.has(key) || value?.kind !== 'ref' || value.num !== element) return false;
  }
  const places = ['Kids', 'Nums', ''];
  for (const num of copies) {
    c.approveFor(num, ({ holder, path }) => holder !== null && is.nodes.has(holder) && places.includes(path));
  }
  for (const num of is.nodes) {
    c.approveFor(num, ({ holder, path }) =>
      holder === root
        ? path === 'ParentTree'
        : holder !== null && is.nodes.has(holder) && places.includes(path),
    );
  }
  return true;
}

/** iText writes the elements of a page anew, in another array of the same words. */
const isCopiedArray = (
  c: Comparison,
  old: PdfObject,
  now: PdfObject | undefined,
): now is Extract<PdfObject, { kind: 'ref' }> =>
  now?.kind === 'ref' &&
  c.added.has(now.num) &&
  c.before.resolve(old).kind === 'array' &&
  sameValue(c.before.resolve(old), c.after.resolve(now));

/** The next free key never goes back, and stays beyond what is used. */
function nextKeyGrows(c: Comparison, old: PdfDict, now: PdfDict, keys: ReadonlyMap<number, number>): boolean {
  const [was, is] = [intAt(c.before, old, 'ParentTreeNextKey'), intAt(c.after, now, 'ParentTreeNextKey')];
  if (is === null) return was === null && !now.entries.has('ParentTreeNextKey');
  if (now.entries.get('ParentTreeNextKey')?.kind === 'ref') return false;
  return is >= (was ?? 0) && [...keys.keys()].every((key) => key < is && key >= (was ?? 0));
}

function approveElement(c: Comparison, num: number): void {
  c.approve(num);
  approveKids(c, num);
  const dict = objectAt(c.after, num);
  for (const item of dict ? kidsOf(c.after, dict) : []) {
    if (item.kind === 'ref' && c.added.has(item.num)) c.approve(item.num);
  }
}

/** The array of kids where it is a new object; one that was there is left unexplained, as others may use it too. */
function approveKids(c: Comparison, num: number): void {
  const kids = objectAt(c.after, num)?.entries.get('K');
  if (kids?.kind === 'ref' && c.added.has(kids.num) && c.after.resolve(kids).kind === 'array')
    c.approve(kids.num);
}
