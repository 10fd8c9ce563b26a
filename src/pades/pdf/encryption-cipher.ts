import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto';
import { PadesError } from '../errors.ts';
import type { PdfDict, PdfObject } from './objects.ts';

/** AES-CBC with the initialisation vector in front and PKCS #7 padding (ISO 32000-2 clause 7.6.3). */
export interface Cipher {
  decrypt(bytes: Uint8Array, num: number, gen: number): Uint8Array;
  encrypt(bytes: Uint8Array, num: number, gen: number): Uint8Array;
}

/** A 16-octet key is AESV2, which has a key for each object (Algorithm 1); a 32-octet one AESV3, which has not (Algorithm 1.A). */
export function aesCipher(fileKey: Buffer): Cipher {
  const algorithm = fileKey.length === 32 ? 'aes-256-cbc' : 'aes-128-cbc';
  const keyFor = (num: number, gen: number): Buffer =>
    fileKey.length === 32 ? fileKey : objectKey(fileKey, num, gen);
  return {
    decrypt(bytes, num, gen) {
      // Some writers leave empty strings and streams as they are.
      if (bytes.length === 0) return bytes;
      if (bytes.length < 32 || bytes.length % 16 !== 0) throw damaged(num);
      const decipher = createDecipheriv(algorithm, keyFor(num, gen), bytes.subarray(0, 16));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]);
      } catch (cause) {
        throw damaged(num, cause);
      }
    },
    encrypt(bytes, num, gen) {
      const iv = vector(fileKey, bytes, num, gen);
      const cipher = createCipheriv(algorithm, keyFor(num, gen), iv);
      return Buffer.concat([iv, cipher.update(bytes), cipher.final()]);
    },
  };
}

const damaged = (num: number, cause?: unknown): PadesError =>
  new PadesError('PADES_PDF_SYNTAX', { detail: `Object ${num} is not encrypted as it should be.`, cause });

function objectKey(fileKey: Buffer, num: number, gen: number): Buffer {
  const salt = Buffer.from([num, num >> 8, num >> 16, gen, gen >> 8, 0x73, 0x41, 0x6c, 0x54]);
  return createHash('md5').update(fileKey).update(salt).digest();
}

/**
 * A vector that nobody without the file key can foresee, and the same for the same object and content, so that the same input gives
 * the same bytes (RFC 5297 has the idea). Two equal vectors say only that the same object was written with the same content.
 */
function vector(fileKey: Buffer, bytes: Uint8Array, num: number, gen: number): Buffer {
  return createHmac('sha256', fileKey).update(`pdf iv ${num} ${gen} `).update(bytes).digest().subarray(0, 16);
}

/** The object with every string in it changed, /Contents of signatures excepted: that one is never encrypted (clause 7.6.2). */
export function mapStrings(object: PdfObject, change: (bytes: Uint8Array) => Uint8Array): PdfObject {
  if (object.kind === 'string') return { ...object, bytes: change(object.bytes) };
  if (object.kind === 'array') {
    return { ...object, items: object.items.map((item) => mapStrings(item, change)) };
  }
  if (object.kind === 'dict') return mapDict(object, change);
  return object.kind === 'stream' ? { ...object, dict: mapDict(object.dict, change) } : object;
}

export function mapDict(dict: PdfDict, change: (bytes: Uint8Array) => Uint8Array): PdfDict {
  const signature = dict.entries.has('ByteRange');
  const entries = [...dict.entries].map(
    ([key, value]) => [key, signature && key === 'Contents' ? value : mapStrings(value, change)] as const,
  );
  return { ...dict, entries: new Map(entries) };
}
