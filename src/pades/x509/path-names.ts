import type { Certificate } from './certificate.ts';
import { NameSpace, type NameBudget, type NameFault } from './name-constraints.ts';
import { pathExtensions } from './path-extensions.ts';
import type { PathFault, PathFaultCode } from './path-faults.ts';
import { isSelfIssued } from './path-policies.ts';

const rows: Readonly<Record<NameFault['kind'], { readonly code: PathFaultCode; readonly what: string }>> = {
  permitted: { code: 'name-not-permitted', what: 'has a name its authority may not give' },
  excluded: { code: 'name-excluded', what: 'has a name that is forbidden to its authority' },
  unjudgeable: { code: 'name-unjudgeable', what: 'has a name under constraints that cannot be judged' },
  budget: { code: 'name-limit', what: 'has more names and constraints than anyone needs' },
};

/**
 * Name constraints on the way down from the anchor (RFC 5280 §6.1.3 b, c, §6.1.4 g). Certificates an authority issues to
 * itself are not asked, but for the last one. Throws PADES_ASN1_INVALID where an extension cannot be read.
 */
export function nameConstraintsFault(path: readonly Certificate[], budget: NameBudget): PathFault | null {
  const space = new NameSpace();
  for (let index = path.length - 1; index >= 0; index--) {
    const certificate = path[index];
    if (certificate === undefined) continue;
    const isAsked = index < path.length - 1 && (index === 0 || !isSelfIssued(certificate));
    const fault = isAsked ? space.fault(certificate, budget) : null;
    if (fault) {
      const { code, what } = rows[fault.kind];
      return { code, index, reason: `"${certificate.subject}" ${what}${named(fault)}` };
    }
    const { nameConstraints } = index > 0 ? pathExtensions(certificate) : none;
    if (nameConstraints) space.constrain(nameConstraints);
  }
  return null;
}

const none = { nameConstraints: null };

const named = ({ name }: NameFault): string =>
  name === null ? '' : `: ${name.kind} ${JSON.stringify(name.text.slice(0, 200))}`;
