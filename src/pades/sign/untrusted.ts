import { PadesError, type PadesErrorCode } from '../errors.ts';
import type { PdfAnomaly, PdfFile } from '../pdf/file.ts';

/** What makes appending unsafe, by anomaly; the others harm nobody's reading of the new revision. */
const refusals: Readonly<Partial<Record<PdfAnomaly['kind'], PadesErrorCode>>> = {
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
 * Refuses a file that nothing may be appended to, before and after its objects are read: what is read while building may be as
 * untrustworthy as what was read before. Throws PADES_NOT_PDF, PADES_TRAILING_BYTES, PADES_XREF_BROKEN, PADES_PDF_SYNTAX.
 */
export function refuseUntrusted(file: Pick<PdfFile, 'anomalies'>): void {
  for (const { kind, offset, detail } of file.anomalies) {
    const code = refusals[kind];
    if (code) throw new PadesError(code, { offset, detail });
  }
}
