import type { PdfObject } from '../pdf/objects.ts';
import { serialize, textString, type Output } from '../pdf/serialize.ts';
import type { Seal, SelfWritten } from '../pdf/writer.ts';

/** Where the parts of the signature dictionary stand in the update. */
export interface SignaturePlaces {
  /** First octet inside the brackets of /ByteRange. */
  byteRange: number;
  /** The `<` of /Contents. */
  contents: number;
}

export interface SignatureDictionary extends SelfWritten {
  readonly places: SignaturePlaces;
}

/** Room for each number of /ByteRange: files beyond 10 GB get what they need too. */
const WIDTH = 16;

/**
 * The signature dictionary of EN 319 142-1 §6.3 with its /Contents zero-filled. All values are direct (clause 12.8.1). /Name is left
 * out: the certificate says it. /Contents is never encrypted (clause 7.6.2), the other strings are where the file is.
 */
export function signatureDictionary(input: {
  readonly capacity: number;
  readonly signingTime: Date;
  readonly reason: string | undefined;
  readonly location: string | undefined;
  readonly reference: PdfObject | null;
}): SignatureDictionary {
  const places: SignaturePlaces = { byteRange: 0, contents: 0 };
  return {
    kind: 'self-written',
    places,
    write(out: Output, seal: Seal) {
      const text = (object: PdfObject): string => serialize(seal(object));
      out.text('<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange[');
      places.byteRange = out.length;
      out.text(' '.repeat(byteRangeLength));
      out.text(']/Contents');
      places.contents = out.length;
      out.text('<');
      out.bytes(zeros(input.capacity * 2));
      out.text(`>/M${text(textString(pdfDate(input.signingTime)))}`);
      if (input.reason !== undefined) out.text(`/Reason${text(textString(input.reason))}`);
      if (input.location !== undefined) out.text(`/Location${text(textString(input.location))}`);
      if (input.reference !== null) out.text(`/Reference${text(input.reference)}`);
      out.text('>>');
    },
  };
}

const byteRangeLength = 4 * WIDTH + 3;

/** The text of /ByteRange at its full width: numbers, then spaces. */
export const byteRangeText = (range: readonly number[]): string =>
  range.join(' ').padEnd(byteRangeLength, ' ');

/** `<`, two digits for each byte, `>`. */
export const contentsLength = (capacity: number): number => capacity * 2 + 2;

/** As many digits `0`; the same bytes for every signature, so nobody may write into them. */
function zeros(count: number): Uint8Array {
  if (manyZeros.length < count) manyZeros = Buffer.alloc(count, 0x30);
  return manyZeros.subarray(0, count);
}
let manyZeros = Buffer.alloc(32 * 1024, 0x30);

/** A PDF date in UTC, whole seconds (clause 7.9.4). */
export function pdfDate(time: Date): string {
  const text = time.toISOString();
  const day = text.slice(0, 4) + text.slice(5, 7) + text.slice(8, 10);
  return `D:${day}${text.slice(11, 13)}${text.slice(14, 16)}${text.slice(17, 19)}Z`;
}
