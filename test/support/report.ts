import type { AnswerState, ReportedSignature, ValidationReport } from '../../src/pades/validate/types.ts';

type ReadReport = Extract<ValidationReport, { readonly readable: true }>;

/** The report of a file that must have been read; what stood in the way otherwise. */
export function readReport(report: ValidationReport): ReadReport {
  if (!report.readable) throw new Error(`${report.error.code}: ${report.error.message}`);
  return report;
}

const yes: AnswerState = { state: 'yes', checks: [] };

/** Members that a made-up report needs and that its test does not look at. */
export const unlooked: Pick<
  ReportedSignature,
  | 'decidedBy'
  | 'answers'
  | 'subFilter'
  | 'claimed'
  | 'path'
  | 'timestamps'
  | 'changes'
  | 'object'
  | 'signedBytes'
  | 'unsignedBytes'
> = {
  decidedBy: null,
  answers: {
    integrity: yes,
    signature: yes,
    trust: yes,
    time: yes,
    coverage: yes,
    changes: yes,
    longTerm: { state: 'not-checked', checks: [] },
  },
  subFilter: 'ETSI.CAdES.detached',
  claimed: {
    name: null,
    reason: null,
    location: null,
    contactInfo: null,
    roles: [],
    policy: null,
    commitment: null,
  },
  path: [],
  timestamps: [],
  changes: [],
  object: 10,
  signedBytes: null,
  unsignedBytes: null,
};

/** The same of a report that could be read. */
export const unlookedReport: Pick<ReadReport, 'policy' | 'validationTime' | 'revisionList' | 'anomalies'> = {
  policy: 'stranger',
  validationTime: '2026-11-24T03:00:00.000Z',
  revisionList: [],
  anomalies: [],
};
