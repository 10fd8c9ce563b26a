import type { PdfFile, PdfView } from '../pdf/file.ts';
import type { PdfDict, PdfObject } from '../pdf/objects.ts';
import { dictAt, nameAt } from './pdf-values.ts';

/** Something in the signed file that a reader may not see, or may see otherwise than the signer did (pades.md ). */
export interface HiddenContent {
  readonly kind:
    | 'unused-content'
    | 'unused-objects'
    | 'optional-content'
    | 'alternate-images'
    | 'external-data'
    | 'active-content';
  readonly detail: string;
  /** Numbers of the objects, the first few. */
  readonly objects: readonly number[];
}

/** Values looked at; a larger file is not asked, which is not the same as nothing found. */
const MOST_VISITED = 100_000;
const mostListed = 20;

/** What a signed revision holds besides what it shows. Null: too much to look at, or it cannot be read. */
export function findHiddenContent(file: PdfFile, index: number): readonly HiddenContent[] | null {
  try {
    return new Search(file, index).run();
  } catch {
    return null;
  }
}

class Search {
  readonly #view: PdfView;
  readonly #file: PdfFile;
  readonly #index: number;
  readonly #found = new Map<HiddenContent['kind'], Set<number>>();
  readonly #reached = new Set<number>();
  #visited = 0;

  constructor(file: PdfFile, index: number) {
    this.#file = file;
    this.#index = index;
    this.#view = file.view(index);
  }

  run(): readonly HiddenContent[] | null {
    const { catalog, catalogRef, trailer } = this.#view;
    if (!this.#walk(trailer, -1)) return null;
    if (catalog.entries.has('OCProperties')) this.#add('optional-content', catalogRef.num);
    if (dictAt(this.#view, catalog, 'Names')?.entries.has('JavaScript') || catalog.entries.has('OpenAction'))
      this.#add('active-content', catalogRef.num);
    this.#unused();
    return [...this.#found].map(([kind, objects]) => ({
      kind,
      detail: words[kind],
      objects: [...objects].slice(0, mostListed),
    }));
  }

  #walk(root: PdfObject, top: number): boolean {
    const queue: [PdfObject, number][] = [[root, top]];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const [item, holder] = next;
      if (++this.#visited > MOST_VISITED) return false;
      if (item.kind === 'ref') {
        if (this.#reached.has(item.num)) continue;
        this.#reached.add(item.num);
        const object = this.#view.get(item);
        if (object !== null) queue.push([object, item.num]);
      } else if (item.kind === 'array') {
        for (const each of item.items) if (leads(each)) queue.push([each, holder]);
      } else if (item.kind === 'dict' || item.kind === 'stream') {
        const dict = item.kind === 'dict' ? item : item.dict;
        this.#look(dict, item.kind === 'stream', holder);
        for (const value of dict.entries.values()) if (leads(value)) queue.push([value, holder]);
      }
    }
    return true;
  }

  #look({ entries }: PdfDict, isStream: boolean, num: number): void {
    if (isStream) {
      if (entries.has('F') || entries.has('Ref')) this.#add('external-data', num);
      if (entries.has('Alternates')) this.#add('alternate-images', num);
    } else if (entries.has('AA')) this.#add('active-content', num);
    else {
      const action = entries.get('S');
      if (action?.kind === 'name' && (action.name === 'JavaScript' || action.name === 'Launch'))
        this.#add('active-content', num);
    }
  }

  /** What an honest writer leaves behind when it writes something anew is seldom a page. */
  #unused(): void {
    const used = new Set<number>();
    for (const { entries, structure } of this.#file.revisions.slice(0, this.#index + 1)) {
      for (const [num, entry] of entries) {
        if (entry.type === 'compressed') used.add(entry.stream);
        if (entry.type === 'offset' && structure.some(({ start }) => start === entry.offset)) used.add(num);
      }
    }
    const seen = new Set<number>();
    for (const { entries } of this.#file.revisions.slice(0, this.#index + 1)) {
      for (const num of entries.keys()) {
        if (seen.has(num) || this.#reached.has(num) || used.has(num)) continue;
        seen.add(num);
        const entry = this.#view.entry(num);
        if (entry === null || entry.type === 'free') continue;
        const object = this.#view.get({ kind: 'ref', num, gen: entry.type === 'offset' ? entry.gen : 0 });
        if (object === null) continue;
        this.#add(this.#couldShow(object) ? 'unused-content' : 'unused-objects', num);
      }
    }
  }

  /** Pages, and what a page can be drawn with: one changed reference would show them. */
  #couldShow(object: PdfObject): boolean {
    if (object.kind === 'stream') return nameAt(this.#view, object.dict, 'Type') !== 'Metadata';
    const type = object.kind === 'dict' ? nameAt(this.#view, object, 'Type') : null;
    return type !== null && showing.has(type);
  }

  #add(kind: HiddenContent['kind'], num: number): void {
    const numbers = this.#found.get(kind) ?? new Set<number>();
    this.#found.set(kind, numbers.add(num));
  }
}

const showing: ReadonlySet<string> = new Set(['Page', 'Pages', 'Catalog', 'Font', 'Annot']);

const leads = ({ kind }: PdfObject): boolean =>
  kind === 'ref' || kind === 'array' || kind === 'dict' || kind === 'stream';

const words: Readonly<Record<HiddenContent['kind'], string>> = {
  'unused-content': 'pages or drawings that nothing leads to',
  'unused-objects': 'objects that nothing leads to',
  'optional-content': 'layers that can be switched off',
  'alternate-images': 'pictures with another picture for print',
  'external-data': 'data of another file, which the signature does not cover',
  'active-content': 'scripts or actions that run by themselves',
};
