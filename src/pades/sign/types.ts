import type { ByteSource } from '../bytes.ts';
import type { DigestName, SignatureAlgorithm } from '../cms/algorithms.ts';
import type { WidgetPlacement } from './placement-types.ts';

export type { DigestName, SignatureAlgorithm } from '../cms/algorithms.ts';
/** B-LT and B-LTA start as B-T: what they add comes in updates of their own (EN 319 142-1 §6.3). */
export type SignatureLevel = 'B-B' | 'B-T' | 'B-LT' | 'B-LTA';

/** Who signs: everything public that the signature's attributes depend on. Certificates are DER, signer first. */
export interface SignerIdentity {
  readonly certificate: Uint8Array;
  readonly chain: readonly Uint8Array[];
  readonly algorithm: SignatureAlgorithm;
}

/** A key that signs bytes. `sign` is called exactly once for each signature; errors pass through unchanged. */
export interface HashSigner extends SignerIdentity {
  /**
   * Said by signers whose key is in this process and was matched with the certificate when it was opened: their values are not verified
   * once more before they are embedded, which for P-256 would cost twice the signature. Keys elsewhere never say it.
   */
  readonly inProcess?: true;
  /** `message`: DER of the signed attributes (SET OF); `digest`: its hash by the algorithm's digest. */
  sign(input: {
    readonly message: Uint8Array;
    readonly digest: Uint8Array;
  }): Promise<Uint8Array> | Uint8Array;
}

/** Carries one RFC 3161 request (DER TimeStampReq) and brings back DER TimeStampResp, unjudged. */
export interface TimestampAuthority {
  request(query: Uint8Array): Promise<Uint8Array>;
}

export type { BoxPlacement, ImageAppearance, TagPlacement, WidgetPlacement } from './placement-types.ts';

/** What a signature commits its signer to (EN 319 122-1 §5.2.3). */
export type CommitmentType =
  | 'proof-of-origin'
  | 'proof-of-receipt'
  | 'proof-of-delivery'
  | 'proof-of-sender'
  | 'proof-of-approval'
  | 'proof-of-creation';

/** The rules a signature was made under (EN 319 122-1 §5.2.9). `hash` is over the policy document. */
export interface SignaturePolicy {
  /** Dotted. */
  readonly oid: string;
  readonly hash: { readonly algorithm: DigestName; readonly value: Uint8Array };
  /** Where the policy document can be had. */
  readonly uri?: string;
  /** To be shown to whoever relies on the signature; at most 200 characters (RFC 5280 §4.2.1.4). */
  readonly notice?: string;
}

/** Signed attributes beyond those every signature has. Commitment and policy forbid /Reason (EN 319 142-1 §6.3 rows d and m). */
export interface SignatureAttributes {
  readonly commitment?: CommitmentType;
  readonly policy?: SignaturePolicy;
  /** What the signer claims to sign as: the post, and the form of authority (signer-attributes-v2, EN 319 122-1 §5.2.6.1). */
  readonly claimedRoles?: readonly string[];
  /** Octets to reserve for a content-time-stamp that `addContentTimestamp` will bring. */
  readonly contentTimestampBytes?: number;
}

/** Which fields a signature locks (FieldMDP; ISO 32000-2 table 236). A name covers its descendants. */
export interface FieldLock {
  readonly action: 'All' | 'Include' | 'Exclude';
  /** Fully qualified names; empty with `All`. */
  readonly fields: readonly string[];
  /** PDF 2.0: what may still be done with the file afterwards, as in `certification`. */
  readonly permissions?: 1 | 2 | 3;
}

/** Everything about a signature but the key itself. */
export interface PrepareOptions {
  readonly signer: SignerIdentity;
  readonly level: SignatureLevel;
  /** Claimed time, written to /M in UTC. */
  readonly signingTime: Date;
  /** Field name; default `Signature<n>`, the first free n. An existing empty field of that name is signed. */
  readonly field?: string;
  readonly reason?: string;
  readonly location?: string;
  readonly widget?: WidgetPlacement;
  readonly attributes?: SignatureAttributes;
  /**
   * Makes it a certification signature (DocMDP; clause 12.8.2.2): 1 allows no change afterwards, 2 filling in and signing, 3 also
   * annotations. Only for the first signature of a file.
   */
  readonly certification?: 1 | 2 | 3;
  /** For a new field. An existing one keeps its own /Lock. */
  readonly lock?: FieldLock;
  /** Octets of the timestamp token where they are known, measured on an earlier one; else `TIMESTAMP_BYTES` is reserved. */
  readonly timestampBytes?: number;
  /** Opens an encrypted file. */
  readonly password?: string;
}

/**
 * A document whose every byte is final except the hexadecimal digits of /Contents. Serialisable: `update` and the
 * numbers are all there is, so embedding may happen later and elsewhere.
 */
export interface PreparedPdf {
  readonly original: ByteSource;
  /** The bytes appended after the original, /Contents zero-filled. */
  readonly update: Uint8Array;
  readonly byteRange: readonly [number, number, number, number];
  /** Bytes of CMS that fit /Contents. */
  readonly capacity: number;
  /** Octets by which content timestamps may still lengthen the signed attributes. */
  readonly contentTimestampRoom: number;
  readonly field: string;
  readonly level: SignatureLevel;
  readonly signer: SignerIdentity;
  /** Over the ByteRange, by the algorithm's digest: SHA-256 for `…-sha256`, and so on; SHA-512 for Ed25519. */
  readonly digest: Uint8Array;
  /** DER of the signed attributes as SET OF: what the key signs (RFC 5652 §5.4). */
  readonly signedAttributes: Uint8Array;
}

/** A finished but unchecked document: original plus update with the CMS in place. */
export interface SignedPdf {
  readonly original: ByteSource;
  readonly update: Uint8Array;
  readonly size: number;
  readonly field: string;
}
