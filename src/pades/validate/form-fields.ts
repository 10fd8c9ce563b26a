import type { PdfView } from '../pdf/file.ts';
import { pdfLimits } from '../pdf/file.ts';
import { PadesError } from '../errors.ts';
import type { PdfDict, PdfObject } from '../pdf/objects.ts';
import { dictAt, itemsAt, nameAt, textOf } from './pdf-values.ts';

/** Fields times revisions. */
const maxFieldsVisited = 400_000;

export interface FormField {
  /** Fully qualified (ISO 32000-2 clause 12.7.4.2). */
  readonly name: string;
  readonly num: number;
  readonly dict: PdfDict;
  /** /FT, inherited where absent. */
  readonly type: string | null;
  /** The node above it; null at the top. */
  readonly parent: number | null;
}

export interface FieldTree {
  /** Parents before children. */
  readonly fields: readonly FormField[];
  /** Everything said of a field lies in its own object and in those above it, and every item is a field. */
  readonly straight: boolean;
}

/** The top of the field tree; empty without a form. */
export function topFields(view: PdfView): readonly PdfObject[] {
  const form = dictAt(view, view.catalog, 'AcroForm');
  return form === null ? [] : itemsAt(view, form, 'Fields');
}

/** Every node below these tops. Loops and depth are bounded. */
export function walkFields(view: PdfView, visit: () => number, tops: readonly PdfObject[]): FieldTree {
  const fields: FormField[] = [];
  const seen = new Set<number>();
  let straight = true;
  const walk = (items: readonly PdfObject[], parent: FormField | null, depth: number): void => {
    if (depth > pdfLimits.nestingDepth)
      throw new PadesError('PADES_LIMIT_EXCEEDED', { detail: 'field tree too deep' });
    for (const item of items) {
      const dict = view.resolve(item);
      if (item.kind !== 'ref' || dict.kind !== 'dict' || seen.has(item.num)) {
        straight = false;
        continue;
      }
      if (visit() > maxFieldsVisited)
        throw new PadesError('PADES_LIMIT_EXCEEDED', { detail: 'too many fields' });
      seen.add(item.num);
      const { entries } = dict;
      if (straight)
        straight = view.get(item) === dict && elsewhere.every((key) => entries.get(key)?.kind !== 'ref');
      const own = textOf(view.resolve(entries.get('T')));
      const above = parent?.name ?? '';
      const name = above && own ? `${above}.${own}` : above || (own ?? '');
      const type = nameAt(view, dict, 'FT') ?? parent?.type ?? null;
      const field = { name, num: item.num, dict, type, parent: parent?.num ?? null };
      fields.push(field);
      if (entries.has('Kids')) walk(itemsAt(view, dict, 'Kids'), field, depth + 1);
    }
  };
  walk(tops, null, 0);
  return { fields, straight };
}

const elsewhere = ['T', 'FT', 'Kids'];
