import type { KeyObject } from 'node:crypto';
import { revocationReasons as allReasons } from '../pades/revocation/types.ts';

export type PkiKeyKind = 'rsa-3072' | 'p-256';

/** Someone who gets a development certificate. `serialNumber` is the subject attribute X.520 serialNumber, an NIP say. */
export interface PkiPerson {
  readonly id: string;
  readonly nama: string;
  readonly serialNumber?: string;
  readonly algoritma: PkiKeyKind;
}

export interface PkiEntity {
  /** DER. */
  readonly certificate: Uint8Array;
  readonly key: KeyObject;
}

/** A signer's public part; the private key lives elsewhere, sealed. */
export interface PkiSigner {
  readonly id: string;
  readonly nama: string;
  readonly algorithm: 'rsa-pkcs1-sha256' | 'ecdsa-p256-sha256';
  readonly certificate: Uint8Array;
  /** Issuers of the certificate without the root, which is the anchor. */
  readonly chain: readonly Uint8Array[];
}

export interface DevelopmentPki {
  /** Where the embedded servers are said to be in every certificate, without a trailing slash. */
  readonly baseUrl: string;
  readonly createdAt: Date;
  readonly root: PkiEntity;
  readonly issuing: PkiEntity;
  readonly tsa: PkiEntity;
  readonly ocsp: PkiEntity;
  readonly signers: readonly PkiSigner[];
}

/** Of the CRLReasons (RFC 5280 §5.3.1) those that a development CA uses. */
export const revocationReasons = {
  unspecified: allReasons.unspecified,
  keyCompromise: allReasons.keyCompromise,
  affiliationChanged: allReasons.affiliationChanged,
  superseded: allReasons.superseded,
  cessationOfOperation: allReasons.cessationOfOperation,
} as const;

export interface Revocation {
  /** Lower-case hexadecimal without leading zeros of padding, as `serialHex` writes it. */
  readonly serial: string;
  readonly time: Date;
  readonly reason: keyof typeof revocationReasons;
}

/** What the CA knows about the certificates it issued; read at every request, so it may change while serving. */
export interface StatusRegister {
  issued(serial: string): boolean;
  revocations(): readonly Revocation[];
}
