import { createPrivateKey } from 'node:crypto';
import type { SignatureAlgorithm } from '../../pades/index.ts';
import { openKey } from './segel.ts';
import { keySigner, type DestroyableSigner } from './kunci.ts';

export interface SealedSigner {
  /** From `sealKey`. */
  readonly sealed: Uint8Array;
  /** DER; `chain` holds its issuers, without the root. */
  readonly certificate: Uint8Array;
  readonly chain: readonly Uint8Array[];
  /** Bytes, never a string; the caller wipes them. */
  readonly passphrase: Uint8Array;
  readonly installationSecret: Uint8Array;
  /** What the key was enrolled for; without it what such a key is used with by default. */
  readonly algorithm?: SignatureAlgorithm;
}

/**
 * Opens a sealed key for one call (DESIGN D14). The DER in between is wiped here; OpenSSL's own copy goes when the
 * signer is destroyed and collected, which JavaScript cannot hasten.
 *
 * Throws `FRASA_SANDI_SALAH`, `DATA_TIDAK_COCOK`, `PADES_CERTIFICATE_INVALID` or `PADES_ALGORITHM_REFUSED`.
 */
export async function unlockSigner(input: SealedSigner): Promise<DestroyableSigner> {
  const der = await openKey(input.sealed, input.passphrase, input.installationSecret);
  try {
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    return keySigner(key, input.certificate, input.chain, input.algorithm);
  } finally {
    der.fill(0);
  }
}
