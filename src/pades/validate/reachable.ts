import type { PdfFile } from '../pdf/file.ts';
import type { PdfObject } from '../pdf/objects.ts';

/** Objects and values looked at; more is not asked, and then nothing counts as unused. */
const MOST_VISITED = 200_000;

/**
 * Numbers that the trailer of a revision leads to. Null where nobody can say: a key stands twice, so that readers see
 * different things, an object cannot be read, or there is too much.
 */
export function reachableFrom(file: PdfFile, index: number): ReadonlySet<number> | null {
  const view = file.view(index);
  const found = new Set<number>();
  const queue: PdfObject[] = [view.trailer];
  let visited = 0;
  try {
    for (let item = queue.pop(); item !== undefined; item = queue.pop()) {
      if (++visited > MOST_VISITED) return null;
      if (item.kind === 'ref') {
        if (found.has(item.num)) continue;
        found.add(item.num);
        const object = view.get(item);
        if (object !== null) queue.push(object);
      } else if (item.kind === 'array') queue.push(...item.items.filter(leads));
      else if (item.kind === 'dict' || item.kind === 'stream') {
        const { entries, duplicates } = item.kind === 'dict' ? item : item.dict;
        if (duplicates.length > 0) return null;
        for (const value of entries.values()) if (leads(value)) queue.push(value);
      }
    }
  } catch {
    return null;
  }
  return found;
}

const leads = ({ kind }: PdfObject): boolean =>
  kind === 'ref' || kind === 'array' || kind === 'dict' || kind === 'stream';
