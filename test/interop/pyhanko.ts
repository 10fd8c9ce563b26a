import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { changeSignedByte } from './byte-range.ts';
import { pythonWithPyHanko, source } from './cache.ts';
import { command } from './command.ts';
import { lastWords, type Demo, type Verdict } from './verdict.ts';

export interface Status {
  readonly field: string;
  readonly bottomLine: boolean;
  readonly intact: boolean;
  readonly valid: boolean;
  readonly trusted: boolean;
  readonly docmdp: boolean;
  readonly timestamp: boolean;
  readonly summary: string;
}

export interface PyHankoQuestion {
  readonly path: string;
  /** `B-LT` and `B-LTA` are judged by pyHanko's long-term validation. */
  readonly level: string;
  readonly password: string | null;
}
export interface PyHankoAnswer {
  readonly signatures: readonly Status[];
  readonly failure: string | null;
}

/** pyHanko with the development root as the only anchor; what it is told about revocation stands in `validate.py`. */
export async function pyhanko(demo: Demo, scratch: string): Promise<Verdict[]> {
  const changed = new Map(demo.files.map((f) => [f.name, join(scratch, f.name)]));
  for (const file of demo.files) {
    await writeFile(changed.get(file.name)!, changeSignedByte(await readFile(file.path)));
  }
  const paths = [...demo.files.map((f) => f.path), ...changed.values()];
  const answers = await askPyHanko(
    demo.root,
    paths.map((path) => ({ path, level: 'B-T', password: null })),
    scratch,
  );
  return demo.files.flatMap((file): Verdict[] => {
    const [whole, broken] = [answers.get(file.path)!, answers.get(changed.get(file.name)!)!];
    const common = { judge: 'pyHanko', file: file.name };
    return [
      {
        ...common,
        question:
          'every signature valid, intact, trusted, with a trusted timestamp; later ones leave earlier ones valid',
        passed:
          whole.signatures.length === file.signers && whole.signatures.every((s) => sound(s) && s.timestamp),
        detail: summaryOf(whole),
      },
      {
        ...common,
        question: 'refuses one changed byte',
        // The byte may have hit a keyword: a file that cannot be read any more is refused too.
        passed:
          broken.failure !== null ||
          (broken.signatures.length === file.signers &&
            broken.signatures.every((s) => !s.bottomLine && !s.intact)),
        detail: summaryOf(broken),
      },
    ];
  });
}

export const sound = (s: Status): boolean => s.bottomLine && s.intact && s.valid && s.trusted && s.docmdp;

export const summaryOf = ({ signatures, failure }: PyHankoAnswer): string =>
  failure ?? signatures.map((s) => s.summary).join(' | ');

/** What pyHanko says of every signature of every file, in one run of the interpreter. */
export async function askPyHanko(
  root: string,
  questions: readonly PyHankoQuestion[],
  scratch: string,
): Promise<ReadonlyMap<string, PyHankoAnswer>> {
  const list = join(scratch, 'pyhanko.json');
  await writeFile(list, JSON.stringify(questions));
  const { code, stdout, stderr } = await command(
    await pythonWithPyHanko(),
    [source('pyhanko/validate.py'), root, list],
    { timeoutMs: 900_000 },
  );
  if (code !== 0) throw new Error(lastWords(stderr, 1500));
  const answers = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as PyHankoAnswer & { readonly file: string });
  return new Map(answers.map((answer) => [answer.file, answer]));
}
