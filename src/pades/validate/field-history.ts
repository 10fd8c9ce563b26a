import type { PdfFile, PdfView } from '../pdf/file.ts';
import { dictAt, itemsAt } from './pdf-values.ts';
import { formFields, type FormField } from './locate.ts';

/** The fields of neighbouring revisions: each form is walked once, and fields that nobody wrote again are taken over. */
export class FieldHistory {
  readonly #file: PdfFile;
  readonly #visit: () => number;
  #known: { index: number; fields: ReadonlyMap<number, FormField> }[] = [];

  constructor(file: PdfFile, visit: () => number) {
    this.#file = file;
    this.#visit = visit;
  }

  asOf(index: number): ReadonlyMap<number, FormField> {
    const known = this.#known.find((each) => each.index === index);
    if (known) return known.fields;
    const earlier = this.#known.find((each) => each.index === index - 1)?.fields;
    const view = this.#file.view(index);
    const fields = (earlier && this.#grown(earlier, view, index)) ?? walked(view, this.#visit);
    // Two are compared at a time.
    this.#known = [...this.#known.slice(-1), { index, fields }];
    return fields;
  }

  /** The same fields in the same order and some behind them, the usual case of one more signature; else null. */
  #grown(
    earlier: ReadonlyMap<number, FormField>,
    view: PdfView,
    index: number,
  ): ReadonlyMap<number, FormField> | null {
    const written = this.#file.revisions[index]?.entries;
    const form = dictAt(view, view.catalog, 'AcroForm');
    if (!written || form === null) return null;
    const items = itemsAt(view, form, 'Fields');
    const fields = new Map<number, FormField>();
    for (const item of items) {
      if (item.kind !== 'ref') return null;
      const known = written.has(item.num) ? undefined : earlier.get(item.num);
      if (known?.parent === null && isSimple(known) && !fields.has(item.num)) fields.set(item.num, known);
      else {
        for (const field of formFields(view, this.#visit, [item])) {
          if (fields.has(field.num)) return null;
          fields.set(field.num, field);
        }
      }
    }
    return fields;
  }
}

/** Nothing of what a walk says about it lies in another object. */
const isSimple = ({ dict: { entries } }: FormField): boolean =>
  !entries.has('Kids') && entries.get('T')?.kind !== 'ref' && entries.get('FT')?.kind !== 'ref';

const walked = (view: PdfView, visit: () => number): ReadonlyMap<number, FormField> =>
  new Map([...formFields(view, visit)].map((field) => [field.num, field]));
