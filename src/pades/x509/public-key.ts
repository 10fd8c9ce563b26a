import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { PadesError } from '../errors.ts';
import { parseDer, type Der } from '../asn1/guard.ts';
import { algorithm, bitOctets, Fields, integerHex, oid } from '../asn1/read.ts';

/** What policy must know of a key. `kind: 'other'` is a key this engine does not verify with. */
export type PublicKeyFacts =
  | { readonly kind: 'rsa' | 'rsa-pss'; readonly bits: number; readonly exponentHex: string }
  | { readonly kind: 'ec'; readonly bits: number; readonly curve: string }
  | { readonly kind: 'ed25519' | 'ed448'; readonly bits: number }
  | { readonly kind: 'other'; readonly bits: number; readonly reason: string };

/** Named curves only: explicit parameters let an attacker choose the generator (pades.md 2.4, B-06). */
const curves: ReadonlyMap<string, { readonly name: string; readonly bits: number }> = new Map([
  ['1.2.840.10045.3.1.7', { name: 'P-256', bits: 256 }],
  ['1.3.132.0.34', { name: 'P-384', bits: 384 }],
  ['1.3.132.0.35', { name: 'P-521', bits: 521 }],
  ['1.3.36.3.3.2.8.1.1.7', { name: 'brainpoolP256r1', bits: 256 }],
  ['1.3.36.3.3.2.8.1.1.11', { name: 'brainpoolP384r1', bits: 384 }],
  ['1.3.36.3.3.2.8.1.1.13', { name: 'brainpoolP512r1', bits: 512 }],
]);

const readers: ReadonlyMap<string, (parameters: Der | null, key: Uint8Array) => PublicKeyFacts> = new Map([
  ['1.2.840.113549.1.1.1', (_: Der | null, key: Uint8Array) => rsa('rsa', key)],
  ['1.2.840.113549.1.1.10', (_: Der | null, key: Uint8Array) => rsa('rsa-pss', key)],
  ['1.2.840.10045.2.1', (parameters: Der | null) => ec(parameters)],
  ['1.3.101.112', (_: Der | null, key: Uint8Array) => ed25519(key)],
  ['1.3.101.113', (): PublicKeyFacts => ({ kind: 'ed448', bits: 448 })],
]);

/** SubjectPublicKeyInfo (RFC 5280 §4.1.2.7, RFC 3279, 5480, 8410). */
export function readPublicKey(spki: Der): PublicKeyFacts {
  const fields = new Fields(spki);
  const id = algorithm(fields.take());
  const key = bitOctets(fields.take());
  fields.done();
  const read = readers.get(id.oid);
  return read ? read(id.parameters, key) : { kind: 'other', bits: 0, reason: `key algorithm ${id.oid}` };
}

/** 64 bits, as OpenSSL allows for long keys. With one as long as the key each check takes 10 ms, and strangers choose how many. */
const maxExponentDigits = 16;
const maxRsaBits = 8192;

function rsa(kind: 'rsa' | 'rsa-pss', key: Uint8Array): PublicKeyFacts {
  const fields = new Fields(parseDer(key));
  const modulusHex = integerHex(fields.take());
  const exponentHex = integerHex(fields.take());
  fields.done();
  const bits = modulusHex.length * 4 - Math.clz32(parseInt(modulusHex.slice(0, 2), 16)) + 24;
  const exponent = BigInt(`0x${exponentHex}`);
  if (exponent < 3n || exponent % 2n === 0n || exponentHex.length > maxExponentDigits)
    return { kind: 'other', bits, reason: 'RSA exponent' };
  if (bits > maxRsaBits) return { kind: 'other', bits, reason: `RSA with ${bits} bits` };
  return { kind, bits, exponentHex };
}

/** A point of small order makes one signature fit every message, for anybody, and OpenSSL takes it (RFC 8032 §8.9). */
function ed25519(key: Uint8Array): PublicKeyFacts {
  const y = Buffer.from(key);
  // The highest bit is the sign of x and changes nothing here.
  if (y.length === 32) y[31] = (y[31] ?? 0) & 0x7f;
  return smallOrder.has(y.toString('hex'))
    ? { kind: 'other', bits: 255, reason: 'an Ed25519 key of small order' }
    : { kind: 'ed25519', bits: 255 };
}

const smallOrder: ReadonlySet<string> = new Set([
  '00'.repeat(32),
  `01${'00'.repeat(31)}`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  ...['ec', 'ed', 'ee'].map((low) => `${low}${'ff'.repeat(30)}7f`),
]);

function ec(parameters: Der | null): PublicKeyFacts {
  if (parameters?.id !== 0x06) return { kind: 'other', bits: 0, reason: 'explicit curve parameters' };
  const curve = curves.get(oid(parameters));
  return curve
    ? { kind: 'ec', bits: curve.bits, curve: curve.name }
    : { kind: 'other', bits: 0, reason: `curve ${oid(parameters)}` };
}

/**
 * OpenSSL's view of a key. RSA and NIST keys go in as numbers: its SPKI decoder takes twenty times as long, and everything
 * it would check has been read already. Throws PADES_CERTIFICATE_INVALID where OpenSSL refuses the key.
 */
export function importPublicKey(spkiDer: Uint8Array, facts: PublicKeyFacts): KeyObject {
  const jwk = asJwk(spkiDer, facts);
  try {
    return jwk
      ? createPublicKey({ key: jwk, format: 'jwk' })
      : createPublicKey({ key: Buffer.from(spkiDer), format: 'der', type: 'spki' });
  } catch (cause) {
    throw new PadesError('PADES_CERTIFICATE_INVALID', { detail: 'The public key cannot be used.', cause });
  }
}

const jwkCurves: ReadonlySet<string> = new Set(['P-256', 'P-384', 'P-521']);

function asJwk(spkiDer: Uint8Array, facts: PublicKeyFacts): JsonWebKey | null {
  const key = spkiBits(spkiDer);
  if (facts.kind === 'rsa') {
    const fields = new Fields(parseDer(key));
    return { kty: 'RSA', n: base64url(integerHex(fields.take())), e: base64url(integerHex(fields.take())) };
  }
  if (facts.kind !== 'ec' || !jwkCurves.has(facts.curve)) return null;
  const half = Math.ceil(facts.bits / 8);
  if (key[0] !== 0x04 || key.length !== 1 + 2 * half) return null;
  const point = Buffer.from(key);
  return {
    kty: 'EC',
    crv: facts.curve,
    x: point.subarray(1, 1 + half).toString('base64url'),
    y: point.subarray(1 + half).toString('base64url'),
  };
}

function spkiBits(spkiDer: Uint8Array): Uint8Array {
  const fields = new Fields(parseDer(spkiDer));
  fields.take();
  return bitOctets(fields.take());
}

const base64url = (hex: string): string => Buffer.from(hex, 'hex').toString('base64url');
