/** One line of the table. `bound` is what the issue promises, of `ratio` or of `value` as the part says. */
export interface Angka {
  readonly name: string;
  readonly value: number;
  readonly floor: number | null;
  readonly ratio: number | null;
  readonly bound: number | null;
}
