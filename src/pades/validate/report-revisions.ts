import type { PdfFile } from '../pdf/file.ts';
import type { SignatureFacts } from './facts.ts';
import type { ReportedRevision } from './reported.ts';
import { revisionFacts } from './revision-facts.ts';

/** What each writer appended, oldest first, with the fields whose signature closes it. */
export function reportRevisions(
  file: PdfFile,
  signatures: readonly SignatureFacts[],
): readonly ReportedRevision[] {
  const closing = new Map<number, string[]>();
  for (const { coverage, location } of signatures) {
    if (coverage.revision === null || location.field === null) continue;
    const fields = closing.get(coverage.revision);
    if (fields) fields.push(location.field);
    else closing.set(coverage.revision, [location.field]);
  }
  return revisionFacts(file).map(({ index, start, end, xref, added, replaced, freed, objects }) => ({
    index,
    start,
    end,
    xref,
    added,
    replaced,
    freed,
    objects: { added: objects.added, replaced: objects.replaced, freed: objects.freed },
    signatures: closing.get(index) ?? [],
  }));
}
