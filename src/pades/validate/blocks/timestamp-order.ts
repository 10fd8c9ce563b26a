import type { Evidence } from '../evidence.ts';
import { tokenSha256 } from '../timestamps.ts';
import type { FindingEvidence } from '../types.ts';

/** A timestamp whose time may be used, as far as its order among others is concerned. */
export interface Stamp {
  readonly time: Date;
  /** Of the token, hex. */
  readonly sha256: string;
  readonly authority: string | null;
  /** Half the width of the interval in which the time lies; null: not said. */
  readonly accuracyMs: number | null;
  /** The authority's tokens can be put in order by their times alone (RFC 3161 §2.4.2). */
  readonly ordering: boolean;
}

/** Authorities of EN 319 421 are accurate to a second; most do not say so in their tokens. */
const usualAccuracyMs = 1000;

/** Is the first certainly later than the second? Within what both admit, neither is. */
export function isCertainlyLater(first: Stamp, second: Stamp): boolean {
  const ahead = first.time.getTime() - second.time.getTime();
  if (first.ordering && second.ordering && first.authority !== null && first.authority === second.authority)
    return ahead > 0;
  return ahead > accuracyOf(first) + accuracyOf(second);
}

const accuracyOf = ({ accuracyMs }: Stamp): number => accuracyMs ?? usualAccuracyMs;

/**
 * The timestamps of a signature by the stage at which they must have been made: over its content, over its value, and each
 * document timestamp that covers it, by revision.
 */
export function stagesOf({
  contentTimestamps,
  timestamps,
  documentTimestamps,
}: Pick<Evidence, 'contentTimestamps' | 'timestamps' | 'documentTimestamps'>): readonly (readonly Stamp[])[] {
  const usable = (stamps: Evidence['timestamps']): Stamp[] =>
    stamps.flatMap(({ faults, token, authority }) => {
      if (faults.length > 0 || token === null) return [];
      const { genTime: time, accuracyMs, ordering } = token.info;
      return [{ time, accuracyMs, ordering, authority, sha256: tokenSha256(token) }];
    });
  const documents = [...documentTimestamps]
    .sort((a, b) => a.revision - b.revision)
    .map(({ time, by, path, accuracyMs, ordering }): Stamp[] => [
      { time, sha256: by, accuracyMs, ordering, authority: path[0]?.subject ?? null },
    ]);
  return [usable(contentTimestamps), usable(timestamps), ...documents].filter((stage) => stage.length > 0);
}

/** The first timestamp that is certainly later than one of a later stage; null where there is none. */
export function orderFault(
  stages: readonly (readonly Stamp[])[],
): { readonly detail: string; readonly evidence: readonly FindingEvidence[] } | null {
  for (const [index, stage] of stages.entries()) {
    const after = stages.slice(index + 1).flat();
    for (const early of stage) {
      const late = after.find((each) => isCertainlyLater(early, each));
      if (late === undefined) continue;
      return {
        detail: `${early.time.toISOString()}, after ${late.time.toISOString()}, which must have come later`,
        evidence: [early, late].map(({ sha256, time }) => ({ sha256, time: time.toISOString() })),
      };
    }
  }
  return null;
}
