import { pdfLimits, type PdfFile } from '../pdf/file.ts';
import type { PdfObject } from '../pdf/objects.ts';

/**
 * Who refers to whom, and under which key, up to a revision. A change is harmless only if every use of the object is
 * (pades.md 8.3 step 4), and a new number is new only if nothing already pointed at it: a dangling reference in a signed
 * page would otherwise be filled in later.
 */
export class ReferenceIndex {
  readonly #keys = new Map<number, Set<string>>();
  readonly #file: PdfFile;
  #next = 0;
  #visits = 0;

  constructor(file: PdfFile) {
    this.#file = file;
  }

  /** One more step of work on this file; the caller bounds the sum. */
  visit(): number {
    return ++this.#visits;
  }

  /** Keys under which anything written in revisions 0…upTo refers to this object number. */
  usesOf(num: number, upTo: number): ReadonlySet<string> {
    for (; this.#next <= upTo; this.#next++) this.#add(this.#next);
    return this.#keys.get(num) ?? none;
  }

  #add(index: number): void {
    const revision = this.#file.revisions[index];
    if (revision === undefined) return;
    const view = this.#file.view(index);
    this.#scan(revision.trailer, 'Trailer', 0);
    for (const [num, entry] of revision.entries) {
      if (entry.type === 'free') continue;
      const gen = entry.type === 'offset' ? entry.gen : 0;
      const object = view.get({ kind: 'ref', num, gen });
      if (object !== null) this.#scan(object, '', 0);
    }
  }

  /** `key`: the dictionary key that leads here; an array passes on the key it stands under. */
  #scan(value: PdfObject, key: string, depth: number): void {
    if (depth > pdfLimits.nestingDepth) return;
    if (value.kind === 'ref') {
      const uses = this.#keys.get(value.num) ?? new Set<string>();
      uses.add(key);
      this.#keys.set(value.num, uses);
    } else if (value.kind === 'array') {
      for (const item of value.items) this.#scan(item, key, depth + 1);
    } else if (value.kind === 'dict' || value.kind === 'stream') {
      const { entries } = value.kind === 'dict' ? value : value.dict;
      for (const [name, item] of entries) this.#scan(item, name, depth + 1);
    }
  }
}

const none: ReadonlySet<string> = new Set();
