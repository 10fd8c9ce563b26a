import type { ByteSource } from '../bytes.ts';
import { embedSignature, signPrepared } from './embed.ts';
import { prepareSignature } from './prepare.ts';
import { timestampSignature } from './timestamp.ts';
import type { HashSigner, PrepareOptions, SignedPdf, TimestampAuthority } from './types.ts';

export type SignOptions = Omit<PrepareOptions, 'signer' | 'level'> & { readonly signer: HashSigner } & (
    | { readonly level: 'B-B' }
    | { readonly level: 'B-T'; readonly tsa: TimestampAuthority; readonly nonce: Uint8Array }
  );

/** The whole story in one call, for callers that need no step of their own in between: prepare, sign, timestamp, embed. */
export async function signPdf(source: ByteSource, options: SignOptions): Promise<SignedPdf> {
  const prepared = prepareSignature(source, options);
  const signed = await signPrepared(prepared, options.signer);
  const cms = options.level === 'B-T' ? await timestampSignature(signed, options) : signed;
  return embedSignature(prepared, cms);
}
