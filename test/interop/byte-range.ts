import { first } from './der.ts';

export interface ExtractedSignature {
  /** What the signature signs: the two parts of the file that `/ByteRange` names. */
  readonly signed: Buffer;
  /** The CMS from `/Contents`, without the zeros behind it. */
  readonly cms: Buffer;
  /** Whether the second part ends where the file ends. */
  readonly wholeFile: boolean;
}

/**
 * Signatures in the order of their places, found by searching the text: crude on purpose, so that it shares no idea
 * with the engine. Good enough for the demo's own files, whose signature dictionaries stand in no object stream.
 */
export function extractSignatures(pdf: Buffer): ExtractedSignature[] {
  const text = pdf.toString('latin1');
  const ranges = text.matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g);
  return [...ranges].map(([, ...numbers]) => {
    const [begin = -1, length = -1, resume = -1, tail = -1] = numbers.map(Number);
    const hex = text.slice(begin + length, resume);
    if (begin !== 0 || !/^<[0-9a-fA-F]+>$/.test(hex)) {
      throw new Error(`the gap of ByteRange [${numbers.join(' ')}] is not exactly one hexadecimal string`);
    }
    return {
      signed: Buffer.concat([pdf.subarray(0, length), pdf.subarray(resume, resume + tail)]),
      cms: first(Buffer.from(hex.slice(1, -1), 'hex')).whole,
      wholeFile: resume + tail === pdf.length,
    };
  });
}

/** The same file with one bit turned in the middle of what its first signature signs: every judge must refuse it. */
export function changeSignedByte(pdf: Buffer): Buffer {
  const end = pdf.indexOf('/ByteRange');
  if (end < 0) throw new Error('no signature to break');
  const changed = Buffer.from(pdf);
  const stream = changed.indexOf('stream', end >> 1);
  // Inside a stream, so that the file stays readable and only its signature can tell.
  const place = stream > 0 && stream + 40 < end ? stream + 40 : end >> 1;
  changed.writeUInt8(changed.readUInt8(place) ^ 1, place);
  return changed;
}

/** The file as it was before its first update: everything up to the first end of a cross-reference section. */
export function unsignedPart(pdf: Buffer): Buffer {
  const end = /startxref\s+\d+\s+%%EOF\r?\n?/.exec(pdf.toString('latin1'));
  if (end === null) throw new Error('no end of a first revision');
  return pdf.subarray(0, end.index + end[0].length);
}
