import type { Evidence } from './evidence.ts';
import type { Answers, CheckStatus, FindingEvidence, Indication, SubIndication } from './types.ts';

export type Failure = readonly [indication: Exclude<Indication, 'TOTAL_PASSED'>, sub: SubIndication];

export interface Answer {
  readonly status: CheckStatus;
  readonly detail: string;
  /** Where the row's own conclusion does not fit. */
  readonly concludes?: Failure;
  /** What it rests on; absent: nothing of that kind. */
  readonly evidence?: readonly FindingEvidence[];
}

/** One question a signature is asked (EN 319 102-1): a row of the table from which verdict and docs are made. */
export interface Check {
  readonly id: string;
  readonly question: string;
  readonly clause: string;
  /** The separate answer it belongs to. */
  readonly answer: keyof Answers;
  /** What a `failed` answer means; null: the row never fails. */
  readonly concludes: Failure | null;
  /** No answer: the question does not arise. */
  readonly judge: (evidence: Evidence) => readonly Answer[];
}

type Rests = readonly FindingEvidence[];
const answer = (status: CheckStatus, detail: string, evidence?: Rests, concludes?: Failure): Answer[] => [
  { status, detail, ...(evidence ? { evidence } : {}), ...(concludes ? { concludes } : {}) },
];
export const passed = (detail: string, evidence?: Rests): Answer[] => answer('passed', detail, evidence);
export const failed = (detail: string, concludes?: Failure, evidence?: Rests): Answer[] =>
  answer('failed', detail, evidence, concludes);
export const warning = (detail: string, evidence?: Rests): Answer[] => answer('warning', detail, evidence);
export const notChecked = (detail: string, evidence?: Rests): Answer[] =>
  answer('not-checked', detail, evidence);

type Family = 'detached' | 'timestamp' | 'legacy';
const subFilters: ReadonlyMap<string, Family> = new Map<string, Family>([
  ['ETSI.CAdES.detached', 'detached'],
  ['adbe.pkcs7.detached', 'detached'],
  ['ETSI.RFC3161', 'timestamp'],
  ['adbe.pkcs7.sha1', 'legacy'],
  ['adbe.x509.rsa_sha1', 'legacy'],
]);
export const familyOf = ({ facts }: Evidence): Family | null => subFilters.get(facts.subFilter ?? '') ?? null;
