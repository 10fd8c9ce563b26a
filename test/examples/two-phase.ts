import {
  decodePrepared,
  embedSignature,
  encodePrepared,
  prepareSignature,
  signPrepared,
  type ByteSource,
  type HashSigner,
  type SignedPdf,
  type SignerIdentity,
} from 'naskah/pades';

/** First process: every byte is final except the signature value. What comes back is to be kept; the file stays where it is. */
export function beginSignature(source: ByteSource, signer: SignerIdentity): Uint8Array {
  const prepared = prepareSignature(source, { signer, level: 'B-B', signingTime: new Date() });
  return encodePrepared(prepared);
}

/** Minutes or days later, perhaps elsewhere: the same file, the kept bytes, and a key that answers. */
export async function finishSignature(
  source: ByteSource,
  kept: Uint8Array,
  remoteKey: HashSigner,
): Promise<SignedPdf> {
  const prepared = decodePrepared(kept, source);
  const cms = await signPrepared(prepared, remoteKey);
  return embedSignature(prepared, cms);
}
