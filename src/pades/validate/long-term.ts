import type { Certificate } from '../x509/certificate.ts';
import { joined, type Material, type MaterialReader } from './material.ts';
import type { RevocationJudge } from './revocation.ts';

/** A document timestamp over this signature that passed. */
export interface DocumentProof {
  readonly time: Date;
  /** SHA-256 of its token, hex. */
  readonly by: string;
  readonly accuracyMs: number | null;
  readonly ordering: boolean;
  /** The revision it closes: everything up to there existed at that time. */
  readonly revision: number;
  /** It goes on passing by itself until then. */
  readonly until: Date;
  readonly path: readonly Certificate[];
  /** Certificates and data inside the token itself. */
  readonly material: Material;
}

/** One chain that long-term data must cover, and the time at which it had to hold. */
export interface Chain {
  readonly what: string;
  readonly path: readonly Certificate[];
  readonly at: Date;
  /** What came along outside the DSS: in the CMS or in the token. */
  readonly own: Material;
}

export interface LongTermFacts {
  /** What the DSS and the CMS lack; null: the question does not arise, as no chain can be built. */
  readonly missing: readonly string[] | null;
  /** The newest document timestamp whose revision holds all of it; null where none does. */
  readonly sealedBy: DocumentProof | null;
}

/** More document timestamps than this are not tried: the newest that seals is one of the last. */
const maxSeals = 16;

/**
 * LT and LTA as facts of format (pades.md 3, "Classifying" 3 and 4): every certificate below the anchors is there, and
 * acceptable revocation data for each that needs it, in the DSS or the CMS; a document timestamp covers the revision
 * that holds all that.
 */
export function judgeLongTerm(
  chains: readonly Chain[] | null,
  reader: MaterialReader,
  newest: number,
  seals: readonly DocumentProof[],
  judge: RevocationJudge,
): LongTermFacts {
  if (chains === null) return { missing: null, sealedBy: null };
  const lacking = (revision: number): readonly string[] => {
    const store = reader.storeAt(revision);
    if (store === null) return ['there is no DSS'];
    return chains.flatMap((chain) => lackingFor(chain, joined(chain.own, store), judge));
  };
  const missing = lacking(newest);
  if (missing.length > 0) return { missing, sealedBy: null };
  const newestFirst = [...seals].sort((a, b) => b.revision - a.revision).slice(0, maxSeals);
  return { missing, sealedBy: newestFirst.find(({ revision }) => lacking(revision).length === 0) ?? null };
}

function lackingFor({ what, path, at }: Chain, material: Material, judge: RevocationJudge): string[] {
  const held = new Set(material.certificates.map(({ sha256Hex }) => sha256Hex));
  const absent = path
    .slice(0, -1)
    .filter(({ sha256Hex }) => !held.has(sha256Hex))
    .map(({ subject }) => `${what}: the certificate "${subject}"`);
  const open = path
    .slice(0, -1)
    .map((_, index) => judge.status({ path, index, material, at }))
    .filter(({ state }) => state === 'unknown')
    .map(({ certificate }) => `${what}: revocation data for "${certificate.subject}"`);
  return [...absent, ...open];
}
