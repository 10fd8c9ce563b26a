import { createDecipheriv, createHash, pbkdf2Sync, scryptSync } from 'node:crypto';
import { PadesError } from '../../pades/index.ts';
import { forge } from './forge.ts';
import { bytesOf, childrenOf, numberOf, oidOf, partsOf, type Node } from './pkcs12-asn1.ts';

/**
 * Password-based encryption in PKCS#12: PBES2 with PBKDF2 (RFC 8018) as OpenSSL 3 writes it, and the older schemes of
 * RFC 7292 appendix C. Done with node:crypto over the passphrase's bytes, because forge encodes one text for both and
 * so opens no file with a passphrase beyond ASCII; only RC2, which OpenSSL 3 no longer has, comes from forge.
 */
export interface Passphrase {
  /** UTF-8, for PBKDF2. */
  readonly bytes: Uint8Array;
  /** UTF-16BE with a terminating zero (RFC 7292 appendix B.1); empty where the file means "no passphrase at all". */
  readonly bmp: Uint8Array;
}

/** More would be a way to keep a thread busy for minutes. */
const MAX_ITERATIONS = 1_000_000;

type Decrypt = (parameters: Node, data: Uint8Array, passphrase: Passphrase) => Buffer;

const schemes: Readonly<Record<string, Decrypt>> = {
  '1.2.840.113549.1.5.13': pbes2,
  '1.2.840.113549.1.12.1.3': pkcs12Scheme(24, openssl('des-ede3-cbc')),
  '1.2.840.113549.1.12.1.4': pkcs12Scheme(16, openssl('des-ede-cbc')),
  '1.2.840.113549.1.12.1.5': pkcs12Scheme(16, rc2),
  '1.2.840.113549.1.12.1.6': pkcs12Scheme(5, rc2),
};

const prfs: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};

const ciphers: Readonly<Record<string, { readonly name: string; readonly keyBytes: number }>> = {
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keyBytes: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keyBytes: 24 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', keyBytes: 32 },
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', keyBytes: 24 },
};

export const digestNames: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** Plaintext under an AlgorithmIdentifier. Throws `PADES_ALGORITHM_REFUSED` for schemes that are not in the tables. */
export function decrypt(algorithm: Node, data: Uint8Array, passphrase: Passphrase): Buffer {
  const [id, parameters] = partsOf(algorithm, 2);
  return known(schemes, oidOf(id))(parameters, data, passphrase);
}

function pbes2(parameters: Node, data: Uint8Array, { bytes }: Passphrase): Buffer {
  const [derivation, encryption] = partsOf(parameters, 2);
  const [cipherId, iv] = partsOf(encryption, 2);
  const cipher = known(ciphers, oidOf(cipherId));
  const [kdf, kdfParameters] = partsOf(derivation, 2);
  const key = known(derivations, oidOf(kdf))(kdfParameters, bytes, cipher.keyBytes);
  try {
    return openssl(cipher.name)(key, bytesOf(iv), data);
  } finally {
    key.fill(0);
  }
}

type Derive = (parameters: Node, passphrase: Uint8Array, keyBytes: number) => Buffer;

const PBKDF2 = '1.2.840.113549.1.5.12';
const derivations: Readonly<Record<string, Derive>> = {
  [PBKDF2]: pbkdf2,
  '1.3.6.1.4.1.11591.4.11': scrypt,
};

function pbkdf2(parameters: Node, passphrase: Uint8Array, keyBytes: number): Buffer {
  const [salt, count, ...options] = partsOf(parameters, 2);
  // Of keyLength OPTIONAL and prf DEFAULT hmacWithSHA1 only the second is a SEQUENCE.
  const prf = options.find((each) => each.constructed);
  const digest = prf ? known(prfs, oidOf(partsOf(prf, 1)[0])) : 'sha1';
  return pbkdf2Sync(passphrase, bytesOf(salt), iterations(count), keyBytes, digest);
}

/** RFC 7914 §7.1; bounded, because the file says how much memory its opening takes. */
const MAX_SCRYPT_BYTES = 256 * 1024 * 1024;

function scrypt(parameters: Node, passphrase: Uint8Array, keyBytes: number): Buffer {
  const [salt, cost, block, parallel] = childrenOf(parameters);
  const [N, r, p] = [cost, block, parallel].map((each) => (each ? numberOf(each) : -1));
  const fits = N !== undefined && r !== undefined && p !== undefined && N > 1 && r > 0 && p > 0 && p <= 16;
  if (!salt || !fits || 128 * N * r > MAX_SCRYPT_BYTES) throw refused('these scrypt parameters');
  const options = { N, r, p, maxmem: 2 * MAX_SCRYPT_BYTES };
  return scryptSync(passphrase, bytesOf(salt), keyBytes, options);
}

export interface MacRecipe {
  readonly hash: string;
  readonly key: Buffer;
}

/** PBMAC1 (RFC 8018 §7.1, RFC 9579): PBKDF2 over the UTF-8 passphrase, whose keyLength is mandatory here. */
export function pbmac1(parameters: Node, passphrase: Uint8Array): MacRecipe {
  const [derivation, scheme] = partsOf(parameters, 2);
  const [kdf, kdfParameters] = partsOf(derivation, 2);
  if (oidOf(kdf) !== PBKDF2) throw refused(oidOf(kdf));
  const length = partsOf(kdfParameters, 3)[2];
  const keyBytes = length.constructed ? -1 : numberOf(length);
  // RFC 9579 §5: a key shorter than 20 octets would let a MAC be met by chance.
  if (keyBytes < 20 || keyBytes > 64) throw refused(`a PBMAC1 key of ${keyBytes} octets`);
  const hash = known(prfs, oidOf(partsOf(scheme, 1)[0]));
  return { hash, key: pbkdf2(kdfParameters, passphrase, keyBytes) };
}

type BlockCipher = (key: Uint8Array, iv: Uint8Array, data: Uint8Array) => Buffer;

function pkcs12Scheme(keyBytes: number, cipher: BlockCipher): Decrypt {
  return (parameters, data, { bmp }) => {
    const [salt, count] = partsOf(parameters, 2);
    const input = { salt: bytesOf(salt), iterations: iterations(count), hash: 'sha1' };
    const key = pkcs12Key(bmp, { ...input, id: 1, length: keyBytes });
    const iv = pkcs12Key(bmp, { ...input, id: 2, length: 8 });
    try {
      return cipher(key, iv, data);
    } finally {
      key.fill(0);
    }
  };
}

function openssl(name: string): BlockCipher {
  return (key, iv, data) => {
    const decipher = createDecipheriv(name, key, iv);
    return Buffer.concat([decipher.update(data), decipher.final()]);
  };
}

function rc2(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Buffer {
  const binary = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
  const decipher = forge().rc2.createDecryptionCipher(binary(key), key.length * 8);
  decipher.start(binary(iv));
  decipher.update(forge().util.createBuffer(binary(data)));
  if (!decipher.finish()) throw new Error('bad padding');
  return Buffer.from(decipher.output.getBytes(), 'latin1');
}

export interface Pkcs12KeyInput {
  readonly salt: Uint8Array;
  readonly iterations: number;
  /** 1 a key, 2 an IV, 3 a MAC key (RFC 7292 appendix B.3). */
  readonly id: 1 | 2 | 3;
  readonly length: number;
  readonly hash: string;
}

/** The key derivation of RFC 7292 appendix B.2. */
export function pkcs12Key(
  bmp: Uint8Array,
  { salt, iterations: count, id, length, hash }: Pkcs12KeyInput,
): Buffer {
  const v = hash === 'sha384' || hash === 'sha512' ? 128 : 64;
  const diversifier = Buffer.alloc(v, id);
  const state = Buffer.concat([repeated(salt, v), repeated(bmp, v)]);
  const out: Buffer[] = [];
  for (let made = 0; made < length;) {
    let block = createHash(hash).update(diversifier).update(state).digest();
    for (let round = 1; round < count; round += 1) block = createHash(hash).update(block).digest();
    out.push(block);
    made += block.length;
    addToEach(state, repeated(block, v).subarray(0, v));
  }
  state.fill(0);
  return Buffer.concat(out).subarray(0, length);
}

/** Copies of `bytes` filling a multiple of `v`; nothing stays nothing. */
function repeated(bytes: Uint8Array, v: number): Buffer {
  const size = v * Math.ceil(bytes.length / v);
  const out = Buffer.alloc(size);
  for (let at = 0; at < size; at += 1) out[at] = bytes[at % bytes.length] ?? 0;
  return out;
}

/** Step 6C: each block of the state becomes itself + `block` + 1, modulo 2^(8v). */
function addToEach(state: Buffer, block: Uint8Array): void {
  for (let start = 0; start < state.length; start += block.length) {
    let carry = 1;
    for (let at = block.length - 1; at >= 0; at -= 1) {
      carry += (state[start + at] ?? 0) + (block[at] ?? 0);
      state[start + at] = carry & 0xff;
      carry >>= 8;
    }
  }
}

export function iterations(node: Node): number {
  const count = numberOf(node);
  if (count < 1 || count > MAX_ITERATIONS) throw refused(`${count} iterations`);
  return count;
}

export function known<T>(table: Readonly<Record<string, T>>, id: string): T {
  const found = Object.hasOwn(table, id) ? table[id] : undefined;
  if (found === undefined) throw refused(id);
  return found;
}

const refused = (what: string): PadesError =>
  new PadesError('PADES_ALGORITHM_REFUSED', { detail: `PKCS#12 with ${what}.` });
