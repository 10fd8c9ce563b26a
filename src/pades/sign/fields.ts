import { PadesError } from '../errors.ts';
import type { PdfView } from '../pdf/file.ts';
import { integerOf } from '../pdf/indirect.ts';
import type { PdfDict, PdfObject, PdfRef } from '../pdf/objects.ts';
import { textOf } from '../pdf/serialize.ts';

/** A terminal form field with what it inherits (clause 12.7.4). */
export interface FormField {
  readonly name: string;
  readonly ref: PdfRef;
  readonly dict: PdfDict;
  readonly type: string | null;
  readonly value: PdfObject;
}

/** More fields than this in one form are an attack. */
const MOST_FIELDS = 20_000;
const MOST_DEPTH = 32;

/** The form's terminal fields by fully qualified name. Throws PADES_LIMIT_EXCEEDED, PADES_PDF_SYNTAX. */
export function readFields(view: PdfView): FormField[] {
  const form = view.resolve(view.catalog.entries.get('AcroForm'));
  const roots = form.kind === 'dict' ? view.resolve(form.entries.get('Fields')) : form;
  if (roots.kind !== 'array') return [];
  const out: FormField[] = [];
  const visited = new Set<number>();
  const stack = roots.items
    .map((item) => ({ item, prefix: '', type: null as string | null, depth: 0 }))
    .reverse();
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const dict = view.resolve(next.item);
    if (next.item.kind !== 'ref' || dict.kind !== 'dict') continue;
    if (visited.has(next.item.num) || next.depth > MOST_DEPTH) {
      throw new PadesError('PADES_PDF_SYNTAX', { detail: 'The form meets a field twice.' });
    }
    visited.add(next.item.num);
    if (visited.size > MOST_FIELDS)
      throw new PadesError('PADES_LIMIT_EXCEEDED', { detail: 'Too many form fields.' });
    const partial = view.resolve(dict.entries.get('T'));
    const own = partial.kind === 'string' ? textOf(partial.bytes) : '';
    const name = [next.prefix, own].filter((part) => part !== '').join('.');
    const given = view.resolve(dict.entries.get('FT'));
    const type = given.kind === 'name' ? given.name : next.type;
    const kids = fieldKids(dict, view);
    for (const kid of kids) stack.push({ item: kid, prefix: name, type, depth: next.depth + 1 });
    if (kids.length === 0)
      out.push({ name, ref: next.item, dict, type, value: view.resolve(dict.entries.get('V')) });
  }
  return out;
}

/** Kids that are fields; kids without /T are the field's own widgets (clause 12.7.4.1). */
function fieldKids(dict: PdfDict, view: PdfView): PdfObject[] {
  const kids = view.resolve(dict.entries.get('Kids'));
  if (kids.kind !== 'array') return [];
  return kids.items.filter((kid) => {
    const child = view.resolve(kid);
    return child.kind === 'dict' && child.entries.has('T');
  });
}

/** Throws PADES_CERTIFIED_NO_CHANGES where an earlier signature forbids this one (pades.md 1.6). */
export function refuseWhereForbidden(
  view: PdfView,
  fields: readonly FormField[],
  target: FormField | null,
): void {
  const perms = view.resolve(view.catalog.entries.get('Perms'));
  const certified = perms.kind === 'dict' ? [view.resolve(perms.entries.get('DocMDP'))] : [];
  const signed = fields.filter((field) => field.type === 'Sig' && field.value.kind === 'dict');
  for (const value of [...certified, ...signed.map((field) => field.value)]) {
    for (const { method, parameters } of transforms(value, view)) {
      if (method === 'DocMDP' && integerOf(view.resolve(parameters.entries.get('P'))) === 1)
        throw forbidden();
      if (method === 'FieldMDP' && target && locks(parameters, target.name, view)) throw forbidden();
    }
  }
  for (const field of signed) {
    const lock = view.resolve(field.dict.entries.get('Lock'));
    if (lock.kind === 'dict' && integerOf(view.resolve(lock.entries.get('P'))) === 1) throw forbidden();
  }
}

function transforms(value: PdfObject, view: PdfView): { method: string; parameters: PdfDict }[] {
  const references = value.kind === 'dict' ? view.resolve(value.entries.get('Reference')) : value;
  if (references.kind !== 'array') return [];
  return references.items.flatMap((item) => {
    const reference = view.resolve(item);
    if (reference.kind !== 'dict') return [];
    const method = view.resolve(reference.entries.get('TransformMethod'));
    const parameters = view.resolve(reference.entries.get('TransformParams'));
    return method.kind === 'name' && parameters.kind === 'dict' ? [{ method: method.name, parameters }] : [];
  });
}

/** Whether a FieldMDP covers the field; a name also covers its descendants. */
function locks(parameters: PdfDict, field: string, view: PdfView): boolean {
  const action = view.resolve(parameters.entries.get('Action'));
  const list = view.resolve(parameters.entries.get('Fields'));
  const names = list.kind === 'array' ? list.items.map((item) => view.resolve(item)) : [];
  const named = names.some((each) => {
    const text = each.kind === 'string' ? textOf(each.bytes) : null;
    return text !== null && (field === text || field.startsWith(`${text}.`));
  });
  if (action.kind !== 'name') return false;
  return (
    action.name === 'All' || (action.name === 'Include' && named) || (action.name === 'Exclude' && !named)
  );
}

const forbidden = (): PadesError => new PadesError('PADES_CERTIFIED_NO_CHANGES');
