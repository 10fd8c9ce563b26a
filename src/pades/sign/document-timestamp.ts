import type { ByteSource } from '../bytes.ts';
import { PadesError } from '../errors.ts';
import type { PdfFile, PdfView } from '../pdf/file.ts';
import { dict, type PdfDict } from '../pdf/objects.ts';
import { boxOf } from '../pdf/pages.ts';
import { readPdf } from '../pdf/reader.ts';
import type { Output } from '../pdf/serialize.ts';
import { IncrementalUpdate, type SelfWritten } from '../pdf/writer.ts';
import { readFields, readRestrictions, type FormField } from './fields.ts';
import { addField } from './place-field.ts';
import { hashOfSource } from './prefix-hash.ts';
import { rangeDigest } from './range-digest.ts';
import { byteRangeText, contentsLength, type SignaturePlaces } from './signature-dictionary.ts';
import { requestToken, type TokenOptions } from './timestamp.ts';
import type { DigestName, SignedPdf } from './types.ts';
import { refuseUntrusted } from './untrusted.ts';

/** What a document timestamp is made with (EN 319 142-1 §5.4.3). */
export interface DocumentTimestampOptions {
  /** Octets the token may have. */
  readonly capacity: number;
  /** Hash of the imprint. Default sha256. */
  readonly digest?: DigestName | undefined;
  /** Default `Timestamp<n>`, the first free n. */
  readonly field?: string | undefined;
  readonly password?: string | undefined;
  readonly beneath?: Beneath | undefined;
}

/** Puts more into the same revision, under the timestamp: a document security store. */
export type Beneath = (update: IncrementalUpdate, file: PdfFile) => void;

/** A document whose every byte is final except the digits of the timestamp's /Contents. */
export interface PreparedTimestamp {
  readonly original: ByteSource;
  readonly update: Uint8Array;
  readonly byteRange: readonly [number, number, number, number];
  readonly capacity: number;
  readonly field: string;
  readonly digestName: DigestName;
  /** What the TSA is to stamp: the hash over the ByteRange. */
  readonly digest: Uint8Array;
}

/**
 * A document timestamp but for its token (EN 319 142-1 §5.4.3): an invisible field on page 1 whose value is a /DocTimeStamp. It is allowed
 * whatever an earlier certification or lock says (pades.md 1.6). Throws the codes of the reader and the writer, PADES_TRAILING_BYTES,
 * PADES_PAGE_OUT_OF_RANGE.
 */
export const prepareDocumentTimestamp = (
  source: ByteSource,
  options: DocumentTimestampOptions,
): PreparedTimestamp => prepareTimestampOver(readPdf(source, { password: options.password }), options);

/** The same over a file that has been read already. */
export function prepareTimestampOver(
  file: PdfFile,
  options: Omit<DocumentTimestampOptions, 'password'>,
): PreparedTimestamp {
  const { source } = file;
  const { capacity, digest: digestName = 'sha256' } = options;
  refuseUntrusted(file);
  const update = new IncrementalUpdate(file);
  options.beneath?.(update, file);
  const fields = readFields(update.view);
  const field = freeName(fields, options.field);
  const stamp = timestampDictionary(capacity);
  addField(field, update.add(stamp), undefined, update, null, quietLook(field, fields, update.view));
  refuseUntrusted(file);

  const bytes = update.build(() => {
    return hashOfSource(source, digestName).update(field).digest().subarray(0, 16);
  });
  const gap = source.size + stamp.places.contents;
  const after = gap + contentsLength(capacity);
  const byteRange = [0, gap, after, source.size + bytes.length - after] as const;
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).write(
    byteRangeText(byteRange),
    stamp.places.byteRange,
    'latin1',
  );
  return {
    original: source,
    update: bytes,
    byteRange,
    capacity,
    field,
    digestName,
    digest: rangeDigest({ original: source, update: bytes, byteRange }, digestName),
  };
}

/** Has the imprint stamped; asks once. Throws PADES_TSP_*, and what the carrier throws. */
export const stampPrepared = (
  { digest, digestName }: PreparedTimestamp,
  { tsa, nonce, at }: TokenOptions,
): Promise<Uint8Array> => requestToken(digest, { tsa, nonce, at, digestName });

/** Puts the token into /Contents as it was received. Throws PADES_CONTENTS_TOO_SMALL; nothing is ever cut off. */
export function embedTimestamp(prepared: PreparedTimestamp, token: Uint8Array): SignedPdf {
  const { original, byteRange, capacity, field } = prepared;
  if (token.length > capacity) {
    throw new PadesError('PADES_CONTENTS_TOO_SMALL', {
      detail: `${token.length} bytes, room for ${capacity}.`,
    });
  }
  const update = Buffer.from(prepared.update);
  const hex = Buffer.from(token.buffer, token.byteOffset, token.length).toString('hex');
  update.write(hex, byteRange[1] - original.size + 1, 'latin1');
  return { original, update, size: original.size + update.length, field };
}

/** The dictionary of EN 319 142-1 §5.4.3 with its /Contents zero-filled; nothing a document timestamp should not have (pades.md 1.1). */
function timestampDictionary(capacity: number): SelfWritten & { readonly places: SignaturePlaces } {
  const places: SignaturePlaces = { byteRange: 0, contents: 0 };
  return {
    kind: 'self-written',
    places,
    write(out: Output) {
      out.text('<</Type/DocTimeStamp/Filter/Adobe.PPKLite/SubFilter/ETSI.RFC3161/ByteRange[');
      places.byteRange = out.length;
      out.text(`${byteRangeText([])}]/Contents`);
      places.contents = out.length;
      out.text(`<${'0'.repeat(2 * capacity)}>>>`);
    },
  };
}

/**
 * The appearance of a widget that shows nothing. An empty one that the file has already is used again. Where an earlier signature forbids
 * all changes or locks every field there is none: strict readers take a new appearance for filling in, and PDF/A-2 asks none of a widget
 * without area. Undefined: a new empty one.
 */
function quietLook(name: string, fields: readonly FormField[], view: PdfView): PdfDict | null | undefined {
  for (const { type, dict: field } of fields) {
    const look = type === 'Sig' ? view.resolve(field.entries.get('AP')) : null;
    const normal = look?.kind === 'dict' ? look.entries.get('N') : undefined;
    const stream = view.resolve(normal);
    const box = stream.kind === 'stream' ? boxOf(stream.dict.entries.get('BBox'), view) : null;
    if (normal && box?.every((side) => side === 0)) return dict([['N', normal]]);
  }
  const { permissions, locks } = readRestrictions(view, fields);
  return permissions === 1 || locks(name) ? null : undefined;
}

function freeName(fields: readonly FormField[], wanted: string | undefined): string {
  const names = new Set(fields.map((each) => each.name.split('.')[0]));
  if (wanted !== undefined) {
    if (wanted === '' || wanted.length > 127 || wanted.includes('.'))
      throw new PadesError('PADES_FIELD_NAME_INVALID');
    if (names.has(wanted)) throw new PadesError('PADES_FIELD_IN_USE');
    return wanted;
  }
  for (let n = 1; ; n += 1) if (!names.has(`Timestamp${n}`)) return `Timestamp${n}`;
}
