import { base64, hex, sha256, utf8 } from './bytes.ts';
import { TranslogError } from './errors.ts';

const HOST = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
const TENANT = /^([a-z0-9-]{1,40}|_sistem)$/;
const EPOCH = /^[0-9]{4}(-([2-9]|[1-9][0-9]+))?$/;

/** `<host>/log/<tenant>/<epoch>` (audit-log.md 2.1). Throws ORIGIN_INVALID. */
export function originOf(host: string, tenant: string, epoch: string): string {
  const origin = `${host}/log/${tenant}/${epoch}`;
  if (!HOST.test(host) || !TENANT.test(tenant) || !EPOCH.test(epoch) || origin.length > 200) {
    throw new TranslogError('ORIGIN_INVALID', JSON.stringify(origin.slice(0, 220)));
  }
  return origin;
}

export function isOrigin(text: string): boolean {
  const parts = text.split('/');
  const [host = '', log, tenant = '', epoch = ''] = parts;
  return (
    text.length <= 200 &&
    parts.length === 4 &&
    log === 'log' &&
    HOST.test(host) &&
    TENANT.test(tenant) &&
    EPOCH.test(epoch)
  );
}

/** One byte in front of the public key: what kind of signature the key makes (C2SP signed-note). */
export const keyTypes = { log: 0x01, cosignature: 0x04 } as const;

/** First four bytes of SHA-256(name ‖ LF ‖ type ‖ key) (audit-log.md 2.3): a hint, not a fingerprint. */
export function keyId(name: string, type: number, publicKey: Uint8Array): Uint8Array {
  return sha256(utf8(`${name}\n`), Uint8Array.of(type), publicKey).subarray(0, 4);
}

/** Verifier key of an Ed25519 public key (raw, 32 bytes). For a log's own signature `name` is its origin. */
export function verifierKey(name: string, publicKey: Uint8Array, type: number = keyTypes.log): string {
  if (publicKey.length !== 32) throw new TranslogError('KEY_INVALID', 'an Ed25519 public key has 32 bytes');
  if (name === '' || /[\s+]/u.test(name)) throw new TranslogError('KEY_INVALID', 'name');
  return `${name}+${hex(keyId(name, type, publicKey))}+${base64(Buffer.concat([Uint8Array.of(type), publicKey]))}`;
}
