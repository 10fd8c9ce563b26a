import type { SignatureAlgorithm } from '../../pades/index.ts';
import type { Mechanism } from './pkcs11-antarmuka.ts';
import { ecdsaDer } from './ecdsa.ts';

/** One way to have a signature made in a token: the mechanism, what it is given, and what becomes of its answer. */
export interface Way {
  readonly mechanism: Mechanism;
  readonly input: (signed: Signed) => Uint8Array;
  readonly output: (value: Uint8Array) => Uint8Array;
}

/** The signed attributes and their hash. */
export interface Signed {
  readonly message: Uint8Array;
  readonly digest: Uint8Array;
}

interface Hash {
  readonly bytes: number;
  /** CKM_ of the hash, CKG_MGF1_ over it. */
  readonly ckm: number;
  readonly mgf: number;
  /** CKM_…_RSA_PKCS and CKM_…_RSA_PKCS_PSS that hash in the token. */
  readonly rsaPkcs1: number;
  readonly rsaPss: number;
  readonly ecdsa: number;
  /** Last arc of the hash's OID 2.16.840.1.101.3.4.2.x. */
  readonly arc: number;
}

const hashes = {
  sha256: { bytes: 32, ckm: 0x250, mgf: 2, rsaPkcs1: 0x40, rsaPss: 0x43, ecdsa: 0x1044, arc: 1 },
  sha384: { bytes: 48, ckm: 0x260, mgf: 3, rsaPkcs1: 0x41, rsaPss: 0x44, ecdsa: 0x1045, arc: 2 },
  sha512: { bytes: 64, ckm: 0x270, mgf: 4, rsaPkcs1: 0x42, rsaPss: 0x45, ecdsa: 0x1046, arc: 3 },
} as const satisfies Record<string, Hash>;

const message = (signed: Signed): Uint8Array => signed.message;
const digest = (signed: Signed): Uint8Array => signed.digest;
const asItIs = (value: Uint8Array): Uint8Array => value;

/** The hash is made here and little goes to the token; a token that signs only what it has hashed itself gets the message. */
const families = {
  rsaPkcs1: (hash: Hash): Way[] => [
    { mechanism: { mechanism: 0x01 }, input: (signed) => digestInfo(hash, signed.digest), output: asItIs },
    { mechanism: { mechanism: hash.rsaPkcs1 }, input: message, output: asItIs },
  ],
  rsaPss: (hash: Hash): Way[] => {
    const parameter = { type: 5, hashAlg: hash.ckm, mgf: hash.mgf, saltLen: hash.bytes };
    return [
      { mechanism: { mechanism: 0x0d, parameter }, input: digest, output: asItIs },
      { mechanism: { mechanism: hash.rsaPss, parameter }, input: message, output: asItIs },
    ];
  },
  ecdsa: (hash: Hash): Way[] => [
    { mechanism: { mechanism: 0x1041 }, input: digest, output: ecdsaDer },
    { mechanism: { mechanism: hash.ecdsa }, input: message, output: ecdsaDer },
  ],
  /** CKM_EDDSA without parameters is Ed25519 itself (PKCS#11 v3.0 §2.3.14), over the whole message. */
  ed25519: (): Way[] => [{ mechanism: { mechanism: 0x1057 }, input: message, output: asItIs }],
} as const;

const ways = {
  'rsa-pkcs1-sha256': families.rsaPkcs1(hashes.sha256),
  'rsa-pkcs1-sha384': families.rsaPkcs1(hashes.sha384),
  'rsa-pkcs1-sha512': families.rsaPkcs1(hashes.sha512),
  'rsa-pss-sha256': families.rsaPss(hashes.sha256),
  'rsa-pss-sha384': families.rsaPss(hashes.sha384),
  'rsa-pss-sha512': families.rsaPss(hashes.sha512),
  'ecdsa-p256-sha256': families.ecdsa(hashes.sha256),
  'ecdsa-p384-sha384': families.ecdsa(hashes.sha384),
  'ecdsa-p521-sha512': families.ecdsa(hashes.sha512),
  ed25519: families.ed25519(),
} as const satisfies Record<SignatureAlgorithm, readonly Way[]>;

/** The first way the token has; null where it has none. */
export function wayFor(algorithm: SignatureAlgorithm, mechanisms: readonly number[]): Way | null {
  return ways[algorithm].find((way) => mechanisms.includes(way.mechanism.mechanism)) ?? null;
}

/** Room for the value of any of them: an RSA modulus of 8192 bits. */
export const MAX_SIGNATURE_BYTES = 1024;

/** DigestInfo (RFC 8017 §9.2), parameters NULL as PKCS#1 v1.5 wants them. */
function digestInfo({ bytes, arc }: Hash, value: Uint8Array): Uint8Array {
  const algorithm = [0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, arc, 0x05, 0x00];
  return Buffer.from([0x30, algorithm.length + 2 + bytes, ...algorithm, 0x04, bytes, ...value]);
}
