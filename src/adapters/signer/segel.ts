import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { hashRaw, type Algorithm } from '@node-rs/argon2';
import { availableParallelism } from 'node:os';
import { NaskahError } from '../../shared/errors.ts';
import { buatGiliran } from '../../shared/giliran.ts';
import { base64 } from '../../shared/bytes.ts';
import { deriveKey } from './rahasia.ts';

/**
 * A private key at rest (DESIGN D14, reliability.md B13): AES-256-GCM under a key that needs both the signer's
 * passphrase (argon2id) and the installation secret (HMAC). The parameters travel with the blob, so they can be
 * raised later; the whole header is authenticated.
 *
 * Blob: `NSK1` ‖ header length (2, big-endian) ‖ header JSON ‖ ciphertext ‖ tag (16) ‖ SHA-256 of all before (32).
 * The plain checksum tells a damaged file (an operator's problem) from a wrong passphrase (counted and throttled).
 */
const MAGIC = Buffer.from('NSK1');
const TAG_BYTES = 16;
const SUM_BYTES = 32;
// The package's enum is `const` and ambient, so isolated modules cannot read it; said here, never left to a default.
// eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment
const ARGON2ID = 2 as Algorithm.Argon2id;

/** RFC 9106's second recommended choice. */
const KDF = { memoryKiB: 64 * 1024, passes: 3, lanes: 1 } as const;
/** What a blob may ask for: less would be a downgrade by whoever can write the file, more a way to exhaust memory. */
const KDF_BOUNDS = { memoryKiB: [KDF.memoryKiB, 1024 * 1024], passes: [3, 64], lanes: [1, 16] } as const;

interface Header {
  readonly kdf: 'argon2id';
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
  readonly salt: string;
  readonly cipher: 'aes-256-gcm';
  readonly nonce: string;
  /** Which installation secret this blob needs: a keyed fingerprint, so another secret is not called a wrong passphrase. */
  readonly secret: string;
}

/** Seals `pkcs8Der`. The caller keeps, and wipes, its own key and passphrase buffers. */
export async function sealKey(
  pkcs8Der: Uint8Array,
  passphrase: Uint8Array,
  installationSecret: Uint8Array,
): Promise<Uint8Array> {
  const header: Header = {
    kdf: 'argon2id',
    ...KDF,
    salt: base64(randomBytes(16)),
    cipher: 'aes-256-gcm',
    nonce: base64(randomBytes(12)),
    secret: secretFingerprint(installationSecret),
  };
  const head = encodeHeader(header);
  const key = await keyFor(header, passphrase, installationSecret);
  try {
    const cipher = createCipheriv('aes-256-gcm', key, Buffer.from(header.nonce, 'base64'), {
      authTagLength: TAG_BYTES,
    }).setAAD(head);
    const body = Buffer.concat([head, cipher.update(pkcs8Der), cipher.final(), cipher.getAuthTag()]);
    return Buffer.concat([body, checksum(body)]);
  } finally {
    key.fill(0);
  }
}

/**
 * The PKCS#8 DER of a sealed key; the caller wipes it. Throws `FRASA_SANDI_SALAH` for a wrong passphrase,
 * `DATA_TIDAK_COCOK` for a damaged blob or another installation's.
 */
export async function openKey(
  sealed: Uint8Array,
  passphrase: Uint8Array,
  installationSecret: Uint8Array,
): Promise<Buffer> {
  const { header, head, body, tag } = parseSealed(sealed);
  if (header.secret !== secretFingerprint(installationSecret)) throw damaged('milik instalasi lain');
  const key = await keyFor(header, passphrase, installationSecret);
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(header.nonce, 'base64'), {
    authTagLength: TAG_BYTES,
  })
    .setAAD(head)
    .setAuthTag(tag);
  const plain = decipher.update(body);
  try {
    decipher.final();
  } catch (cause) {
    plain.fill(0);
    throw new NaskahError('FRASA_SANDI_SALAH', { cause });
  } finally {
    key.fill(0);
  }
  return plain;
}

/**
 * argon2id takes a core and 64 MiB; one less than the cores at a time, so that a morning of signatures leaves threads
 * for the files and bounds the memory (measured: eight at once were slower than eight in turn).
 */
const stretching = buatGiliran(Math.max(1, availableParallelism() - 1));

async function keyFor(
  header: Header,
  passphrase: Uint8Array,
  installationSecret: Uint8Array,
): Promise<Buffer> {
  const stretched = await stretching(() =>
    hashRaw(passphrase, {
      algorithm: ARGON2ID,
      memoryCost: header.memoryKiB,
      timeCost: header.passes,
      parallelism: header.lanes,
      outputLen: 32,
      salt: Buffer.from(header.salt, 'base64'),
    }),
  );
  const secretKey = deriveKey(installationSecret, 'sealed-key');
  const key = createHmac('sha256', secretKey).update(stretched).digest();
  stretched.fill(0);
  secretKey.fill(0);
  return key;
}

function encodeHeader(header: Header): Buffer {
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(2);
  length.writeUInt16BE(json.length);
  return Buffer.concat([MAGIC, length, json]);
}

function parseSealed(sealed: Uint8Array) {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.length);
  const bodyStart = bytes.length < 6 ? 0 : 6 + bytes.readUInt16BE(4);
  const sumStart = bytes.length - SUM_BYTES;
  const tagStart = sumStart - TAG_BYTES;
  if (bodyStart === 0 || tagStart <= bodyStart || !bytes.subarray(0, 4).equals(MAGIC)) throw damaged('rusak');
  if (!timingSafeEqual(bytes.subarray(sumStart), checksum(bytes.subarray(0, sumStart))))
    throw damaged('rusak');
  return {
    header: parseHeader(bytes.subarray(6, bodyStart)),
    head: bytes.subarray(0, bodyStart),
    body: bytes.subarray(bodyStart, tagStart),
    tag: bytes.subarray(tagStart, sumStart),
  };
}

function parseHeader(json: Buffer): Header {
  let header: Partial<Header>;
  try {
    header = JSON.parse(json.toString('utf8')) as Partial<Header>;
  } catch (cause) {
    throw damaged('rusak', cause);
  }
  const bounded = (['memoryKiB', 'passes', 'lanes'] as const).every((name) => {
    const value = header[name];
    return (
      Number.isInteger(value) && Number(value) >= KDF_BOUNDS[name][0] && Number(value) <= KDF_BOUNDS[name][1]
    );
  });
  const known = header.kdf === 'argon2id' && header.cipher === 'aes-256-gcm';
  const sized = byteLength(header.salt) === 16 && byteLength(header.nonce) === 12;
  if (!bounded || !known || !sized) throw damaged('memakai parameter yang tidak diterima');
  return header as Header;
}

const byteLength = (value: unknown): number =>
  typeof value === 'string' ? Buffer.from(value, 'base64').length : -1;

const checksum = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

function secretFingerprint(installationSecret: Uint8Array): string {
  return base64(deriveKey(installationSecret, 'fingerprint').subarray(0, 12));
}

function damaged(what: string, cause?: unknown): NaskahError {
  return new NaskahError('DATA_TIDAK_COCOK', { detail: `Kunci tersegel ${what}.`, cause });
}
