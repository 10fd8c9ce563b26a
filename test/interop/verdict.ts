/** One question put to one judge about one file, and the answer. */
export interface Verdict {
  readonly judge: string;
  readonly file: string;
  /** What was asked; the same words for every file, since they head a row of the generated table. */
  readonly question: string;
  readonly passed: boolean;
  /** What the judge said, shortened; the reason where it refused. */
  readonly detail: string;
}

/** A demo file with what the demo itself claims about it (`hasil.json`). */
export interface DemoFile {
  readonly name: string;
  readonly path: string;
  readonly signers: number;
  readonly level: string | null;
  readonly verdict: string | null;
}

/** The folder under judgement. */
export interface Demo {
  readonly folder: string;
  /** The development root, PEM. */
  readonly root: string;
  readonly files: readonly DemoFile[];
}

/** A judge is asked about the whole demo, so that slow ones start once. `scratch` is its own empty folder. */
export type Judge = (demo: Demo, scratch: string) => Promise<readonly Verdict[]>;

/** The last words of an output, on one line. */
export const lastWords = (text: string, max = 300): string =>
  text.trim().replace(/\s+/g, ' ').slice(-max).trim();
