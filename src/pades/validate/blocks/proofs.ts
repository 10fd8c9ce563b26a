import type { Material } from '../material.ts';
import type { FindingEvidence } from '../types.ts';

/** A time at which something existed, and the token that says so. */
export interface Proof {
  readonly time: Date;
  /** SHA-256 of the timestamp token, hex. */
  readonly by: string;
}

/**
 * Proofs of existence (EN 319 102-1 §5.6.2.3), by the fingerprint of what existed: certificates, revocation data, tokens.
 * The earliest counts. That everything exists now needs no entry.
 */
export class Proofs {
  readonly #known = new Map<string, Proof>();

  add(sha256Hex: string, proof: Proof): void {
    const before = this.#known.get(sha256Hex);
    if (before === undefined || proof.time < before.time) this.#known.set(sha256Hex, proof);
  }

  /** Of everything that a timestamp covers. */
  addAll({ certificates, ocsps, crls }: Material, proof: Proof): void {
    for (const { sha256Hex } of [...certificates, ...ocsps, ...crls]) this.add(sha256Hex, proof);
  }

  timeOf(sha256Hex: string): Date | null {
    return this.#known.get(sha256Hex)?.time ?? null;
  }

  /** What a finding says of the proof; empty where there is none. */
  evidenceFor(sha256Hex: string): readonly FindingEvidence[] {
    const proof = this.#known.get(sha256Hex);
    return proof ? [{ sha256: proof.by, time: proof.time.toISOString() }] : [];
  }
}

export const earlier = (a: Date, b: Date | null): Date => (b !== null && b < a ? b : a);
