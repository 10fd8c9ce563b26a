import { PadesError } from '../errors.ts';
import type { PdfView } from '../pdf/file.ts';
import { WantedKeys } from '../pdf/glance.ts';
import { integerOf } from '../pdf/indirect.ts';
import { asciiOf } from '../pdf/held-string.ts';
import { pdfNull, type PdfDict, type PdfObject, type PdfRef } from '../pdf/objects.ts';
import { textOf } from '../pdf/serialize.ts';

/** A terminal form field with what it inherits (clause 12.7.4). Of a field that was signed before only what is asked for is read. */
export class FormField {
  readonly name: string;
  readonly ref: PdfRef;
  readonly type: string | null;
  readonly #view: PdfView;
  readonly #entries: Picked;

  constructor(name: string, ref: PdfRef, type: string | null, view: PdfView, entries: Picked) {
    this.name = name;
    this.ref = ref;
    this.type = type;
    this.#view = view;
    this.#entries = entries;
  }

  get dict(): PdfDict {
    const dict = this.#view.resolve(this.ref);
    if (dict.kind !== 'dict')
      throw new PadesError('PADES_OBJECT_MISSING', { detail: `Object ${this.ref.num}.` });
    return dict;
  }

  get value(): PdfObject {
    return this.#view.resolve(this.#entries[3]);
  }

  /** Entries of its value, where that is a dictionary. */
  pickValue(wanted: WantedKeys): Picked | null {
    return this.#view.pick(this.#entries[3], wanted);
  }

  get lock(): PdfObject {
    return this.#view.resolve(this.#entries[4]);
  }
}

type Picked = readonly (PdfObject | undefined)[];
const ofField = new WantedKeys(['T', 'FT', 'Kids', 'V', 'Lock']);
const ofSignature = new WantedKeys(['Type', 'Reference']);

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
    const entries = next.item.kind === 'ref' ? view.pick(next.item, ofField) : null;
    if (next.item.kind !== 'ref' || entries === null) continue;
    if (visited.has(next.item.num) || next.depth > MOST_DEPTH) {
      throw new PadesError('PADES_PDF_SYNTAX', { detail: 'The form meets a field twice.' });
    }
    visited.add(next.item.num);
    if (visited.size > MOST_FIELDS)
      throw new PadesError('PADES_LIMIT_EXCEEDED', { detail: 'Too many form fields.' });
    const partial = view.resolve(entries[0]);
    const own = partial.kind === 'string' ? (asciiOf(partial) ?? textOf(partial.bytes)) : '';
    const name = next.prefix === '' || own === '' ? next.prefix + own : `${next.prefix}.${own}`;
    const given = view.resolve(entries[1]);
    const type = given.kind === 'name' ? given.name : next.type;
    const kids = fieldKids(entries[2], view);
    for (const kid of kids) stack.push({ item: kid, prefix: name, type, depth: next.depth + 1 });
    if (kids.length === 0) out.push(new FormField(name, next.item, type, view, entries));
  }
  return out;
}

/** Kids that are fields; kids without /T are the field's own widgets (clause 12.7.4.1). */
function fieldKids(entry: PdfObject | undefined, view: PdfView): readonly PdfObject[] {
  const kids = view.resolve(entry);
  if (kids.kind !== 'array') return none;
  return kids.items.filter((kid) => {
    const child = view.resolve(kid);
    return child.kind === 'dict' && child.entries.has('T');
  });
}

const none: never[] = [];

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
  const certifier = perms.kind === 'dict' ? view.pick(perms.entries.get('DocMDP'), ofSignature) : null;
  const ps: (1 | 2 | 3)[] = [];
  const locks: ((field: string) => boolean)[] = [];
  let certified = certifier !== null;
  let signatures = 0;
  const restrict = (references: PdfObject | undefined): void => {
    for (const { method, parameters } of transforms(references, view)) {
      if (method === 'FieldMDP') locks.push(lockOf(parameters, view));
      if (method !== 'DocMDP') continue;
      certified = true;
      ps.push(permissionOf(parameters, view) ?? 2); // the default of table 257
    }
  };
  if (certifier) restrict(certifier[1]);
  for (const field of fields) {
    const signature = field.type === 'Sig' ? field.pickValue(ofSignature) : null;
    if (signature === null) continue;
    const type = view.resolve(signature[0]);
    if (type.kind !== 'name' || type.name !== 'DocTimeStamp') signatures += 1;
    restrict(signature[1]);
    const { lock } = field;
    if (lock.kind !== 'dict') continue;
    locks.push(lockOf(lock, view));
    const p = permissionOf(lock, view);
    if (p !== null) ps.push(p);
  }
  return {
    signatures,
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

function transforms(entry: PdfObject | undefined, view: PdfView): { method: string; parameters: PdfDict }[] {
  if (entry === undefined) return none;
  const references = view.resolve(entry);
  if (references.kind !== 'array') return none;
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
