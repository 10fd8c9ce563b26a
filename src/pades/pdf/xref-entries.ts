import type { XrefEntry } from './file.ts';

/** Contiguous numbers whose rows stay bytes until one is asked for: fifty thousand entries are then no objects at all. */
export interface EntryRun {
  readonly first: number;
  readonly count: number;
  /** The entry of number `first + index`. */
  row(index: number): XrefEntry;
}

/** The entries of a section or revision by object number. Runs do not overlap. */
export class XrefEntries implements ReadonlyMap<number, XrefEntry> {
  readonly size: number;
  /** In the order of the file. */
  readonly #runs: readonly EntryRun[];
  readonly #sorted: readonly EntryRun[];

  private constructor(runs: readonly EntryRun[], sorted: readonly EntryRun[]) {
    this.#runs = runs;
    this.#sorted = sorted;
    let size = 0;
    for (const { count } of runs) size += count;
    this.size = size;
  }

  /** Null where two runs share a number: somebody has to decide which of them counts. */
  static of(runs: readonly EntryRun[]): XrefEntries | null {
    if (ascend(runs)) return new XrefEntries(runs, runs);
    const filled = runs.filter(({ count }) => count > 0);
    const sorted = [...filled].sort((a, b) => a.first - b.first);
    const apart = sorted.every((run, at) => {
      const before = sorted[at - 1];
      return before === undefined || before.first + before.count <= run.first;
    });
    return apart ? new XrefEntries(filled, sorted) : null;
  }

  /** In the order of the file. */
  get runs(): readonly EntryRun[] {
    return this.#runs;
  }

  /** The runs of both, or null where they overlap. */
  joined(other: XrefEntries): XrefEntries | null {
    return XrefEntries.of([...this.#runs, ...other.#runs]);
  }

  /** Highest number, -1 where there is none. */
  get highest(): number {
    const last = this.#sorted.at(-1);
    return last === undefined ? -1 : last.first + last.count - 1;
  }

  get(num: number): XrefEntry | undefined {
    const run = this.#runOf(num);
    return run?.row(num - run.first);
  }

  has(num: number): boolean {
    return this.#runOf(num) !== undefined;
  }

  *entries(): MapIterator<[number, XrefEntry]> {
    for (const run of this.#runs) {
      for (let at = 0; at < run.count; at += 1) yield [run.first + at, run.row(at)];
    }
  }

  *keys(): MapIterator<number> {
    for (const { first, count } of this.#runs) for (let at = 0; at < count; at += 1) yield first + at;
  }

  *values(): MapIterator<XrefEntry> {
    for (const run of this.#runs) for (let at = 0; at < run.count; at += 1) yield run.row(at);
  }

  [Symbol.iterator](): MapIterator<[number, XrefEntry]> {
    return this.entries();
  }

  forEach(visit: (entry: XrefEntry, num: number, map: ReadonlyMap<number, XrefEntry>) => void): void {
    for (const [num, entry] of this) visit(entry, num, this);
  }

  /** The last run that begins at or before the number, if it reaches that far. */
  #runOf(num: number): EntryRun | undefined {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sorted[middle]?.first ?? 0) <= num) low = middle + 1;
      else high = middle;
    }
    const run = this.#sorted[low - 1];
    return run !== undefined && num < run.first + run.count ? run : undefined;
  }
}

/** As nearly every writer leaves them: one behind the other, none of them empty. */
function ascend(runs: readonly EntryRun[]): boolean {
  let next = 0;
  for (const { first, count } of runs) {
    if (first < next || count === 0) return false;
    next = first + count;
  }
  return true;
}

/** The highest number of any kind of entries, -1 where there is none. */
export function highestOf(entries: ReadonlyMap<number, XrefEntry>): number {
  if (entries instanceof XrefEntries) return entries.highest;
  let highest = -1;
  for (const num of entries.keys()) if (num > highest) highest = num;
  return highest;
}

/** Both together; where both have a number, `winner` counts. */
export function unite(
  loser: ReadonlyMap<number, XrefEntry>,
  winner: ReadonlyMap<number, XrefEntry>,
): ReadonlyMap<number, XrefEntry> {
  const joined = loser instanceof XrefEntries && winner instanceof XrefEntries ? loser.joined(winner) : null;
  return joined ?? new Map([...loser, ...winner]);
}
