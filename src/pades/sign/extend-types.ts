import type { ByteSource } from '../bytes.ts';
import type { RevocationMaterial, RevocationTransport } from '../revocation/types.ts';
import type { DigestName, TimestampAuthority } from './types.ts';

/** Levels an existing file can be raised to (EN 319 142-1 §6.2). */
export type ExtendLevel = 'B-T' | 'B-LT' | 'B-LTA';

/** How far a file is to be raised, and where what it takes comes from. */
export interface ExtendOptions {
  readonly level: ExtendLevel;
  /** Now: what certificates and revocation data are judged at. Clocks belong to the caller. */
  readonly at: Date;
  /** Trusted certificates, DER: for signers and for timestamp authorities. Nothing in the file is ever trusted. */
  readonly anchors: readonly Uint8Array[];
  /** More certificates, DER, that may lie on a path. */
  readonly intermediates?: readonly Uint8Array[];
  /** Needed where a document timestamp has to be made. */
  readonly tsa?: TimestampAuthority;
  /** A fresh random nonce of at least 64 bits for every token asked for. */
  readonly nonce?: () => Uint8Array;
  /** Needed for B-LT and B-LTA. */
  readonly transport?: RevocationTransport;
  /** Revocation data the caller already has, from a cache say. */
  readonly known?: RevocationMaterial;
  /** Also writes /VRI, which old readers look for and the baseline advises against. Default false. */
  readonly vri?: boolean;
  /** Octets of a timestamp token where they are known; else taken from a token in the file, else a default. */
  readonly timestampBytes?: number;
  /** Imprint of document timestamps. Default sha256. */
  readonly digest?: DigestName;
  /** Only these signatures have to reach the level. Default: all of the file. */
  readonly fields?: readonly string[];
  /** Opens an encrypted file. */
  readonly password?: string;
}

/** What was appended, in order. A step of several parts is one revision. */
export type ExtendStep =
  | {
      readonly kind: 'validation-data';
      readonly certificates: number;
      readonly crls: number;
      readonly ocsps: number;
    }
  | { readonly kind: 'document-timestamp'; readonly field: string; readonly time: Date };

/** What one signature of the file is now. `family` says what it always was: a PKCS#7 signature never becomes PAdES. */
export interface ExtendedSignature {
  readonly field: string;
  readonly family: 'PAdES' | 'PKCS7';
  readonly level: 'B-B' | ExtendLevel;
}

/** A time that an ended timestamp proved; the signature is only known to have existed later now. */
export interface LostProof {
  readonly field: string;
  readonly time: Date;
}

/** A raised file: what was appended, and what it is now. */
export interface ExtendedPdf {
  /** The original and what was appended to it; nothing else is held. Nothing appended: the file was there already. */
  readonly pdf: { readonly original: ByteSource; readonly update: Uint8Array; readonly size: number };
  readonly asked: ExtendLevel;
  /** The lowest of all signatures that were asked for; never below `asked`, or nothing would have been made. */
  readonly reached: ExtendLevel;
  readonly steps: readonly ExtendStep[];
  readonly signatures: readonly ExtendedSignature[];
  /** Empty where timestamps were renewed in time. */
  readonly lost: readonly LostProof[];
  /**
   * Until when the file proves itself: the end of the newest proof of time's certificates, or of an algorithm (TS 119 312), whichever
   * comes first. `renewPdf` before then.
   */
  readonly renewBefore: Date;
}
