/** A fair lock: whoever asked first goes first, one at a time. */
export class Antrean {
  #ekor: Promise<unknown> = Promise.resolve();

  giliran<T>(kerja: () => Promise<T>): Promise<T> {
    const hasil = this.#ekor.then(kerja);
    this.#ekor = hasil.catch(() => undefined);
    return hasil;
  }

  /** Settles when everything queued so far has ended. */
  async habis(): Promise<void> {
    await this.#ekor;
  }
}

/** A few equal things lent to one user each; the rest wait in order. */
export class Kolam<T> {
  readonly #bebas: T[];
  readonly #menunggu: ((isi: T) => void)[] = [];

  constructor(isi: readonly T[]) {
    this.#bebas = [...isi];
  }

  async pinjam<H>(kerja: (isi: T) => Promise<H>): Promise<H> {
    const isi = this.#bebas.pop() ?? (await new Promise<T>((beri) => this.#menunggu.push(beri)));
    try {
      return await kerja(isi);
    } finally {
      const berikut = this.#menunggu.shift();
      if (berikut === undefined) this.#bebas.push(isi);
      else berikut(isi);
    }
  }
}
