import { issuedBy, signatureScheme } from './algorithms.ts';
import type { Certificate } from './certificate.ts';
import { keyOf } from './kept.ts';
import type { PathFault } from './path-faults.ts';

/** Bounds on the search: cross-certificates must not make it explode (pades.md 6, 9). Counted work, never a clock. */
export const pathLimits = {
  /** Certificates below the anchor. */
  length: 12,
  /** Public-key operations of one search. */
  signatureChecks: 256,
  candidates: 256,
  /** Chains that are looked at, finished or not; and finished ones that are judged. */
  chains: 4_096,
  paths: 64,
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

export interface SearchInput {
  readonly anchors: readonly Certificate[];
  readonly candidates: readonly Certificate[];
  readonly checks?: IssuerChecks;
}

/**
 * Every path from `leaf` to an anchor in which names chain and signatures verify, the shortest first; nothing else is
 * judged yet. Breadth first, so that a crowd of cross-certificates costs a short path nothing (RFC 4158 §2.4).
 * `dead` hears why a chain ends without an anchor.
 */
export function* candidatePaths(
  leaf: Certificate,
  input: SearchInput,
  dead: (fault: PathFault) => void,
): Generator<readonly Certificate[], void, undefined> {
  const issuers = new Issuers(input, dead);
  const chains: (readonly Certificate[])[] = [[leaf]];
  let found = 0;
  // The list grows while it is walked.
  for (const chain of chains) {
    const last = chain.at(-1) ?? leaf;
    const above = issuers.isAnchor(last) ? null : issuers.of(last, chain.length - 1);
    const paths = above === null ? [chain] : above.anchors.map((anchor) => [...chain, anchor]);
    for (const path of paths) {
      if (++found > pathLimits.paths) return;
      yield path;
    }
    if (above === null || chain.length >= pathLimits.length) continue;
    for (const issuer of above.others) {
      if (chains.length >= pathLimits.chains) {
        const reason = `"${leaf.subject}" has too many certificates above it`;
        dead({ code: 'limit-exceeded', index: 0, reason });
        break;
      }
      if (!holds(chain, issuer)) chains.push([...chain, issuer]);
    }
  }
}

interface Above {
  readonly anchors: readonly Certificate[];
  readonly others: readonly Certificate[];
}
const nobody: Above = { anchors: [], others: [] };

/** Who signed a certificate, among those given; each pair is asked about once. */
class Issuers {
  readonly #anchors: ReadonlyMap<string, readonly Certificate[]>;
  readonly #others: ReadonlyMap<string, readonly Certificate[]>;
  readonly #anchorIds: ReadonlySet<string>;
  readonly #known = new Map<string, Above>();
  readonly #checks: IssuerChecks;
  readonly #dead: (fault: PathFault) => void;
  #asked = 0;

  constructor({ anchors, candidates, checks }: SearchInput, dead: (fault: PathFault) => void) {
    this.#anchorIds = new Set(anchors.map(({ sha256Hex }) => sha256Hex));
    this.#anchors = bySubject(anchors);
    const others = new Map(candidates.map((each) => [each.sha256Hex, each]));
    for (const id of this.#anchorIds) others.delete(id);
    this.#others = bySubject([...others.values()].slice(0, pathLimits.candidates));
    this.#checks = checks ?? new IssuerChecks();
    this.#dead = dead;
  }

  isAnchor({ sha256Hex }: Certificate): boolean {
    return this.#anchorIds.has(sha256Hex);
  }

  of(subject: Certificate, index: number): Above {
    const known = this.#known.get(subject.sha256Hex) ?? this.#find(subject, index);
    this.#known.set(subject.sha256Hex, known);
    return known;
  }

  #find(subject: Certificate, index: number): Above {
    const anchors = this.#anchors.get(subject.issuerKey) ?? [];
    const others = this.#others.get(subject.issuerKey) ?? [];
    const tell = (code: PathFault['code'], what: string): void => {
      this.#dead({ code, index, reason: `"${subject.subject}" ${what}` });
    };
    if (anchors.length + others.length === 0) {
      tell('no-path', `was issued by "${subject.issuer}", of whom no certificate is known`);
      return nobody;
    }
    const scheme = signatureScheme(subject.signatureAlgorithm, null);
    if ('reason' in scheme) {
      tell('algorithm-unsupported', `cannot be verified: ${scheme.reason}`);
      return nobody;
    }
    const above = { anchors: this.#signers(anchors, subject), others: this.#signers(others, subject) };
    if (this.#asked > pathLimits.signatureChecks) tell('limit-exceeded', 'has too many possible issuers');
    else if (above.anchors.length + above.others.length === 0)
      tell('signature-invalid', `is signed by no known key of "${subject.issuer}"`);
    return above;
  }

  /**
   * The key identifier is a hint only: it decides who comes first (RFC 5280 §4.2.1.1). Certificates of one key are asked
   * about once.
   */
  #signers(named: readonly Certificate[], subject: Certificate): readonly Certificate[] {
    const answers = new Map<string, boolean>();
    const signs = (issuer: Certificate): boolean => {
      const key = named.length === 1 ? '' : keyOf(issuer.spkiDer);
      const answer =
        answers.get(key) ??
        (++this.#asked <= pathLimits.signatureChecks && this.#checks.signs(issuer, subject));
      answers.set(key, answer);
      return answer;
    };
    const hinted = (issuer: Certificate): boolean =>
      subject.authorityKeyId !== null && issuer.subjectKeyId === subject.authorityKeyId;
    return [...named].sort((a, b) => Number(hinted(b)) - Number(hinted(a))).filter(signs);
  }
}

function bySubject(certificates: Iterable<Certificate>): ReadonlyMap<string, readonly Certificate[]> {
  const named = new Map<string, Certificate[]>();
  for (const each of certificates) {
    const same = named.get(each.subjectKey) ?? [];
    named.set(each.subjectKey, same);
    same.push(each);
  }
  return named;
}

/** Same name and same key are the same authority, whatever the certificate: going round it again leads nowhere. */
const holds = (chain: readonly Certificate[], issuer: Certificate): boolean =>
  chain.some(
    (link) => link.subjectKey === issuer.subjectKey && Buffer.compare(link.spkiDer, issuer.spkiDer) === 0,
  );

function verifies(issuer: Certificate, subject: Certificate): boolean {
  try {
    return issuedBy(subject, issuer);
  } catch {
    return false;
  }
}
