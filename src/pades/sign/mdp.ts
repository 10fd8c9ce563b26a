import { PadesError } from '../errors.ts';
import type { PdfView } from '../pdf/file.ts';
import { array, dict, int, name, type PdfDict, type PdfObject, type PdfRef } from '../pdf/objects.ts';
import { textString } from '../pdf/serialize.ts';
import type { IncrementalUpdate } from '../pdf/writer.ts';
import { permissionOf, type Restrictions } from './fields.ts';
import type { FieldLock, PrepareOptions } from './types.ts';

/** What a signature will forbid others (ISO 32000-2 clauses 12.8.2.2, 12.8.2.4; pades.md 1.6). */
export interface Mdp {
  /** /Reference of the signature dictionary, all direct; null where the signature restricts nothing. */
  readonly reference: PdfObject | null;
  /** /Lock of a new field. */
  readonly lock: PdfDict | null;
}

const most = { fields: 1000, name: 1000 } as const;

/**
 * The transforms of a signature: DocMDP where it certifies, FieldMDP where its field has a /Lock or is given one. Throws
 * PADES_CERTIFICATION_NOT_FIRST, PADES_OPTIONS_INVALID.
 */
export function signatureMdp(
  options: Pick<PrepareOptions, 'certification' | 'lock'>,
  existing: PdfDict | null,
  earlier: Restrictions,
  view: PdfView,
): Mdp {
  const { certification } = options;
  if (certification !== undefined) {
    if (![1, 2, 3].includes(certification)) throw invalid('A certification is 1, 2 or 3.');
    if (earlier.signatures > 0 || earlier.certified) throw new PadesError('PADES_CERTIFICATION_NOT_FIRST');
  }
  if (existing && options.lock) throw invalid('An existing field keeps its own lock.');
  const lock = options.lock ? newLock(options.lock, earlier) : null;
  const own = existing ? existingLock(existing, view) : lock;
  const transforms = [
    ...(certification === undefined ? [] : [docMdp(certification)]),
    ...(own === null ? [] : [fieldMdp(own, view)]),
  ];
  return { reference: transforms.length > 0 ? array(transforms) : null, lock };
}

/** /Perms /DocMDP makes viewers find the certification; other permissions stay. */
export function registerCertification(signature: PdfRef, update: IncrementalUpdate): void {
  const { view } = update;
  const catalog = update.dictAt(view.catalogRef);
  const perms = view.resolve(catalog.entries.get('Perms'));
  const entries = perms.kind === 'dict' ? perms.entries : [];
  update.put(
    view.catalogRef,
    dict([...catalog.entries, ['Perms', dict([...entries, ['DocMDP', signature]])]]),
  );
}

function newLock({ action, fields, permissions }: FieldLock, { permissions: before }: Restrictions): PdfDict {
  if (!['All', 'Include', 'Exclude'].includes(action)) throw invalid('A lock is All, Include or Exclude.');
  if ((action === 'All') !== (fields.length === 0))
    throw invalid('Include and Exclude name fields, All names none.');
  if (fields.length > most.fields || fields.some((each) => each === '' || each.length > most.name)) {
    throw invalid('The names of the locked fields cannot be used.');
  }
  if (permissions !== undefined && ![1, 2, 3].includes(permissions))
    throw invalid('The permissions are 1, 2 or 3.');
  // A later lock can never relax an earlier one: the strictest is said again.
  const p = permissions !== undefined && before !== null && before < permissions ? before : permissions;
  return dict([
    ['Type', name('SigFieldLock')],
    ['Action', name(action)],
    ...(fields.length > 0 ? [['Fields', array(fields.map(textString))] as const] : []),
    ...(p === undefined ? [] : [['P', int(p)] as const]),
  ]);
}

/** The field's /Lock with its values direct; what cannot be understood is refused, for a lock left out would be a lock broken. */
function existingLock(field: PdfDict, view: PdfView): PdfDict | null {
  const lock = view.resolve(field.entries.get('Lock'));
  if (lock.kind === 'null') return null;
  const action = lock.kind === 'dict' ? view.resolve(lock.entries.get('Action')) : lock;
  const names = lock.kind === 'dict' ? view.resolve(lock.entries.get('Fields')) : lock;
  if (lock.kind !== 'dict' || action.kind !== 'name') throw unreadable();
  const fields = names.kind === 'array' ? names.items.map((item) => directText(view.resolve(item))) : null;
  if (fields === null && action.name !== 'All') throw unreadable();
  const p = permissionOf(lock, view);
  return dict([
    ['Action', action],
    ...(fields === null ? [] : [['Fields', array(fields)] as const]),
    ...(p === null ? [] : [['P', int(p)] as const]),
  ]);
}

function directText(object: PdfObject): PdfObject {
  if (object.kind !== 'string') throw unreadable();
  return { kind: 'string', bytes: object.bytes, hex: object.hex };
}

const docMdp = (permission: number): PdfObject =>
  transform('DocMDP', [
    ['P', int(permission)],
    ['V', name('1.2')],
  ]);

/** /P has no defined meaning in FieldMDP: it stays in the field's /Lock, which the signature covers. */
const fieldMdp = (lock: PdfDict, view: PdfView): PdfObject =>
  transform(
    'FieldMDP',
    [...[...lock.entries].filter(([key]) => key === 'Action' || key === 'Fields'), ['V', name('1.2')]],
    [['Data', view.catalogRef]],
  );

const transform = (
  method: string,
  parameters: Iterable<readonly [string, PdfObject]>,
  more: Iterable<readonly [string, PdfObject]> = [],
): PdfObject =>
  dict([
    ['Type', name('SigRef')],
    ['TransformMethod', name(method)],
    ['TransformParams', dict([['Type', name('TransformParams')], ...parameters])],
    ...more,
  ]);

const invalid = (detail: string): PadesError => new PadesError('PADES_OPTIONS_INVALID', { detail });
const unreadable = (): PadesError =>
  new PadesError('PADES_SEED_VALUE_UNMET', { detail: "The field's lock cannot be read." });
