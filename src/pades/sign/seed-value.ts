import { PadesError } from '../errors.ts';
import type { PdfView } from '../pdf/file.ts';
import { integerOf } from '../pdf/indirect.ts';
import { array, dict, name, type PdfDict, type PdfObject } from '../pdf/objects.ts';
import { textOf } from '../pdf/serialize.ts';

/** Bits of /Ff in a seed value dictionary that make a constraint binding (clause 12.7.5.5, table 237). */
const binding = {
  filter: 1,
  subFilter: 2,
  reasons: 8,
  legal: 16,
  revocation: 32,
  digest: 64,
  lock: 128,
} as const;

/**
 * What an existing field asks of its signature through /SV. Binding constraints we meet are passed over; any other refuses the
 * field, for a signature that ignores them would be no valid one. Throws PADES_SEED_VALUE_UNMET.
 */
export function honourSeedValue(field: PdfDict, reason: string | undefined, view: PdfView): void {
  const seed = view.resolve(field.entries.get('SV'));
  if (seed.kind !== 'dict') return;
  const flags = integerOf(view.resolve(seed.entries.get('Ff'))) ?? 0;
  const allows = (key: string, wanted: string): boolean => {
    const given = view.resolve(seed.entries.get(key));
    if (given.kind === 'null') return true;
    const items = given.kind === 'array' ? given.items.map((item) => view.resolve(item)) : [given];
    return items.some((item) => valueText(item) === wanted);
  };
  const certificate = view.resolve(seed.entries.get('Cert'));
  const certificateFlags =
    certificate.kind === 'dict' ? integerOf(view.resolve(certificate.entries.get('Ff'))) : 0;
  const mdp = view.resolve(seed.entries.get('MDP'));
  const p = mdp.kind === 'dict' ? (integerOf(view.resolve(mdp.entries.get('P'))) ?? 0) : 0;
  const unmet =
    ((flags & binding.filter) !== 0 && !allows('Filter', 'Adobe.PPKLite')) ||
    ((flags & binding.subFilter) !== 0 && !allows('SubFilter', 'ETSI.CAdES.detached')) ||
    ((flags & binding.digest) !== 0 && !allows('DigestMethod', 'SHA256')) ||
    ((flags & binding.reasons) !== 0 && !allows('Reasons', reason ?? '.')) ||
    (flags & (binding.legal | binding.revocation | binding.lock)) !== 0 ||
    certificateFlags !== 0 ||
    p > 0;
  if (unmet) throw new PadesError('PADES_SEED_VALUE_UNMET');
}

function valueText(object: PdfObject): string | null {
  if (object.kind === 'name') return object.name;
  return object.kind === 'string' ? textOf(object.bytes) : null;
}

/** The /Reference entry that makes a field's /Lock part of its signature, as FieldMDP (pades.md 1.6); all direct objects. */
export function lockReference(field: PdfDict, view: PdfView): PdfObject | null {
  const lock = view.resolve(field.entries.get('Lock'));
  if (lock.kind !== 'dict') return null;
  const action = view.resolve(lock.entries.get('Action'));
  const names = view.resolve(lock.entries.get('Fields'));
  if (action.kind !== 'name') return null;
  const parameters = dict([
    ['Type', name('TransformParams')],
    ['Action', action],
    ...(names.kind === 'array'
      ? [['Fields', array(names.items.map((item) => direct(view.resolve(item))))] as const]
      : []),
    ['V', name('1.2')],
  ]);
  const reference = dict([
    ['Type', name('SigRef')],
    ['TransformMethod', name('FieldMDP')],
    ['TransformParams', parameters],
    ['Data', view.catalogRef],
  ]);
  return array([reference]);
}

const direct = (object: PdfObject): PdfObject =>
  object.kind === 'string' ? { kind: 'string', bytes: object.bytes, hex: object.hex } : { kind: 'null' };
