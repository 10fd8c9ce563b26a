import { createHash, type Hash } from 'node:crypto';
import { oids } from '../asn1/oids.ts';
import { eachChunk, type ByteSource } from '../bytes.ts';
import { signatureAlgorithms, type DigestName } from '../cms/algorithms.ts';
import { buildSignedAttributes } from '../cms/build.ts';
import { PadesError, type PadesErrorCode } from '../errors.ts';
import type { PdfAnomaly, PdfFile } from '../pdf/file.ts';
import { readPdf } from '../pdf/reader.ts';
import { IncrementalUpdate } from '../pdf/writer.ts';
import { capacityFor } from './capacity.ts';
import { publicKeyOf } from './certificate.ts';
import { readFields, refuseWhereForbidden, type FormField } from './fields.ts';
import { addField, fillField } from './place-field.ts';
import { honourSeedValue, lockReference } from './seed-value.ts';
import { byteRangeText, contentsLength, signatureDictionary } from './signature-dictionary.ts';
import type { PreparedPdf, PrepareOptions } from './types.ts';

/**
 * Everything of a signature but the signing (EN 319 142-1 §6.3; pades.md 1.2–1.4): the incremental update with an empty /Contents, the
 * digest over the ByteRange and the attributes a key is to sign. Same input, same bytes. Throws the PADES_* codes of the reader,
 * PADES_ENCRYPTED, PADES_TRAILING_BYTES, PADES_CERTIFIED_NO_CHANGES, PADES_FIELD_*, PADES_SEED_VALUE_UNMET, PADES_PAGE_OUT_OF_RANGE,
 * PADES_APPEARANCE_INVALID, PADES_ALGORITHM_REFUSED, PADES_CERTIFICATE_INVALID.
 */
export function prepareSignature(source: ByteSource, options: PrepareOptions): PreparedPdf {
  publicKeyOf(options.signer);
  const { digest: digestName } = signatureAlgorithms[options.signer.algorithm];
  const file = readPdf(source, { password: options.password });
  refuseUntrusted(file);
  const update = new IncrementalUpdate(file);
  const { field, existing } = chooseField(file, options.field);
  const capacity = capacityFor(options.signer, options.level);
  const signature = signatureDictionary({
    capacity,
    signingTime: options.signingTime,
    reason: options.reason,
    location: options.location,
    reference: existing ? lockReference(existing.dict, update.view) : null,
  });
  const value = update.add(signature);
  if (existing) {
    honourSeedValue(existing.dict, options.reason, update.view);
    fillField(existing, value, options.widget, update);
  } else addField(field, value, options.widget, update);
  // What was read while building may be as untrustworthy as what was read before.
  refuseUntrusted(file);

  const hash = hashOf(source, digestName);
  const bytes = update.build(() => secondId(hash.copy(), options.signingTime, field));
  const gap = source.size + signature.places.contents;
  const after = gap + contentsLength(capacity);
  const byteRange = [0, gap, after, source.size + bytes.length - after] as const;
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).write(
    byteRangeText(byteRange),
    signature.places.byteRange,
    'latin1',
  );
  hash.update(bytes.subarray(0, gap - source.size)).update(bytes.subarray(after - source.size));
  const digest = new Uint8Array(hash.digest());
  return {
    original: source,
    update: bytes,
    byteRange,
    capacity,
    field,
    level: options.level,
    signer: options.signer,
    digest,
    signedAttributes: buildSignedAttributes({
      contentType: oids.data,
      digest,
      certificate: options.signer.certificate,
      algorithm: options.signer.algorithm,
    }),
  };
}

/** What makes appending unsafe, by anomaly; the others harm nobody's reading of the new revision. */
const refusals: Readonly<Partial<Record<PdfAnomaly['kind'], PadesErrorCode>>> = {
  'header-offset': 'PADES_NOT_PDF',
  'trailing-bytes': 'PADES_TRAILING_BYTES',
  'duplicate-object': 'PADES_XREF_BROKEN',
  'hybrid-contradiction': 'PADES_XREF_BROKEN',
  'object-header-mismatch': 'PADES_XREF_BROKEN',
  'startxref-mismatch': 'PADES_XREF_BROKEN',
  'duplicate-key': 'PADES_PDF_SYNTAX',
  'length-mismatch': 'PADES_PDF_SYNTAX',
};

function refuseUntrusted(file: PdfFile): void {
  for (const { kind, offset, detail } of file.anomalies) {
    const code = refusals[kind];
    if (code) throw new PadesError(code, { offset, detail });
  }
}

function chooseField(
  file: PdfFile,
  wanted: string | undefined,
): { field: string; existing: FormField | null } {
  const view = file.view();
  const fields = readFields(view);
  const existing = fields.find((each) => each.name === wanted) ?? null;
  refuseWhereForbidden(view, fields, existing);
  if (existing) {
    if (existing.type !== 'Sig' || existing.value.kind !== 'null') throw new PadesError('PADES_FIELD_IN_USE');
    return { field: existing.name, existing };
  }
  const names = new Set(fields.map((each) => each.name.split('.')[0]));
  if (wanted === undefined) return { field: firstFree(names), existing: null };
  if (wanted === '' || wanted.length > 127 || wanted.includes('.'))
    throw new PadesError('PADES_FIELD_NAME_INVALID');
  if (names.has(wanted)) throw new PadesError('PADES_FIELD_IN_USE');
  return { field: wanted, existing: null };
}

function firstFree(names: ReadonlySet<string | undefined>): string {
  for (let n = 1; ; n += 1) if (!names.has(`Signature${n}`)) return `Signature${n}`;
}

function hashOf(source: ByteSource, digestName: DigestName): Hash {
  const hash = createHash(digestName);
  eachChunk(source, 0, source.size, (chunk) => hash.update(chunk));
  return hash;
}

/** Another one for every content, time and field, and the same whenever these are the same (clause 14.4). */
function secondId(hash: Hash, time: Date, field: string): Uint8Array {
  return hash.update(`${time.toISOString()} ${field}`).digest().subarray(0, 16);
}
