import type { ByteSource } from '../bytes.ts';
import type { PolicyName, ValidationPolicy } from './policy.ts';
import type { ValidationReport } from './reported.ts';

export type * from './reported.ts';

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

/** What the caller trusts, knows, and asks. */
export interface ValidateOptions {
  /** Trust anchors, DER certificates. Empty: every chain is NO_CERTIFICATE_CHAIN_FOUND. */
  readonly anchors: readonly Uint8Array[];
  /** The moment for which the question is asked (validation time). */
  readonly at: Date;
  /** Further certificates that may help to build a path; never trusted. */
  readonly intermediates?: readonly Uint8Array[];
  /** Revocation data the caller fetched, DER. Unreadable items are the caller's error. */
  readonly ocsps?: readonly Uint8Array[];
  readonly crls?: readonly Uint8Array[];
  /** Opens an encrypted file; without it the strings and streams of one that needs it are not looked into. */
  readonly password?: string;
  /** What is demanded and tolerated; absent: `stranger`. */
  readonly policy?: PolicyName | ValidationPolicy;
  /** Documents of signature policies the caller knows, as their hash counts them. */
  readonly signaturePolicies?: readonly { readonly oid: string; readonly document: Uint8Array }[];
}

/** Levels the gate can be asked for: `PKCS7-…` is the same with an adbe SubFilter and never PAdES (pades.md 3). */
export type GateLevel = `${'PAdES-BASELINE' | 'PKCS7'}-${'B' | 'T' | 'LT' | 'LTA'}`;

/** What the gate demands of a freshly signed file before it may be called signed. */
export interface GateExpectation {
  /** The file before this signature: must be an exact prefix. */
  readonly earlier: ByteSource;
  /** SHA-256 (hex) of the certificate that must have signed last; null: whose it is, is asked elsewhere. */
  readonly certificateSha256: string | null;
  /** LT and LTA also allow the revisions that make them: validation data and document timestamps. */
  readonly level: GateLevel;
  /** Null: the signer named the field. */
  readonly field: string | null;
  /** Signatures the file must now hold, all of them TOTAL_PASSED. */
  readonly signatures: number;
  /** Absent: `baseline`. */
  readonly policy?: PolicyName | ValidationPolicy;
  /** What was added; absent: `signature`. `long-term-data`: no signature, only what raises its level. */
  readonly adds?: 'signature' | 'long-term-data';
}

declare const checked: unique symbol;
/** A file the validator has accepted. Only `checkSignedPdf` makes one; storage accepts nothing else as signed. */
export interface CheckedPdf {
  readonly [checked]: true;
  readonly source: ByteSource;
  readonly sha256: Uint8Array;
  readonly report: Extract<ValidationReport, { readable: true }>;
}

/** Accepted, with the one thing that may be stored as signed; or refused, with every demand that is not met. */
export type GateResult =
  | { readonly accepted: true; readonly pdf: CheckedPdf }
  | { readonly accepted: false; readonly reasons: readonly Finding[]; readonly report: ValidationReport };
