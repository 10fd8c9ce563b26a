import type { PadesErrorCode } from '../errors.ts';
import type { Answers, Finding, Indication, SubIndication } from './finding.ts';

/** What the validator says of one signature or document timestamp. Every member is there; unknown is null. Lists are bounded. */
export interface ReportedSignature {
  readonly field: string | null;
  readonly kind: 'signature' | 'document-timestamp';
  readonly indication: Indication;
  readonly subIndication: SubIndication | null;
  /** Id of the check that decided; null where the signature passed. */
  readonly decidedBy: string | null;
  /** Integrity, signature, trust, time, coverage, later changes and long-term state, each for itself. */
  readonly answers: Answers;
  readonly integrity: 'intact' | 'broken';
  readonly coverage: 'whole-file' | 'whole-revision' | 'partial';
  readonly modifications: 'none' | 'permitted' | 'forbidden';
  /** `PAdES-BASELINE-B`, `PAdES-BASELINE-T`, …, `PKCS7-B`, …; null where nothing can be said. */
  readonly level: string | null;
  readonly subFilter: string | null;
  readonly signer: { readonly subject: string; readonly issuer: string; readonly serialHex: string } | null;
  /** What the signer says of itself; nothing of it is proven. */
  readonly claimed: ReportedClaims;
  /** /M or the signing-time attribute; a claim, never used to judge. UTC. */
  readonly claimedTime: string | null;
  /** Earliest proven time (validated timestamp), else null. UTC. */
  readonly bestTime: string | null;
  readonly digestAlgorithm: string | null;
  readonly signatureAlgorithm: string | null;
  readonly findings: readonly Finding[];
  /** SHA-256 of the signer's certificate, hex; null where none was found. */
  readonly certificateSha256: string | null;
  /** From the signer's certificate to the anchor; only the signer's where no path was found, empty without a certificate. */
  readonly path: readonly ReportedCertificate[];
  readonly timestamps: readonly ReportedTimestamp[];
  /** What later revisions did, at most `reportLimits.changes` of them. */
  readonly changes: readonly ReportedChange[];
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
  /** Object number of the signature dictionary. */
  readonly object: number;
  /** First signed byte and one past the last; null where ByteRange says nothing usable. */
  readonly signedBytes: readonly [from: number, to: number] | null;
  /** The bytes between that are not signed: /Contents, which holds the signature itself. */
  readonly unsignedBytes: readonly [from: number, to: number] | null;
}

/** Entries of the signature dictionary and signed attributes, as the signer wrote them. Texts are cut at 1,000 characters. */
export interface ReportedClaims {
  readonly name: string | null;
  readonly reason: string | null;
  readonly location: string | null;
  readonly contactInfo: string | null;
  readonly roles: readonly string[];
  /** OID of the signature policy; `implied` where the attribute names none. */
  readonly policy: string | null;
  /** OID of the first commitment type. */
  readonly commitment: string | null;
}

/** One certificate of the path. `unreadable` ones have no path and are listed in the findings. */
export interface ReportedCertificate {
  readonly role: 'signer' | 'intermediate' | 'anchor';
  readonly subject: string;
  readonly issuer: string;
  readonly serialHex: string;
  readonly sha256: string;
  /** UTC. */
  readonly notBefore: string;
  readonly notAfter: string;
  /** At the time that counts; null for the anchor, which nobody revokes. */
  readonly revocation: ReportedRevocation | null;
  /** OIDs of certificatePolicies. */
  readonly policies: readonly string[];
  /** OIDs of the statements of qcStatements (EN 319 412-5). */
  readonly qcStatements: readonly string[];
  readonly extendedKeyUsage: readonly string[];
}

/** What is known of the revocation of one certificate. */
export interface ReportedRevocation {
  /** `exempt`: its issuer publishes nothing about it. `later`: revoked, but after the time that counts. */
  readonly state: 'good' | 'exempt' | 'later' | 'revoked' | 'suspended' | 'unknown' | 'unproven';
  /** SHA-256 of the OCSP response or CRL that says so, hex. */
  readonly source: string | null;
  readonly thisUpdate: string | null;
  readonly revokedAt: string | null;
  /** CRLReason, by its name in RFC 5280 §5.3.1. */
  readonly reason: string | null;
}

/** One timestamp that speaks of this signature. */
export interface ReportedTimestamp {
  readonly kind: 'signature' | 'content' | 'document';
  readonly time: string | null;
  readonly authority: string | null;
  /** SHA-256 of the token, hex. */
  readonly sha256: string | null;
  /** Its time was used. */
  readonly usable: boolean;
  readonly faults: readonly string[];
}

/** One thing that a revision after the signed one did. */
export interface ReportedChange {
  /** Index of the revision, 0 is the first. */
  readonly revision: number;
  readonly level: 'none' | 'validation-data' | 'form-filling' | 'annotations' | 'other';
  readonly permitted: boolean;
  readonly kind: string;
  /** Index of the page, 0 is the first. */
  readonly page: number | null;
  readonly field: string | null;
  readonly subtype: string | null;
  readonly rect: readonly [number, number, number, number] | null;
  readonly object: number | null;
  readonly detail: string;
}

/** What one writer appended. Offsets are bytes from the start of the file; lists of objects are bounded, counts are not. */
export interface ReportedRevision {
  readonly index: number;
  readonly start: number;
  readonly end: number;
  readonly xref: 'table' | 'stream' | 'hybrid';
  readonly added: number;
  readonly replaced: number;
  readonly freed: number;
  readonly objects: {
    readonly added: readonly number[];
    readonly replaced: readonly number[];
    readonly freed: readonly number[];
  };
  /** Fields whose signature closes this revision. */
  readonly signatures: readonly string[];
}

/** Something a lax reader would have repaired in silence. */
export interface ReportedAnomaly {
  readonly kind: string;
  readonly offset: number;
  readonly detail: string;
}

/** Bounds on what a report lists, so that a hostile file cannot make it large. */
export const reportLimits = {
  anomalies: 100,
  changes: 200,
  evidence: 50,
  objects: 100,
  revisions: 1000,
  roles: 20,
  text: 1000,
} as const;

/** The answer about a whole file; one that cannot be read says why and where. */
export type ValidationReport =
  | {
      readonly readable: true;
      readonly sizeBytes: number;
      readonly revisions: number;
      readonly signatures: readonly ReportedSignature[];
      /** Name of the policy by which everything was judged. */
      readonly policy: string;
      /** The moment for which the question was asked. UTC. */
      readonly validationTime: string;
      /** Oldest first, at most `reportLimits.revisions`. */
      readonly revisionList: readonly ReportedRevision[];
      readonly anomalies: readonly ReportedAnomaly[];
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
