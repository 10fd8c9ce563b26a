import type { ByteSource } from '../bytes.ts';
import { readPdf } from '../pdf/reader.ts';
import type { BaselineLevel, RowAnswer } from './baseline-rows.ts';
import { gatherEvidence } from './evidence.ts';
import { rowsAt } from './level.ts';
import { passes } from './report.ts';
import { trustContext } from './trust.ts';
import type { ValidateOptions } from './types.ts';

/** The requirement table asked of one signature. */
export interface BaselineAnswer {
  readonly field: string | null;
  readonly rows: readonly RowAnswer[];
  /** Rows that hold; 30 where the level is reached. */
  readonly holding: number;
}

/**
 * All 30 rows of EN 319 142-1 §6.3 for every signature of a document at one level; document timestamps have no rows of
 * their own. Throws what the reader throws for a document that cannot be opened.
 */
export function judgeBaseline(
  source: ByteSource,
  level: BaselineLevel,
  options: ValidateOptions,
): readonly BaselineAnswer[] {
  return gatherEvidence(readPdf(source, { password: options.password }), trustContext(options), passes)
    .filter(({ facts }) => facts.kind === 'signature')
    .map((evidence) => {
      const rows = rowsAt(evidence, level);
      return {
        field: evidence.facts.location.field,
        rows,
        holding: rows.filter(({ fault }) => fault === null).length,
      };
    });
}
