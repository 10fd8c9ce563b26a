import { bytesSource, validatePdf, type ValidateOptions, type ValidationReport } from '../../pades/index.ts';

/** One stranger's file, judged in a thread that may be ended. */
export default function periksa(masukan: { bytes: Uint8Array; options: ValidateOptions }): ValidationReport {
  return validatePdf(bytesSource(masukan.bytes), masukan.options);
}
