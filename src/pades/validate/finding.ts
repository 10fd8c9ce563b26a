/** Main indications of EN 319 102-1 §5.1.3. */
export type Indication = 'TOTAL_PASSED' | 'TOTAL_FAILED' | 'INDETERMINATE';

/** EN 319 102-1 clause 5.1.3, all of them. */
export type SubIndication =
  | 'FORMAT_FAILURE'
  | 'HASH_FAILURE'
  | 'SIG_CRYPTO_FAILURE'
  | 'REVOKED'
  | 'EXPIRED'
  | 'NOT_YET_VALID'
  | 'NO_SIGNING_CERTIFICATE_FOUND'
  | 'NO_CERTIFICATE_CHAIN_FOUND'
  | 'NO_CERTIFICATE_CHAIN_FOUND_NO_POE'
  | 'CERTIFICATE_CHAIN_GENERAL_FAILURE'
  | 'CHAIN_CONSTRAINTS_FAILURE'
  | 'SIG_CONSTRAINTS_FAILURE'
  | 'CRYPTO_CONSTRAINTS_FAILURE'
  | 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE'
  | 'POLICY_PROCESSING_ERROR'
  | 'SIGNATURE_POLICY_NOT_AVAILABLE'
  | 'TIMESTAMP_ORDER_FAILURE'
  | 'REVOKED_NO_POE'
  | 'REVOKED_CA_NO_POE'
  | 'OUT_OF_BOUNDS_NO_POE'
  | 'OUT_OF_BOUNDS_NOT_REVOKED'
  | 'REVOCATION_OUT_OF_BOUNDS_NO_POE'
  | 'TRY_LATER'
  | 'NO_POE'
  | 'SIGNED_DATA_NOT_FOUND'
  | 'GENERIC';

/** What came of a question. `not-checked`: there was nothing to ask it of, which is never a pass. */
export type CheckStatus = 'passed' | 'failed' | 'warning' | 'not-checked';

/** One thing that a finding rests on; what does not apply is absent. */
export interface FindingEvidence {
  /** Byte offset from the start of the file, and one past the last byte. */
  readonly offset?: number;
  readonly end?: number;
  readonly object?: number;
  readonly revision?: number;
  readonly page?: number;
  /** Fingerprint of a certificate, a token or an item of revocation data; SHA-256, hex. */
  readonly sha256?: string;
  /** UTC. */
  readonly time?: string;
}

/** The answer to one question about one signature, with its evidence in words. */
export interface Finding {
  /** Id of the row in the checks table. */
  readonly check: string;
  readonly status: CheckStatus;
  readonly detail: string;
  /** Where in the file, which certificate or token, at what time; at most `reportLimits.evidence`, empty where nothing of that kind decides. */
  readonly evidence: readonly FindingEvidence[];
}

/**
 * How one question was answered by all its checks: `no` is a failure, `open` could not be settled either way, `not-checked`
 * had nothing to look at. Only `yes` is a pass.
 */
export interface AnswerState {
  readonly state: 'yes' | 'no' | 'open' | 'not-checked';
  /** Ids of the checks that decide it. */
  readonly checks: readonly string[];
}

/** The questions that are kept apart. Each row of the checks table belongs to one. */
export interface Answers {
  /** Can it be processed, and are the signed bytes the ones that were signed? */
  readonly integrity: AnswerState;
  /** Was it made with the key of the certificate? */
  readonly signature: AnswerState;
  /** Whose certificate is it, and do the caller's anchors stand for it? */
  readonly trust: AnswerState;
  readonly time: AnswerState;
  readonly coverage: AnswerState;
  /** Is everything that came later allowed? */
  readonly changes: AnswerState;
  /** Can it still be checked when its certificates have ended? */
  readonly longTerm: AnswerState;
}
