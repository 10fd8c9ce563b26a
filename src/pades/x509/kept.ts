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
