import type { PdfFile, PdfPage, PdfView } from '../pdf/file.ts';
import type { PdfDict, PdfObject } from '../pdf/objects.ts';
import { asDict } from './pdf-values.ts';

/** What a page is drawn by (clause 7.7.3.3), its annotations left out. */
const pageKeys = ['Contents', 'Resources', 'Group', 'MediaBox', 'CropBox', 'Rotate', 'UserUnit'];
/** Keys that lead away from what is drawn. */
const elsewhere: ReadonlySet<string> = new Set(['Parent', 'P', 'Pg', 'Metadata', 'PieceInfo']);

/** Values looked at over all pages; beyond them the typed rules stand alone, which the report says. */
const MOST_VISITED = 400_000;

/**
 * The fingerprint of what pages show (pades.md 8.6): every object their contents and resources lead to, with the first
 * page that uses it. Nothing of it may ever change, whatever rule would explain it.
 */
export class DrawnObjects {
  readonly #file: PdfFile;
  #known: { index: number; pages: Drawn } | null = null;

  constructor(file: PdfFile) {
    this.#file = file;
  }

  /** Index of a page by the number of an object it is drawn with. */
  asOf(index: number): Drawn {
    if (this.#known?.index !== index) this.#known = { index, pages: drawnObjects(this.#file.view(index)) };
    return this.#known.pages;
  }

  /** The revision `index` changed nothing of it. */
  keep(index: number): void {
    if (this.#known?.index === index - 1) this.#known = { index, pages: this.#known.pages };
  }
}

interface Drawn {
  get(num: number): number | undefined;
  /** False where there was more than is looked at. */
  readonly complete: boolean;
}

function drawnObjects(view: PdfView): Drawn {
  const found = new Map<number, number>();
  let visited = 0;
  for (const [page, { dict }] of pagesOf(view).entries()) {
    const queue: PdfObject[] = [];
    for (const node of withParents(view, dict)) {
      for (const key of pageKeys) {
        const value = node.entries.get(key);
        if (value) queue.push(value);
      }
    }
    for (let item = queue.pop(); item !== undefined && ++visited <= MOST_VISITED; item = queue.pop()) {
      if (item.kind === 'ref') {
        if (found.has(item.num)) continue;
        found.set(item.num, page);
        const object = view.get(item);
        if (object !== null) queue.push(object);
      } else if (item.kind === 'array') queue.push(...item.items);
      else {
        for (const [key, value] of asDict(item)?.entries ?? []) if (!elsewhere.has(key)) queue.push(value);
      }
    }
  }
  return { get: (num) => found.get(num), complete: visited <= MOST_VISITED };
}

/** A tree that cannot be walked is the page rule's to refuse. */
function pagesOf(view: PdfView): readonly PdfPage[] {
  try {
    return view.pages();
  } catch {
    return [];
  }
}

function withParents(view: PdfView, page: PdfDict): PdfDict[] {
  const nodes = [page];
  for (let node = page; nodes.length < 64;) {
    const parent = asDict(view.resolve(node.entries.get('Parent')));
    if (parent === null || nodes.includes(parent)) break;
    nodes.push(parent);
    node = parent;
  }
  return nodes;
}
