import { pdfLimits, type PdfFile } from '../pdf/file.ts';
import type { PdfObject } from '../pdf/objects.ts';
import { DrawnObjects } from './drawn.ts';
import { FieldHistory } from './field-history.ts';

/** Where one object refers to another: the object that holds the reference (null: the trailer) and the keys down to it. */
export interface Use {
  readonly holder: number | null;
  /** Keys with dots between them; an array adds none. `?`: under a key that stands twice, so nobody can say. */
  readonly path: string;
}

/**
 * Who refers to whom, and under which keys, up to a revision. A change is harmless only if every use of the object is
 * (pades.md 8.3 step 4), and a new number is new only if nothing already pointed at it: a dangling reference in a signed
 * page would otherwise be filled in later.
 */
export class ReferenceIndex {
  readonly #keys = new Map<number, Set<string>>();
  /**
   * By number who refers to it, the trailer being -1, in the revisions that say so. The way down from each is looked up
   * where somebody asks.
   */
  readonly #holders = new Map<number, Map<number, number[]>>();
  /** What all comparisons of a file share besides: what its pages are drawn with, and its fields. */
  readonly drawn: DrawnObjects;
  readonly fields: FieldHistory;
  readonly #file: PdfFile;
  /** Streams that hold other objects. */
  readonly #containers = new Set<number>();
  #next = 0;
  #visits = 0;

  constructor(file: PdfFile) {
    this.#file = file;
    this.drawn = new DrawnObjects(file);
    this.fields = new FieldHistory(file, () => this.visit());
  }

  /** One more step of work on this file; the caller bounds the sum. */
  visit(): number {
    return ++this.#visits;
  }

  /** Keys under which anything written in revisions 0…upTo refers to this object number. */
  usesOf(num: number, upTo: number): ReadonlySet<string> {
    this.#readTo(upTo);
    return this.#keys.get(num) ?? none;
  }

  /** Does any revision up to this one keep objects in this stream? */
  holdsOthers(num: number, upTo: number): boolean {
    this.#readTo(upTo);
    return this.#containers.has(num);
  }

  /**
   * The same with the whole way that leads there. The last key alone says too little: a document may name its fonts,
   * pictures and graphics states /DSS or /Metadata, and have them exchanged as if they were that.
   */
  placesOf(num: number, upTo: number): readonly Use[] {
    this.#readTo(upTo);
    return [...(this.#holders.get(num) ?? [])].flatMap(([holder, revisions]) => {
      const paths = new Set<string>();
      for (const index of revisions) {
        const version = this.#version(holder, index);
        if (version) walk(version, '', 0, (target, path) => target === num && paths.add(path));
      }
      if (paths.size === 0) paths.add('?');
      return [...paths].map((path) => ({ holder: holder === trailer ? null : holder, path }));
    });
  }

  #version(holder: number, index: number): PdfObject | null {
    const revision = this.#file.revisions[index];
    if (holder === trailer) return revision?.trailer ?? null;
    const entry = revision?.entries.get(holder);
    if (entry === undefined || entry.type === 'free') return null;
    const gen = entry.type === 'offset' ? entry.gen : 0;
    return this.#file.view(index).get({ kind: 'ref', num: holder, gen });
  }

  #readTo(upTo: number): void {
    for (; this.#next <= upTo; this.#next++) this.#add(this.#next);
  }

  #add(index: number): void {
    const revision = this.#file.revisions[index];
    if (revision === undefined) return;
    const view = this.#file.view(index);
    this.#scan(revision.trailer, trailer, index);
    for (const [num, entry] of revision.entries) {
      if (entry.type === 'free') continue;
      if (entry.type === 'compressed') this.#containers.add(entry.stream);
      const gen = entry.type === 'offset' ? entry.gen : 0;
      const object = view.get({ kind: 'ref', num, gen });
      if (object === null) continue;
      // A cross-reference stream is the trailer of its revision.
      const isTrailer =
        entry.type === 'offset' && revision.structure.some(({ start }) => start === entry.offset);
      if (!this.#scan(object, isTrailer ? trailer : num, index)) this.#scanBytes(index, num);
    }
  }

  /** False: a key stands twice somewhere, and what its other value refers to was not seen. */
  #scan(object: PdfObject, holder: number, index: number): boolean {
    return walk(object, '', 0, (target, path) => {
      this.#refer(target, holder, index, path.slice(path.lastIndexOf('.') + 1));
    });
  }

  /** Other readers take the other value of a repeated key, so whatever looks like a reference counts. */
  #scanBytes(index: number, num: number): void {
    const view = this.#file.view(index);
    const entry = view.entry(num);
    const holder = entry?.type === 'compressed' ? entry.stream : num;
    const extent = view.extent(holder);
    if (extent === null) return;
    const stream = holder === num ? null : view.get({ kind: 'ref', num: holder, gen: 0 });
    const bytes =
      stream?.kind === 'stream'
        ? view.decode(stream)
        : this.#file.source.read(extent.start, extent.end - extent.start);
    for (const [, digits] of Buffer.from(bytes)
      .toString('latin1')
      .matchAll(/(\d{1,10})\s+\d{1,5}\s+R/g))
      if (this.#holders.get(Number(digits))?.has(num) !== true) this.#refer(Number(digits), num, index, '?');
  }

  #refer(target: number, holder: number, index: number, key: string): void {
    const keys = this.#keys.get(target) ?? new Set<string>();
    const holders = this.#holders.get(target) ?? new Map<number, number[]>();
    const revisions = holders.get(holder) ?? [];
    this.#keys.set(target, keys.add(key));
    if (revisions.at(-1) !== index) revisions.push(index);
    this.#holders.set(target, holders.set(holder, revisions));
  }
}

/** Every reference below a value with the keys that lead to it. False where a key stands twice. */
function walk(
  value: PdfObject,
  path: string,
  depth: number,
  found: (target: number, path: string) => unknown,
): boolean {
  if (depth > pdfLimits.nestingDepth) return true;
  if (value.kind === 'ref') found(value.num, path);
  else if (value.kind === 'array') {
    let single = true;
    for (const item of value.items) {
      if (!walk(item, path, depth + 1, found)) single = false;
    }
    return single;
  } else if (value.kind === 'dict' || value.kind === 'stream') {
    const { entries, duplicates } = value.kind === 'dict' ? value : value.dict;
    let single = duplicates.length === 0;
    for (const [name, item] of entries) {
      // Most values lead nowhere: no path is made for them.
      if (!leads.has(item.kind)) continue;
      if (!walk(item, path === '' ? name : `${path}.${name}`, depth + 1, found)) single = false;
    }
    return single;
  }
  return true;
}

const leads: ReadonlySet<PdfObject['kind']> = new Set<PdfObject['kind']>(['ref', 'array', 'dict', 'stream']);
const trailer = -1;
const none: ReadonlySet<string> = new Set();
