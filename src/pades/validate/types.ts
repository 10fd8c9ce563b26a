import type { ByteSource } from '../bytes.ts';
import type { PadesErrorCode } from '../errors.ts';

/** Main indications of EN 319 102-1 §5.1.3. */
export type Indication = 'TOTAL_PASSED' | 'TOTAL_FAILED' | 'INDETERMINATE';

/** EN 319 102-1 clause 5.1.3, as far as this validator can conclude them. */
export type SubIndication =
  | 'FORMAT_FAILURE'
  | 'HASH_FAILURE'
  | 'SIG_CRYPTO_FAILURE'
  | 'REVOKED'
  | 'EXPIRED'
  | 'NOT_YET_VALID'
  | 'NO_SIGNING_CERTIFICATE_FOUND'
  | 'NO_CERTIFICATE_CHAIN_FOUND'
  | 'CERTIFICATE_CHAIN_GENERAL_FAILURE'
  | 'CHAIN_CONSTRAINTS_FAILURE'
  | 'SIG_CONSTRAINTS_FAILURE'
  | 'CRYPTO_CONSTRAINTS_FAILURE'
  | 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE'
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

/** The answer to one question about one signature, with its evidence in words. */
export interface Finding {
  /** Id of the row in the checks table. */
  readonly check: string;
  readonly status: CheckStatus;
  readonly detail: string;
}

/** What the validator says of one signature or document timestamp; integrity, trust, time, coverage and changes are separate answers. */
export interface ReportedSignature {
  readonly field: string | null;
  readonly kind: 'signature' | 'document-timestamp';
  readonly indication: Indication;
  readonly subIndication: SubIndication | null;
  readonly integrity: 'intact' | 'broken';
  readonly coverage: 'whole-file' | 'whole-revision' | 'partial';
  readonly modifications: 'none' | 'permitted' | 'forbidden';
  /** `PAdES-BASELINE-B`, `PAdES-BASELINE-T`, …, `PKCS7-B`, …; null where nothing can be said. */
  readonly level: string | null;
  readonly signer: { readonly subject: string; readonly issuer: string; readonly serialHex: string } | null;
  /** /M or the signing-time attribute; a claim, never used to judge. UTC. */
  readonly claimedTime: string | null;
  /** Earliest proven time (validated timestamp), else null. UTC. */
  readonly bestTime: string | null;
  readonly digestAlgorithm: string | null;
  readonly signatureAlgorithm: string | null;
  readonly findings: readonly Finding[];
  /** SHA-256 of the signer's certificate, hex; null where none was found. */
  readonly certificateSha256: string | null;
  /**
   * Of all certificates of the path but the anchor, at the time that counts: `good` where data says so of each (or it
   * needs none, or was revoked only later), `revoked` also while suspended, `unknown` where data is missing; null
   * without a path.
   */
  readonly revocation: 'good' | 'revoked' | 'unknown' | null;
  /**
   * End of the newest document timestamp that keeps this signature provable: of its certificates or algorithms, whichever
   * comes first; null below LTA. UTC.
   */
  readonly longTermUntil: string | null;
  /** Index of the revision this signature closes. */
  readonly revision: number | null;
}

/** The answer about a whole file; one that cannot be read says why and where. */
export type ValidationReport =
  | {
      readonly readable: true;
      readonly sizeBytes: number;
      readonly revisions: number;
      readonly signatures: readonly ReportedSignature[];
    }
  | {
      readonly readable: false;
      readonly sizeBytes: number;
      readonly error: {
        readonly code: PadesErrorCode;
        readonly message: string;
        readonly offset: number | null;
      };
    };

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
}

/** Levels the gate can be asked for: `PKCS7-…` is the same with an adbe SubFilter and never PAdES (pades.md 3). */
export type GateLevel = `${'PAdES-BASELINE' | 'PKCS7'}-${'B' | 'T' | 'LT' | 'LTA'}`;

/** What the gate lets pass from one kind of signer, as data (the rows are in gate-policy.ts). */
export interface GatePolicy {
  /** Families of the level that are accepted; a level without a letter (`PAdES-BES`) is a family of its own. */
  readonly families: readonly ('PAdES-BASELINE' | 'PAdES-EPES' | 'PAdES-BES' | 'PKCS7')[];
  /** May the new field show on a page? */
  readonly visibleField: boolean;
  /** May the signing-certificate attribute be missing? It is what ties the signature to this very certificate. */
  readonly unprotectedCertificate: boolean;
}

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
  readonly policy?: 'baseline' | 'provider' | GatePolicy;
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
