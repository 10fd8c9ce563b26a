import { PadesError, type PadesErrorCode } from '../errors.ts';
import type { PdfAnomaly, PdfFile } from './file.ts';

/** What makes appending unsafe, by anomaly; the others harm nobody's reading of the new revision. */
const refusals: Readonly<Partial<Record<PdfAnomaly['kind'], PadesErrorCode>>> = {
  // Readers disagree whether offsets then count from byte 0 or from the header, so one signed file would be two.
  'header-offset': 'PADES_NOT_PDF',
  'trailing-bytes': 'PADES_TRAILING_BYTES',
  'duplicate-object': 'PADES_XREF_BROKEN',
  'hybrid-contradiction': 'PADES_XREF_BROKEN',
  'object-header-mismatch': 'PADES_XREF_BROKEN',
  'startxref-mismatch': 'PADES_XREF_BROKEN',
  'duplicate-key': 'PADES_PDF_SYNTAX',
  'length-mismatch': 'PADES_PDF_SYNTAX',
};

/**
 * Refuses a file whose next revision could be read in two ways, by what the reader has met so far: ask before building an update and
 * again after, when more has been read. Throws PADES_NOT_PDF, PADES_TRAILING_BYTES, PADES_XREF_BROKEN, PADES_PDF_SYNTAX.
 */
export function refuseUntrusted(file: PdfFile): void {
  for (const { kind, offset, detail } of file.anomalies) {
    const code = refusals[kind];
    if (code) throw new PadesError(code, { offset, detail });
  }
}
