import type { ByteSource } from '../bytes.ts';

/** Algorithms this engine signs with (TS 119 312; RSA ≥ 2048). Ids are ours; the OIDs are in pades/x509. */
export type SignatureAlgorithm = 'rsa-pkcs1-sha256' | 'ecdsa-p256-sha256';
export type SignatureLevel = 'B-B' | 'B-T';

/** Who signs: everything public that the signature's attributes depend on. Certificates are DER, signer first. */
export interface SignerIdentity {
  readonly certificate: Uint8Array;
  readonly chain: readonly Uint8Array[];
  readonly algorithm: SignatureAlgorithm;
}

/** A key that signs bytes. `sign` is called exactly once for each signature; errors pass through unchanged. */
export interface HashSigner extends SignerIdentity {
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

/** Where the signature's widget goes. Points, lower-left origin of the unrotated page; page counts from 1. */
export interface WidgetPlacement {
  readonly page: number;
  readonly rect: readonly [x: number, y: number, width: number, height: number];
  /** A one-page PDF drawn into the box; without it the box shows what the page already shows there. */
  readonly appearance?: Uint8Array;
}

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
  readonly field: string;
  readonly level: SignatureLevel;
  readonly signer: SignerIdentity;
  /** SHA-256 over the ByteRange. */
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
