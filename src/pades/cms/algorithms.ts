import { constants, type KeyObject } from 'node:crypto';
import { algorithm, context, integer, nullValue, sequence } from '../asn1/der.ts';
import { oids } from '../asn1/oids.ts';

/** Digests as node:crypto names them. */
export type DigestName = 'sha256' | 'sha384' | 'sha512';

/** A day from which a key of fewer bits than the next row's may no longer make signatures; null: no end is known. */
interface Lifetime {
  readonly minBits: number;
  readonly until: string | null;
}

/** Everything that is decided with an algorithm's name; nothing about an algorithm is written anywhere else on the signing side. */
export interface AlgorithmRow {
  /** Hash of the ByteRange, and of the signed attributes where the scheme hashes before it signs. */
  readonly digest: DigestName;
  /** AlgorithmIdentifiers of a SignerInfo, DER. */
  readonly digestId: Uint8Array;
  readonly signatureId: Uint8Array;
  /** Why the key cannot be used with this algorithm; null where it can. */
  readonly misfit: (key: KeyObject) => string | null;
  /** Largest signature value in octets. */
  readonly signatureBytes: (key: KeyObject) => number;
  /** How node:crypto signs and verifies: the hash (null: the scheme takes the message whole), and nothing left to a default. */
  readonly hash: DigestName | null;
  readonly parameters: {
    readonly padding?: number;
    readonly saltLength?: number;
    readonly dsaEncoding?: 'der';
  };
  /** TS 119 312 V1.5.1 (pades.md 4), strongest keys first. */
  readonly lifetimes: readonly Lifetime[];
}

interface Digest {
  readonly name: DigestName;
  readonly bytes: number;
  readonly oid: string;
}
const digests = {
  sha256: { name: 'sha256', bytes: 32, oid: oids.sha256 },
  sha384: { name: 'sha384', bytes: 48, oid: oids.sha384 },
  sha512: { name: 'sha512', bytes: 64, oid: oids.sha512 },
} as const satisfies Record<DigestName, Digest>;

export const digestOids = {
  sha256: oids.sha256,
  sha384: oids.sha384,
  sha512: oids.sha512,
} as const satisfies Record<DigestName, string>;

/** Digests in a SignerInfo stand without parameters (RFC 5754 §2). */
const digestRow = ({ name, oid }: Digest) => ({ digest: name, digestId: algorithm(oid) }) as const;

/** RSA PKCS#1 v1.5 under the OID that names the hash too, parameters NULL (RFC 5754 §3.2). */
function rsaPkcs1(digest: Digest, signatureOid: string): AlgorithmRow {
  return {
    ...digestRow(digest),
    signatureId: algorithm(signatureOid, nullValue()),
    misfit: (key) => (key.asymmetricKeyType === 'rsa' ? rsaSize(key) : kindOf(key)),
    signatureBytes: modulusBytes,
    hash: digest.name,
    parameters: { padding: constants.RSA_PKCS1_PADDING },
    lifetimes: [{ minBits: 2048, until: '2029-01-01' }],
  };
}

/** RSASSA-PSS: MGF1 with the same hash and a salt as long as the digest, all parameters written out (RFC 4056 §3, RFC 4055 §3.1). */
function rsaPss(digest: Digest): AlgorithmRow {
  const hashId = algorithm(digest.oid, nullValue());
  const parameters = sequence(
    context(0, hashId),
    context(1, algorithm(oids.mgf1, hashId)),
    context(2, integer(digest.bytes)),
  );
  return {
    ...digestRow(digest),
    signatureId: algorithm(oids.rsassaPss, parameters),
    misfit: (key) => {
      if (key.asymmetricKeyType !== 'rsa' && key.asymmetricKeyType !== 'rsa-pss') return kindOf(key);
      return rsaSize(key) ?? restriction(key, digest);
    },
    signatureBytes: modulusBytes,
    hash: digest.name,
    parameters: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: digest.bytes },
    lifetimes: [
      { minBits: 3000, until: null },
      { minBits: 2048, until: '2029-01-01' },
    ],
  };
}

/** A key made for PSS may name its hash and the least salt; a signature must keep to both (RFC 4055 §3.3). */
function restriction(key: KeyObject, digest: Digest): string | null {
  const { hashAlgorithm, mgf1HashAlgorithm, saltLength } = key.asymmetricKeyDetails ?? {};
  if ((hashAlgorithm ?? digest.name) !== digest.name) return `a key restricted to ${hashAlgorithm ?? ''}`;
  if ((mgf1HashAlgorithm ?? digest.name) !== digest.name) {
    return `a key restricted to MGF1 with ${mgf1HashAlgorithm ?? ''}`;
  }
  return (saltLength ?? 0) > digest.bytes ? `a key that demands a salt of ${saltLength ?? 0} octets` : null;
}

/** ECDSA in DER, without parameters (RFC 5754 §3.3); the hash is as strong as the curve (RFC 5753 §8). */
function ecdsa(digest: Digest, signatureOid: string, curve: string, bits: number): AlgorithmRow {
  const half = Math.ceil(bits / 8) + 1; // an INTEGER may need one octet for its sign
  const body = 2 * (2 + half);
  const most = body + (body > 127 ? 3 : 2);
  return {
    ...digestRow(digest),
    signatureId: algorithm(signatureOid),
    misfit: (key) =>
      key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === curve ? null : kindOf(key),
    signatureBytes: () => most,
    hash: digest.name,
    parameters: { dsaEncoding: 'der' },
    lifetimes: [{ minBits: bits, until: null }],
  };
}

/** Pure EdDSA over the attributes themselves; SHA-512 is the digest of the content (RFC 8419 §3.1). Not in TS 119 312: our policy. */
const ed25519: AlgorithmRow = {
  ...digestRow(digests.sha512),
  signatureId: algorithm(oids.ed25519),
  misfit: (key) => (key.asymmetricKeyType === 'ed25519' ? null : kindOf(key)),
  signatureBytes: () => 64,
  hash: null,
  parameters: {},
  lifetimes: [{ minBits: 255, until: null }],
};

/** The algorithms this engine signs with. */
const rows = {
  'rsa-pkcs1-sha256': rsaPkcs1(digests.sha256, oids.sha256WithRsa),
  'rsa-pkcs1-sha384': rsaPkcs1(digests.sha384, oids.sha384WithRsa),
  'rsa-pkcs1-sha512': rsaPkcs1(digests.sha512, oids.sha512WithRsa),
  'rsa-pss-sha256': rsaPss(digests.sha256),
  'rsa-pss-sha384': rsaPss(digests.sha384),
  'rsa-pss-sha512': rsaPss(digests.sha512),
  'ecdsa-p256-sha256': ecdsa(digests.sha256, oids.ecdsaWithSha256, 'prime256v1', 256),
  'ecdsa-p384-sha384': ecdsa(digests.sha384, oids.ecdsaWithSha384, 'secp384r1', 384),
  'ecdsa-p521-sha512': ecdsa(digests.sha512, oids.ecdsaWithSha512, 'secp521r1', 521),
  ed25519,
} as const satisfies Record<string, AlgorithmRow>;

/** Ids are ours; a caller stores them, so they never change. */
export type SignatureAlgorithm = keyof typeof rows;
/** Every algorithm this engine signs with (TS 119 312), and all that is decided with its name. */
export const signatureAlgorithms: Readonly<Record<SignatureAlgorithm, AlgorithmRow>> = rows;

/** Whether a word names an algorithm of the table. */
export const isSignatureAlgorithm = (value: unknown): value is SignatureAlgorithm =>
  typeof value === 'string' && Object.hasOwn(rows, value);

/** What a key of ours is used with when nobody says otherwise: the first row it fits; null where it fits none. */
export function defaultAlgorithm(key: KeyObject): SignatureAlgorithm | null {
  const fitting = Object.entries(rows).find(([, row]) => row.misfit(key) === null);
  return (fitting?.[0] as SignatureAlgorithm | undefined) ?? null;
}

/** The day from which a key may no longer be used with this row; null: no end is known. */
export function reliableUntil(row: AlgorithmRow, key: KeyObject): string | null {
  const bits = key.asymmetricKeyDetails?.modulusLength ?? Infinity;
  return row.lifetimes.find(({ minBits }) => bits >= minBits)?.until ?? null;
}

const smallestRsa = 2048;
const largestRsa = 4096;

/** Below 2048 bits TS 119 312 forbids it; above 4096 nobody we know of verifies it everywhere. */
function rsaSize(key: KeyObject): string | null {
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  return bits >= smallestRsa && bits <= largestRsa ? null : kindOf(key);
}

function modulusBytes(key: KeyObject): number {
  return Math.ceil((key.asymmetricKeyDetails?.modulusLength ?? 0) / 8);
}

/** `rsa of 1024 bits`, `ec on secp224r1`. */
function kindOf(key: KeyObject): string {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  const kind = key.asymmetricKeyType ?? 'an unknown kind of key';
  if (modulusLength !== undefined) return `${kind} of ${modulusLength} bits`;
  return namedCurve === undefined
    ? kind === 'ec'
      ? 'ec on an unnamed curve'
      : kind
    : `${kind} on ${namedCurve}`;
}
