import type { Clock } from '../../src/shared/clock.ts';

/** A clock that stands still until it is moved. */
export class JamUji implements Clock {
  #kini: Date;

  constructor(kini: Date) {
    this.#kini = kini;
  }

  now(): Date {
    return new Date(this.#kini);
  }

  ke(saat: Date): void {
    this.#kini = saat;
  }

  majuMenit(menit: number): void {
    this.#kini = new Date(this.#kini.getTime() + menit * 60_000);
  }

  majuHari(hari: number): void {
    this.majuMenit(hari * 24 * 60);
  }
}
