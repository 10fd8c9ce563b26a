import { base64url, isBase64UrlOf, sha256, utf8 } from './bytes.ts';
import { TranslogError } from './errors.ts';

/** A sealed field (audit-log.md 3.3), the object-property disclosure of RFC 9901 §4.2.1. */
export interface Disclosure {
  /** The exact string that was digested; stored as is, never rebuilt. */
  readonly text: string;
  /** base64url SHA-256 of `text`; this is what the leaf holds. */
  readonly digest: string;
}
export interface OpenDisclosure {
  readonly name: string;
  readonly value: unknown;
}

const NAME = /^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$/;
const SALT_BYTES = 16;
const MAX_VALUE_BYTES = 8 * 1024;

/** `salt`: 16 fresh random bytes, never used twice; without it the value could be guessed from the digest. */
export function makeDisclosure(salt: Uint8Array, name: string, value: unknown): Disclosure {
  if (salt.length !== SALT_BYTES) throw new TranslogError('DISCLOSURE_INVALID', 'salt');
  if (!isName(name))
    throw new TranslogError('DISCLOSURE_INVALID', `name ${JSON.stringify(name.slice(0, 80))}`);
  const json = JSON.stringify(value) as string | undefined;
  if (json === undefined || utf8(json).length > MAX_VALUE_BYTES) {
    throw new TranslogError('DISCLOSURE_INVALID', `value of ${name}`);
  }
  const text = base64url(utf8(`["${base64url(salt)}",${JSON.stringify(name)},${json}]`));
  return { text, digest: disclosureDigest(text) };
}

export const disclosureDigest = (text: string): string => base64url(sha256(utf8(text)));

/** Name and value of a disclosure string. Throws DISCLOSURE_INVALID. */
export function openDisclosure(text: string): OpenDisclosure {
  let parts: unknown;
  try {
    const bytes = Buffer.from(text, 'base64url');
    if (bytes.toString('base64url') !== text) throw new TranslogError('DISCLOSURE_INVALID', 'encoding');
    parts = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (cause) {
    throw new TranslogError('DISCLOSURE_INVALID', undefined, cause);
  }
  if (!Array.isArray(parts) || parts.length !== 3) throw new TranslogError('DISCLOSURE_INVALID', 'shape');
  const [salt, name, value] = parts as [unknown, unknown, unknown];
  if (
    typeof salt !== 'string' ||
    !isBase64UrlOf(salt, SALT_BYTES) ||
    typeof name !== 'string' ||
    !isName(name)
  ) {
    throw new TranslogError('DISCLOSURE_INVALID', 'salt or name');
  }
  return { name, value };
}

const isName = (name: string): boolean => name.length <= 64 && NAME.test(name);
