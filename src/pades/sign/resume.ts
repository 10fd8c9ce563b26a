import { createHash } from 'node:crypto';
import type { ByteSource } from '../bytes.ts';
import { PadesError } from '../errors.ts';
import type { PreparedPdf, SignatureAlgorithm, SignatureLevel } from './types.ts';
import { writePdf } from './output.ts';

/** Names the format and its version; a reader of another version refuses instead of guessing. */
const MAGIC = 'pades-prepared/1\n';

interface Head {
  readonly originalSize: number;
  readonly byteRange: [number, number, number, number];
  readonly capacity: number;
  readonly field: string;
  readonly level: SignatureLevel;
  readonly algorithm: SignatureAlgorithm;
  /** base64 */
  readonly certificate: string;
  readonly chain: readonly string[];
  readonly digest: string;
  readonly signedAttributes: string;
}

/** All of a prepared document except its original: a magic line, one line of JSON, then the update. */
export function encodePrepared(prepared: PreparedPdf): Uint8Array {
  const head: Head = {
    originalSize: prepared.original.size,
    byteRange: [...prepared.byteRange],
    capacity: prepared.capacity,
    field: prepared.field,
    level: prepared.level,
    algorithm: prepared.signer.algorithm,
    certificate: base64(prepared.signer.certificate),
    chain: prepared.signer.chain.map(base64),
    digest: base64(prepared.digest),
    signedAttributes: base64(prepared.signedAttributes),
  };
  return Buffer.concat([Buffer.from(`${MAGIC}${JSON.stringify(head)}\n`), prepared.update]);
}

/**
 * The prepared document again, in another process or on another day. The digest is computed anew over the original given, so that a
 * signature is never put into a file it was not made for. Throws PADES_SIGNATURE_MISMATCH.
 */
export function decodePrepared(bytes: Uint8Array, original: ByteSource): PreparedPdf {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const line = all.indexOf('\n', MAGIC.length);
  if (line < 0 || all.toString('latin1', 0, MAGIC.length) !== MAGIC)
    throw mismatch('Not a prepared document.');
  const head = parseHead(all.toString('utf8', MAGIC.length, line));
  const prepared: PreparedPdf = {
    original,
    update: Uint8Array.from(all.subarray(line + 1)),
    byteRange: head.byteRange,
    capacity: head.capacity,
    field: head.field,
    level: head.level,
    signer: {
      certificate: binary(head.certificate),
      chain: head.chain.map(binary),
      algorithm: head.algorithm,
    },
    digest: binary(head.digest),
    signedAttributes: binary(head.signedAttributes),
  };
  if (original.size !== head.originalSize || Buffer.compare(digestOf(prepared), prepared.digest) !== 0) {
    throw mismatch('The original is another one.');
  }
  return prepared;
}

function parseHead(text: string): Head {
  try {
    return JSON.parse(text) as Head;
  } catch (cause) {
    throw new PadesError('PADES_SIGNATURE_MISMATCH', { detail: 'Not a prepared document.', cause });
  }
}

/** SHA-256 over the ByteRange of a prepared document, streamed. */
function digestOf(prepared: PreparedPdf): Uint8Array {
  const hash = createHash('sha256');
  const [, gap, after] = prepared.byteRange;
  const seam = prepared.original.size;
  writePdf(
    { original: prepared.original, update: prepared.update.subarray(0, gap - seam) },
    {
      write: (chunk) => void hash.update(chunk),
    },
  );
  return hash.update(prepared.update.subarray(after - seam)).digest();
}

const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
const binary = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64'));
const mismatch = (detail: string): PadesError => new PadesError('PADES_SIGNATURE_MISMATCH', { detail });
