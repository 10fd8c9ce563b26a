import { oids } from '../asn1/oids.ts';
import { attributesOf } from '../cms/attributes.ts';
import { askRow, baselineLevels, baselineRows, type BaselineLevel, type RowAnswer } from './baseline-rows.ts';
import type { Evidence } from './evidence.ts';

export interface LevelFacts {
  readonly level: string | null;
  /** Rows of B that do not hold. */
  readonly missing: readonly string[];
  /** Why the next level up is not reached; empty at LTA and where B is not. */
  readonly next: readonly string[];
}

/**
 * The level as a fact about the format, beside the verdict and not part of it (pades.md 3): the highest of which all 30
 * rows hold. With an adbe SubFilter it is PKCS#7 and never PAdES, and only the services of rows 23, 26 and 29 count.
 */
export function levelOf(evidence: Evidence): LevelFacts {
  const before = known.get(evidence);
  if (before) return before;
  const made = judgeLevel(evidence);
  known.set(evidence, made);
  return made;
}

/** Several checks and the report ask. */
const known = new WeakMap<Evidence, LevelFacts>();

function judgeLevel(evidence: Evidence): LevelFacts {
  const { facts } = evidence;
  if (facts.kind === 'document-timestamp' || facts.cms.signer === null)
    return { level: null, missing: [], next: [] };
  if (facts.subFilter?.startsWith('adbe.')) {
    const { reached, next } = climb(evidence, ({ id }) => services.has(id));
    return { level: `PKCS7-${reached ?? 'B'}`, missing: [], next };
  }
  const { reached, next } = climb(evidence, () => true);
  if (reached !== null) return { level: `PAdES-BASELINE-${reached}`, missing: [], next };
  const isProtected = facts.subFilter === 'ETSI.CAdES.detached' && facts.cms.signing?.protectedBy != null;
  const attributes = facts.cms.signer.signedAttributes?.attributes ?? [];
  const explicit = attributesOf(attributes, oids.signaturePolicy).length > 0;
  return {
    level: isProtected ? (explicit ? 'PAdES-EPES' : 'PAdES-BES') : null,
    missing: next,
    next: [],
  };
}

/** Rows that provide what the letters T, LT and LTA stand for. */
const services: ReadonlySet<number> = new Set([23, 26, 29]);

function climb(
  evidence: Evidence,
  counts: (row: { readonly id: number }) => boolean,
): { readonly reached: BaselineLevel | null; readonly next: readonly string[] } {
  let reached: BaselineLevel | null = null;
  for (const [at, level] of baselineLevels.entries()) {
    // A row that asks for the same as one level below holds here too.
    const faults = baselineRows
      .filter((row) => counts(row) && (at === 0 || row.presence[at] !== row.presence[at - 1]))
      .map((row) => askRow(row, evidence, level))
      .filter(({ fault }) => fault !== null);
    if (faults.length > 0)
      return { reached, next: faults.map(({ id, fault }) => `row ${id}, ${fault ?? ''}`) };
    reached = level;
  }
  return { reached, next: [] };
}

/** All 30 rows for one signature and level. */
export const rowsAt = (evidence: Evidence, level: BaselineLevel): readonly RowAnswer[] =>
  baselineRows.map((row) => askRow(row, evidence, level));
