import { issuedBy, signatureScheme, weakness } from './algorithms.ts';
import type { Certificate } from './certificate.ts';

/** Bounds on the search: cross-certificates must not make it explode (pades.md 6, 9). */
export const pathLimits = {
  length: 12,
  signatureChecks: 256,
  candidates: 256,
  totalSignatureChecks: 10_000,
} as const;

/** Remembers who signed whom for one document, and how much has been asked: each answer costs a public-key operation. */
export class IssuerChecks {
  readonly #known = new Map<string, boolean>();

  signs(issuer: Certificate, subject: Certificate): boolean {
    const key = `${issuer.sha256Hex}:${subject.sha256Hex}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const answer = this.#known.size < pathLimits.totalSignatureChecks && verifies(issuer, subject);
    this.#known.set(key, answer);
    return answer;
  }
}

export type PathFailure =
  'NO_CERTIFICATE_CHAIN_FOUND' | 'CERTIFICATE_CHAIN_GENERAL_FAILURE' | 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE';

export type PathResult =
  | { readonly found: true; readonly path: readonly Certificate[] }
  | { readonly found: false; readonly failure: PathFailure; readonly reason: string };

export interface PathInput {
  /** Trusted for their name and key only (RFC 5280 §6.1.1 d): neither their validity nor their self-signature counts. */
  readonly anchors: readonly Certificate[];
  /** Found in the file or given by the caller; an attacker may have written any of them. */
  readonly candidates: readonly Certificate[];
  readonly at: Date;
  /** Shared by all paths of one document. */
  readonly checks?: IssuerChecks;
}

/**
 * The first path from `leaf` to an anchor that passes RFC 5280 §6.1 at a time, the leaf's own validity interval left out
 * because a timestamp may answer that question (EN 319 102-1 §5.2.6 step 4). Revocation is not looked at here.
 */
export function findPath(leaf: Certificate, input: PathInput): PathResult {
  const candidates = input.candidates.slice(0, pathLimits.candidates);
  const checks = input.checks ?? new IssuerChecks();
  let asked = 0;
  let best: Extract<PathResult, { found: false }> = {
    found: false,
    failure: 'NO_CERTIFICATE_CHAIN_FOUND',
    reason: `no path from "${leaf.subject}" to a trust anchor`,
  };
  const signs = (issuer: Certificate, subject: Certificate): boolean =>
    issuer.subjectKey === subject.issuerKey &&
    ++asked <= pathLimits.signatureChecks &&
    checks.signs(issuer, subject);

  const judge = (path: readonly Certificate[]): readonly Certificate[] | null => {
    const fault = pathFault(path, input.at);
    if (fault === null) return path;
    best = { found: false, ...fault };
    return null;
  };
  const extend = (chain: readonly Certificate[]): readonly Certificate[] | null => {
    const last = chain.at(-1) ?? leaf;
    if (input.anchors.some((anchor) => anchor.sha256Hex === last.sha256Hex)) return judge(chain);
    for (const anchor of input.anchors) {
      const path = signs(anchor, last) ? judge([...chain, anchor]) : null;
      if (path) return path;
    }
    if (chain.length >= pathLimits.length) return null;
    for (const issuer of candidates) {
      const path = !holds(chain, issuer) && signs(issuer, last) ? extend([...chain, issuer]) : null;
      if (path) return path;
    }
    return null;
  };
  const path = extend([leaf]);
  return path ? { found: true, path } : best;
}

/** Same name and same key are the same authority, whatever the certificate: going round it again leads nowhere. */
function holds(chain: readonly Certificate[], issuer: Certificate): boolean {
  return chain.some(
    (link) => link.subjectKey === issuer.subjectKey && Buffer.compare(link.spkiDer, issuer.spkiDer) === 0,
  );
}

function verifies(issuer: Certificate, subject: Certificate): boolean {
  try {
    return issuedBy(subject, issuer);
  } catch {
    return false;
  }
}

/** Each link's questions, as rows: asked of every certificate from the leaf (0) to the anchor (last). */
interface LinkQuestion {
  readonly failure: PathFailure;
  readonly asked: (link: Link) => boolean;
  readonly fault: (link: Link) => string | null;
}
interface Link {
  readonly certificate: Certificate;
  readonly index: number;
  readonly isAnchor: boolean;
  readonly path: readonly Certificate[];
  readonly at: Date;
}

const questions: readonly LinkQuestion[] = [
  {
    failure: 'CERTIFICATE_CHAIN_GENERAL_FAILURE',
    asked: () => true,
    fault: ({
      certificate: {
        unprocessedCritical: [id],
      },
    }) => (id === undefined ? null : `has the extension ${id}, which is not processed`),
  },
  {
    failure: 'CERTIFICATE_CHAIN_GENERAL_FAILURE',
    asked: ({ index, isAnchor }) => index > 0 && !isAnchor,
    fault: ({ certificate: { notBefore, notAfter }, at }) =>
      at < notBefore || at > notAfter ? `is not valid at ${at.toISOString()}` : null,
  },
  {
    failure: 'CERTIFICATE_CHAIN_GENERAL_FAILURE',
    asked: ({ index }) => index > 0,
    fault: ({ certificate: { basicConstraints, version }, isAnchor }) =>
      basicConstraints?.ca === true || (isAnchor && version < 3) ? null : 'is not a certification authority',
  },
  {
    failure: 'CERTIFICATE_CHAIN_GENERAL_FAILURE',
    asked: ({ index }) => index > 0,
    fault: ({ certificate: { keyUsage } }) =>
      keyUsage === null || keyUsage.has('keyCertSign') ? null : 'may not sign certificates',
  },
  {
    failure: 'CERTIFICATE_CHAIN_GENERAL_FAILURE',
    asked: ({ certificate }) => certificate.basicConstraints?.pathLen != null,
    fault: ({ certificate, index, path }) => {
      // RFC 5280 §4.2.1.9: intermediates below, the leaf and self-issued ones not counted.
      const below = path.slice(1, index).filter((c) => c.subjectKey !== c.issuerKey).length;
      return below > (certificate.basicConstraints?.pathLen ?? below) ? 'allows no path this long' : null;
    },
  },
  {
    failure: 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE',
    asked: ({ index, path }) => index < path.length - 1,
    fault: ({ certificate, index, path, at }) => {
      const scheme = signatureScheme(certificate.signatureAlgorithm, null);
      const issuer = path[index + 1];
      if ('reason' in scheme || issuer === undefined) return 'has a signature of unknown kind';
      return weakness(scheme, issuer.key, at);
    },
  },
];

function pathFault(path: readonly Certificate[], at: Date): { failure: PathFailure; reason: string } | null {
  for (const { failure, asked, fault } of questions) {
    for (const [index, certificate] of path.entries()) {
      const link = { certificate, index, isAnchor: index === path.length - 1, path, at };
      const reason = asked(link) ? fault(link) : null;
      if (reason !== null) return { failure, reason: `"${certificate.subject}" ${reason}` };
    }
  }
  return null;
}
