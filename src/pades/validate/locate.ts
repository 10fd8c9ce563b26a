import type { PdfFile, PdfView } from '../pdf/file.ts';
import { pdfLimits } from '../pdf/file.ts';
import { PadesError } from '../errors.ts';
import type { Extent, PdfDict } from '../pdf/objects.ts';
import { FieldHistory, type ChangedField } from './field-history.ts';
import type { FormField } from './form-fields.ts';
import { asDict, dictAt, nameAt, refAt } from './pdf-values.ts';

/** A signature dictionary as one revision defines it. */
export interface SignatureLocation {
  /** Fully qualified name; null where only /Perms leads to it. */
  readonly field: string | null;
  /** Every field through which it is reached: one, unless someone plays tricks (pades.md A-18). */
  readonly fields: readonly string[];
  readonly dict: PdfDict;
  /** The object that holds the dictionary, and the revision that wrote it. */
  readonly objectNum: number;
  readonly definedIn: number;
  /** Null where it is not a top-level object, which a signature dictionary must be. */
  readonly extent: Extent | null;
  /** /Lock of the field, which may restrict what comes later (ISO 32000-2 clause 12.7.5.5). */
  readonly lock: PdfDict | null;
}

/**
 * All signature dictionaries of all revisions, not only those the newest form shows: a later revision may have hidden
 * one. A dictionary that was overwritten appears once for each revision that wrote it.
 */
export function locateSignatures(file: PdfFile): readonly SignatureLocation[] {
  const found = new Located(file);
  let visited = 0;
  const history = new FieldHistory(file, () => ++visited);
  const values = new ValueWatch();
  for (const { index, entries } of file.revisions) {
    const view = file.view(index);
    const { changed, afresh } = history.stepTo(index);
    const looked = afresh
      ? [...history.fields.values()]
      : values.lookedAt(changed, entries.keys(), history.fields);
    for (const field of looked) {
      values.add(view, field);
      const value = field.dict.entries.get('V');
      const dict = asDict(view.resolve(value));
      if (dict !== null && isSignature(field.type, dict, view))
        found.add(view, field.name, value?.kind === 'ref' ? value.num : field.num, dict, field.dict);
    }
    // A certification signature that no field shows is still one (ISO 32000-2 clause 12.8.6).
    const permissions = dictAt(view, view.catalog, 'Perms');
    const certification = permissions && refAt(permissions, 'DocMDP');
    const dict = certification && asDict(view.resolve(certification));
    if (certification && dict) found.add(view, null, certification.num, dict, null);
  }
  return found.all();
}

class Located {
  readonly #file: PdfFile;
  readonly #found = new Map<string, { location: SignatureLocation; fields: Set<string> }>();

  constructor(file: PdfFile) {
    this.#file = file;
  }

  add(view: PdfView, name: string | null, num: number, dict: PdfDict, field: PdfDict | null): void {
    const definedIn = definingRevision(this.#file, num, view.revision);
    const key = `${num}:${definedIn}`;
    const known = this.#found.get(key);
    if (known) {
      if (name !== null) known.fields.add(name);
      return;
    }
    if (this.#found.size >= pdfLimits.signatures) {
      throw new PadesError('PADES_LIMIT_EXCEEDED', { detail: 'too many signatures' });
    }
    const lock = field && dictAt(view, field, 'Lock');
    const location = {
      field: name,
      fields: [],
      dict,
      objectNum: num,
      definedIn,
      extent: view.extent(num),
      lock,
    };
    this.#found.set(key, { location, fields: new Set(name === null ? [] : [name]) });
  }

  all(): readonly SignatureLocation[] {
    return [...this.#found.values()].map(({ location, fields }) => ({ ...location, fields: [...fields] }));
  }
}

/** Which fields a revision may have given another signature without writing the field. */
class ValueWatch {
  readonly #holders = new Map<number, number[]>();
  /** Fields whose signature is said over more objects than one: looked at in every revision. */
  readonly #always = new Set<number>();

  add(view: PdfView, { num, dict }: FormField): void {
    const value = dict.entries.get('V');
    if (value === undefined) return;
    const said = value.kind === 'ref' ? view.get(value) : value;
    if (said?.kind === 'ref' || asDict(said ?? undefined)?.entries.get('Type')?.kind === 'ref')
      this.#always.add(num);
    if (value.kind !== 'ref') return;
    const holders = this.#holders.get(value.num);
    if (holders === undefined) this.#holders.set(value.num, [num]);
    else if (!holders.includes(num)) holders.push(num);
  }

  lookedAt(
    changed: readonly ChangedField[],
    written: Iterable<number>,
    fields: ReadonlyMap<number, FormField>,
  ): Iterable<FormField> {
    const looked = new Set(changed.map(({ now }) => now));
    const look = (num: number): void => {
      const field = fields.get(num);
      if (field) looked.add(field);
    };
    for (const num of this.#always) look(num);
    for (const num of written) for (const holder of this.#holders.get(num) ?? []) look(holder);
    return looked;
  }
}

/** The newest revision up to `upTo` that writes this object. */
export function definingRevision(file: PdfFile, num: number, upTo: number): number {
  for (let index = upTo; index >= 0; index--) {
    if (file.revisions[index]?.entries.has(num)) return index;
  }
  return 0;
}

function isSignature(fieldType: string | null, dict: PdfDict, view: PdfView): boolean {
  const type = nameAt(view, dict, 'Type');
  return fieldType === 'Sig' || type === 'Sig' || type === 'DocTimeStamp' || dict.entries.has('ByteRange');
}
