import type { Certificate } from './certificate.ts';
import { pathExtensions } from './path-extensions.ts';
import type { PathFault } from './path-faults.ts';
import { anyPolicy } from './policies.ts';
import { PolicyGraph, type ConstrainedPolicy } from './policy-graph.ts';

/** What the caller demands of policies (RFC 5280 §6.1.1 c, e, f, g). Without anything, every path will do. */
export interface PolicyDemands {
  /** user-initial-policy-set; absent: any policy. */
  readonly initial?: readonly string[];
  readonly requireExplicit?: boolean;
  readonly inhibitMapping?: boolean;
  readonly inhibitAny?: boolean;
}

/** RFC 5280 §6.1.6. `anyPolicy` (2.5.29.32.0) in a set: every policy. Empty: none, which is fine where none is required. */
export interface PathPolicies {
  readonly authority: readonly ConstrainedPolicy[];
  readonly user: readonly ConstrainedPolicy[];
  /** Does the path, or the caller, insist on a policy? */
  readonly explicit: boolean;
}

export const isSelfIssued = ({ subjectKey, issuerKey }: Certificate): boolean => subjectKey === issuerKey;

/**
 * Certificate policies of a path (RFC 5280 §6.1.2–6.1.5). The anchor's own constraints bind as those of any authority
 * (RFC 5937), its list of policies does not: it was the operator who chose it.
 * Throws PADES_ASN1_INVALID where an extension cannot be read.
 */
export function pathPolicies(path: readonly Certificate[], demands: PolicyDemands): PathPolicies | PathFault {
  const counters = new Counters(path.length - 1, demands);
  const graph = new PolicyGraph();
  for (let index = path.length - 1; index >= 0; index--) {
    const certificate = path[index];
    if (certificate === undefined) continue;
    const { policies, mappings, ...controls } = pathExtensions(certificate);
    const passes = index > 0 && isSelfIssued(certificate);
    if (index < path.length - 1) {
      graph.descend(policies, counters.any > 0 || passes);
      if (counters.explicit === 0 && graph.isNull) return noPolicy(certificate, index, demands);
    }
    if (index > 0) {
      if (index < path.length - 1) graph.map(mappings, counters.mapping > 0);
      if (index < path.length - 1 && !passes) counters.step();
      counters.limit(controls);
    } else if (index < path.length - 1) counters.finish(controls.requireExplicit);
  }
  const authority = graph.authorityConstrained();
  const user = constrained(authority, demands.initial);
  const [leaf] = path;
  if (counters.explicit === 0 && user.length === 0 && leaf) return noPolicy(leaf, 0, demands);
  return { authority, user, explicit: counters.explicit === 0 };
}

/** §6.1.5 g: what both the path and the caller accept. Any policy of the one is every policy of the other. */
function constrained(
  authority: readonly ConstrainedPolicy[],
  initial: readonly string[] | undefined,
): readonly ConstrainedPolicy[] {
  if (initial === undefined || initial.includes(anyPolicy)) return authority;
  const any = authority.find(({ policy }) => policy === anyPolicy);
  return [...new Set(initial)].flatMap((policy) => {
    const own = authority.find((each) => each.policy === policy);
    return own ?? (any ? { policy, qualifiers: any.qualifiers } : []);
  });
}

const noPolicy = ({ subject }: Certificate, index: number, { initial }: PolicyDemands): PathFault =>
  initial === undefined || initial.includes(anyPolicy)
    ? {
        code: 'policy-missing',
        index,
        reason: `"${subject}" leaves no certificate policy valid, and one is required`,
      }
    : {
        code: 'policy-demanded',
        index,
        reason: `"${subject}" has none of the certificate policies that are required`,
      };

/** explicit_policy, policy_mapping and inhibit_anyPolicy: certificates until each binds; 0: it does (§6.1.2 d–f). */
class Counters {
  explicit: number;
  mapping: number;
  any: number;

  constructor(length: number, demands: PolicyDemands) {
    const start = (binds: boolean | undefined): number => (binds === true ? 0 : length + 1);
    this.explicit = start(demands.requireExplicit);
    this.mapping = start(demands.inhibitMapping);
    this.any = start(demands.inhibitAny);
  }

  /** §6.1.4 h */
  step(): void {
    this.explicit = Math.max(0, this.explicit - 1);
    this.mapping = Math.max(0, this.mapping - 1);
    this.any = Math.max(0, this.any - 1);
  }

  /** §6.1.4 i, j */
  limit(
    said: Pick<ReturnType<typeof pathExtensions>, 'requireExplicit' | 'inhibitMapping' | 'inhibitAny'>,
  ): void {
    this.explicit = Math.min(this.explicit, said.requireExplicit ?? this.explicit);
    this.mapping = Math.min(this.mapping, said.inhibitMapping ?? this.mapping);
    this.any = Math.min(this.any, said.inhibitAny ?? this.any);
  }

  /** §6.1.5 a, b */
  finish(requireExplicit: number | null): void {
    this.explicit = requireExplicit === 0 ? 0 : Math.max(0, this.explicit - 1);
  }
}
