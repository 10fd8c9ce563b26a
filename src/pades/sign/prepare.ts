import { oids } from '../asn1/oids.ts';
import type { ByteSource } from '../bytes.ts';
import { signatureAlgorithms } from '../cms/algorithms.ts';
import { buildSignedAttributes } from '../cms/build.ts';
import { PadesError } from '../errors.ts';
import type { PdfView } from '../pdf/file.ts';
import { readPdf } from '../pdf/reader.ts';
import { IncrementalUpdate } from '../pdf/writer.ts';
import { askedAttributes } from './attributes.ts';
import { capacityFor, contentTimestampRoom } from './capacity.ts';
import { refuseWeak } from './certificate.ts';
import { readFields, readRestrictions, type FormField, type Restrictions } from './fields.ts';
import { registerCertification, signatureMdp } from './mdp.ts';
import { addField, fillField } from './place-field.ts';
import { hashOfSource } from './prefix-hash.ts';
import { rangeDigest } from './range-digest.ts';
import { honourSeedValue } from './seed-value.ts';
import { refuseXfa } from './xfa.ts';
import { byteRangeText, contentsLength, signatureDictionary } from './signature-dictionary.ts';
import type { PreparedPdf, PrepareOptions, WidgetPlacement } from './types.ts';
import { refuseUntrusted } from './untrusted.ts';

/**
 * Everything of a signature but the signing (EN 319 142-1 §6.3; pades.md 1.2–1.6): the incremental update with an empty /Contents, the
 * digest over the ByteRange and the attributes a key is to sign. Same input, same bytes; nothing is written where anything is refused.
 * Throws the PADES_* codes of the reader and the writer, PADES_TRAILING_BYTES, PADES_CERTIFIED_NO_CHANGES, PADES_CERTIFICATION_NOT_FIRST,
 * PADES_VISIBLE_FIELD_FORBIDDEN, PADES_FIELD_*, PADES_SEED_VALUE_UNMET, PADES_PAGE_OUT_OF_RANGE, PADES_APPEARANCE_INVALID,
 * PADES_ALGORITHM_REFUSED, PADES_CERTIFICATE_INVALID, PADES_REASON_FORBIDDEN, PADES_OPTIONS_INVALID.
 */
export function prepareSignature(source: ByteSource, options: PrepareOptions): PreparedPdf {
  const { signer, level, signingTime } = options;
  refuseWeak(signer, signingTime);
  const attributes = askedAttributes(options);
  const file = readPdf(source, { password: options.password });
  refuseUntrusted(file);
  const update = new IncrementalUpdate(file);
  refuseXfa(update.view);
  const { field, existing, earlier } = chooseField(update.view, options);
  const mdp = signatureMdp(options, existing?.dict ?? null, earlier, update.view);
  const capacity = capacityFor(signer, level, {
    attributes,
    contentTimestampBytes: options.attributes?.contentTimestampBytes,
    timestampBytes: options.timestampBytes,
  });
  const signature = signatureDictionary({
    capacity,
    signingTime,
    reason: options.reason,
    location: options.location,
    reference: mdp.reference,
  });
  const value = update.add(signature);
  if (existing) {
    honourSeedValue(existing.dict, options, update.view);
    fillField(existing, value, options.widget, update);
  } else addField(field, value, options.widget, update, mdp.lock);
  if (options.certification !== undefined) registerCertification(value, update);
  // What was read while building may be as untrustworthy as what was read before.
  refuseUntrusted(file);

  const digestName = signatureAlgorithms[signer.algorithm].digest;
  // Another one for every content, time and field, and the same whenever these are the same (clause 14.4).
  const bytes = update.build(() => {
    return hashOfSource(source, digestName)
      .update(`${signingTime.getTime()} ${field}`)
      .digest()
      .subarray(0, 16);
  });
  const gap = source.size + signature.places.contents;
  const after = gap + contentsLength(capacity);
  const byteRange = [0, gap, after, source.size + bytes.length - after] as const;
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).write(
    byteRangeText(byteRange),
    signature.places.byteRange,
    'latin1',
  );
  const digest = rangeDigest({ original: source, update: bytes, byteRange }, digestName);
  return {
    original: source,
    update: bytes,
    byteRange,
    capacity,
    contentTimestampRoom: contentTimestampRoom(options.attributes?.contentTimestampBytes),
    field,
    level,
    signer,
    digest,
    signedAttributes: buildSignedAttributes({
      contentType: oids.data,
      digest,
      certificate: signer.certificate,
      algorithm: signer.algorithm,
      more: attributes,
    }),
  };
}

/** The field to sign, and what earlier signatures leave open to it; refused here, before anything is written. */
function chooseField(
  view: PdfView,
  { field: wanted, widget }: PrepareOptions,
): { field: string; existing: FormField | null; earlier: Restrictions } {
  const fields = readFields(view);
  const earlier = readRestrictions(view, fields);
  if (earlier.permissions === 1) throw new PadesError('PADES_CERTIFIED_NO_CHANGES');
  const existing = fields.find((each) => each.name === wanted) ?? null;
  if (existing) {
    if (existing.type !== 'Sig' || existing.value.kind !== 'null') throw new PadesError('PADES_FIELD_IN_USE');
    if (earlier.locks(existing.name)) throw new PadesError('PADES_FIELD_LOCKED');
    return { field: existing.name, existing, earlier };
  }
  if (earlier.certified && widget && shows(widget)) throw new PadesError('PADES_VISIBLE_FIELD_FORBIDDEN');
  const names = new Set(fields.map((each) => each.name.split('.')[0]));
  if (wanted === undefined) return { field: firstFree(names), existing: null, earlier };
  if (wanted === '' || wanted.length > 127 || wanted.includes('.'))
    throw new PadesError('PADES_FIELD_NAME_INVALID');
  if (names.has(wanted)) throw new PadesError('PADES_FIELD_IN_USE');
  return { field: wanted, existing: null, earlier };
}

const shows = (widget: WidgetPlacement): boolean =>
  'rect' in widget ? widget.rect[2] > 0 && widget.rect[3] > 0 : widget.width > 0 && widget.height > 0;

function firstFree(names: ReadonlySet<string | undefined>): string {
  for (let n = 1; ; n += 1) if (!names.has(`Signature${n}`)) return `Signature${n}`;
}
