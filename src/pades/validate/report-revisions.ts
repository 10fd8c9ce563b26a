import type { PdfFile, Revision } from '../pdf/file.ts';
import type { SignatureFacts } from './facts.ts';
import { reportLimits, type ReportedRevision } from './reported.ts';

/** What each writer appended, oldest first. */
export function reportRevisions(
  file: PdfFile,
  signatures: readonly SignatureFacts[],
): readonly ReportedRevision[] {
  const closing = new Map<number, string[]>();
  for (const { coverage, location } of signatures) {
    if (coverage.revision === null || location.field === null) continue;
    closing.set(coverage.revision, [...(closing.get(coverage.revision) ?? []), location.field]);
  }
  return file.revisions.slice(0, reportLimits.revisions).map((revision, index) => ({
    index,
    start: file.revisions[index - 1]?.end ?? 0,
    end: revision.end,
    xref: revision.kind,
    ...counted(file, revision),
    signatures: closing.get(index) ?? [],
  }));
}

type Kind = keyof ReportedRevision['objects'];

function counted(file: PdfFile, { index, entries }: Revision): Pick<ReportedRevision, Kind | 'objects'> {
  const before = index > 0 ? file.view(index - 1) : null;
  const counts: Record<Kind, number> = { added: 0, replaced: 0, freed: 0 };
  const objects: Record<Kind, number[]> = { added: [], replaced: [], freed: [] };
  for (const [num, { type }] of entries) {
    const earlier = before?.entry(num) ?? null;
    const was = earlier !== null && earlier.type !== 'free';
    const kind = type === 'free' ? (was ? 'freed' : null) : was ? 'replaced' : 'added';
    if (kind === null) continue;
    counts[kind] += 1;
    if (objects[kind].length < reportLimits.objects) objects[kind].push(num);
  }
  return { ...counts, objects };
}
