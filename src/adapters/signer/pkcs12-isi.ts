import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { NaskahError } from '../../shared/errors.ts';
import { PadesError } from '../../pades/index.ts';
import {
  bytesOf,
  childrenOf,
  derOf,
  isOneSequence,
  malformed,
  numberOf,
  oidOf,
  parse,
  partsOf,
  type Node,
} from './pkcs12-asn1.ts';
import {
  decrypt,
  digestNames,
  iterations,
  known,
  pbmac1,
  pkcs12Key,
  type MacRecipe,
  type Passphrase,
} from './pkcs12-sandi.ts';

export interface Pkcs12Content {
  /** PKCS#8 DER; the caller wipes them. */
  readonly keys: readonly { readonly pkcs8: Buffer; readonly localKeyId: string | null }[];
  readonly certificates: readonly { readonly der: Uint8Array; readonly localKeyId: string | null }[];
}

const MAX_BYTES = 1024 * 1024;
const MAX_NESTING = 4;
const ids = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certBag: '1.2.840.113549.1.12.10.1.3',
  safeContentsBag: '1.2.840.113549.1.12.10.1.6',
  x509Certificate: '1.2.840.113549.1.9.22.1',
  localKeyId: '1.2.840.113549.1.9.21',
  pbmac1: '1.2.840.113549.1.5.14',
} as const;

/**
 * The keys and certificates of a PKCS#12 file (RFC 7292). Throws `FRASA_SANDI_SALAH` when its MAC, or without one its
 * encryption, does not fit the passphrase; `PADES_CERTIFICATE_INVALID` or `PADES_ALGORITHM_REFUSED` for the file's faults.
 */
export function readPkcs12(bytes: Uint8Array, passphrase: Uint8Array): Pkcs12Content {
  if (bytes.length > MAX_BYTES) throw malformed();
  const [version, authSafe, ...mac] = partsOf(parse(bytes), 2);
  if (numberOf(version) !== 3) throw malformed();
  const [type, content] = partsOf(authSafe, 2);
  if (oidOf(type) !== ids.data) throw new PadesError('PADES_ALGORITHM_REFUSED', { detail: oidOf(type) });
  const safe = bytesOf(partsOf(content, 1)[0]);
  const candidates = encodings(passphrase);
  try {
    if (!mac[0]) return firstThatOpens(safe, candidates);
    const macData = mac[0];
    const proven = candidates.find((each) => macFits(each, safe, macData));
    if (!proven) throw new NaskahError('FRASA_SANDI_SALAH');
    return collectSafe(safe, proven);
  } finally {
    for (const { bmp } of candidates) bmp.fill(0);
  }
}

/**
 * Ways in which programs turn a passphrase into UTF-16 (RFC 7292 appendix B.1). OpenSSL takes bytes that are not UTF-8
 * one by one, and its versions before 1.1 all bytes; an empty passphrase is two zero octets or nothing at all.
 */
function encodings(bytes: Uint8Array): Passphrase[] {
  const octets = Buffer.from(bytes).toString('latin1');
  const texts = [utf8Text(bytes), octets].filter((each) => each !== null);
  const ways = [...new Set(texts)].map(bmpString);
  if (bytes.length === 0) ways.push(Buffer.alloc(0));
  return ways.map((bmp) => ({ bytes, bmp }));
}

function utf8Text(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** UTF-16BE with two zero octets at the end. */
const bmpString = (text: string): Buffer =>
  Buffer.concat([Buffer.from(text, 'utf16le').swap16(), Buffer.alloc(2)]);

/** Without a MAC what cannot be decrypted is the only sign of a wrong passphrase. */
function firstThatOpens(safe: Buffer, candidates: readonly Passphrase[]): Pkcs12Content {
  for (const candidate of candidates) {
    try {
      return collectSafe(safe, candidate);
    } catch (error) {
      if (!(error instanceof NaskahError)) throw error;
    }
  }
  throw new NaskahError('FRASA_SANDI_SALAH');
}

const collectSafe = (safe: Buffer, passphrase: Passphrase): Pkcs12Content =>
  collect(
    childrenOf(parse(safe)).flatMap((each) => bagsOf(each, passphrase)),
    passphrase,
  );

function macFits(passphrase: Passphrase, content: Uint8Array, macData: Node): boolean {
  const [digestInfo, salt, ...count] = partsOf(macData, 2);
  const [algorithm, digest] = partsOf(digestInfo, 2);
  const expected = bytesOf(digest);
  const [id, ...parameters] = partsOf(algorithm, 1);
  const { hash, key } =
    oidOf(id) === ids.pbmac1 && parameters[0]
      ? pbmac1(parameters[0], passphrase.bytes)
      : pkcs12Mac(known(digestNames, oidOf(id)), passphrase, bytesOf(salt), count[0]);
  const computed = createHmac(hash, key).update(content).digest();
  key.fill(0);
  return computed.length === expected.length && timingSafeEqual(computed, expected);
}

function pkcs12Mac(hash: string, { bmp }: Passphrase, salt: Uint8Array, count: Node | undefined): MacRecipe {
  const length = createHash(hash).digest().length;
  const key = pkcs12Key(bmp, { salt, iterations: count ? iterations(count) : 1, id: 3, length, hash });
  return { hash, key };
}

function bagsOf(contentInfo: Node, passphrase: Passphrase): readonly Node[] {
  const [type, explicit] = partsOf(contentInfo, 2);
  const [content] = partsOf(explicit, 1);
  if (oidOf(type) === ids.data) return childrenOf(parse(bytesOf(content)));
  if (oidOf(type) !== ids.encryptedData) return []; // enveloped for some other key: nothing of it is for us
  const [, encrypted] = partsOf(content, 2);
  const [, algorithm, data] = partsOf(encrypted, 3);
  return childrenOf(parse(opened(algorithm, bytesOf(data), passphrase)));
}

/** A passphrase is wrong where the padding is, or where by chance it is not but no structure comes out. */
export function opened(algorithm: Node, data: Uint8Array, passphrase: Passphrase): Buffer {
  let plain: Buffer;
  try {
    plain = decrypt(algorithm, data, passphrase);
  } catch (cause) {
    if (cause instanceof PadesError) throw cause;
    throw new NaskahError('FRASA_SANDI_SALAH', { cause });
  }
  if (isOneSequence(plain)) return plain;
  plain.fill(0);
  throw new NaskahError('FRASA_SANDI_SALAH');
}

function collect(bags: readonly Node[], passphrase: Passphrase, depth = 0): Pkcs12Content {
  const keys: { pkcs8: Buffer; localKeyId: string | null }[] = [];
  const certificates: { der: Uint8Array; localKeyId: string | null }[] = [];
  for (const bag of bags) {
    const [type, explicit, attributes] = partsOf(bag, 2);
    const [value] = partsOf(explicit, 1);
    const localKeyId = localKeyIdOf(attributes);
    switch (oidOf(type)) {
      case ids.keyBag:
        keys.push({ pkcs8: derOf(value), localKeyId });
        break;
      case ids.shroudedKeyBag: {
        const [algorithm, data] = partsOf(value, 2);
        keys.push({ pkcs8: opened(algorithm, bytesOf(data), passphrase), localKeyId });
        break;
      }
      case ids.certBag: {
        const [kind, certificate] = partsOf(value, 2);
        if (oidOf(kind) === ids.x509Certificate) {
          certificates.push({ der: bytesOf(partsOf(certificate, 1)[0]), localKeyId });
        }
        break;
      }
      case ids.safeContentsBag: {
        if (depth >= MAX_NESTING) throw malformed();
        const inner = collect(childrenOf(value), passphrase, depth + 1);
        keys.push(...inner.keys);
        certificates.push(...inner.certificates);
        break;
      }
      default: // CRLs and secrets of other kinds
    }
  }
  return { keys, certificates };
}

function localKeyIdOf(attributes: Node | undefined): string | null {
  for (const attribute of attributes ? childrenOf(attributes) : []) {
    const [type, values] = partsOf(attribute, 2);
    if (oidOf(type) === ids.localKeyId) return bytesOf(values).toString('hex');
  }
  return null;
}
