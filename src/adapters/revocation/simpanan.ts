/** An answer that may be given again until its time is over. */
export interface CachedAnswer {
  readonly bytes: Uint8Array;
  /** When its issuer made it; null where that does not matter (certificates). */
  readonly issuedAt: Date | null;
  readonly until: Date;
}

export const cacheLimits = { entries: 1024, bytes: 64 * 1024 * 1024 } as const;

/** Answers in memory, bounded in number and size; what was used longest ago goes first. */
export class AnswerCache {
  readonly #entries = new Map<string, CachedAnswer>();
  readonly #limits: { readonly entries: number; readonly bytes: number };
  #bytes = 0;

  constructor(limits: { readonly entries: number; readonly bytes: number } = cacheLimits) {
    this.#limits = limits;
  }

  get(key: string, now: Date, newerThan: Date | undefined): Uint8Array | null {
    const found = this.#entries.get(key);
    if (found === undefined) return null;
    this.#remove(key);
    if (found.until <= now) return null;
    this.#add(key, found);
    // Times of answers have no fractions.
    const wanted = newerThan && Math.floor(newerThan.getTime() / 1000) * 1000;
    return wanted === undefined || found.issuedAt === null || found.issuedAt.getTime() >= wanted
      ? found.bytes
      : null;
  }

  set(key: string, answer: CachedAnswer): void {
    this.#remove(key);
    if (answer.bytes.length > this.#limits.bytes) return;
    this.#add(key, answer);
    for (const [oldest] of this.#entries) {
      if (this.#entries.size <= this.#limits.entries && this.#bytes <= this.#limits.bytes) return;
      this.#remove(oldest);
    }
  }

  /** Forgets an answer by its bytes. */
  forget(bytes: Uint8Array): void {
    for (const [key, answer] of this.#entries) if (answer.bytes === bytes) this.#remove(key);
  }

  #add(key: string, answer: CachedAnswer): void {
    this.#entries.set(key, answer);
    this.#bytes += answer.bytes.length;
  }

  #remove(key: string): void {
    this.#bytes -= this.#entries.get(key)?.bytes.length ?? 0;
    this.#entries.delete(key);
  }
}
