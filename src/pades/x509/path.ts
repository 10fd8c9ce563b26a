import { PadesError } from '../errors.ts';
import type { Certificate } from './certificate.ts';
import { maxNameComparisons, type NameBudget } from './name-constraints.ts';
import { constrainedNames } from './general-names.ts';
import { pathExtensions } from './path-extensions.ts';
import {
  cameFurther,
  pathFaults,
  type PathFailure,
  type PathFault,
  type PathFaultCode,
} from './path-faults.ts';
import { nameConstraintsFault } from './path-names.ts';
import { pathPolicies, type PathPolicies } from './path-policies.ts';
import { demandQuestions, linkFault, pathQuestions, type PathDemands } from './path-rules.ts';
import { candidatePaths, type IssuerChecks } from './path-search.ts';

export type { PathFailure } from './path-faults.ts';
export { IssuerChecks, pathLimits } from './path-search.ts';

export type PathResult =
  | {
      readonly found: true;
      /** From the certificate that was asked about to an anchor. */
      readonly path: readonly Certificate[];
      readonly policies: PathPolicies;
    }
  | {
      readonly found: false;
      readonly failure: PathFailure;
      readonly reason: string;
      readonly code: PathFaultCode;
      /** Of the certificate at fault: 0 is the one that was asked about. */
      readonly index: number;
      /** The path that came furthest; null where none reached an anchor. */
      readonly path: readonly Certificate[] | null;
    };

export interface PathInput extends PathDemands {
  /** Trusted for their name and key only (RFC 5280 §6.1.1 d): neither their validity nor their self-signature counts. */
  readonly anchors: readonly Certificate[];
  /** Found in the file or given by the caller; an attacker may have written any of them. */
  readonly candidates: readonly Certificate[];
  /** Shared by all paths of one document. */
  readonly checks?: IssuerChecks;
}

/**
 * The first path from `leaf` to an anchor that passes RFC 5280 §6.1 at a time, the leaf's own validity interval left out
 * because a timestamp may answer that question (EN 319 102-1 §5.2.6 step 4). Revocation is not looked at here.
 */
export function findPath(leaf: Certificate, input: PathInput): PathResult {
  const [first] = findPaths(leaf, input);
  return first ?? noPath(leaf);
}

/**
 * Every acceptable path, the shortest first, looked for as they are asked for; at the end, why the best of the others was
 * refused.
 */
export function* findPaths(leaf: Certificate, input: PathInput): Generator<PathResult, void, undefined> {
  const budget: NameBudget = { left: maxNameComparisons };
  let best = noPath(leaf);
  const refuse = (fault: PathFault, path: readonly Certificate[] | null): void => {
    if (cameFurther(fault, best)) best = refused(fault, path);
  };
  const dead = (fault: PathFault): void => {
    refuse(fault, null);
  };
  for (const path of candidatePaths(leaf, input, dead)) {
    const judged = judgePath(path, input, budget);
    if ('code' in judged) refuse(judged, path);
    else yield { found: true, path, policies: judged };
  }
  yield best;
}

/** RFC 5280 §6.1 over one path whose names chain and whose signatures verify, and then what the caller demands of it. */
function judgePath(
  path: readonly Certificate[],
  demands: PathDemands,
  budget: NameBudget,
): PathPolicies | PathFault {
  const fault = linkFault(pathQuestions, path, demands);
  if (fault) return fault;
  const policies = guarded(
    path,
    () => nameConstraintsFault(path, budget) ?? pathPolicies(path, demands.policies ?? {}),
  );
  return 'code' in policies ? policies : (linkFault(demandQuestions, path, demands) ?? policies);
}

/** An extension that cannot be read is the fault of its certificate. */
function guarded<T>(path: readonly Certificate[], judge: () => T): T | PathFault {
  try {
    return judge();
  } catch (cause) {
    if (!(cause instanceof PadesError)) throw cause;
    const index = Math.max(path.findIndex(isUnreadable), 0);
    const what = `has an extension that cannot be read: ${cause.detail ?? cause.message}`;
    return { code: 'extension-unreadable', index, reason: `"${path[index]?.subject ?? ''}" ${what}` };
  }
}

function isUnreadable(certificate: Certificate): boolean {
  try {
    pathExtensions(certificate);
    constrainedNames(certificate);
    return false;
  } catch {
    return true;
  }
}

type Refused = Extract<PathResult, { readonly found: false }>;

const refused = (fault: PathFault, path: readonly Certificate[] | null): Refused => ({
  found: false,
  failure: pathFaults[fault.code].failure,
  ...fault,
  path,
});

const noPath = ({ subject }: Certificate): Refused =>
  refused({ code: 'no-path', index: 0, reason: `no path from "${subject}" to a trust anchor` }, null);
