import { createHash, type Hash } from 'node:crypto';
import { oids } from '../asn1/oids.ts';
import { raw } from '../asn1/read.ts';
import type { ByteSource } from '../bytes.ts';
import { attributesOf } from '../cms/attributes.ts';
import { readSignedData, type SignedDataFacts, type SignerInfoFacts } from '../cms/read.ts';
import {
  messageDigest,
  readCertificates,
  schemeOf,
  signatureVerifies,
  signingCertificate,
} from '../cms/verify.ts';
import { PadesError } from '../errors.ts';
import type { PdfView } from '../pdf/file.ts';
import { integerOf } from '../pdf/indirect.ts';
import { judgeToken, readTimestampToken, type TimestampToken } from '../tsp/token.ts';
import { digestByOid, digestOf } from '../x509/algorithms.ts';
import type { Certificate } from '../x509/certificate.ts';
import { readFields, type FormField } from './fields.ts';

/** A token that is sound in itself and over what it should be over; trust in its authority is another question. */
export interface SoundToken {
  readonly token: TimestampToken;
  /** The authority's certificate. */
  readonly certificate: Certificate;
  readonly der: Uint8Array;
}

/** A signature or document timestamp that verifies: whoever it is by, its bytes are what was signed. */
export interface FileSignature {
  readonly field: string;
  readonly kind: 'signature' | 'document-timestamp';
  readonly family: 'PAdES' | 'PKCS7';
  /** /Contents decoded, padding included. */
  readonly contents: Uint8Array;
  /** One past the last byte that is signed. */
  readonly end: number;
  readonly data: SignedDataFacts;
  readonly certificate: Certificate;
  /** Everything in its CMS; candidates for paths. */
  readonly certificates: readonly Certificate[];
  /** Signature timestamps; of a document timestamp the token itself. */
  readonly tokens: readonly SoundToken[];
}

/** What each /SubFilter is; others are refused (pades.md 1.1). */
const kinds: Readonly<Record<string, Pick<FileSignature, 'kind' | 'family'> & { readonly ber: boolean }>> = {
  'ETSI.CAdES.detached': { kind: 'signature', family: 'PAdES', ber: false },
  'adbe.pkcs7.detached': { kind: 'signature', family: 'PKCS7', ber: true },
  'ETSI.RFC3161': { kind: 'document-timestamp', family: 'PAdES', ber: false },
};

/**
 * The signatures and document timestamps of the newest revision, oldest first, each verified against its bytes.
 * Where only some fields are asked for, what the others hold is nobody's business here: a signature of another kind, or a broken one, of
 * somebody else. Throws PADES_SIGNATURE_BROKEN and PADES_SIGNATURE_UNSUPPORTED, naming the field.
 */
export function readFileSignatures(
  view: PdfView,
  source: ByteSource,
  only: readonly string[] | undefined,
): FileSignature[] {
  const signed = readFields(view).filter((field) => field.type === 'Sig' && field.value.kind === 'dict');
  const asked = signed.filter(({ name }) => only?.includes(name) ?? true);
  const first = Math.min(...asked.map((field) => placeOf(field, view, source).end));
  const placed = signed
    .filter((field) => asked.includes(field) || isTimestampAfter(first, field, view))
    .map((field) => placeOf(field, view, source))
    .sort((a, b) => a.gap[0] - b.gap[0]);
  const hashes = new PrefixHashes(source);
  return placed.map((each) => {
    try {
      return verified(each, hashes);
    } catch (cause) {
      const told = cause instanceof PadesError && !/^PADES_(ASN1|CMS|CERTIFICATE)_/.test(cause.code);
      if (told) throw cause;
      throw broken(each.field, cause instanceof Error ? cause.message : 'unreadable', cause);
    }
  });
}

/** A document timestamp that may be over one of the signatures asked for; an older one proves nothing about them. */
function isTimestampAfter(first: number, { value }: FormField, view: PdfView): boolean {
  const of = (key: string) => (value.kind === 'dict' ? view.resolve(value.entries.get(key)) : value);
  const [subFilter, list] = [of('SubFilter'), of('ByteRange')];
  if (subFilter.kind !== 'name' || subFilter.name !== 'ETSI.RFC3161' || list.kind !== 'array') return false;
  const [gapEnd, rest] = [2, 3].map((at) => integerOf(view.resolve(list.items[at])) ?? 0);
  return (gapEnd ?? 0) + (rest ?? 0) > first;
}

interface Place {
  readonly field: string;
  readonly subFilter: string;
  readonly contents: Uint8Array;
  /** Half-open: /Contents with its delimiters. */
  readonly gap: readonly [number, number];
  readonly end: number;
}

/** One gap, and it is exactly /Contents (pades.md 1.2); all of it is the file's word until the digest agrees. */
function placeOf({ name, value }: FormField, view: PdfView, source: ByteSource): Place {
  if (value.kind !== 'dict') throw broken(name, 'no dictionary');
  const of = (key: string) => view.resolve(value.entries.get(key));
  const [subFilter, contents, list] = [of('SubFilter'), of('Contents'), of('ByteRange')];
  const range = list.kind === 'array' ? list.items.map((item) => integerOf(view.resolve(item)) ?? -1) : [];
  const [start = -1, gapStart = -1, gapEnd = -1, rest = -1] = range;
  if (contents.kind !== 'string' || subFilter.kind !== 'name') throw broken(name, 'no Contents or SubFilter');
  const end = gapEnd + rest;
  const shape = range.length === 4 && start === 0 && gapStart >= 0 && gapEnd > gapStart && rest >= 0;
  const fits = contents.extent?.start === gapStart && contents.extent.end === gapEnd;
  if (!shape || !fits || end > source.size) throw broken(name, 'its ByteRange is not the file but Contents');
  return {
    field: name,
    subFilter: subFilter.name,
    contents: contents.bytes,
    gap: [gapStart, gapEnd],
    end,
  };
}

function verified(place: Place, hashes: PrefixHashes): FileSignature {
  const { field, contents, subFilter, end } = place;
  const row = Object.hasOwn(kinds, subFilter) ? kinds[subFilter] : undefined;
  if (row === undefined) throw unsupported(field, `SubFilter ${subFilter}`);
  const base = { field, kind: row.kind, family: row.family, contents, end } as const;
  if (row.kind === 'document-timestamp') return documentTimestamp(place, base, hashes);
  const data = readSignedData(contents, { ber: row.ber });
  const [signer] = data.signerInfos;
  if (signer === undefined || data.signerInfos.length > 1) throw broken(field, 'not exactly one signer');
  if (signer.signedAttributes === null || data.eContent !== null)
    throw unsupported(field, 'no signed attributes, or content of its own');
  const certificates = readCertificates(data.certificates);
  const { certificate } = signingCertificate(signer, certificates);
  if (certificate === null) throw broken(field, 'no certificate fits the signer');
  verifyValue(field, signer, certificate, hashes.over(place, digestName(signer.digestAlgorithm.oid)));
  return { ...base, data, certificate, certificates, tokens: signatureTimestamps(signer) };
}

function verifyValue(
  field: string,
  signer: SignerInfoFacts,
  certificate: Certificate,
  digest: Uint8Array,
): void {
  const claimed = messageDigest(signer);
  if (claimed === null || Buffer.compare(claimed, digest) !== 0)
    throw broken(field, 'its bytes were changed');
  const scheme = schemeOf(signer);
  if ('reason' in scheme) throw broken(field, scheme.reason);
  if (!signatureVerifies(signer, scheme, certificate)) throw broken(field, 'its value does not verify');
}

function documentTimestamp(
  place: Place,
  base: Pick<FileSignature, 'field' | 'kind' | 'family' | 'contents' | 'end'>,
  hashes: PrefixHashes,
): FileSignature {
  const token = readTimestampToken(place.contents);
  const digest = hashes.over(place, digestName(token.info.digestOid));
  if (Buffer.compare(digest, token.info.digest) !== 0) throw broken(place.field, 'its bytes were changed');
  const { faults, signer } = judgeToken(token);
  if (signer === null || faults.length > 0) throw broken(place.field, faults.join('; '));
  const sound = { token, certificate: signer, der: token.data.der };
  const { data, certificates } = token;
  return { ...base, data, certificate: signer, certificates, tokens: [sound] };
}

/** Those that are sound and over this very signature value; others prove nothing and are passed over. */
function signatureTimestamps(signer: SignerInfoFacts): SoundToken[] {
  const values = attributesOf(signer.unsignedAttributes, oids.signatureTimeStamp).flatMap(
    ({ values }) => values,
  );
  return values.flatMap((value) => {
    try {
      const der = raw(value);
      const token = readTimestampToken(der);
      const digest = digestByOid(token.info.digestOid);
      const { faults, signer: certificate } = judgeToken(token);
      if (digest === null || certificate === null || faults.length > 0) return [];
      const same = Buffer.compare(digestOf(digest, signer.signature), token.info.digest) === 0;
      return same ? [{ token, certificate, der }] : [];
    } catch (error) {
      if (error instanceof PadesError) return [];
      throw error;
    }
  });
}

function digestName(oid: string): string {
  const digest = digestByOid(oid);
  if (digest === null) throw new PadesError('PADES_CMS_INVALID', { detail: `digest ${oid}` });
  return digest.hash;
}

/** Digests of many ranges: what is before one gap is before the next one too and is read once. Gaps must be asked for in order. */
class PrefixHashes {
  readonly #source: ByteSource;
  /** Bytes behind gaps that may still be read: crafted ranges could otherwise cost the file many times over. */
  #tail: number;
  readonly #running = new Map<string, { at: number; hash: Hash }>();

  constructor(source: ByteSource) {
    this.#source = source;
    this.#tail = 4 * source.size + CHUNK;
  }

  over({ gap: [start, end], end: last }: Place, name: string): Uint8Array {
    const running = this.#running.get(name) ?? { at: 0, hash: createHash(name) };
    this.#running.set(name, running);
    this.#feed(running.hash, running.at, start);
    running.at = start;
    this.#tail -= last - end;
    if (this.#tail < 0) throw new PadesError('PADES_LIMIT_EXCEEDED', { detail: 'Too much behind the gaps.' });
    const fork = running.hash.copy();
    this.#feed(fork, end, last);
    return fork.digest();
  }

  #feed(hash: Hash, from: number, to: number): void {
    for (let at = from; at < to; at += CHUNK) hash.update(this.#source.read(at, Math.min(CHUNK, to - at)));
  }
}

const CHUNK = 1 << 20;

const broken = (field: string, detail: string, cause?: unknown): PadesError =>
  new PadesError('PADES_SIGNATURE_BROKEN', { detail: `${field}: ${detail}.`, cause });
const unsupported = (field: string, detail: string): PadesError =>
  new PadesError('PADES_SIGNATURE_UNSUPPORTED', { detail: `${field}: ${detail}.` });
