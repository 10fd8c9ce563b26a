import type { ByteSource } from '../bytes.ts';
import { PadesError, padesErrors } from '../errors.ts';
import { readPdf } from '../pdf/reader.ts';
import { gatherEvidence } from './evidence.ts';
import { passes, reportSignature } from './report.ts';
import { reportRevisions } from './report-revisions.ts';
import { reportLimits } from './reported.ts';
import { trustContext } from './trust.ts';
import type { ValidateOptions, ValidationReport } from './types.ts';

/**
 * Judges every signature of a document (EN 319 102-1). Never throws for the document's fault: what cannot be opened is
 * `readable: false`, what can be opened gets one entry for each signature; a file without any gives an empty list, which
 * is not a pass. Throws PADES_ASN1_INVALID for an unreadable trust anchor, which is the caller's.
 */
export function validatePdf(source: ByteSource, options: ValidateOptions): ValidationReport {
  const context = trustContext(options);
  try {
    const file = readPdf(source, { password: options.password });
    const evidence = gatherEvidence(file, context, passes);
    return {
      readable: true,
      sizeBytes: source.size,
      revisions: file.revisions.length,
      signatures: evidence.map(reportSignature),
      policy: context.policy.name,
      validationTime: context.at.toISOString(),
      revisionList: reportRevisions(
        file,
        evidence.map(({ facts }) => facts),
      ),
      anomalies: (evidence[0]?.structure.anomalies ?? file.anomalies)
        .slice(0, reportLimits.anomalies)
        .map(({ kind, offset, detail }) => ({ kind, offset, detail })),
    };
  } catch (error) {
    return unreadable(source.size, error);
  }
}

/** Coded errors are the document's; a defect of ours still must not pass for an answer, so it stays unreadable too. */
function unreadable(sizeBytes: number, error: unknown): ValidationReport {
  if (error instanceof PadesError) {
    return {
      readable: false,
      sizeBytes,
      error: { code: error.code, message: error.message, offset: error.offset },
    };
  }
  const { message } = padesErrors.PADES_PDF_SYNTAX;
  return { readable: false, sizeBytes, error: { code: 'PADES_PDF_SYNTAX', message, offset: null } };
}
