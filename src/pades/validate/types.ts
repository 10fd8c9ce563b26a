import type { ByteSource } from '../bytes.ts';
import type { Finding } from './finding.ts';
import type { PolicyName, ValidationPolicy } from './policy.ts';
import type { ValidationReport } from './reported.ts';

export type * from './finding.ts';
export type * from './reported.ts';

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
