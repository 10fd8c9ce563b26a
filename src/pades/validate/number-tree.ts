import { PadesError } from '../errors.ts';
import { pdfLimits, type PdfView } from '../pdf/file.ts';
import type { PdfDict, PdfObject } from '../pdf/objects.ts';
import { asDict } from './pdf-values.ts';

export interface NumberTree {
  readonly entries: ReadonlyMap<number, PdfObject>;
  /** Objects the tree is made of: nodes, and arrays that are objects of their own. */
  readonly nodes: ReadonlySet<number>;
}

/** Nodes and dozens of entries, over all revisions of a file. */
const MOST_VISITED = 400_000;
const nodeKeys: ReadonlySet<string> = new Set(['Nums', 'Kids', 'Limits']);

/**
 * A number tree (ISO 32000-2 clause 7.9.7) as every reader finds its entries: keys ascend over the whole tree and /Limits
 * tell the truth. Null where it is anything else. Throws PADES_LIMIT_EXCEEDED.
 */
export function readNumberTree(
  view: PdfView,
  root: PdfObject | undefined,
  visit: () => number,
): NumberTree | null {
  const entries = new Map<number, PdfObject>();
  const nodes = new Set<number>();
  if (root === undefined) return { entries, nodes };
  const order: number[] = [];
  const step = (): void => {
    if (visit() > MOST_VISITED)
      throw new PadesError('PADES_LIMIT_EXCEEDED', { detail: 'too many nodes of number trees' });
  };

  const arrayOf = (node: PdfDict, key: string): readonly PdfObject[] | null => {
    const value = node.entries.get(key);
    const list = view.resolve(value);
    if (value?.kind === 'ref') nodes.add(value.num);
    return list.kind === 'array' ? list.items : null;
  };
  const readEntries = (items: readonly PdfObject[]): boolean => {
    for (let at = 0; at < items.length; at += 2) {
      const [key, value] = [items[at], items[at + 1]];
      if (key?.kind !== 'number' || !key.integer || value === undefined || key.value <= (order.at(-1) ?? -1))
        return false;
      if (at % 128 === 0) step();
      order.push(key.value);
      entries.set(key.value, value);
    }
    return true;
  };
  const readNode = (object: PdfObject, depth: number): boolean => {
    const node = asDict(view.resolve(object));
    if (node === null || node.duplicates.length > 0 || depth > pdfLimits.nestingDepth) return false;
    if (object.kind === 'ref') {
      if (nodes.has(object.num)) return false;
      nodes.add(object.num);
    }
    step();
    if ([...node.entries.keys()].some((key) => !nodeKeys.has(key))) return false;
    const before = order.length;
    if (node.entries.has('Nums')) {
      const items = arrayOf(node, 'Nums');
      if (node.entries.has('Kids') || items === null || !readEntries(items)) return false;
    } else if (node.entries.has('Kids')) {
      const kids = arrayOf(node, 'Kids');
      if (kids === null || !kids.every((kid) => readNode(kid, depth + 1))) return false;
    }
    return !node.entries.has('Limits') || limitsFit(node, before);
  };
  const limitsFit = (node: PdfDict, before: number): boolean => {
    const limits = arrayOf(node, 'Limits') ?? [];
    const [low, high] = limits.map((limit) => (limit.kind === 'number' ? limit.value : null));
    return limits.length === 2 && order.length > before && low === order[before] && high === order.at(-1);
  };
  return readNode(root, 0) ? { entries, nodes } : null;
}
