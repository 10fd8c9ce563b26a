import { anyPolicy, type CertificatePolicy, type PolicyMapping, type PolicyQualifier } from './policies.ts';

/** A policy at one depth, and the policies one depth up that allow it. */
interface Node {
  readonly policy: string;
  readonly qualifiers: readonly PolicyQualifier[];
  expected: ReadonlySet<string>;
  readonly parents: readonly Node[];
}

/**
 * A policy in the anchor's own terms, with the qualifiers it was first asserted with and those of the end certificate for
 * whatever it is called there.
 */
export interface ConstrainedPolicy {
  readonly policy: string;
  readonly qualifiers: readonly PolicyQualifier[];
}

/**
 * The valid policies of a path, as the graph of RFC 9618: it says what the tree of RFC 5280 §6.1.2 says, with one node for
 * each policy and depth where the tree has exponentially many (CVE-2023-0464). Nodes without children are not pruned: only
 * what is reached from the last depth upwards ever counts.
 */
export class PolicyGraph {
  #above: ReadonlyMap<string, Node> = new Map();
  #level: ReadonlyMap<string, Node>;

  constructor() {
    const root: Node = { policy: anyPolicy, qualifiers: [], expected: new Set([anyPolicy]), parents: [] };
    this.#level = new Map([[anyPolicy, root]]);
  }

  /** No policy is left, whatever follows. */
  get isNull(): boolean {
    return this.#level.size === 0;
  }

  /** §6.1.3 d, e: one depth further; `policies` null where the certificate has none. */
  descend(policies: readonly CertificatePolicy[] | null, anyAllowed: boolean): void {
    const above = this.#level;
    const expecting = expectations(above);
    const level = new Map<string, Node>();
    const add = ({ policy, qualifiers }: CertificatePolicy, parents: readonly Node[]): void => {
      level.set(policy, { policy, qualifiers, expected: new Set([policy]), parents });
    };
    const any = above.get(anyPolicy);
    for (const each of policies ?? []) {
      if (each.policy === anyPolicy) continue;
      const parents = expecting.get(each.policy) ?? (any ? [any] : []);
      if (parents.length > 0) add(each, parents);
    }
    const own = policies?.find(({ policy }) => policy === anyPolicy);
    if (own && anyAllowed) {
      for (const [policy, parents] of expecting) {
        if (!level.has(policy)) add({ policy, qualifiers: own.qualifiers }, parents);
      }
    }
    this.#above = above;
    this.#level = level;
  }

  /** §6.1.4 b: what the next certificates may call these policies. */
  map(mappings: readonly PolicyMapping[], allowed: boolean): void {
    const level = new Map(this.#level);
    for (const [issuerDomain, expected] of grouped(mappings)) {
      const node = level.get(issuerDomain);
      const any = level.get(anyPolicy);
      const root = this.#above.get(anyPolicy);
      if (!allowed) level.delete(issuerDomain);
      else if (node) node.expected = expected;
      else if (any && root)
        level.set(issuerDomain, {
          policy: issuerDomain,
          qualifiers: any.qualifiers,
          expected,
          parents: [root],
        });
    }
    this.#level = level;
  }

  /** Policies under which the whole path is valid, in the anchor's terms (§6.1.5 g, §6.1.6); `anyPolicy`: any at all. */
  authorityConstrained(): readonly ConstrainedPolicy[] {
    const found = new Map<string, Set<PolicyQualifier>>();
    let steps = 0;
    for (const last of this.#level.values()) {
      // Qualifiers of an end policy belong to each policy of the anchor's that leads to it.
      const seen = new Set<Node>([last]);
      for (const node of seen) {
        const { policy, parents } = node;
        if (policy === anyPolicy ? node === last : parents.some((parent) => parent.policy === anyPolicy)) {
          const qualifiers = found.get(policy) ?? new Set();
          found.set(policy, qualifiers);
          for (const each of [...asserted(node), ...last.qualifiers]) qualifiers.add(each);
        }
        if (++steps > maxSteps) break;
        for (const parent of parents) seen.add(parent);
      }
    }
    return [...found].map(([policy, qualifiers]) => ({ policy, qualifiers: [...qualifiers] }));
  }
}

/** Qualifiers of a policy where it comes in, and of anyPolicy above it, under which it could. */
function asserted(node: Node): readonly PolicyQualifier[] {
  const qualifiers = [...node.qualifiers];
  for (let above = node.parents[0]; above; above = above.parents[0]) qualifiers.unshift(...above.qualifiers);
  return qualifiers;
}

/** Far more than any honest graph has nodes; beyond it policies are missing from the answer, none is ever added. */
const maxSteps = 100_000;

function expectations(level: ReadonlyMap<string, Node>): ReadonlyMap<string, Node[]> {
  const expecting = new Map<string, Node[]>();
  for (const node of level.values()) {
    for (const policy of node.expected) {
      const nodes = expecting.get(policy) ?? [];
      expecting.set(policy, nodes);
      nodes.push(node);
    }
  }
  return expecting;
}

function grouped(mappings: readonly PolicyMapping[]): ReadonlyMap<string, ReadonlySet<string>> {
  const groups = new Map<string, Set<string>>();
  for (const { issuerDomain, subjectDomain } of mappings) {
    const group = groups.get(issuerDomain) ?? new Set();
    groups.set(issuerDomain, group.add(subjectDomain));
  }
  return groups;
}
