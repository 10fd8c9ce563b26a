import { eachChunk, type ByteSink, type ByteSource } from '../bytes.ts';
import type { PreparedPdf, SignedPdf } from './types.ts';

/** A megabyte at a time: the original may be larger than memory. */
const CHUNK = 1 << 20;

/** Writes the original unchanged, then the update: from file to file nothing is held in memory but one chunk. */
export function writePdf(pdf: Pick<SignedPdf | PreparedPdf, 'original' | 'update'>, sink: ByteSink): void {
  const { original, update } = pdf;
  if (sink.keepsNothing) eachChunk(original, 0, original.size, (chunk) => sink.write(chunk));
  else
    for (let at = 0; at < original.size; at += CHUNK) {
      sink.write(original.read(at, Math.min(CHUNK, original.size - at)));
    }
  sink.write(update);
}

/** The whole document in memory. */
export function signedBytes(signed: Pick<SignedPdf, 'original' | 'update'>): Uint8Array {
  const out = Buffer.allocUnsafeSlow(signed.original.size + signed.update.length);
  out.set(signed.original.read(0, signed.original.size));
  out.set(signed.update, signed.original.size);
  return out;
}

/** The signed document as a source, without joining it: reads across the seam are copied, all others are views. */
export function signedSource(signed: Pick<SignedPdf, 'original' | 'update'>): ByteSource {
  const { original, update } = signed;
  const seam = original.size;
  return {
    size: seam + update.length,
    read(offset, length) {
      const end = offset + length;
      if (offset < 0 || length < 0 || end > seam + update.length) {
        throw new RangeError(`read of ${length} bytes at ${offset} lies outside the document`);
      }
      if (end <= seam) return original.read(offset, length);
      if (offset >= seam) return update.subarray(offset - seam, end - seam);
      const out = new Uint8Array(length);
      out.set(original.read(offset, seam - offset));
      out.set(update.subarray(0, end - seam), seam - offset);
      return out;
    },
  };
}
