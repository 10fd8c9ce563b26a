import { oids } from '../../asn1/oids.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { Kept } from '../../x509/kept.ts';
import { findPaths, type PathInput, type PathResult } from '../../x509/path.ts';
import { ts119312, type AlgorithmTable } from '../../x509/ts119312.ts';
import type { TrustContext } from '../trust.ts';

/** More acceptable paths than this are not tried: each is another way to the same few anchors. */
const maxPaths = 8;

/** Whose path is looked for: what of a `Subject` matters here. */
interface Sought {
  readonly certificate: Certificate;
  readonly candidates: readonly Certificate[];
  readonly kind: 'signature' | 'timestamp';
}

interface Search {
  readonly found: PathResult[];
  readonly rest: Iterator<PathResult>;
}

/**
 * Candidate paths of all subjects of a document. The same certificate among the same candidates at the same time is
 * searched for once: fifty signatures of a letter rest on one chain.
 */
export class PathFinder {
  readonly #searches = new Kept<Search>(256);
  readonly #context: TrustContext;

  constructor(context: TrustContext) {
    this.#context = context;
  }

  /**
   * Paths to these anchors that pass RFC 5280 at a time, the shortest first; at the end, why there is no other. Algorithms
   * are left out: they have times of their own (EN 319 102-1 §5.2.6.4 step 6).
   */
  *paths(subject: Sought, at: Date, anchors: readonly Certificate[]): Generator<PathResult> {
    const search = this.#searches.get(keyOf(subject, at, anchors), () => this.#search(subject, at, anchors));
    for (let index = 0; index < maxPaths; index++) {
      if (index >= search.found.length) {
        const next = search.rest.next();
        if (next.done === true) return;
        search.found.push(next.value);
      }
      const result = search.found[index];
      if (result) yield result;
    }
  }

  #search({ certificate, candidates, kind }: Sought, at: Date, anchors: readonly Certificate[]): Search {
    const { intermediates, checks, policy } = this.#context;
    const { certificatePolicies: initial } = policy;
    const demands = initial ? { policies: { initial, requireExplicit: true } } : {};
    const input: PathInput = {
      anchors,
      // The caller's own come first: the file's may be many, and only so many are looked at.
      candidates: [...intermediates, ...candidates],
      at,
      checks,
      algorithms: endless,
      ...(kind === 'signature' ? demands : { extendedKeyUsage: stamping }),
    };
    return { found: [], rest: findPaths(certificate, input) };
  }
}

/** An authority that was certified for other purposes makes no timestamping authority. */
const stamping = { oneOf: [oids.timeStamping], chained: true };

/** Every algorithm there is, without an end. */
const endless: AlgorithmTable = {
  digests: Object.fromEntries(Object.keys(ts119312.digests).map((name) => [name, null])),
  keys: [{ kinds: ts119312.keys.flatMap(({ kinds }) => kinds), minBits: 0, until: null }],
};

const keyOf = (
  { kind, certificate, candidates }: Sought,
  at: Date,
  anchors: readonly Certificate[],
): string =>
  [kind, at.getTime(), certificate.sha256Hex, fingerprint(anchors), fingerprint(candidates)].join(' ');

/** Signatures of a document share one array of candidates. */
function fingerprint(certificates: readonly Certificate[]): string {
  const known = fingerprints.get(certificates);
  if (known !== undefined) return known;
  const made = certificates.map(({ sha256Hex }) => sha256Hex).join();
  fingerprints.set(certificates, made);
  return made;
}
const fingerprints = new WeakMap<readonly Certificate[], string>();
