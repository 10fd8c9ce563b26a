import { parseDer, type Der } from '../asn1/guard.ts';
import { Fields, malformed, smallInt } from '../asn1/read.ts';
import type { Certificate } from './certificate.ts';
import {
  constrainedNames,
  readGeneralName,
  type GeneralName,
  type GeneralNameKind,
} from './general-names.ts';
import { nameForms } from './name-forms.ts';

/** NameConstraints (RFC 5280 §4.2.1.10): bases by kind. */
export interface NameConstraints {
  readonly permitted: ReadonlyMap<GeneralNameKind, readonly GeneralName[]>;
  readonly excluded: ReadonlyMap<GeneralNameKind, readonly GeneralName[]>;
}

/** Throws PADES_ASN1_INVALID, also for what the RFC forbids: no subtree at all, a minimum, a maximum. */
export function readNameConstraints(value: Uint8Array): NameConstraints {
  const node = parseDer(value);
  const fields = new Fields(node);
  const permitted = fields.optional(0xa0);
  const excluded = fields.optional(0xa1);
  fields.done();
  if (permitted === null && excluded === null) malformed(node, 'nameConstraints without a subtree');
  return { permitted: subtrees(permitted), excluded: subtrees(excluded) };
}

function subtrees(list: Der | null): ReadonlyMap<GeneralNameKind, readonly GeneralName[]> {
  const byKind = new Map<GeneralNameKind, GeneralName[]>();
  for (const node of list?.children ?? []) {
    const fields = new Fields(node);
    const base = readGeneralName(fields.take());
    const minimum = fields.optional(0x80);
    fields.done(); // a maximum
    if (minimum !== null && smallInt(minimum, 0x80) !== 0) malformed(minimum, 'a minimum in nameConstraints');
    const same = byKind.get(base.kind) ?? [];
    byKind.set(base.kind, same);
    same.push(base);
  }
  return byKind;
}

/** Comparisons left for one search; each name meets each subtree above it, and an attacker may have chosen both. */
export interface NameBudget {
  left: number;
}
export const maxNameComparisons = 250_000;

export type NameFault =
  | { readonly kind: 'permitted' | 'excluded' | 'unjudgeable'; readonly name: GeneralName }
  | { readonly kind: 'budget'; readonly name: null };

/** Constraints gathered on the way down from the anchor (RFC 5280 §6.1.4 g). Intersections are kept as lists, one a level. */
export class NameSpace {
  readonly #permitted: NameConstraints['permitted'][] = [];
  readonly #excluded: NameConstraints['excluded'][] = [];

  constrain({ permitted, excluded }: NameConstraints): void {
    if (permitted.size > 0) this.#permitted.push(permitted);
    if (excluded.size > 0) this.#excluded.push(excluded);
  }

  /** The first name of this certificate that may not be in it; null where all may (§6.1.3 b, c). */
  fault(certificate: Certificate, budget: NameBudget): NameFault | null {
    if (this.#permitted.length + this.#excluded.length === 0) return null;
    for (const name of constrainedNames(certificate)) {
      const fault = this.#nameFault(name, budget);
      if (fault !== null) return fault;
    }
    return null;
  }

  #nameFault(name: GeneralName, budget: NameBudget): NameFault | null {
    const of = (level: ReadonlyMap<GeneralNameKind, readonly GeneralName[]>) => level.get(name.kind) ?? [];
    const permitted = this.#permitted.map(of).filter((bases) => bases.length > 0);
    const excluded = this.#excluded.flatMap(of);
    const bases = [...permitted.flat(), ...excluded];
    if (bases.length === 0) return null;
    budget.left -= bases.length;
    if (budget.left < 0) return { kind: 'budget', name: null };
    const form = nameForms.get(name.kind);
    if (!form?.judgeable(name) || !bases.every(form.usable)) return { kind: 'unjudgeable', name };
    const touches = form.touches ?? form.within;
    if (excluded.some((base) => touches(name, base))) return { kind: 'excluded', name };
    const inside = permitted.every((level) => level.some((base) => form.within(name, base)));
    return inside ? null : { kind: 'permitted', name };
  }
}
