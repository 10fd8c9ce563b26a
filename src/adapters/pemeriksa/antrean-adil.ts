/** Waiting things of several callers, taken in turn: whoever brings many waits behind himself, not in front of others. */
export class AntreanAdil<T> {
  /** Map keeps its keys in order; the first is whose turn it is. */
  readonly #milik = new Map<string, T[]>();
  #banyak = 0;

  get banyak(): number {
    return this.#banyak;
  }

  banyakMilik(pemanggil: string): number {
    return this.#milik.get(pemanggil)?.length ?? 0;
  }

  tambah(pemanggil: string, isi: T): void {
    const milik = this.#milik.get(pemanggil);
    if (milik === undefined) this.#milik.set(pemanggil, [isi]);
    else milik.push(isi);
    this.#banyak++;
  }

  ambil(): T | undefined {
    const [giliran] = this.#milik;
    if (giliran === undefined) return undefined;
    const [pemanggil, milik] = giliran;
    const isi = milik.shift();
    this.#milik.delete(pemanggil);
    if (milik.length > 0) this.#milik.set(pemanggil, milik);
    this.#banyak--;
    return isi;
  }

  /** Takes out one that no longer waits; says whether it was there. */
  cabut(pemanggil: string, isi: T): boolean {
    const milik = this.#milik.get(pemanggil) ?? [];
    const letak = milik.indexOf(isi);
    if (letak < 0) return false;
    milik.splice(letak, 1);
    if (milik.length === 0) this.#milik.delete(pemanggil);
    this.#banyak--;
    return true;
  }
}
