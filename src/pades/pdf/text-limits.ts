import { PadesError } from '../errors.ts';

/** What one search through a document's text may cost (pades.md 9). */
export const textLimits = {
  /** Operators run, those of repeated forms each time. */
  operators: 3_500_000,
  /** Decoded bytes of content read, those of repeated forms each time. */
  contentBytes: 32 * 1024 * 1024,
  /** Forms drawn by forms. */
  formDepth: 8,
  /** Graphics states saved and not restored. */
  savedStates: 4096,
  fonts: 5000,
  /** Entries of all character maps and width tables. */
  mapEntries: 1_000_000,
  /** Octets of all strings shown. */
  shownBytes: 12 * 1024 * 1024,
  /** Octets looked at to find the ends of inline images. */
  imageBytes: 128 * 1024 * 1024,
  /** Steps of comparing what is shown with what is looked for. */
  matchSteps: 20_000_000,
  /** Code spaces tried to cut the octets of composite fonts into codes. */
  codeTrials: 40_000_000,
  hits: 10_000,
} as const;

type Spent = Exclude<keyof typeof textLimits, 'formDepth' | 'savedStates' | 'hits'>;

/** Counts down what one search has left. */
export class TextBudget {
  readonly #left: Record<Spent, number> = { ...textLimits };

  spent(what: Spent): number {
    return textLimits[what] - this.#left[what];
  }

  /** Throws PADES_LIMIT_EXCEEDED. */
  spend(what: Spent, amount: number): void {
    this.#left[what] -= amount;
    if (this.#left[what] < 0) throw tooMuch(`The text of the document exceeds ${textLimits[what]} ${what}.`);
  }
}

export const tooMuch = (detail: string): PadesError => new PadesError('PADES_LIMIT_EXCEEDED', { detail });
