import type { ByteSource } from '../bytes.ts';
import { signedSource } from './output.ts';
import { stackedOn } from './prefix-hash.ts';
import type { SignedPdf } from './types.ts';

/** A file and the updates put on it so far. Only the updates are held; the original stays where it is. */
export class UpdateStack {
  readonly original: ByteSource;
  readonly #updates: Uint8Array[] = [];
  #top: ByteSource;

  constructor(original: ByteSource) {
    this.original = original;
    this.#top = original;
  }

  /** The file as it is now. */
  get source(): ByteSource {
    return this.#top;
  }

  push({ original, update }: Pick<SignedPdf, 'original' | 'update'>): void {
    this.#updates.push(update);
    this.#top = stackedOn(signedSource({ original, update }), original, update);
  }

  get pdf(): Pick<SignedPdf, 'original' | 'update' | 'size'> {
    const update = Buffer.concat(this.#updates);
    return { original: this.original, update, size: this.original.size + update.length };
  }
}
