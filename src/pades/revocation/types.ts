import type { AlgorithmIdentifier } from '../asn1/read.ts';
import type { PadesErrorCode } from '../errors.ts';
import type { SignatureScheme } from '../x509/algorithms.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { IssuerChecks } from '../x509/path.ts';

/**
 * Carries requests and brings back bytes, unjudged (like TimestampAuthority). May answer from a cache; `newerThan` asks
 * for an answer that was issued at or after that time, even where an older one is still current.
 */
export interface RevocationTransport {
  ocsp(url: string, request: Uint8Array, newerThan?: Date): Promise<Uint8Array>;
  crl(url: string, newerThan?: Date): Promise<Uint8Array>;
  /** URLs that lead to issuers come from certificates nobody vouches for yet: only an allow-list can decide. */
  issuer(url: string): Promise<Uint8Array>;
  /** The engine could not use this answer: whoever keeps answers should not give it again. */
  rejected?(answer: Uint8Array): void;
}

/** DER items as they stand in a DSS; nobody has judged them. */
export interface RevocationMaterial {
  readonly certificates: readonly Uint8Array[];
  readonly ocsps: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
}

/** CRLReason (RFC 5280 §5.3.1). `removeFromCRL` only ever appears in delta CRLs. */
export const revocationReasons = {
  unspecified: 0,
  keyCompromise: 1,
  cACompromise: 2,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  certificateHold: 6,
  removeFromCRL: 8,
  privilegeWithdrawn: 9,
  aACompromise: 10,
} as const;
/** CRLReason by its name in RFC 5280 §5.3.1. */
export type RevocationReason = keyof typeof revocationReasons;

/** CertID with what was said about it (RFC 6960 §4.2.1). */
export interface SingleResponse {
  readonly hashOid: string;
  readonly issuerNameHash: Uint8Array;
  readonly issuerKeyHash: Uint8Array;
  /** DER of the INTEGER: a magnitude would take -1 for 255. */
  readonly serialDer: Uint8Array;
  readonly status: 'good' | 'revoked' | 'unknown';
  readonly revocationTime: Date | null;
  readonly reason: RevocationReason | null;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | null;
  /** RFC 6960 §4.4.4: certificates that expired since then are still known. */
  readonly archiveCutoff: Date | null;
  /** Common PKI CertHash: the responder has seen this very certificate. */
  readonly certHash: { readonly hashOid: string; readonly hash: Uint8Array } | null;
  readonly unprocessedCritical: readonly string[];
}

/** What an OCSP response says, judged by nobody yet. */
export interface OcspResponse {
  /** The full OCSPResponse, as a DSS holds it; a bare BasicOCSPResponse is wrapped. */
  readonly der: Uint8Array;
  readonly sha256Hex: string;
  readonly tbsDer: Uint8Array;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  readonly responder:
    | { readonly kind: 'name'; readonly nameKey: string }
    | { readonly kind: 'key'; readonly keyHashHex: string };
  readonly producedAt: Date;
  readonly responses: readonly SingleResponse[];
  /** Of the nonce's value, whatever encoding it holds; null where there is none. */
  readonly nonceHex: string | null;
  /** Certificates sent along; anybody may have put them there. */
  readonly certificates: readonly Certificate[];
  readonly unprocessedCritical: readonly string[];
}

/** IssuingDistributionPoint (RFC 5280 §5.2.5). */
export interface CrlScope {
  /** Names of the point, in the comparable form of `points.ts`; null: the list is for every point. */
  readonly point: readonly string[] | null;
  readonly onlyUserCerts: boolean;
  readonly onlyCaCerts: boolean;
  readonly onlyAttributeCerts: boolean;
  readonly indirect: boolean;
  /** ReasonFlags as bits (`allReasons` of `points.ts`); null: all reasons. */
  readonly reasons: number | null;
}

/** What a list says of one certificate (RFC 5280 §5.3). */
export interface CrlEntry {
  readonly revocationTime: Date;
  readonly reason: RevocationReason | null;
  readonly invalidityDate: Date | null;
}

/** What a CRL says. Its entries are not held as objects: `find` walks the bytes (30 MB lists are real). */
export interface Crl {
  readonly der: Uint8Array;
  readonly sha256Hex: string;
  readonly tbsDer: Uint8Array;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  readonly issuer: string;
  readonly issuerDer: Uint8Array;
  readonly issuerKey: string;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | null;
  readonly authorityKeyId: string | null;
  /** cRLNumber; null where absent. */
  readonly number: bigint | null;
  /** BaseCRLNumber of a delta CRL; null: a complete list. */
  readonly baseNumber: bigint | null;
  readonly scope: CrlScope | null;
  /** ISO/IEC 9594-8 expiredCertsOnCRL: certificates that expired since then stay listed. */
  readonly expiredCertsFrom: Date | null;
  /** Critical extensions of the list or of any entry that are not understood: the whole list is unusable (§5.2, §5.3). */
  readonly unprocessedCritical: readonly string[];
  readonly entryCount: number;
  /** freshestCRL (§5.2.6): where deltas of this list are. */
  readonly freshestUrls: readonly string[];
  /** caIssuers of the list's own authority information access (§5.2.7): where its issuer's certificate is. */
  readonly issuerUrls: readonly string[];
  /** The last word of this list on one certificate, named by serial and by issuer (they differ in indirect lists). */
  find(certificate: Pick<Certificate, 'serialDer' | 'issuerKey'>): CrlEntry | null;
}

/** Why one item was not accepted. `detail` is English, for reports and logs. */
export interface RevocationFault {
  readonly source: 'ocsp' | 'crl';
  readonly code: PadesErrorCode;
  readonly detail: string;
}

/**
 * `revoked` says when and why and leaves it to the caller what that means at the caller's time; `certificateHold` is a
 * suspension. `unknown` is never good: `faults` then tells what was wrong with each item that was looked at.
 */
export interface RevocationStatus {
  readonly status: 'good' | 'revoked' | 'unknown';
  /** The item that answered (the base list where a delta completed it); null where none did. */
  readonly source: OcspResponse | Crl | null;
  /** Every item the answer rests on: the source, a delta, lists of further reasons, data about a delegated responder. */
  readonly evidence: readonly (OcspResponse | Crl)[];
  /** Who signed the source, and how; for policies on validity and algorithms at a time of their own. */
  readonly signer: Certificate | null;
  readonly algorithm: SignatureScheme | null;
  readonly thisUpdate: Date | null;
  readonly nextUpdate: Date | null;
  /** When the source was made: producedAt of OCSP, thisUpdate of a CRL. */
  readonly producedAt: Date | null;
  readonly revocationTime: Date | null;
  readonly reason: RevocationReason | null;
  readonly faults: readonly RevocationFault[];
}

/** Whether a certificate was revoked at a time, and the data the answer may rest on. */
export interface RevocationQuestion {
  readonly certificate: Certificate;
  /** The next certificate of the path; its name and key are what counts. */
  readonly issuer: Certificate;
  /** Data must not have been superseded before this time: `nextUpdate` ≥ `at` (EN 319 102-1 §5.2.5). */
  readonly at: Date;
  /** Data must not be from after this time. Default `at`; a validator that asks about the past gives its own clock. */
  readonly now?: Date;
  /** Data must have been issued at or after this time (for long-term material: after the signature's timestamp). */
  readonly notBefore?: Date;
  readonly ocsps: readonly OcspResponse[];
  readonly crls: readonly Crl[];
  /** Where responders' and CRL issuers' certificates may be found; an attacker may have written any of them. */
  readonly candidates: readonly Certificate[];
  /** Trusted keys, for an indirect CRL whose issuer has a path of its own. */
  readonly anchors?: readonly Certificate[];
  /** Who signed whom, shared by all questions about one document: bounds what a crowd of list issuers can cost. */
  readonly checks?: IssuerChecks;
  /** Nonce that was sent, where one was: then only an answer with it counts. */
  readonly nonce?: Uint8Array;
}

/** For which certificates data is wanted, where it may come from, and at what time it must hold. */
export interface CollectOptions {
  /** Each from its leaf to its anchor, as `findPath` gives them: of the signer, of each timestamp, of CRL issuers. */
  readonly paths: readonly (readonly Certificate[])[];
  readonly anchors: readonly Certificate[];
  /** The time that is asked about: the caller's clock, or when a signature is known to have existed. */
  readonly at: Date;
  /** The caller's clock, where `at` is in the past. Default `at`. */
  readonly now?: Date;
  readonly transport: RevocationTransport;
  /** What the file or the caller already has; asked before any server is. */
  readonly known: RevocationMaterial;
  /** Only data issued at or after this time is good enough (for B-LT: the signature's timestamp). */
  readonly notBefore?: Date;
}

/** A certificate left without acceptable data, and why each item was not acceptable. */
export interface MissingRevocation {
  readonly certificate: Certificate;
  readonly faults: readonly RevocationFault[];
}

/** What proves the status of every certificate, without duplicates, and what could not be proved. */
export interface CollectedRevocation extends RevocationMaterial {
  /** Certificates left without acceptable data; empty: the material is complete. */
  readonly missing: readonly MissingRevocation[];
  /** Certificates whose data, collected too, says that they are revoked. */
  readonly revoked: readonly { readonly certificate: Certificate; readonly status: RevocationStatus }[];
}
