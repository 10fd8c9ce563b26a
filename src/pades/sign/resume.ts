import { createHash } from 'node:crypto';
import type { ByteSource } from '../bytes.ts';
import { isSignatureAlgorithm, signatureAlgorithms } from '../cms/algorithms.ts';
import { buildSignedAttributes, optionalSignedAttributes } from '../cms/build.ts';
import { oids } from '../asn1/oids.ts';
import { PadesError } from '../errors.ts';
import { publicKeyOf } from './certificate.ts';
import { rangeDigest } from './range-digest.ts';
import { byteRangeText, contentsLength } from './signature-dictionary.ts';
import type { PreparedPdf, SignatureAlgorithm, SignatureLevel } from './types.ts';

/** Names the format and its version; a reader of another version refuses instead of guessing. */
const MAGIC = 'pades-prepared/2\n';
/** SHA-256 over everything behind it, in hex, and a line end: one flipped bit is told from a document of another day. */
const CHECK = 65;

interface Head {
  readonly originalSize: number;
  readonly byteRange: readonly [number, number, number, number];
  readonly capacity: number;
  readonly contentTimestampRoom: number;
  readonly field: string;
  readonly level: SignatureLevel;
  readonly algorithm: SignatureAlgorithm;
  /** base64 */
  readonly certificate: string;
  readonly chain: readonly string[];
  readonly digest: string;
  readonly signedAttributes: string;
}

/** All of a prepared document except its original: a magic line, a check line, one line of JSON, then the update. */
export function encodePrepared(prepared: PreparedPdf): Uint8Array {
  const head: Head = {
    originalSize: prepared.original.size,
    byteRange: [...prepared.byteRange],
    capacity: prepared.capacity,
    contentTimestampRoom: prepared.contentTimestampRoom,
    field: prepared.field,
    level: prepared.level,
    algorithm: prepared.signer.algorithm,
    certificate: base64(prepared.signer.certificate),
    chain: prepared.signer.chain.map(base64),
    digest: base64(prepared.digest),
    signedAttributes: base64(prepared.signedAttributes),
  };
  const text = Buffer.from(`${JSON.stringify(head)}\n`);
  return Buffer.concat([Buffer.from(`${MAGIC}${checkOf(text, prepared.update)}\n`), text, prepared.update]);
}

/**
 * The prepared document again, in another process or on another day. Nothing in it is believed: what can be computed is computed anew, the
 * digest over the original given above all, so that a signature is never put into a file it was not made for. Throws
 * PADES_SIGNATURE_MISMATCH, PADES_CERTIFICATE_INVALID, PADES_ALGORITHM_REFUSED.
 */
export function decodePrepared(bytes: Uint8Array, original: ByteSource): PreparedPdf {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const start = MAGIC.length + CHECK;
  const line = all.indexOf('\n', start);
  if (line < 0 || all.toString('latin1', 0, MAGIC.length) !== MAGIC) throw malformed('the first line');
  const update = Uint8Array.from(all.subarray(line + 1));
  const check = checkOf(all.subarray(start, line + 1), update);
  if (all.toString('latin1', MAGIC.length, start) !== `${check}\n`) throw malformed('the check line');
  const head = readHead(all.toString('utf8', start, line));
  if (original.size !== head.originalSize) throw mismatch('The original is another one.');
  const prepared: PreparedPdf = {
    original,
    update,
    byteRange: head.byteRange,
    capacity: head.capacity,
    contentTimestampRoom: head.contentTimestampRoom,
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
  requireEmptyGap(prepared);
  publicKeyOf(prepared.signer);
  if (!equal(rangeDigest(prepared, digestName(prepared)), prepared.digest)) {
    throw mismatch('The original is another one.');
  }
  if (!equal(rebuiltAttributes(prepared), prepared.signedAttributes)) throw malformed('the attributes');
  return prepared;
}

/** The shape of the first line, value by value: the bytes may come from anywhere. */
function readHead(text: string): Head {
  const head = parsed(text);
  for (const [key, fits] of Object.entries(shapes)) if (!fits(head[key])) throw malformed(key);
  if (Object.keys(head).length !== Object.keys(shapes).length) throw malformed('the head');
  return head as unknown as Head;
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Told below: why it is no JSON helps nobody.
  }
  throw malformed('the head');
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isBase64 = (value: unknown): boolean =>
  typeof value === 'string' && value !== '' && base64(binary(value)) === value;
const levels: readonly unknown[] = ['B-B', 'B-T', 'B-LT', 'B-LTA'] satisfies SignatureLevel[];

const shapes: Readonly<Record<keyof Head, (value: unknown) => boolean>> = {
  originalSize: isCount,
  byteRange: (value) => Array.isArray(value) && value.length === 4 && value.every(isCount),
  capacity: isCount,
  contentTimestampRoom: isCount,
  field: (value) => typeof value === 'string' && value !== '',
  level: (value) => levels.includes(value),
  algorithm: isSignatureAlgorithm,
  certificate: isBase64,
  chain: (value) => Array.isArray(value) && value.length <= 64 && value.every(isBase64),
  digest: isBase64,
  signedAttributes: isBase64,
};

/** The gap is /Contents and nothing else, lies in the update, is as wide as promised, still empty, and /ByteRange says so. */
function requireEmptyGap({ original, update, byteRange, capacity }: PreparedPdf): void {
  const [zero, gap, after, rest] = byteRange;
  const at = gap - original.size;
  const inside = zero === 0 && at > 0 && after + rest === original.size + update.length && rest > 0;
  if (!inside || after - gap !== contentsLength(capacity) || capacity === 0) throw malformed('byteRange');
  const contents = Buffer.from(update.buffer, update.byteOffset + at, after - gap).toString('latin1');
  if (contents !== `<${'0'.repeat(2 * capacity)}>`) throw malformed('/Contents');
  const before = Buffer.from(update.buffer, update.byteOffset, at).toString('latin1');
  if (!before.endsWith(`/ByteRange[${byteRangeText(byteRange)}]/Contents`)) throw malformed('/ByteRange');
}

/** The attributes as they must be for this digest and certificate, with the optional ones as they are. */
function rebuiltAttributes({ signedAttributes, digest, signer }: PreparedPdf): Uint8Array {
  try {
    return buildSignedAttributes({
      contentType: oids.data,
      digest,
      certificate: signer.certificate,
      algorithm: signer.algorithm,
      more: optionalSignedAttributes(signedAttributes),
    });
  } catch (cause) {
    throw new PadesError('PADES_SIGNATURE_MISMATCH', {
      detail: 'Not a prepared document: the attributes.',
      cause,
    });
  }
}

const digestName = ({ signer }: PreparedPdf) => signatureAlgorithms[signer.algorithm].digest;
const checkOf = (head: Uint8Array, update: Uint8Array): string =>
  createHash('sha256').update(head).update(update).digest('hex');
const equal = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;
const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
const binary = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64'));
const mismatch = (detail: string): PadesError => new PadesError('PADES_SIGNATURE_MISMATCH', { detail });
const malformed = (what: string): PadesError => mismatch(`Not a prepared document: ${what}.`);
