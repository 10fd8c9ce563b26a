import { signatureAlgorithms } from '../cms/algorithms.ts';
import { addSignedAttribute } from '../cms/build.ts';
import { contentTimestamp } from '../cms/optional-attributes.ts';
import { PadesError } from '../errors.ts';
import { rangeDigest } from './range-digest.ts';
import { requestToken, type TokenOptions } from './timestamp.ts';
import type { PreparedPdf } from './types.ts';

/**
 * The second step of a signature with a content-time-stamp (EN 319 122-1 §5.2.8): a token over the bytes of message-digest proves that the
 * content was there before it was signed. The attributes to sign are made anew, so this comes before the key is asked; several may be
 * added, in the room that `attributes.contentTimestampBytes` reserved. Throws PADES_CONTENTS_TOO_SMALL and PADES_TSP_*; the carrier's own
 * errors pass through, and asking again is safe.
 */
export async function addContentTimestamp(
  prepared: PreparedPdf,
  options: TokenOptions,
): Promise<PreparedPdf> {
  const token = await requestToken(imprint(prepared), options);
  const signedAttributes = addSignedAttribute(prepared.signedAttributes, contentTimestamp(token));
  const grown = signedAttributes.length - prepared.signedAttributes.length;
  const contentTimestampRoom = prepared.contentTimestampRoom - grown;
  if (contentTimestampRoom < 0) {
    throw new PadesError('PADES_CONTENTS_TOO_SMALL', {
      detail: `A content timestamp of ${token.length} bytes; ${prepared.contentTimestampRoom} are left for it.`,
    });
  }
  return { ...prepared, signedAttributes, contentTimestampRoom };
}

/** Every authority stamps SHA-256; under another digest the same bytes are hashed once more. */
function imprint(prepared: PreparedPdf): Uint8Array {
  const { digest } = signatureAlgorithms[prepared.signer.algorithm];
  return digest === 'sha256' ? prepared.digest : rangeDigest(prepared, 'sha256');
}
