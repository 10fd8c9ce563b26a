import type { DigestName, PreparedPdf } from './types.ts';
import { hashOfSource } from './prefix-hash.ts';

/** The hash over the ByteRange of a document whose only gap is in its update: what message-digest says (RFC 5652 §11.2). */
export function rangeDigest(
  { original, update, byteRange }: Pick<PreparedPdf, 'original' | 'update' | 'byteRange'>,
  digest: DigestName,
): Uint8Array {
  const [, gap, after] = byteRange;
  const seam = original.size;
  const hash = hashOfSource(original, digest);
  hash.update(update.subarray(0, gap - seam)).update(update.subarray(after - seam));
  return new Uint8Array(hash.digest());
}
