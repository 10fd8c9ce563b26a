import type { PdfAnomaly, PdfFile } from '../pdf/file.ts';
import { layOut } from './layout.ts';
import { sameValue } from './pdf-values.ts';

/** What the file as a whole is like, asked once and not once for each signature. */
export interface StructureFacts {
  /** Those that reading brought to light, and those of the layout. */
  readonly anomalies: readonly PdfAnomaly[];
  /** Bytes after the last revision that are not white space. */
  readonly trailing: PdfAnomaly | null;
  /** What is odd about where things stand in the signed bytes; null where there are too many objects to ask. */
  readonly layout: readonly PdfAnomaly[] | null;
  /** `locked` and `unsupported`: strings and streams could not be read. `changed`: a later revision switched it on. */
  readonly encryption: 'none' | 'open' | 'locked' | 'unsupported' | 'changed';
}

export function readStructure(file: PdfFile, upTo: number): StructureFacts {
  const layout = layOut(file, upTo);
  // Read last: looking at objects is what brings anomalies to light.
  const anomalies = [...file.anomalies, ...(layout ?? [])];
  return {
    anomalies,
    trailing: anomalies.find(({ kind }) => kind === 'trailing-bytes') ?? null,
    layout,
    encryption: encryptionOf(file),
  };
}

function encryptionOf({ security, revisions }: PdfFile): StructureFacts['encryption'] {
  if (security === null) return 'none';
  const [first, ...later] = revisions.map(({ trailer }) => trailer.entries.get('Encrypt'));
  return later.every((entry) => sameValue(first, entry)) ? security.state : 'changed';
}
