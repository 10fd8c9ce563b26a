import type { HasilBerkas } from './laporan-verify.ts';

/** How far a long run has come, on one line of the terminal that is written over. */
export class Kemajuan {
  readonly #semua: number;
  readonly #tulis: ((teks: string) => void) | null;
  readonly #mulai = performance.now();
  #terakhir = 0;
  #selesai = 0;
  #gagal = 0;

  /** `tulis` null: nobody watches. */
  constructor(semua: number, tulis: ((teks: string) => void) | null) {
    this.#semua = semua;
    this.#tulis = tulis;
  }

  catat(hasil: HasilBerkas): void {
    this.#selesai++;
    const { signatures = [] } = 'laporan' in hasil ? hasil.laporan : {};
    if ('error' in hasil || signatures.some((s) => s.indication !== 'TOTAL_PASSED')) this.#gagal++;
    const kini = performance.now();
    if (this.#tulis === null || kini - this.#mulai < 1_000 || kini - this.#terakhir < 200) return;
    this.#terakhir = kini;
    this.#tulis(`\r${this.#selesai}/${this.#semua} berkas, ${this.#gagal} tidak lolos `);
  }

  /** Clears the line, so that what follows stands by itself. */
  habis(): void {
    if (this.#terakhir > 0) this.#tulis?.(`\r${' '.repeat(60)}\r`);
  }
}
