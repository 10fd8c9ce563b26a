import { createHmac, timingSafeEqual } from 'node:crypto';
import { NaskahError } from '../../shared/errors.ts';
import { PadesError } from '../../pades/index.ts';
import {
  bytesOf,
  childrenOf,
  derOf,
  malformed,
  numberOf,
  oidOf,
  parse,
  partsOf,
  type Node,
} from './pkcs12-asn1.ts';
import { decrypt, digestNames, iterations, known, pkcs12Key, type Passphrase } from './pkcs12-sandi.ts';

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
  const proven = fittingPassphrase(passphrase, safe, mac[0]);
  try {
    return collect(
      childrenOf(parse(safe)).flatMap((each) => bagsOf(each, proven)),
      proven,
    );
  } finally {
    proven.bmp.fill(0);
  }
}

/** Which encoding of the passphrase the MAC was made with; an empty one has two (RFC 7292 appendix B.1, OpenSSL). */
function fittingPassphrase(bytes: Uint8Array, content: Uint8Array, macData: Node | undefined): Passphrase {
  const bmp = bmpString(bytes);
  const candidates = bytes.length === 0 ? [bmp, new Uint8Array(0)] : [bmp];
  const fitting = macData ? candidates.find((each) => macFits(each, content, macData)) : bmp;
  if (!fitting) throw new NaskahError('FRASA_SANDI_SALAH');
  return { bytes, bmp: fitting };
}

function macFits(bmp: Uint8Array, content: Uint8Array, macData: Node): boolean {
  const [digestInfo, salt, ...count] = partsOf(macData, 2);
  const [algorithm, digest] = partsOf(digestInfo, 2);
  const hash = known(digestNames, oidOf(partsOf(algorithm, 1)[0]));
  const expected = bytesOf(digest);
  const key = pkcs12Key(bmp, {
    salt: bytesOf(salt),
    iterations: count[0] ? iterations(count[0]) : 1,
    id: 3,
    length: expected.length,
    hash,
  });
  const computed = createHmac(hash, key).update(content).digest();
  key.fill(0);
  return computed.length === expected.length && timingSafeEqual(computed, expected);
}

/** UTF-16BE with two zero octets at the end, from UTF-8. */
function bmpString(bytes: Uint8Array): Uint8Array {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new NaskahError('FRASA_SANDI_SALAH', { detail: 'Frasa sandi bukan teks UTF-8.', cause });
  }
  return Buffer.concat([Buffer.from(text, 'utf16le').swap16(), Buffer.alloc(2)]);
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

/** Without a MAC bad padding is the first sign of a wrong passphrase. */
function opened(algorithm: Node, data: Uint8Array, passphrase: Passphrase): Buffer {
  try {
    return decrypt(algorithm, data, passphrase);
  } catch (cause) {
    if (cause instanceof PadesError) throw cause;
    throw new NaskahError('FRASA_SANDI_SALAH', { cause });
  }
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
