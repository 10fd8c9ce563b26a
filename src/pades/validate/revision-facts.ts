import type { ByteSource } from '../bytes.ts';
import { PadesError } from '../errors.ts';
import type { PdfFile, Revision } from '../pdf/file.ts';
import { pdfNull } from '../pdf/objects.ts';
import { readPdf } from '../pdf/reader.ts';
import { sameExcept, sameValue } from './pdf-values.ts';
import { reportLimits } from './reported.ts';

/** What one writer appended (ISO 32000-2 clause 7.5.6). Counts are of all objects, lists of the first `reportLimits.objects`. */
export interface RevisionFacts {
  readonly index: number;
  /** First byte; the end of the revision before, 0 for the first. */
  readonly start: number;
  /** One past the line end after `%%EOF`. */
  readonly end: number;
  /** Offset of the cross-reference section that `startxref` names. */
  readonly xrefOffset: number;
  readonly xref: 'table' | 'stream' | 'hybrid';
  /** A first-page section and a main one, which are one revision (Annex F). */
  readonly linearized: boolean;
  readonly added: number;
  /** Written again, whatever they hold now. */
  readonly replaced: number;
  /** Freed, and in use before. */
  readonly freed: number;
  readonly objects: {
    readonly added: readonly number[];
    readonly replaced: readonly number[];
    readonly freed: readonly number[];
    /** Those among `replaced` that hold what they held before; what cannot be read is not among them. */
    readonly unchanged: readonly number[];
  };
}

/**
 * Every revision of a file, oldest first, at most `reportLimits.revisions`, for auditors who want to see what each writer
 * did. Judges nothing: bytes that belong to no revision are an anomaly of `validatePdf`. Throws what `readPdf` throws:
 * PADES_NOT_PDF, PADES_XREF_BROKEN, PADES_PDF_SYNTAX, PADES_LIMIT_EXCEEDED and the like, with the offset.
 */
export function readRevisions(
  source: ByteSource,
  options: { readonly password?: string } = {},
): readonly RevisionFacts[] {
  const file = readPdf(source, options);
  return revisionFacts(file).map((facts) => ({
    ...facts,
    objects: { ...facts.objects, unchanged: unchanged(file, facts) },
  }));
}

/** The same without looking at any object. */
export function revisionFacts(file: PdfFile): readonly RevisionFacts[] {
  return file.revisions.slice(0, reportLimits.revisions).map((revision, index) => ({
    index,
    start: file.revisions[index - 1]?.end ?? 0,
    end: revision.end,
    xrefOffset: revision.xrefOffset,
    xref: revision.kind,
    linearized: revision.linearized,
    ...counted(file, revision),
  }));
}

type Kind = 'added' | 'replaced' | 'freed';

function counted(file: PdfFile, { index, entries }: Revision): Pick<RevisionFacts, Kind | 'objects'> {
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
  return { ...counts, objects: { ...objects, unchanged: [] } };
}

function unchanged(file: PdfFile, { index, objects }: RevisionFacts): readonly number[] {
  return objects.replaced.filter((num) => sameObject(file, num, index));
}

/** Longer streams are not compared, and so not called the same. */
const maxCompared = 1024 * 1024;

function sameObject(file: PdfFile, num: number, index: number): boolean {
  try {
    const [was, is] = [index - 1, index].map((revision) => {
      const view = file.view(revision);
      const entry = view.entry(num);
      return view.get({ kind: 'ref', num, gen: entry?.type === 'offset' ? entry.gen : 0 }) ?? pdfNull;
    });
    if (was?.kind !== 'stream' || is?.kind !== 'stream') return sameValue(was, is);
    const [a, b] = [was.raw, is.raw];
    const length = a.end - a.start;
    return (
      length === b.end - b.start &&
      length <= maxCompared &&
      sameExcept(was.dict, is.dict, new Set()) &&
      Buffer.compare(file.source.read(a.start, length), file.source.read(b.start, length)) === 0
    );
  } catch (error) {
    if (error instanceof PadesError) return false;
    throw error;
  }
}
