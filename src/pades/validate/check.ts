import type { Evidence } from './evidence.ts';
import type { CheckStatus, Indication, SubIndication } from './types.ts';

export type Failure = readonly [indication: Exclude<Indication, 'TOTAL_PASSED'>, sub: SubIndication];

export interface Answer {
  readonly status: CheckStatus;
  readonly detail: string;
  /** Where the row's own conclusion does not fit. */
  readonly concludes?: Failure;
}

/** One question a signature is asked (EN 319 102-1): a row of the table from which verdict and docs are made. */
export interface Check {
  readonly id: string;
  readonly question: string;
  readonly clause: string;
  /** What a `failed` answer means; null: the row never fails. */
  readonly concludes: Failure | null;
  /** No answer: the question does not arise. */
  readonly judge: (evidence: Evidence) => readonly Answer[];
}

export const passed = (detail: string): Answer[] => [{ status: 'passed', detail }];
export const failed = (detail: string, concludes?: Failure): Answer[] => [
  { status: 'failed', detail, ...(concludes ? { concludes } : {}) },
];
export const warning = (detail: string): Answer[] => [{ status: 'warning', detail }];
export const notChecked = (detail: string): Answer[] => [{ status: 'not-checked', detail }];

type Family = 'detached' | 'timestamp' | 'legacy';
const subFilters: ReadonlyMap<string, Family> = new Map<string, Family>([
  ['ETSI.CAdES.detached', 'detached'],
  ['adbe.pkcs7.detached', 'detached'],
  ['ETSI.RFC3161', 'timestamp'],
  ['adbe.pkcs7.sha1', 'legacy'],
  ['adbe.x509.rsa_sha1', 'legacy'],
]);
export const familyOf = ({ facts }: Evidence): Family | null => subFilters.get(facts.subFilter ?? '') ?? null;
