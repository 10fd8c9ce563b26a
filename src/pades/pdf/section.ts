import type { ByteSource } from '../bytes.ts';
import type { Anomalies } from './anomalies.ts';
import type { PdfLimits, XrefEntry } from './file.ts';
import type { Extent, PdfDict } from './objects.ts';
import type { EntryRun } from './xref-entries.ts';

/** What reading a section needs. */
export interface XrefContext {
  readonly source: ByteSource;
  readonly limits: PdfLimits;
  readonly anomalies: Anomalies;
  readonly budget: EntryBudget;
}

/** One cross-reference section: a table (with its hybrid stream, if any) or a stream, as found at `offset`. */
export interface Section {
  readonly offset: number;
  readonly kind: 'table' | 'stream' | 'hybrid';
  readonly trailer: PdfDict;
  readonly entries: ReadonlyMap<number, XrefEntry>;
  /** Free in the table of a hybrid section, in use in its stream. */
  readonly hidden: ReadonlySet<number>;
  readonly structure: readonly Extent[];
  /** What closes the section: the number after `startxref` and the end of `%%EOF`; null where none follows. */
  readonly closing: { readonly named: number; readonly end: number } | null;
}

/** Where runs overlap, the first to name a number counts, and the rest is noted: two readers may choose differently. */
export function firstOfEach(
  runs: readonly EntryRun[],
  offset: number,
  context: Pick<XrefContext, 'anomalies'>,
): Map<number, XrefEntry> {
  const entries = new Map<number, XrefEntry>();
  for (const run of runs) {
    for (let at = 0; at < run.count; at += 1) {
      const num = run.first + at;
      if (entries.has(num)) {
        context.anomalies.add('duplicate-object', offset, `Object ${num} occurs twice in one xref section.`);
      } else entries.set(num, run.row(at));
    }
  }
  return entries;
}

/** Counts entries over all sections of one file. `most` grows with the file, so a small file cannot ask for much memory. */
export class EntryBudget {
  #left: number;

  constructor(most: number, fileSize: number) {
    this.#left = Math.min(most, Math.max(65_536, fileSize >> 2));
  }

  /** False when that many more are too many. */
  take(count: number): boolean {
    this.#left -= count;
    return this.#left >= 0;
  }
}
