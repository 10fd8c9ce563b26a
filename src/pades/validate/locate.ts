import type { PdfFile, PdfView } from '../pdf/file.ts';
import { pdfLimits } from '../pdf/file.ts';
import { PadesError } from '../errors.ts';
import type { Extent, PdfDict, PdfObject } from '../pdf/objects.ts';
import { asDict, dictAt, itemsAt, nameAt, refAt, textOf } from './pdf-values.ts';

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

/** Fields times revisions. */
const maxFieldsVisited = 400_000;

/**
 * All signature dictionaries of all revisions, not only those the newest form shows: a later revision may have hidden
 * one. A dictionary that was overwritten appears once for each revision that wrote it.
 */
export function locateSignatures(file: PdfFile): readonly SignatureLocation[] {
  const found = new Map<string, { location: SignatureLocation; fields: Set<string> }>();
  let visited = 0;
  for (const { index } of file.revisions) {
    const view = file.view(index);
    for (const { name, num, dict, lock } of signedFields(view, () => ++visited)) {
      const definedIn = definingRevision(file, num, index);
      const key = `${num}:${definedIn}`;
      const known = found.get(key);
      if (known) {
        if (name !== null) known.fields.add(name);
        continue;
      }
      if (found.size >= pdfLimits.signatures) {
        throw new PadesError('PADES_LIMIT_EXCEEDED', { detail: 'too many signatures' });
      }
      const extent = view.extent(num);
      const location = { field: name, fields: [], dict, objectNum: num, definedIn, extent, lock };
      found.set(key, { location, fields: new Set(name === null ? [] : [name]) });
    }
  }
  return [...found.values()].map(({ location, fields }) => ({ ...location, fields: [...fields] }));
}

/** The newest revision up to `upTo` that writes this object. */
export function definingRevision(file: PdfFile, num: number, upTo: number): number {
  for (let index = upTo; index >= 0; index--) {
    if (file.revisions[index]?.entries.has(num)) return index;
  }
  return 0;
}

interface SignedField {
  readonly name: string | null;
  readonly num: number;
  readonly dict: PdfDict;
  readonly lock: PdfDict | null;
}

function* signedFields(view: PdfView, visit: () => number): Generator<SignedField> {
  const seen = new Set<number>();
  for (const field of formFields(view, visit)) {
    const value = field.dict.entries.get('V');
    const dict = asDict(view.resolve(value));
    if (dict === null || !isSignature(field.type, dict, view)) continue;
    const num = value?.kind === 'ref' ? value.num : field.num;
    seen.add(num);
    yield { name: field.name, num, dict, lock: dictAt(view, field.dict, 'Lock') };
  }
  // A certification signature that no field shows is still one (ISO 32000-2 clause 12.8.6).
  const permissions = dictAt(view, view.catalog, 'Perms');
  const certification = permissions && refAt(permissions, 'DocMDP');
  const dict = certification && asDict(view.resolve(certification));
  if (certification && dict && !seen.has(certification.num))
    yield { name: null, num: certification.num, dict, lock: null };
}

function isSignature(fieldType: string | null, dict: PdfDict, view: PdfView): boolean {
  const type = nameAt(view, dict, 'Type');
  return fieldType === 'Sig' || type === 'Sig' || type === 'DocTimeStamp' || dict.entries.has('ByteRange');
}

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

/** Every node of the form's field tree, or of these top fields alone, parents before children. Loops and depth are bounded. */
export function* formFields(
  view: PdfView,
  visit: () => number = () => 0,
  from?: readonly PdfObject[],
): Generator<FormField> {
  const form = dictAt(view, view.catalog, 'AcroForm');
  if (form === null) return;
  const seen = new Set<number>();
  const walk = function* (
    items: readonly PdfObject[],
    parent: { name: string; type: string | null; num: number | null },
    depth: number,
  ): Generator<FormField> {
    if (depth > pdfLimits.nestingDepth)
      throw new PadesError('PADES_LIMIT_EXCEEDED', { detail: 'field tree too deep' });
    for (const item of items) {
      const dict = view.resolve(item);
      if (item.kind !== 'ref' || dict.kind !== 'dict' || seen.has(item.num)) continue;
      if (visit() > maxFieldsVisited)
        throw new PadesError('PADES_LIMIT_EXCEEDED', { detail: 'too many fields' });
      seen.add(item.num);
      const own = textOf(view.resolve(dict.entries.get('T')));
      const name = [parent.name, own].filter(Boolean).join('.');
      const type = nameAt(view, dict, 'FT') ?? parent.type;
      yield { name, num: item.num, dict, type, parent: parent.num };
      yield* walk(itemsAt(view, dict, 'Kids'), { name, type, num: item.num }, depth + 1);
    }
  };
  yield* walk(from ?? itemsAt(view, form, 'Fields'), { name: '', type: null, num: null }, 0);
}
