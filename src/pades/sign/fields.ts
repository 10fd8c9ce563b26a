import { PadesError } from '../errors.ts';
import type { PdfView } from '../pdf/file.ts';
import { integerOf } from '../pdf/indirect.ts';
import { asciiOf } from '../pdf/held-string.ts';
import { pdfNull, type PdfDict, type PdfObject, type PdfRef } from '../pdf/objects.ts';
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
  const stack: { item: PdfObject; prefix: string; type: string | null; depth: number }[] = [];
  for (let at = roots.items.length - 1; at >= 0; at -= 1) {
    stack.push({ item: roots.items[at] ?? pdfNull, prefix: '', type: null, depth: 0 });
  }
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
    const own = partial.kind === 'string' ? (asciiOf(partial) ?? textOf(partial.bytes)) : '';
    const name = next.prefix === '' || own === '' ? next.prefix + own : `${next.prefix}.${own}`;
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
function fieldKids(dict: PdfDict, view: PdfView): readonly PdfObject[] {
  const kids = view.resolve(dict.entries.get('Kids'));
  if (kids.kind !== 'array') return none;
  return kids.items.filter((kid) => {
    const child = view.resolve(kid);
    return child.kind === 'dict' && child.entries.has('T');
  });
}

const none: readonly never[] = [];

/** What the signatures already in a file leave to a new one (pades.md 1.6, 8.4). */
export interface Restrictions {
  /** Signatures so far, document timestamps aside. */
  readonly signatures: number;
  /** A certification signature is there: new fields must not show. */
  readonly certified: boolean;
  /** The strictest /P of all; null where there is none. */
  readonly permissions: 1 | 2 | 3 | null;
  readonly locks: (field: string) => boolean;
}

/** Read from every signed field, its /Lock, and the catalog's /Perms. */
export function readRestrictions(view: PdfView, fields: readonly FormField[]): Restrictions {
  const perms = view.resolve(view.catalog.entries.get('Perms'));
  const certifier = perms.kind === 'dict' ? view.resolve(perms.entries.get('DocMDP')) : perms;
  const signed = fields.filter((field) => field.type === 'Sig' && field.value.kind === 'dict');
  const ps: (1 | 2 | 3)[] = [];
  const locks: ((field: string) => boolean)[] = [];
  let certified = certifier.kind === 'dict';
  for (const value of [certifier, ...signed.map((field) => field.value)]) {
    for (const { method, parameters } of transforms(value, view)) {
      if (method === 'FieldMDP') locks.push(lockOf(parameters, view));
      if (method !== 'DocMDP') continue;
      certified = true;
      ps.push(permissionOf(parameters, view) ?? 2); // the default of table 257
    }
  }
  for (const field of signed) {
    const lock = view.resolve(field.dict.entries.get('Lock'));
    if (lock.kind !== 'dict') continue;
    locks.push(lockOf(lock, view));
    const p = permissionOf(lock, view);
    if (p !== null) ps.push(p);
  }
  return {
    signatures: signed.filter(({ value }) => !isDocumentTimestamp(value, view)).length,
    certified,
    permissions: ps.reduce<1 | 2 | 3 | null>((least, p) => (least === null || p < least ? p : least), null),
    locks: (field) => locks.some((covers) => covers(field)),
  };
}

/** /P; null where it is absent. What is no permission at all is taken as the strictest. */
export function permissionOf(parameters: PdfDict, view: PdfView): 1 | 2 | 3 | null {
  const given = parameters.entries.get('P');
  if (given === undefined) return null;
  const p = integerOf(view.resolve(given));
  return p === 2 || p === 3 ? p : 1;
}

function isDocumentTimestamp(value: PdfObject, view: PdfView): boolean {
  const type = value.kind === 'dict' ? view.resolve(value.entries.get('Type')) : value;
  return type.kind === 'name' && type.name === 'DocTimeStamp';
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

/** Which fields a FieldMDP or a /Lock covers. A name also covers its descendants; an action nobody knows covers all. */
function lockOf(parameters: PdfDict, view: PdfView): (field: string) => boolean {
  const action = view.resolve(parameters.entries.get('Action'));
  const list = view.resolve(parameters.entries.get('Fields'));
  const names = (list.kind === 'array' ? list.items : []).flatMap((item) => {
    const text = view.resolve(item);
    return text.kind === 'string' ? [textOf(text.bytes)] : [];
  });
  const listed = (field: string): boolean =>
    names.some((each) => field === each || field.startsWith(`${each}.`));
  if (action.kind === 'name' && action.name === 'Include') return listed;
  if (action.kind === 'name' && action.name === 'Exclude') return (field) => !listed(field);
  return () => true;
}
