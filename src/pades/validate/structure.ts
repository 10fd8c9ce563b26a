import type { PdfAnomaly, PdfFile } from '../pdf/file.ts';
import type { Extent } from '../pdf/objects.ts';
import { firstUnaccounted } from './bytes-accounted.ts';
import { sameValue } from './pdf-values.ts';

/** What the file as a whole is like, asked once and not once for each signature. */
export interface StructureFacts {
  readonly anomalies: readonly PdfAnomaly[];
  /** Bytes after the last revision that are not white space. */
  readonly trailing: PdfAnomaly | null;
  /** Signed bytes that belong to no object, or to two; null where the file is too large to ask. */
  readonly oddities: readonly string[] | null;
  /** `locked` and `unsupported`: strings and streams could not be read. `changed`: a later revision switched it on. */
  readonly encryption: 'none' | 'open' | 'locked' | 'unsupported' | 'changed';
}

/** More objects than this are not laid out: the question is a warning, and must not cost more than the signature. */
const maxObjects = 50_000;

export function readStructure(file: PdfFile, upTo: number): StructureFacts {
  const oddities = layOut(file, upTo);
  // Read last: looking at objects is what brings anomalies to light.
  const anomalies = file.anomalies;
  return {
    anomalies,
    trailing: anomalies.find(({ kind }) => kind === 'trailing-bytes') ?? null,
    oddities,
    encryption: encryptionOf(file),
  };
}

function encryptionOf({ security, revisions }: PdfFile): StructureFacts['encryption'] {
  if (security === null) return 'none';
  const [first, ...later] = revisions.map(({ trailer }) => trailer.entries.get('Encrypt'));
  return later.every((entry) => sameValue(first, entry)) ? security.state : 'changed';
}

function layOut(file: PdfFile, upTo: number): readonly string[] | null {
  const revisions = file.revisions.slice(0, upTo + 1);
  if (revisions.reduce((sum, { entries }) => sum + entries.size, 0) > maxObjects) return null;
  const extents: Extent[] = revisions.flatMap(({ structure }) => structure);
  try {
    for (const { index, entries } of revisions) {
      const view = file.view(index);
      for (const [num, entry] of entries) {
        const extent = entry.type === 'offset' ? view.extent(num) : null;
        if (extent) extents.push(extent);
      }
    }
  } catch (error) {
    return [error instanceof Error ? error.message : 'an object cannot be read'];
  }
  extents.sort((a, b) => a.start - b.start || a.end - b.end);
  // One start is one object: an xref stream is listed both as structure and as an object.
  const unique = extents.filter(({ start }, i) => start !== extents[i + 1]?.start);
  const overlap = unique.find((e, i) => e.start < (unique[i - 1]?.end ?? 0));
  const gap = firstUnaccounted(file, unique, 0, revisions.at(-1)?.end ?? 0);
  return [
    ...(overlap ? [`two objects share the bytes at ${overlap.start}`] : []),
    ...(gap === null ? [] : [`bytes that belong to no object at ${gap}`]),
  ];
}
