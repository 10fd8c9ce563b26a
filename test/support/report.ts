import type { ValidationReport } from '../../src/pades/validate/types.ts';

type ReadReport = Extract<ValidationReport, { readonly readable: true }>;

/** The report of a file that must have been read; what stood in the way otherwise. */
export function readReport(report: ValidationReport): ReadReport {
  if (!report.readable) throw new Error(`${report.error.code}: ${report.error.message}`);
  return report;
}
