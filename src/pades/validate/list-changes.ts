import type { ByteSource } from '../bytes.ts';
import { readPdf } from '../pdf/reader.ts';
import { compareRevision } from './changes.ts';
import { ReferenceIndex } from './references.ts';
import type { ReportedChange } from './reported.ts';

/** Which revisions are compared; an index of the report, 0 is the first. */
export interface ListOptions {
  /** The revision that is the first to be compared with its successor; absent: the oldest. */
  readonly from?: number;
  /** The last revision; absent: the newest. */
  readonly to?: number;
  /** Opens an encrypted file. */
  readonly password?: string;
}

/** What one revision did to the one before it. */
export interface RevisionChangeList {
  readonly revision: number;
  /** By page, what belongs to no page last. `permitted` says whether a rule explains it, not whether a signature allows it. */
  readonly changes: readonly ReportedChange[];
}

/** More pairs than this are not compared in one call. */
const mostPairs = 600;

/**
 * What changed from revision to revision, page by page, signed or not. Throws the codes of the reader for a file that
 * cannot be read; what a single revision spoils is one of its changes. At most 600 revisions, from `from` on.
 */
export function listChanges(
  source: ByteSource,
  { from, to, password }: ListOptions = {},
): readonly RevisionChangeList[] {
  const file = readPdf(source, { password });
  const references = new ReferenceIndex(file);
  const last = to ?? file.revisions.length - 1;
  return file.revisions
    .filter(({ index }) => index > (from ?? 0) && index <= last)
    .slice(0, mostPairs)
    .map(({ index }) => ({
      revision: index,
      changes: [...compareRevision(file, index, references).changes].sort(byPage),
    }));
}

const byPage = (a: ReportedChange, b: ReportedChange): number =>
  (a.page ?? Infinity) === (b.page ?? Infinity) ? 0 : (a.page ?? Infinity) - (b.page ?? Infinity);
