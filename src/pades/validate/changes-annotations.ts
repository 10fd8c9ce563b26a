import type { PdfPage, PdfView } from '../pdf/file.ts';
import type { PdfDict, PdfObject } from '../pdf/objects.ts';
import { boxOf } from '../pdf/pages.ts';
import type { ExplainedKind } from './change-kinds.ts';
import type { Comparison, Place } from './comparison.ts';
import { coveredText, textBelow } from './covered-text.ts';
import { drawingOf } from './looks.ts';
import { asDict, itemsAt, nameAt, sameValue } from './pdf-values.ts';
import type { Use } from './references.ts';

/** Remarks of a reader (clause 12.5.6). What plays, opens or brings something along is none. */
const remarks: ReadonlySet<string> = new Set(
  'Text Link FreeText Line Square Circle Polygon PolyLine Highlight Underline Squiggly StrikeOut Caret Ink Popup Stamp Redact'.split(
    ' ',
  ),
);
/** What can stand in front of the text and be taken for it (A-10; Mainka et al. 2021, table 2). */
export const highRiskAnnotations: ReadonlySet<string> = new Set(['FreeText', 'Stamp', 'Redact']);

const actionKeys = ['A', 'AA', 'PA', 'JS'];

/**
 * The annotations of one page: those that were there keep their order, widgets of fields just signed may come, and remarks
 * may come, go and change where the file permits annotations, which is asked elsewhere. Every remark is named.
 */
export function compareAnnotations(
  c: Comparison,
  old: PdfPage,
  now: PdfPage,
  page: number,
  widgets: ReadonlySet<number>,
): void {
  const [was, is] = [itemsAt(c.before, old.dict, 'Annots'), itemsAt(c.after, now.dict, 'Annots')];
  if (was !== is) compareLists(c, was, is, { page, object: now.ref.num }, now, widgets);
  if (c.overwritten.size === 0) return;
  for (const item of was)
    if (item.kind === 'ref' && c.overwritten.has(item.num)) compareChanged(c, item.num, now, page);
}

function compareLists(
  c: Comparison,
  was: readonly PdfObject[],
  is: readonly PdfObject[],
  place: Place,
  now: PdfPage,
  widgets: ReadonlySet<number>,
): void {
  const [old, gained] = [keyed(was), keyed(is)];
  // One that stood twice lies above and below others: which of its places goes is not ours to say.
  if (old.size < was.length && (is.length < was.length || was.some((item, i) => !sameValue(item, is[i]))))
    c.forbid(
      `page ${(place.page ?? 0) + 1} listed an annotation twice and lists others now`,
      'annotation-list',
      place,
    );
  if (gained.size < is.length && old.size === was.length)
    c.forbid(`page ${(place.page ?? 0) + 1} lists an annotation twice`, 'annotation-list', place);
  const kept = [...old.keys()].filter((key) => gained.has(key));
  const order = [...gained.keys()].filter((key) => old.has(key));
  if (kept.some((key, i) => order[i] !== key))
    c.forbid(`the annotations of page ${(place.page ?? 0) + 1} have another order`, 'annotation-list', place);
  for (const [key, item] of old) if (!gained.has(key)) removed(c, item, place);
  for (const [key, item] of gained) if (!old.has(key)) added(c, item, place, now, widgets);
}

/** References by number, direct dictionaries by what they say. */
function keyed(items: readonly PdfObject[]): Map<string, PdfObject> {
  const out = new Map<string, PdfObject>();
  for (const item of items)
    out.set(item.kind === 'ref' ? `${item.num} ${item.gen}` : `=${JSON.stringify(told(item))}`, item);
  return out;
}

/** A plain value as text, for comparison alone. */
function told(value: PdfObject): unknown {
  if (value.kind === 'dict') return [...value.entries].map(([key, item]) => [key, told(item)]);
  if (value.kind === 'array') return value.items.map(told);
  if (value.kind === 'string') return Buffer.from(value.bytes).toString('hex');
  return { ...value };
}

function added(
  c: Comparison,
  item: PdfObject,
  place: Place,
  page: PdfPage,
  widgets: ReadonlySet<number>,
): void {
  if (item.kind === 'ref' && widgets.has(item.num)) return;
  const dict = asDict(c.after.resolve(item));
  const at = { ...placeOf(c.after, item, dict), page: place.page ?? null };
  const where = `page ${(place.page ?? 0) + 1}`;
  const fault = faultOf(c.after, dict);
  if (dict === null || fault !== null) {
    c.forbid(
      `${where} gained ${fault ?? 'an annotation that is none'}`,
      dict && acts(dict) ? 'action' : 'annotation-list',
      at,
    );
    return;
  }
  const usedBefore = item.kind === 'ref' ? c.before.entry(item.num) : null;
  if (usedBefore !== null && usedBefore.type !== 'free')
    c.forbid(`${where} shows an object that lay hidden in the signed file`, 'annotation-list', at);
  c.approveNew(item);
  note(c, 'annotation-added', 'was added', at, page, dict);
}

function removed(c: Comparison, item: PdfObject, place: Place): void {
  const dict = asDict(c.before.resolve(item));
  const at = { ...placeOf(c.before, item, dict), page: place.page ?? null };
  const subtype = at.subtype ?? 'nothing';
  if (dict !== null && !remarks.has(subtype)) {
    c.forbid(`page ${(place.page ?? 0) + 1} lost an annotation (${subtype})`, 'annotation-list', at);
    return;
  }
  const own = (use: Use): boolean =>
    /^Annots(\.|$)/.test(use.path) || (item.kind === 'ref' && use.holder === item.num);
  if (item.kind === 'ref') for (const gone of [...c.freed]) c.approveThrough(gone, own);
  note(c, 'annotation-removed', 'was removed', at);
}

function compareChanged(c: Comparison, num: number, page: PdfPage, index: number): void {
  const item: PdfObject = { kind: 'ref', num, gen: 0 };
  const [old, now] = [asDict(c.before.resolve(item)), asDict(c.after.resolve(item))];
  const at = { ...placeOf(c.after, item, now), page: index };
  const was = old && nameAt(c.before, old, 'Subtype');
  // Widgets belong to their fields.
  if (old === null || was === 'Widget') return;
  const fault = was !== at.subtype ? 'another kind of annotation' : faultOf(c.after, now);
  if (now === null || fault !== null) {
    c.forbid(
      `an annotation of page ${index + 1} became ${fault ?? 'none'}`,
      now && acts(now) ? 'action' : 'annotation-list',
      at,
    );
    return;
  }
  const own = (use: Use): boolean =>
    /^Annots(\.|$)/.test(use.path) || use.holder === num || remarkHolds(c, use);
  if (!c.approveThrough(num, own)) return;
  for (const value of now.entries.values()) c.approveNew(value);
  const looks = (use: Use): boolean => use.holder === num && /^AP(\.|$)/.test(use.path);
  for (const open of [...c.overwritten, ...c.freed]) c.approveThrough(open, looks);
  note(c, 'annotation-changed', 'was changed', at, page, now);
}

/** A popup, or an answer to the remark. */
function remarkHolds(c: Comparison, { holder, path }: Use): boolean {
  if (holder === null || !['Parent', 'IRT', 'Popup'].includes(path)) return false;
  const dict = asDict(c.before.resolve({ kind: 'ref', num: holder, gen: 0 }));
  return dict !== null && remarks.has(nameAt(c.before, dict, 'Subtype') ?? '');
}

const acts = (dict: PdfDict): boolean => actionKeys.some((key) => dict.entries.has(key));

function faultOf(view: PdfView, dict: PdfDict | null): string | null {
  if (dict === null) return 'an annotation that is none';
  const subtype = nameAt(view, dict, 'Subtype');
  if (subtype === 'Widget') return 'an annotation that is no signature';
  if (subtype === null || !remarks.has(subtype))
    return `an annotation that is no remark (${subtype ?? 'none'})`;
  if (dict.duplicates.length > 0) return `an annotation with /${dict.duplicates[0] ?? ''} twice`;
  return acts(dict) ? `an annotation with an action (${subtype})` : null;
}

function placeOf(view: PdfView, item: PdfObject, dict: PdfDict | null): Place & { subtype: string | null } {
  return {
    object: item.kind === 'ref' ? item.num : null,
    subtype: dict && nameAt(view, dict, 'Subtype'),
    rect: dict && boxOf(dict.entries.get('Rect'), view),
  };
}

function note(
  c: Comparison,
  kind: ExplainedKind,
  what: string,
  place: Place,
  page?: PdfPage,
  dict?: PdfDict,
): void {
  const at = `${place.subtype ?? 'annotation'} on page ${(place.page ?? 0) + 1}${place.rect ? ` at ${place.rect.map((n) => Math.round(n * 100) / 100).join(' ')}` : ''}`;
  const text = page && place.rect ? coveredText(c, page, place.rect) : null;
  const over = dict && page && place.rect ? overlapping(c, page, dict, place.rect) : [];
  const covers = [...(text === null ? [] : [`the text "${text}"`]), ...over];
  const paints = kind !== 'annotation-removed' && dict !== undefined && writesOver(c, page, place, dict);
  c.note(
    paints ? 'annotation-drawing' : kind,
    `${at} ${what}${covers.length > 0 ? `, over ${covers.join(' and ')}` : ''}`,
    place,
  );
}

/** What a remark shows is up to its look: any kind of it can write another sum over the one that was signed (A-10). */
function writesOver(c: Comparison, page: PdfPage | undefined, place: Place, dict: PdfDict): boolean {
  if (page === undefined || !dict.entries.has('AP') || textBelow(c, place) === null) return false;
  const { text, pictures } = drawingOf(c, c.after, dict);
  return pictures || /[\p{L}\p{N}]/u.test(text);
}

const mostOverlaps = 5;

/** Other annotations and fields that lie below it. */
function overlapping(
  c: Comparison,
  page: PdfPage,
  self: PdfDict,
  rect: readonly [number, number, number, number],
): string[] {
  const out: string[] = [];
  for (const item of itemsAt(c.after, page.dict, 'Annots').slice(0, 1000)) {
    const dict = asDict(c.after.resolve(item));
    const box = dict && boxOf(dict.entries.get('Rect'), c.after);
    if (!dict || dict === self || !box || out.length >= mostOverlaps) continue;
    const [a, b, d, e] = box;
    if (a < rect[2] && rect[0] < d && b < rect[3] && rect[1] < e)
      out.push(`an annotation (${nameAt(c.after, dict, 'Subtype') ?? '?'})`);
  }
  return out;
}
