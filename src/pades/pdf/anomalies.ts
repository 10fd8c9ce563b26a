import type { PdfAnomaly } from './file.ts';

/** More repetitions than this say nothing new. */
const MOST = 1000;

/** The list of a file's anomalies, each place and kind once. */
export class Anomalies {
  readonly list: PdfAnomaly[] = [];
  readonly #seen = new Set<string>();

  add(kind: PdfAnomaly['kind'], offset: number, detail: string): void {
    const key = `${kind} ${offset}`;
    if (this.#seen.has(key) || this.list.length >= MOST) return;
    this.#seen.add(key);
    this.list.push({ kind, offset, detail });
  }
}
