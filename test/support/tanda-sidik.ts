import { constants, createHash, createHmac, privateEncrypt, type KeyObject } from 'node:crypto';

/**
 * Signatures over a hash that is already made, as a remote service makes them: it never sees the message, and
 * node:crypto has no call for that. Slow and not constant in time: for stand-ins only.
 */
export type CaraTanda = 'rsa-pkcs1' | 'rsa-pss' | 'ecdsa';

export function tandaSidik(key: KeyObject, cara: CaraTanda, hash: string, digest: Buffer): Buffer {
  if (cara === 'rsa-pkcs1') {
    return privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, digestInfo(hash, digest));
  }
  if (cara === 'rsa-pss') {
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
    return privateEncrypt({ key, padding: constants.RSA_NO_PADDING }, emsaPss(hash, digest, bits));
  }
  return ecdsa(key, digest);
}

const arcs: Readonly<Record<string, number>> = { sha256: 1, sha384: 2, sha512: 3 };

function digestInfo(hash: string, digest: Buffer): Buffer {
  const head = Buffer.from('300d06096086480165030402000500', 'hex');
  head[12] = arcs[hash]!;
  const body = Buffer.concat([head, Buffer.from([0x04, digest.length]), digest]);
  return Buffer.concat([Buffer.from([0x30, body.length]), body]);
}

/** RFC 8017 §9.1.1 with a salt as long as the hash, derived from it so that a run can be repeated. */
function emsaPss(hash: string, digest: Buffer, modulusBits: number): Buffer {
  const length = Math.ceil((modulusBits - 1) / 8);
  const salt = createHash(hash).update(digest).update('garam').digest();
  const h = createHash(hash).update(Buffer.alloc(8)).update(digest).update(salt).digest();
  const db = Buffer.alloc(length - h.length - 1);
  db[db.length - salt.length - 1] = 1;
  salt.copy(db, db.length - salt.length);
  const mask = mgf1(hash, h, db.length);
  for (let at = 0; at < db.length; at += 1) db[at]! ^= mask[at]!;
  db[0]! &= 0xff >> (8 * length - (modulusBits - 1));
  return Buffer.concat([db, h, Buffer.from([0xbc])]);
}

function mgf1(hash: string, seed: Buffer, length: number): Buffer {
  const blocks: Buffer[] = [];
  for (let counter = 0; blocks.length * seed.length < length; counter += 1) {
    const octets = Buffer.alloc(4);
    octets.writeUInt32BE(counter);
    blocks.push(createHash(hash).update(seed).update(octets).digest());
  }
  return Buffer.concat(blocks).subarray(0, length);
}

interface Kurva {
  readonly p: bigint;
  readonly n: bigint;
  readonly g: readonly [bigint, bigint];
  readonly bytes: number;
}

/** FIPS 186-4 D.1.2; a = −3 on both. */
const kurva: Readonly<Record<string, Kurva>> = {
  prime256v1: {
    p: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
    n: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
    g: [
      0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
      0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
    ],
    bytes: 32,
  },
  secp384r1: {
    p: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffffn,
    n: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
    g: [
      0xaa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7n,
      0x3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5fn,
    ],
    bytes: 48,
  },
};

/** r ‖ s. The number used once comes from key and hash, as in RFC 6979, if not by its letter. */
function ecdsa(key: KeyObject, digest: Buffer): Buffer {
  const { p, n, g, bytes } = kurva[key.asymmetricKeyDetails?.namedCurve ?? '']!;
  const d = angka(Buffer.from(String(key.export({ format: 'jwk' }).d), 'base64url'));
  const k = (angka(createHmac('sha512', digest).update(d.toString(16)).digest()) % (n - 1n)) + 1n;
  const z = angka(digest.subarray(0, bytes));
  const r = kali(k, g, p)[0] % n;
  const s = mod(balik(k, n) * (z + r * d), n);
  const octets = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(2 * bytes, '0'), 'hex');
  return Buffer.concat([octets(r), octets(s)]);
}

type Titik = readonly [bigint, bigint];

function kali(k: bigint, titik: Titik, p: bigint): Titik {
  let hasil: Titik | null = null;
  let ganda = titik;
  for (let sisa = k; sisa > 0n; sisa >>= 1n) {
    if (sisa & 1n) hasil = hasil === null ? ganda : tambah(hasil, ganda, p);
    ganda = tambah(ganda, ganda, p);
  }
  if (hasil === null) throw new Error('zero times a point');
  return hasil;
}

function tambah([x1, y1]: Titik, [x2, y2]: Titik, p: bigint): Titik {
  const sama = x1 === x2 && y1 === y2;
  const m = sama ? (3n * x1 * x1 - 3n) * balik(2n * y1, p) : (y2 - y1) * balik(mod(x2 - x1, p), p);
  const x = mod(m * m - x1 - x2, p);
  return [x, mod(m * (x1 - x) - y1, p)];
}

/** Inverse by the extended Euclidean algorithm. */
function balik(a: bigint, m: bigint): bigint {
  let [r0, r1, t0, t1] = [m, mod(a, m), 0n, 1n];
  while (r1 !== 0n) {
    const q = r0 / r1;
    [r0, r1, t0, t1] = [r1, r0 - q * r1, t1, t0 - q * t1];
  }
  return mod(t0, m);
}

const mod = (a: bigint, m: bigint): bigint => ((a % m) + m) % m;
const angka = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`);
