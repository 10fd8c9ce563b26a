import { PadesError } from '../errors.ts';
import type { PdfView } from '../pdf/file.ts';
import { integerOf } from '../pdf/indirect.ts';
import type { PdfDict, PdfObject } from '../pdf/objects.ts';
import { textOf } from '../pdf/serialize.ts';
import { signatureAlgorithms } from '../cms/algorithms.ts';
import type { PrepareOptions } from './types.ts';

/** Bits of /Ff in a seed value dictionary that make a constraint binding (clause 12.7.5.5, table 237). */
const binding = {
  filter: 1,
  subFilter: 2,
  version: 4,
  reasons: 8,
  legal: 16,
  revocation: 32,
  digest: 64,
  lock: 128,
  appearance: 256,
} as const;

/** The seed value dictionaries of PDF 2.0 are of version 3; a higher one asks for what we cannot know. */
const HIGHEST_VERSION = 3;

/**
 * What an existing field asks of its signature through /SV. Binding constraints we meet are passed over; any other refuses the
 * field, for a signature that ignores them would be no valid one. Throws PADES_SEED_VALUE_UNMET.
 */
export function honourSeedValue(field: PdfDict, options: PrepareOptions, view: PdfView): void {
  const seed = view.resolve(field.entries.get('SV'));
  if (seed.kind !== 'dict') return;
  const flags = integerOf(view.resolve(seed.entries.get('Ff'))) ?? 0;
  const allows = (key: string, wanted: string): boolean => {
    const given = view.resolve(seed.entries.get(key));
    if (given.kind === 'null') return true;
    const items = given.kind === 'array' ? given.items.map((item) => view.resolve(item)) : [given];
    return items.some((item) => valueText(item) === wanted);
  };
  const below = (key: string, entry: string): number | null => {
    const inner = view.resolve(seed.entries.get(key));
    return inner.kind === 'dict' ? (integerOf(view.resolve(inner.entries.get(entry))) ?? 0) : null;
  };
  const digest = signatureAlgorithms[options.signer.algorithm].digest.toUpperCase();
  const version = integerOf(view.resolve(seed.entries.get('V'))) ?? 0;
  /** 0: an approval signature is wanted; 1 to 3: a certification with that permission; absent: either. */
  const mdp = below('MDP', 'P');
  const unmet =
    ((flags & binding.filter) !== 0 && !allows('Filter', 'Adobe.PPKLite')) ||
    ((flags & binding.subFilter) !== 0 && !allows('SubFilter', 'ETSI.CAdES.detached')) ||
    ((flags & binding.digest) !== 0 && !allows('DigestMethod', digest)) ||
    ((flags & binding.reasons) !== 0 && !allows('Reasons', options.reason ?? '.')) ||
    ((flags & binding.version) !== 0 && version > HIGHEST_VERSION) ||
    (flags & (binding.legal | binding.revocation | binding.lock | binding.appearance)) !== 0 ||
    (below('Cert', 'Ff') ?? 0) !== 0 ||
    (((below('TimeStamp', 'Ff') ?? 0) & 1) !== 0 && options.level === 'B-B') ||
    (mdp !== null && mdp !== (options.certification ?? 0));
  if (unmet) throw new PadesError('PADES_SEED_VALUE_UNMET');
}

function valueText(object: PdfObject): string | null {
  if (object.kind === 'name') return object.name;
  return object.kind === 'string' ? textOf(object.bytes) : null;
}
