import type { ByteSource } from '../bytes.ts';
import type { Anomalies } from './anomalies.ts';
import type { PdfLimits, XrefEntry } from './file.ts';
import type { Extent, PdfDict } from './objects.ts';

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
