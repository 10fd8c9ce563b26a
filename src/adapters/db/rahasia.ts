/**
 * What storage needs of the installation secret (DESIGN D14). `purpose` keeps uses apart; `aad` binds a sealed value
 * to its row, so that one moved elsewhere does not open.
 */
export interface Rahasia {
  seal(purpose: string, plaintext: Uint8Array, aad: Uint8Array): Uint8Array;
  open(purpose: string, sealed: Uint8Array, aad: Uint8Array): Uint8Array;
  /** Equal values of one purpose give equal bytes; nothing can be computed back without the secret. */
  keyedHash(purpose: string, value: string): Uint8Array;
}
