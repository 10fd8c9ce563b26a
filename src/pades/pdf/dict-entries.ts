import type { PdfObject } from './objects.ts';

/** Longer dictionaries are looked into by hash. */
const FEW = 16;

/**
 * The entries of a dictionary as they are read. Nearly all dictionaries have a handful, which short lists hold for less than a Map costs
 * to make.
 */
export class DictEntries implements ReadonlyMap<string, PdfObject> {
  readonly #keys: string[] = [];
  readonly #values: PdfObject[] = [];
  #map: Map<string, PdfObject> | null = null;

  get size(): number {
    return this.#keys.length;
  }

  /** False where the key is there already; what it stands for then stays. */
  add(key: string, value: PdfObject): boolean {
    const keys = this.#keys;
    if (this.#map) {
      if (this.#map.has(key)) return false;
      this.#map.set(key, value);
    } else for (let at = 0; at < keys.length; at += 1) if (keys[at] === key) return false;
    keys.push(key);
    this.#values.push(value);
    if (keys.length === FEW) this.#map = new Map(this);
    return true;
  }

  get(key: string): PdfObject | undefined {
    if (this.#map) return this.#map.get(key);
    const keys = this.#keys;
    for (let at = 0; at < keys.length; at += 1) if (keys[at] === key) return this.#values[at];
    return undefined;
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  entries(): MapIterator<[string, PdfObject]> {
    const values = this.#values;
    return this.#keys
      .map((key, at): [string, PdfObject] => [key, values[at] as PdfObject])
      [Symbol.iterator]();
  }

  keys(): MapIterator<string> {
    return this.#keys[Symbol.iterator]();
  }

  values(): MapIterator<PdfObject> {
    return this.#values[Symbol.iterator]();
  }

  [Symbol.iterator](): MapIterator<[string, PdfObject]> {
    return this.entries();
  }

  forEach(visit: (value: PdfObject, key: string, map: ReadonlyMap<string, PdfObject>) => void): void {
    for (const [key, value] of this) visit(value, key, this);
  }
}
