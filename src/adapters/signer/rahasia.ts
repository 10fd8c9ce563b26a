import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { NaskahError } from '../../shared/errors.ts';
import { utf8 } from '../../shared/bytes.ts';

/**
 * Secrets under the installation secret: AES-256-GCM (NIST SP 800-38D) with a key derived by HKDF-SHA256 (RFC 5869)
 * for one named purpose, so that what was sealed for one use opens for no other. 96-bit random nonces are safe for
 * 2^32 messages of one purpose.
 *
 * Layout: version (1) ‖ nonce (12) ‖ ciphertext ‖ tag (16).
 */
const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export function deriveKey(installationSecret: Uint8Array, label: string): Buffer {
  if (installationSecret.length < 32) throw new RangeError('the installation secret has at least 32 bytes');
  return Buffer.from(hkdfSync('sha256', installationSecret, new Uint8Array(0), `naskah/1/${label}`, 32));
}

/** `aad`: what the secret belongs to (a row's id, say), so that a sealed value moved elsewhere does not open. */
export function sealWithSecret(
  installationSecret: Uint8Array,
  purpose: string,
  plaintext: Uint8Array,
  aad: Uint8Array = new Uint8Array(0),
): Uint8Array {
  const key = deriveKey(installationSecret, `seal/${purpose}`);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(aad);
  const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  key.fill(0);
  return Buffer.concat([Uint8Array.of(VERSION), nonce, body, cipher.getAuthTag()]);
}

/** Throws `DATA_TIDAK_COCOK` for another secret, purpose or `aad`, and for damaged bytes. */
export function openWithSecret(
  installationSecret: Uint8Array,
  purpose: string,
  sealed: Uint8Array,
  aad: Uint8Array = new Uint8Array(0),
): Buffer {
  if (sealed.length < 1 + NONCE_BYTES + TAG_BYTES || sealed[0] !== VERSION) throw unreadable();
  const key = deriveKey(installationSecret, `seal/${purpose}`);
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(aad)
    .setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  const body = decipher.update(sealed.subarray(1 + NONCE_BYTES, sealed.length - TAG_BYTES));
  try {
    decipher.final();
  } catch (cause) {
    body.fill(0); // unauthenticated plaintext is never handed on
    throw unreadable(cause);
  } finally {
    key.fill(0);
  }
  return body;
}

/** A search key for a value that must not be stored (NIK): equal values of one purpose give equal 32 bytes. */
export function keyedHash(installationSecret: Uint8Array, purpose: string, value: string): Uint8Array {
  const key = deriveKey(installationSecret, `hash/${purpose}`);
  const digest = createHmac('sha256', key).update(utf8(value)).digest();
  key.fill(0);
  return digest;
}

function unreadable(cause?: unknown): NaskahError {
  return new NaskahError('DATA_TIDAK_COCOK', {
    detail: 'Data terenkripsi tidak dapat dibuka dengan rahasia instalasi ini.',
    cause,
  });
}
