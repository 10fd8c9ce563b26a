import type { Revision, XrefEntry } from './file.ts';
import { XrefEntries } from './xref-entries.ts';

/** Sections of more entries than this are asked themselves: they are few, and an index of them would cost more than it saves. */
const SMALL = 64;

/**
 * Finds the newest entry of a number as of a revision. A file with fifty signatures has fifty small sections; walking through them for each
 * lookup would make the work grow with their square.
 */
export class RevisionIndex {
  readonly #revisions: readonly Revision[];
  /** The newest small revision that writes a number. Made at the first question, which is nearly always about the newest revision. */
  #newest: readonly (number | undefined)[] | null = null;
  /** The small revisions that write a number, oldest first. Made at the first question. */
  #writers: ReadonlyMap<number, readonly number[]> | null = null;
  readonly #large: readonly number[];

  constructor(revisions: readonly Revision[]) {
    this.#revisions = revisions;
    this.#large = revisions.filter(({ entries }) => entries.size > SMALL).map(({ index }) => index);
  }

  entry(num: number, asOf: number): XrefEntry | null {
    const newest = asOf >= this.#revisions.length - 1;
    const small = newest ? ((this.#newest ??= this.#last())[num] ?? -1) : this.#smallUpTo(num, asOf);
    for (let i = this.#large.length - 1; i >= 0; i -= 1) {
      const at = this.#large[i] ?? -1;
      if (at < small) break;
      const found = at <= asOf ? this.#revisions[at]?.entries.get(num) : undefined;
      if (found) return found;
    }
    return this.#revisions[small]?.entries.get(num) ?? null;
  }

  #smallUpTo(num: number, asOf: number): number {
    return lastUpTo((this.#writers ??= this.#index()).get(num) ?? [], asOf);
  }

  #last(): (number | undefined)[] {
    const newest: (number | undefined)[] = [];
    for (const { index, entries } of this.#revisions) {
      if (entries.size > SMALL) continue;
      if (!(entries instanceof XrefEntries)) for (const num of entries.keys()) newest[num] = index;
      else
        for (const { first, count } of entries.runs) {
          for (let num = first; num < first + count; num += 1) newest[num] = index;
        }
    }
    return newest;
  }

  #index(): Map<number, number[]> {
    const writers = new Map<number, number[]>();
    for (const { index, entries } of this.#revisions) {
      if (entries.size > SMALL) continue;
      for (const num of entries.keys()) {
        const known = writers.get(num);
        if (known) known.push(index);
        else writers.set(num, [index]);
      }
    }
    return writers;
  }
}

/** The last of ascending numbers that is at most `limit`; -1 where there is none. */
function lastUpTo(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return ascending[low - 1] ?? -1;
}
