import { constants, createHash, verify, type Hash, type KeyObject } from 'node:crypto';
import { parseDer, type Der } from '../asn1/guard.ts';
import { algorithm, content, Fields, integerHex, smallInt, type AlgorithmIdentifier } from '../asn1/read.ts';
import type { Certificate } from './certificate.ts';
import { Kept } from './kept.ts';
import type { PublicKeyFacts } from './public-key.ts';
import { digestUntil, keyUntil, never, ts119312, type AlgorithmTable } from './ts119312.ts';

/** A digest this engine can compute. `until`: reliable before this day (TS 119 312); null: no end known. */
export interface DigestAlgorithm {
  readonly name: string;
  /** Name in node:crypto. */
  readonly hash: string;
  readonly bytes: number;
  readonly until: string | null;
}

const known: ReadonlyMap<string, Omit<DigestAlgorithm, 'until'>> = new Map([
  ['1.2.840.113549.2.5', { name: 'MD5', hash: 'md5', bytes: 16 }],
  ['1.3.14.3.2.26', { name: 'SHA-1', hash: 'sha1', bytes: 20 }],
  ['2.16.840.1.101.3.4.2.4', { name: 'SHA-224', hash: 'sha224', bytes: 28 }],
  ['2.16.840.1.101.3.4.2.1', { name: 'SHA-256', hash: 'sha256', bytes: 32 }],
  ['2.16.840.1.101.3.4.2.2', { name: 'SHA-384', hash: 'sha384', bytes: 48 }],
  ['2.16.840.1.101.3.4.2.3', { name: 'SHA-512', hash: 'sha512', bytes: 64 }],
  ['2.16.840.1.101.3.4.2.8', { name: 'SHA3-256', hash: 'sha3-256', bytes: 32 }],
  ['2.16.840.1.101.3.4.2.9', { name: 'SHA3-384', hash: 'sha3-384', bytes: 48 }],
  ['2.16.840.1.101.3.4.2.10', { name: 'SHA3-512', hash: 'sha3-512', bytes: 64 }],
  ['1.3.36.3.2.1', { name: 'RIPEMD-160', hash: 'ripemd160', bytes: 20 }],
  // With 512 bits of output, as Ed448 uses it (RFC 8419 §3.1); the second spells the length out.
  ['2.16.840.1.101.3.4.2.12', { name: 'SHAKE256', hash: 'shake256', bytes: 64 }],
  ['2.16.840.1.101.3.4.2.18', { name: 'SHAKE256', hash: 'shake256', bytes: 64 }],
]);
const digests: ReadonlyMap<string, DigestAlgorithm> = new Map(
  [...known].map(([oid, digest]) => [oid, { ...digest, until: digestUntil(digest.name) }]),
);
export const digestByOid = (oid: string): DigestAlgorithm | null => digests.get(oid) ?? null;

/** Of node:crypto by its name there: a hash of open length would give less than its digest is. */
export const startHash = (hash: string): Hash =>
  hash === 'shake256' ? createHash(hash, { outputLength: 64 }) : createHash(hash);

export const digestOf = (digest: DigestAlgorithm, bytes: Uint8Array): Uint8Array =>
  startHash(digest.hash).update(bytes).digest();

type Scheme = 'rsa-pkcs1' | 'rsa-pss' | 'ecdsa' | 'plain-ecdsa' | 'eddsa' | 'ed448';
interface SignatureRow {
  readonly scheme: Scheme;
  /** OID of the digest inside the algorithm; null: it comes from elsewhere (SignerInfo or PSS parameters). */
  readonly digestOid: string | null;
}

const sha = (last: number): string => `2.16.840.1.101.3.4.2.${last}`;
const signatures: ReadonlyMap<string, SignatureRow> = new Map<string, SignatureRow>([
  ['1.2.840.113549.1.1.1', { scheme: 'rsa-pkcs1', digestOid: null }],
  ['1.2.840.113549.1.1.4', { scheme: 'rsa-pkcs1', digestOid: '1.2.840.113549.2.5' }],
  ['1.2.840.113549.1.1.5', { scheme: 'rsa-pkcs1', digestOid: '1.3.14.3.2.26' }],
  ['1.2.840.113549.1.1.14', { scheme: 'rsa-pkcs1', digestOid: sha(4) }],
  ['1.2.840.113549.1.1.11', { scheme: 'rsa-pkcs1', digestOid: sha(1) }],
  ['1.2.840.113549.1.1.12', { scheme: 'rsa-pkcs1', digestOid: sha(2) }],
  ['1.2.840.113549.1.1.13', { scheme: 'rsa-pkcs1', digestOid: sha(3) }],
  ['2.16.840.1.101.3.4.3.14', { scheme: 'rsa-pkcs1', digestOid: sha(8) }],
  ['2.16.840.1.101.3.4.3.15', { scheme: 'rsa-pkcs1', digestOid: sha(9) }],
  ['2.16.840.1.101.3.4.3.16', { scheme: 'rsa-pkcs1', digestOid: sha(10) }],
  ['1.2.840.113549.1.1.10', { scheme: 'rsa-pss', digestOid: null }],
  ['1.2.840.10045.2.1', { scheme: 'ecdsa', digestOid: null }],
  ['1.2.840.10045.4.1', { scheme: 'ecdsa', digestOid: '1.3.14.3.2.26' }],
  ['1.2.840.10045.4.3.2', { scheme: 'ecdsa', digestOid: sha(1) }],
  ['1.2.840.10045.4.3.3', { scheme: 'ecdsa', digestOid: sha(2) }],
  ['1.2.840.10045.4.3.4', { scheme: 'ecdsa', digestOid: sha(3) }],
  ['2.16.840.1.101.3.4.3.10', { scheme: 'ecdsa', digestOid: sha(8) }],
  ['2.16.840.1.101.3.4.3.11', { scheme: 'ecdsa', digestOid: sha(9) }],
  ['2.16.840.1.101.3.4.3.12', { scheme: 'ecdsa', digestOid: sha(10) }],
  ['1.3.101.112', { scheme: 'eddsa', digestOid: sha(3) }],
  ['1.3.101.113', { scheme: 'ed448', digestOid: sha(12) }],
  // BSI TR-03111 §5.2.1: r and s side by side.
  ['0.4.0.127.0.7.1.1.4.1.1', { scheme: 'plain-ecdsa', digestOid: '1.3.14.3.2.26' }],
  ['0.4.0.127.0.7.1.1.4.1.2', { scheme: 'plain-ecdsa', digestOid: sha(4) }],
  ['0.4.0.127.0.7.1.1.4.1.3', { scheme: 'plain-ecdsa', digestOid: sha(1) }],
  ['0.4.0.127.0.7.1.1.4.1.4', { scheme: 'plain-ecdsa', digestOid: sha(2) }],
  ['0.4.0.127.0.7.1.1.4.1.5', { scheme: 'plain-ecdsa', digestOid: sha(3) }],
  ['0.4.0.127.0.7.1.1.4.1.9', { scheme: 'plain-ecdsa', digestOid: sha(8) }],
  ['0.4.0.127.0.7.1.1.4.1.10', { scheme: 'plain-ecdsa', digestOid: sha(9) }],
  ['0.4.0.127.0.7.1.1.4.1.11', { scheme: 'plain-ecdsa', digestOid: sha(10) }],
]);

/** DSA is known, and no policy accepts it: its values are not computed (RFC 3279 §2.2.2, RFC 5758 §3.1). */
const retired: ReadonlySet<string> = new Set([
  '1.2.840.10040.4.1',
  '1.2.840.10040.4.3',
  '2.16.840.1.101.3.4.3.1',
  '2.16.840.1.101.3.4.3.2',
  '2.16.840.1.101.3.4.3.3',
  '2.16.840.1.101.3.4.3.4',
]);

/** Why there is no scheme. `contradiction`: what is said excludes itself; `unknown` and `retired` say nothing of the value. */
export interface NoScheme {
  readonly reason: string;
  readonly kind: 'contradiction' | 'unknown' | 'retired';
}
const unknown = (reason: string): NoScheme => ({ reason, kind: 'unknown' });
const contradiction = (reason: string): NoScheme => ({ reason, kind: 'contradiction' });

const schemes: Readonly<Record<Scheme, { name: string; keys: readonly PublicKeyFacts['kind'][] }>> = {
  'rsa-pkcs1': { name: 'RSASSA-PKCS1-v1_5', keys: ['rsa'] },
  'rsa-pss': { name: 'RSASSA-PSS', keys: ['rsa', 'rsa-pss'] },
  ecdsa: { name: 'ECDSA', keys: ['ec'] },
  'plain-ecdsa': { name: 'PLAIN-ECDSA', keys: ['ec'] },
  eddsa: { name: 'Ed25519', keys: ['ed25519'] },
  ed448: { name: 'Ed448', keys: ['ed448'] },
};

/** A signature algorithm with everything decided that a verifier must not guess. */
export interface SignatureScheme {
  readonly scheme: Scheme;
  readonly name: string;
  readonly digest: DigestAlgorithm;
  readonly saltLength: number | null;
}

/**
 * Reads a signature AlgorithmIdentifier. In CMS the SignerInfo's digest algorithm is given too, and the two must agree
 * (pades.md 2.4, B-03). Returns a reason where the combination is unknown, weakly defined or contradictory.
 */
export function signatureScheme(
  id: AlgorithmIdentifier,
  cmsDigestOid: string | null,
): SignatureScheme | NoScheme {
  const row = signatures.get(id.oid);
  if (retired.has(id.oid)) return { reason: 'DSA is not reliable', kind: 'retired' };
  if (row === undefined) return unknown(`signature algorithm ${id.oid} is not supported`);
  const pss = row.scheme === 'rsa-pss' ? pssParameters(id.parameters) : null;
  if (pss !== null && 'reason' in pss) return pss;
  const own = pss?.digestOid ?? row.digestOid;
  if (own !== null && cmsDigestOid !== null && !isSameDigest(own, cmsDigestOid)) {
    return contradiction(`digest ${cmsDigestOid} contradicts signature algorithm ${id.oid}`);
  }
  const digestOid = own ?? cmsDigestOid;
  const digest = digestOid === null ? null : digestByOid(digestOid);
  if (digest === null) return unknown(`digest ${digestOid ?? 'of the signature'} is not supported`);
  // RFC 5754 §3.3 leaves the parameters of ECDSA out; iText writes NULL, which says nothing either.
  const parametersFit =
    row.scheme === 'rsa-pkcs1' || row.scheme === 'ecdsa'
      ? id.parameters === null || id.parameters.id === 0x05
      : pss !== null || id.parameters === null;
  if (!parametersFit) return contradiction(`unexpected parameters of ${id.oid}`);
  return { scheme: row.scheme, name: schemes[row.scheme].name, digest, saltLength: pss?.saltLength ?? null };
}

/** One digest may have two OIDs. */
const isSameDigest = (a: string, b: string): boolean =>
  a === b || (digestByOid(a)?.hash ?? a) === (digestByOid(b)?.hash ?? b);

/** RSASSA-PSS-params (RFC 4055 §3.1). Defaults name SHA-1, which is then judged like any SHA-1. */
function pssParameters(parameters: Der | null): { digestOid: string; saltLength: number } | NoScheme {
  if (parameters === null) return contradiction('RSASSA-PSS without parameters');
  const fields = new Fields(parameters);
  const only = (node: Der | null): Der | null => node?.children[0] ?? null;
  const hash = only(fields.optional(0xa0));
  const mask = only(fields.optional(0xa1));
  const salt = only(fields.optional(0xa2));
  const trailer = only(fields.optional(0xa3));
  fields.done();
  const digestOid = hash ? algorithm(hash).oid : '1.3.14.3.2.26';
  const maskParameters = mask ? algorithm(mask).parameters : null;
  const maskDigest = maskParameters ? algorithm(maskParameters).oid : '1.3.14.3.2.26';
  // node:crypto cannot use another hash for MGF1, and nobody sound does (pades.md 2.4).
  if (maskDigest !== digestOid) return unknown('RSASSA-PSS with another hash in MGF1');
  if (mask && algorithm(mask).oid !== '1.2.840.113549.1.1.8') return unknown('RSASSA-PSS mask generation');
  if (trailer && smallInt(trailer) !== 1) return unknown('RSASSA-PSS trailer field');
  return { digestOid, saltLength: salt ? smallInt(salt) : 20 };
}

type Signer = Pick<Certificate, 'key' | 'publicKey' | 'spkiDer'>;

/** Does `signature` over `message` verify? Strict about the shapes OpenSSL is lenient with (pades.md B-05, B-06). */
export function verifySignature(
  scheme: SignatureScheme,
  signer: Signer,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (!schemes[scheme.scheme].keys.includes(signer.key.kind) || !shapeFits(scheme, signer, signature))
    return false;
  // Hashing a large list to remember it would cost what it saves.
  if (message.length > mostKept) return asked(scheme, signer, message, signature);
  return kept.get(sameQuestion(scheme, signer, message, signature), () =>
    asked(scheme, signer, message, signature),
  );
}

/** The same value under the same key over the same message is the same answer, for whoever asks. */
const kept = new Kept<boolean>(1024);
const mostKept = 64 * 1024;

function sameQuestion(
  { scheme, digest, saltLength }: SignatureScheme,
  { spkiDer }: Signer,
  message: Uint8Array,
  signature: Uint8Array,
): string {
  const hash = createHash('sha256');
  hash.update(`${scheme} ${digest.name} ${saltLength ?? ''} ${spkiDer.length} ${signature.length} `);
  return hash.update(spkiDer).update(signature).update(message).digest('binary');
}

function asked(scheme: SignatureScheme, signer: Signer, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return verify(
      scheme.scheme === 'eddsa' || scheme.scheme === 'ed448' ? null : scheme.digest.hash,
      message,
      options(scheme, signer.publicKey),
      signature,
    );
  } catch {
    return false;
  }
}

function options(scheme: SignatureScheme, key: KeyObject) {
  if (scheme.scheme === 'rsa-pkcs1') return { key, padding: constants.RSA_PKCS1_PADDING };
  if (scheme.scheme === 'rsa-pss') {
    return {
      key,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: scheme.saltLength ?? scheme.digest.bytes,
    };
  }
  return { key, dsaEncoding: scheme.scheme === 'plain-ecdsa' ? ('ieee-p1363' as const) : ('der' as const) };
}

function shapeFits({ scheme }: SignatureScheme, { key, spkiDer }: Signer, signature: Uint8Array): boolean {
  if (scheme === 'eddsa') return signature.length === 64;
  if (scheme === 'ed448')
    return signature.length === 114 && !smallOrder448.has(Buffer.from(spkiDer.subarray(-57)).toString('hex'));
  if (scheme === 'plain-ecdsa') {
    const half = Math.ceil(key.bits / 8);
    const parts = [signature.subarray(0, half), signature.subarray(half)];
    return signature.length === 2 * half && parts.every((part) => part.some((octet) => octet !== 0));
  }
  if (scheme !== 'ecdsa') return signature.length === Math.ceil(key.bits / 8);
  try {
    const fields = new Fields(parseDer(signature));
    const parts = [fields.take(0x02), fields.take(0x02)];
    fields.done();
    return parts.every((part) => ((content(part)[0] ?? 0x80) & 0x80) === 0 && integerHex(part) !== '00');
  } catch {
    return false;
  }
}

/** Points of order 1, 2 and 4 of Ed448, with either sign of x: under them one value fits many messages (RFC 8032 §5.2). */
const smallOrder448: ReadonlySet<string> = new Set(
  [`01${'00'.repeat(55)}`, '00'.repeat(56), `fe${'ff'.repeat(27)}fe${'ff'.repeat(27)}`].flatMap((y) => [
    `${y}00`,
    `${y}80`,
  ]),
);

/** Does the certificate's own signature verify with this issuer's key? (RFC 5280 §6.1.3 a.1) */
export function issuedBy(certificate: Certificate, issuer: Certificate): boolean {
  const scheme = signatureScheme(certificate.signatureAlgorithm, null);
  return !('reason' in scheme) && verifySignature(scheme, issuer, certificate.tbsDer, certificate.signature);
}

/** Why this algorithm with this key is not reliable at a time; null where it is (TS 119 312, or the table of a policy). */
export function weakness(
  scheme: SignatureScheme,
  key: PublicKeyFacts,
  at: Date,
  table: AlgorithmTable = ts119312,
): string | null {
  const digest = weakDigest(scheme.digest, at, table);
  if (digest) return digest;
  const until = keyUntil(scheme.scheme, key, table);
  if (until === never) return `${scheme.name} with a ${key.kind} key of ${key.bits} bits was never reliable`;
  return expired(until, at)
    ? `${scheme.name} with ${key.bits} bits is not reliable since ${until ?? ''}`
    : null;
}

/** The first day on which `weakness` has something to say; null where no end is known. Something never reliable ended long ago. */
export function reliableUntil(
  scheme: SignatureScheme,
  key: PublicKeyFacts,
  table: AlgorithmTable = ts119312,
): string | null {
  const days = [keyUntil(scheme.scheme, key, table), digestUntil(scheme.digest.name, table)];
  return days.flatMap((day) => day ?? []).sort()[0] ?? null;
}

/** Legal, but the mark of careless software, and what lax verifiers are forged with (pades.md B-05). */
export const hasSmallExponent = (key: PublicKeyFacts): boolean =>
  (key.kind === 'rsa' || key.kind === 'rsa-pss') && BigInt(`0x${key.exponentHex}`) < 65_537n;

export function weakDigest(
  digest: DigestAlgorithm,
  at: Date,
  table: AlgorithmTable = ts119312,
): string | null {
  const until = digestUntil(digest.name, table);
  if (until === never) return `${digest.name} was never reliable`;
  return expired(until, at) ? `${digest.name} is not reliable since ${until ?? ''}` : null;
}

const expired = (until: string | null, at: Date): boolean =>
  until !== null && at.getTime() >= Date.parse(until);
