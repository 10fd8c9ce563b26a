import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { NaskahError } from '../../shared/errors.ts';
import { PadesError, type SignatureAlgorithm } from '../../pades/index.ts';
import { keySigner, type DestroyableSigner } from './kunci.ts';
import { bytesOf, parse, partsOf } from './pkcs12-asn1.ts';
import { opened } from './pkcs12-isi.ts';
import { chainOf, readCertificate, spki } from './rantai.ts';

export interface PemFiles {
  /** PKCS#8 (encrypted or not), PKCS#1 or SEC1. The caller wipes it. */
  readonly key: Uint8Array;
  /** The signer's certificate and its issuers, in any order; may be the same file. */
  readonly certificates: Uint8Array;
  /** UTF-8 bytes; the caller wipes them. */
  readonly passphrase?: Uint8Array;
  readonly algorithm?: SignatureAlgorithm;
}

const MAX_BYTES = 1024 * 1024;

/**
 * The signer in PEM files (RFC 7468; the older forms of OpenSSL too). Throws `FRASA_SANDI_SALAH` for a wrong or missing
 * passphrase, `PADES_CERTIFICATE_INVALID` where a file is malformed or the certificate is another key's,
 * `PADES_ALGORITHM_REFUSED`.
 */
export function openPem(files: PemFiles): DestroyableSigner {
  const key = readKey(files.key, files.passphrase ?? new Uint8Array(0));
  const publicKey = spki(createPublicKey(key));
  const certificates = blocksOf(files.certificates)
    .filter(({ label }) => label === 'CERTIFICATE')
    .map(({ der }) => readCertificate(der));
  const own = certificates.find((each) => spki(each.publicKey).equals(publicKey));
  if (!own) throw invalid('No certificate of this key is in the file.');
  const others = certificates.filter((each) => each !== own);
  return keySigner(key, Uint8Array.from(own.raw), chainOf(own, others), files.algorithm);
}

type Reader = (block: Block, passphrase: Uint8Array) => KeyObject;

/** By the label of the block; other blocks (`EC PARAMETERS`, certificates) are passed over. */
const readers: Readonly<Record<string, Reader>> = {
  'PRIVATE KEY': ({ der }) => plain(der, 'pkcs8'),
  'ENCRYPTED PRIVATE KEY': encryptedPkcs8,
  'RSA PRIVATE KEY': (block, passphrase) => traditional(block, passphrase, 'pkcs1'),
  'EC PRIVATE KEY': (block, passphrase) => traditional(block, passphrase, 'sec1'),
};

function readKey(file: Uint8Array, passphrase: Uint8Array): KeyObject {
  const blocks = blocksOf(file);
  const keys = blocks.filter(({ label }) => Object.hasOwn(readers, label));
  try {
    const [block] = keys;
    const read = block && readers[block.label];
    if (!block || !read || keys.length !== 1) throw invalid('The file does not hold one private key.');
    return read(block, passphrase);
  } finally {
    for (const { der } of blocks) der.fill(0);
  }
}

/** EncryptedPrivateKeyInfo (RFC 5958 §3), by the same schemes as in PKCS#12. */
function encryptedPkcs8({ der }: Block, passphrase: Uint8Array): KeyObject {
  const [algorithm, data] = partsOf(parse(der), 2);
  const bmp = Buffer.from(`${Buffer.from(passphrase).toString('utf8')}\0`, 'utf16le').swap16();
  try {
    const pkcs8 = opened(algorithm, bytesOf(data), { bytes: passphrase, bmp });
    try {
      return plain(pkcs8, 'pkcs8');
    } finally {
      pkcs8.fill(0);
    }
  } finally {
    bmp.fill(0);
  }
}

/** OpenSSL before 1.0 encrypted the text itself (RFC 1421 headers); OpenSSL reads it again, by a key from one MD5. */
function traditional(block: Block, passphrase: Uint8Array, type: 'pkcs1' | 'sec1'): KeyObject {
  if (!block.encrypted) return plain(block.der, type);
  try {
    return createPrivateKey({ key: block.pem, format: 'pem', passphrase: Buffer.from(passphrase) });
  } catch {
    throw new NaskahError('FRASA_SANDI_SALAH');
  }
}

function plain(der: Buffer, type: 'pkcs8' | 'pkcs1' | 'sec1'): KeyObject {
  try {
    return createPrivateKey({ key: der, format: 'der', type });
  } catch {
    // What OpenSSL says of a key is about a key.
    throw invalid('The private key cannot be read.');
  }
}

interface Block {
  readonly label: string;
  readonly der: Buffer;
  /** The block as it stands, for the old encryption. */
  readonly pem: Buffer;
  readonly encrypted: boolean;
}

const begin = /^-----BEGIN ([A-Z0-9 ]{1,40})-----[ \t]*\r?$/gm;

/** Every block of a PEM file; text around them is explanation. */
function blocksOf(file: Uint8Array): Block[] {
  if (file.length > MAX_BYTES) throw invalid('The PEM file is too large.');
  const text = Buffer.from(file).toString('latin1');
  return [...text.matchAll(begin)].map((match) => {
    const label = match[1] ?? '';
    const end = text.indexOf(`-----END ${label}-----`, match.index);
    if (end === -1) throw invalid(`The ${label} has no end.`);
    const body = text.slice(match.index + match[0].length, end);
    const headers = /^(?:\r?\n)?(?:[A-Za-z-]+: .*\r?\n)+\r?\n/.exec(body)?.[0] ?? '';
    return {
      label,
      der: Buffer.from(body.slice(headers.length), 'base64'),
      pem: Buffer.from(text.slice(match.index, end) + `-----END ${label}-----\n`, 'latin1'),
      encrypted: headers.includes('ENCRYPTED'),
    };
  });
}

const invalid = (detail: string): PadesError => new PadesError('PADES_CERTIFICATE_INVALID', { detail });
