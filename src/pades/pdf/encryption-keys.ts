import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';

/** What the standard security handler's dictionary says, checked for shape (ISO 32000-2 clause 7.6.4). */
export interface EncryptionParameters {
  readonly revision: 4 | 6;
  readonly owner: Buffer;
  readonly user: Buffer;
  /** Revision 6 only: the file key under each password. */
  readonly ownerKey: Buffer;
  readonly userKey: Buffer;
  readonly perms: Buffer;
  readonly permissions: number;
  readonly encryptMetadata: boolean;
  /** First element of the trailer's /ID; empty where there is none. */
  readonly id: Buffer;
}

export interface OpenedKey {
  readonly key: Buffer;
  readonly access: 'owner' | 'user';
}

/** The file key a password opens, as owner where it is both; null where it opens nothing. */
export function openKey(parameters: EncryptionParameters, password: string): OpenedKey | null {
  const open = parameters.revision === 6 ? openRevision6 : openRevision4;
  for (const bytes of spellings(parameters.revision, password)) {
    const opened = open(parameters, bytes);
    if (opened) return opened;
  }
  return null;
}

/**
 * Revision 6 wants SASLprep and UTF-8, at most 127 octets. NFKC is the part of SASLprep that changes letters people type; the characters it
 * would forbid are tried as they are. Older files were written with one octet a character, or with whatever the writer's terminal spoke.
 */
function spellings(revision: 4 | 6, password: string): Buffer[] {
  const utf8 = Buffer.from(password, 'utf8');
  if (revision === 6) return distinct([Buffer.from(password.normalize('NFKC'), 'utf8'), utf8], 127);
  const octets = /^[\0-\xff]*$/.test(password) ? [Buffer.from(password, 'latin1')] : [];
  return distinct([...octets, utf8], 32);
}

function distinct(candidates: readonly Buffer[], most: number): Buffer[] {
  const cut = candidates.map((bytes) => bytes.subarray(0, most));
  return cut.filter((bytes, at) => cut.findIndex((other) => other.equals(bytes)) === at);
}

/** Algorithm 2.A (clause 7.6.4.3.3): hash, validation salt and key salt stand behind each other in /O and /U. */
function openRevision6(p: EncryptionParameters, password: Buffer): OpenedKey | null {
  const user = p.user.subarray(0, 48);
  for (const access of ['owner', 'user'] as const) {
    const [own, wrapped, extra] =
      access === 'owner' ? [p.owner, p.ownerKey, user] : [p.user, p.userKey, Buffer.alloc(0)];
    if (!hardened(password, own.subarray(32, 40), extra).equals(own.subarray(0, 32))) continue;
    const decipher = createDecipheriv(
      'aes-256-cbc',
      hardened(password, own.subarray(40, 48), extra),
      Buffer.alloc(16),
    ).setAutoPadding(false);
    return { key: Buffer.concat([decipher.update(wrapped), decipher.final()]), access };
  }
  return null;
}

/** Algorithm 2.B: at least 64 rounds, each hashing an AES stream of the one before it. */
function hardened(password: Buffer, salt: Buffer, extra: Buffer): Buffer {
  let k = createHash('sha256').update(password).update(salt).update(extra).digest();
  for (let round = 0; ; round += 1) {
    const block = Buffer.concat([password, k, extra]);
    const input = Buffer.concat(Array.from({ length: 64 }, () => block));
    const cipher = createCipheriv('aes-128-cbc', k.subarray(0, 16), k.subarray(16, 32)).setAutoPadding(false);
    const e = Buffer.concat([cipher.update(input), cipher.final()]);
    // 256 is 1 modulo 3, so sixteen octets as a number leave what their sum leaves.
    const rest = e.subarray(0, 16).reduce((sum, octet) => sum + octet, 0) % 3;
    k = createHash(['sha256', 'sha384', 'sha512'][rest] ?? 'sha256')
      .update(e)
      .digest();
    if (round >= 63 && (e.at(-1) ?? 0) <= round - 31) return k.subarray(0, 32);
  }
}

/** Revision 6 repeats /P under the file key, so that nobody without it can widen the permissions (Algorithm 13). */
export function permissionsAreGenuine(p: EncryptionParameters, key: Buffer): boolean {
  if (p.revision !== 6) return true;
  const decipher = createDecipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  const clear = Buffer.concat([decipher.update(p.perms), decipher.final()]);
  return clear.toString('latin1', 9, 12) === 'adb' && clear.readInt32LE(0) === p.permissions;
}

/** Algorithms 6 and 7 (clause 7.6.4.4): the owner password opens the user password. */
function openRevision4(p: EncryptionParameters, password: Buffer): OpenedKey | null {
  const asOwner = userKey4(p, userPassword4(p, password));
  if (asOwner) return { key: asOwner, access: 'owner' };
  const asUser = userKey4(p, padded(password));
  return asUser && { key: asUser, access: 'user' };
}

function userPassword4(p: EncryptionParameters, owner: Buffer): Buffer {
  const key = md5Times(padded(owner), 51);
  let user: Buffer = p.owner.subarray(0, 32);
  for (let round = 19; round >= 0; round -= 1) user = rc4(xored(key, round), user);
  return user;
}

/** Algorithm 2, then 5 to see whether it is right. */
function userKey4(p: EncryptionParameters, paddedPassword: Buffer): Buffer | null {
  const flags = Buffer.alloc(4);
  flags.writeInt32LE(p.permissions);
  const parts = [paddedPassword, p.owner.subarray(0, 32), flags, p.id];
  if (!p.encryptMetadata) parts.push(Buffer.alloc(4, 0xff));
  const key = md5Times(Buffer.concat(parts), 51);
  let check: Buffer = md5Times(Buffer.concat([padding, p.id]), 1);
  for (let round = 0; round < 20; round += 1) check = rc4(xored(key, round), check);
  return check.equals(p.user.subarray(0, 16)) ? key : null;
}

const padding = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex');
const padded = (password: Buffer): Buffer => Buffer.concat([password, padding]).subarray(0, 32);
const xored = (key: Buffer, by: number): Buffer => Buffer.from(key.map((octet) => octet ^ by));

function md5Times(bytes: Buffer, times: number): Buffer {
  let out = bytes;
  for (let i = 0; i < times; i += 1) out = createHash('md5').update(out).digest();
  return out;
}

/** Only to open AES files by the handler's own rules: nothing is ever encrypted with it here, and OpenSSL 3 no longer offers it. */
function rc4(key: Buffer, bytes: Buffer): Buffer {
  const s = Uint8Array.from({ length: 256 }, (_, i) => i);
  const swap = (a: number, b: number): void => {
    const held = s[a] ?? 0;
    s[a] = s[b] ?? 0;
    s[b] = held;
  };
  for (let i = 0, j = 0; i < 256; i += 1) {
    j = (j + (s[i] ?? 0) + (key[i % key.length] ?? 0)) & 0xff;
    swap(i, j);
  }
  const out = Buffer.alloc(bytes.length);
  for (let at = 0, i = 0, j = 0; at < bytes.length; at += 1) {
    i = (i + 1) & 0xff;
    j = (j + (s[i] ?? 0)) & 0xff;
    swap(i, j);
    out[at] = (bytes[at] ?? 0) ^ (s[((s[i] ?? 0) + (s[j] ?? 0)) & 0xff] ?? 0);
  }
  return out;
}
