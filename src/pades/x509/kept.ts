import { createHash } from 'node:crypto';

/**
 * Answers of pure functions, kept for a while: the authorities of forty letters are the same. The oldest goes when a new one comes in, so
 * that a stranger's files can fill it and nothing more.
 */
export class Kept<T> {
  readonly #answers = new Map<string, T>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string, make: () => T): T {
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const made = make();
    if (this.#answers.size >= this.#most) {
      const [oldest] = this.#answers.keys();
      if (oldest !== undefined) this.#answers.delete(oldest);
    }
    this.#answers.set(key, made);
    return made;
  }
}

/** The bytes themselves as a key: exact, and cheaper than a digest while they are few. */
export const keyOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');

/** Equal exactly where the bytes are, however many: a large list is not kept a second time. */
export const sameKey = (bytes: Uint8Array): string =>
  bytes.length <= FEW ? keyOf(bytes) : `${NO_BYTE}${createHash('sha256').update(bytes).digest('base64')}`;

const FEW = 16 * 1024;

/** Begins what no bytes can spell. */
const NO_BYTE = '\u2211';
