import type { PdfFile, PdfView, XrefEntry } from '../pdf/file.ts';
import type { Extent, PdfObject } from '../pdf/objects.ts';
import { firstUnaccounted } from './bytes-accounted.ts';
import { compareDss } from './changes-dss.ts';
import { compareFields } from './changes-fields.ts';
import { compareForm } from './changes-form.ts';
import { comparePages } from './changes-pages.ts';
import { comparePermissions } from './changes-permissions.ts';
import { compareStructure } from './changes-structure.ts';
import { Comparison, type RevisionChanges } from './comparison.ts';
import { definingRevision } from './locate.ts';
import { dictAt, nameAt, sameExcept, sameValue } from './pdf-values.ts';
import { reachableFrom } from './reachable.ts';
import type { ReferenceIndex } from './references.ts';

/**
 * One later revision against the one before it (pades.md 8.3): every cross-reference entry that it writes must be
 * explained by a rule, every byte of it by an object. What no rule explains is forbidden; so is anything the reader
 * cannot follow.
 */
export function compareRevision(file: PdfFile, index: number, references: ReferenceIndex): RevisionChanges {
  let comparison: Comparison | null = null;
  try {
    comparison = new Comparison(file, index, references);
    accountForBytes(comparison);
    sortEntries(comparison);
    compareDrawing(comparison);
    compareTrailer(comparison);
    compareCatalog(comparison);
    const signed = compareForm(comparison);
    comparePermissions(comparison, signed);
    comparePages(comparison, signed);
    compareFields(comparison);
    compareDss(comparison);
    compareStructure(comparison, signed);
    return comparison.conclude(signed);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'error';
    return notCompared(index, `the revision cannot be followed: ${why}`);
  }
}

/** A revision that was not compared: all of it is forbidden. */
export function notCompared(revision: number, detail: string): RevisionChanges {
  const nowhere = { page: null, field: null, subtype: null, rect: null, object: null };
  const change = {
    revision,
    level: 'other',
    permitted: false,
    kind: 'unreadable',
    detail,
    ...nowhere,
  } as const;
  return { revision, level: 'other', changes: [change], forbidden: [detail], signed: [] };
}

/** between the end of the previous revision and the end of this one lie objects, its xref, and white space. */
function accountForBytes(c: Comparison): void {
  const extents: Extent[] = [...c.revision.structure];
  for (const [num, entry] of c.revision.entries) {
    const extent = entry.type === 'offset' ? c.after.extent(num) : null;
    if (extent && extent.start >= c.previous.end) extents.push(extent);
  }
  const gap = firstUnaccounted(c.file, extents, c.previous.end, c.revision.end);
  if (gap !== null) c.forbid(`bytes that belong to no object at ${gap}`, 'bytes-unaccounted');
}

/** Every entry this revision writes is unchanged, free, new or overwritten; the first needs no rule. */
function sortEntries(c: Comparison): void {
  for (const [num, entry] of c.revision.entries) {
    const place = { object: num };
    const old = c.before.entry(num);
    const wasUsed = old !== null && old.type !== 'free';
    if (entry.type === 'free') {
      if (wasUsed && !isUnreachable(c, num)) c.freed.add(num);
    } else if (wasUsed && withdraws(c, num))
      c.forbid(`object ${num} was removed for older readers`, 'object-removed', place);
    else if (wasUsed && sameEntry(old, entry)) continue;
    else if (entry.type === 'offset' && entry.offset < c.previous.end) {
      c.forbid(`object ${num} now points back into earlier bytes`, 'object-redirected', place);
    } else if (wasUsed && generationOf(old) !== generationOf(entry)) {
      // Whatever refers to it by its old generation would now find nothing.
      c.forbid(`object ${num} has another generation`, 'object-redirected', place);
    } else if (wasUsed && sameObject(c, num)) continue;
    else if (wasUsed) {
      c.overwritten.add(num);
      if (holdsOthers(c, num))
        c.forbid(`object ${num}, which holds other objects, was changed`, 'object-changed', place);
    } else if (isStructure(c, num, entry)) continue;
    else {
      c.added.add(num);
      if (isExpected(c, num))
        c.forbid(`object ${num} fills a reference that led nowhere before`, 'reference-filled', place);
    }
  }
}

/**
 * What no page, no form and nothing else leads to any more takes nothing away, and other software tidies up in this way
 * (pades.md 8.3 step 2). A stream that holds objects is referred to by the cross-reference data instead.
 */
function isUnreachable(c: Comparison, num: number): boolean {
  if (holdsOthers(c, num)) return false;
  if (c.usesBefore(num).size > 0 && reachableFrom(c.file, c.index - 1)?.has(num) !== false) return false;
  c.note('unused-object-freed', `object ${num}, which nothing used, was removed`, { object: num });
  return true;
}

/**
 * The net below all rules (pades.md 8.6): the same pages with the same boxes and rotation, and every object they are drawn
 * with is what it was. It asks no rule why something changed.
 */
function compareDrawing(c: Comparison): void {
  const drawn = c.references.drawn.asOf(c.index - 1);
  if (!drawn.complete)
    c.note('drawing-unchecked', 'the pages are drawn with more objects than are compared one by one');
  let kept = true;
  for (const num of [...c.overwritten, ...c.freed]) {
    const page = drawn.get(num);
    if (page === undefined) continue;
    kept = false;
    // Told here, so no rule need explain it any more.
    c.overwritten.delete(num);
    c.freed.delete(num);
    c.forbid(`object ${num}, which page ${page + 1} is drawn with, is another`, 'page-content', {
      page,
      object: num,
    });
  }
  const [old, now] = [c.before.pages(), c.after.pages()];
  if (old.length !== now.length) {
    kept = false;
    c.forbid(`the file had ${old.length} pages and has ${now.length}`, 'page-tree');
  }
  for (const [page, { mediaBox, cropBox, rotate }] of now.entries()) {
    const was = old[page];
    if (!was || (sameBox(was.mediaBox, mediaBox) && sameBox(was.cropBox, cropBox) && was.rotate === rotate))
      continue;
    kept = false;
    c.forbid(`page ${page + 1} has another size or rotation`, 'page-content', { page });
  }
  if (kept) c.references.drawn.keep(c.index);
}

const sameBox = (a: readonly number[], b: readonly number[]): boolean =>
  a.every((value, i) => value === b[i]);

const holdsOthers = ({ references, index }: Comparison, num: number): boolean =>
  references.holdsOthers(num, index - 1);

/** Something already led here, be it an entry that says it lies in this stream of objects. */
const isExpected = (c: Comparison, num: number): boolean => c.usesBefore(num).size > 0 || holdsOthers(c, num);

const generationOf = (entry: XrefEntry): number => (entry.type === 'offset' ? entry.gen : 0);

/** A hybrid section may hide objects that nobody saw before, but not take away one that every reader saw. */
function withdraws({ file, revision, index }: Comparison, num: number): boolean {
  return revision.hidden.has(num) && !file.revisions[definingRevision(file, num, index - 1)]?.hidden.has(num);
}

function sameEntry(a: XrefEntry, b: XrefEntry): boolean {
  if (a.type === 'offset') return b.type === 'offset' && a.offset === b.offset && a.gen === b.gen;
  return a.type === 'compressed' && b.type === 'compressed' && a.stream === b.stream && a.index === b.index;
}

function sameObject(c: Comparison, num: number): boolean {
  const [a, b] = [objectOf(c.before, num), objectOf(c.after, num)];
  if (a === null || b === null) return false;
  if (a.kind !== 'stream' || b.kind !== 'stream') return sameValue(a, b);
  const size = a.raw.end - a.raw.start;
  return (
    size === b.raw.end - b.raw.start &&
    sameExcept(a.dict, b.dict, new Set()) &&
    Buffer.compare(c.file.source.read(a.raw.start, size), c.file.source.read(b.raw.start, size)) === 0
  );
}

function objectOf(view: PdfView, num: number): PdfObject | null {
  const entry = view.entry(num);
  if (entry === null || entry.type === 'free') return null;
  return view.get({ kind: 'ref', num, gen: entry.type === 'offset' ? entry.gen : 0 });
}

/** The xref stream of the revision itself, and object streams that hold some of its entries. */
function isStructure(c: Comparison, num: number, entry: XrefEntry): boolean {
  if (entry.type !== 'offset') return false;
  const object = objectOf(c.after, num);
  if (object?.kind !== 'stream' || isExpected(c, num)) return false;
  const type = nameAt(c.after, object.dict, 'Type');
  if (type === 'XRef') return c.revision.structure.some(({ start }) => start === entry.offset);
  return (
    type === 'ObjStm' &&
    [...c.revision.entries.values()].some((e) => e.type === 'compressed' && e.stream === num)
  );
}

function compareTrailer(c: Comparison): void {
  const [old, now] = [c.before.trailer.entries, c.after.trailer.entries];
  for (const key of ['Root', 'Encrypt']) {
    if (!sameValue(old.get(key), now.get(key)))
      c.forbid(`the trailer names another ${key}`, key === 'Root' ? 'trailer' : 'encryption');
  }
  const first = (entries: ReadonlyMap<string, PdfObject>, view: PdfView): PdfObject | undefined => {
    const id = view.resolve(entries.get('ID'));
    return id.kind === 'array' ? id.items[0] : undefined;
  };
  const id = first(old, c.before);
  // A file without one may be given one: only encryption depends on it.
  if (id !== undefined && !sameValue(id, first(now, c.after)))
    c.forbid('the first file identifier changed', 'identifier');
  compareInfo(c, now.get('Info'));
}

/** Document information may be rewritten: it is no content. It must be a flat dictionary and nothing else besides. */
function compareInfo(c: Comparison, value: PdfObject | undefined): void {
  if (value?.kind !== 'ref' || !(c.added.has(value.num) || c.overwritten.has(value.num))) return;
  const info = c.after.get(value);
  const flat =
    info?.kind === 'dict' &&
    [...info.entries.values()].every(({ kind }) => ['string', 'name', 'number'].includes(kind));
  if (!flat) return;
  c.approveFor(value.num, ({ holder, path }) => holder === null && path === 'Info');
  c.note('document-information', 'document information', { object: value.num });
}

const catalogMayChange: ReadonlySet<string> = new Set([
  'AcroForm',
  'DSS',
  'Extensions',
  'Version',
  'MarkInfo',
  'Metadata',
  'Perms',
]);

function compareCatalog(c: Comparison): void {
  const [old, now] = [c.before.catalog, c.after.catalog];
  const changed = c.changedKeys(old, now, catalogMayChange);
  if (changed.length > 0)
    c.forbid(
      `the catalog changed: ${changed.join(', ')}`,
      changed.some((key) => actionKeys.has(key)) ? 'action' : 'catalog',
      { object: c.after.catalogRef.num },
    );
  const [oldVersion, newVersion] = [nameAt(c.before, old, 'Version'), nameAt(c.after, now, 'Version')];
  if (oldVersion !== null && (newVersion === null || newVersion < oldVersion))
    c.forbid('the version was lowered', 'catalog');
  compareMarkInfo(c);
  compareExtensions(c);
  compareMetadata(c);
  // Whatever else refers to the catalog sees the same changes, which are all harmless.
  c.approve(c.after.catalogRef.num);
}

/** Under these a catalog acts on its own. */
const actionKeys: ReadonlySet<string> = new Set(['OpenAction', 'AA', 'Names']);
const markInfoKeys: ReadonlySet<string> = new Set(['Type', 'Marked', 'UserProperties', 'Suspects']);

/** Whether the file is tagged: says nothing that anybody sees, and nothing else may be said there (pades.md 8.4). */
function compareMarkInfo(c: Comparison): void {
  const value = c.after.catalog.entries.get('MarkInfo');
  const [old, now] = [
    dictAt(c.before, c.before.catalog, 'MarkInfo'),
    dictAt(c.after, c.after.catalog, 'MarkInfo'),
  ];
  if (old && !now) c.forbid('the mark information was removed', 'catalog');
  if (now === null || (old && sameValue(old, now))) return;
  if (!isPlain(now) || [...now.entries.keys()].some((key) => !markInfoKeys.has(key)))
    c.forbid('the mark information became something else', 'catalog');
  c.approveRef(value, c.inCatalog('MarkInfo'));
  c.note('structure', 'mark information');
}

/** Extensions may be added and ETSI's own renewed; a developer's entry may grow to an array (ISO 32000-2 clause 7.12). */
function compareExtensions(c: Comparison): void {
  const value = c.after.catalog.entries.get('Extensions');
  const old = dictAt(c.before, c.before.catalog, 'Extensions');
  const now = dictAt(c.after, c.after.catalog, 'Extensions');
  if (old && !now) c.forbid('the extensions were removed', 'catalog');
  for (const [key, is] of now?.entries ?? []) {
    const was = old?.entries.get(key);
    if (sameValue(was, is)) continue;
    const grown =
      was?.kind === 'array' &&
      is.kind === 'array' &&
      was.items.every((item, i) => sameValue(item, is.items[i]));
    if (!isPlain(is) || (was !== undefined && key !== 'ESIC' && !grown))
      c.forbid(`the extension ${key} changed`, 'catalog');
  }
  for (const key of old?.entries.keys() ?? []) {
    if (now && !now.entries.has(key)) c.forbid(`the extension ${key} was removed`, 'catalog');
  }
  c.approveRef(value, c.inCatalog('Extensions'));
}

/** Names, numbers and strings, however nested: nothing that leads elsewhere. */
function isPlain(value: PdfObject): boolean {
  if (value.kind === 'array') return value.items.every(isPlain);
  if (value.kind === 'dict')
    return value.duplicates.length === 0 && [...value.entries.values()].every(isPlain);
  return value.kind !== 'ref' && value.kind !== 'stream';
}

/** XMP may be rewritten: one stream, XML without entities, x:xmpmeta inside (pades.md 8.4). */
function compareMetadata(c: Comparison): void {
  const value = c.after.catalog.entries.get('Metadata');
  const old = c.before.catalog.entries.get('Metadata');
  const rewritten = value?.kind === 'ref' && (c.added.has(value.num) || c.overwritten.has(value.num));
  if (!rewritten) {
    if (!sameValue(old, value)) c.forbid('the metadata reference changed', 'catalog');
    return;
  }
  const stream = c.after.get(value);
  if (stream?.kind !== 'stream' || stream.dict.duplicates.length > 0) return;
  const is = (key: string, name: string): boolean => [name, null].includes(nameAt(c.after, stream.dict, key));
  if (!is('Type', 'Metadata') || !is('Subtype', 'XML') || stream.dict.entries.has('F')) return;
  const text = Buffer.from(c.after.decode(stream)).toString('utf8');
  if (!text.includes('<x:xmpmeta') || /<!(DOCTYPE|ENTITY)/i.test(text)) return;
  c.approveFor(value.num, c.inCatalog('Metadata'));
  c.note('metadata', 'metadata', { object: value.num });
}
