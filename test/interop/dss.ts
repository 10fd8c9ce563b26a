import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { changeSignedByte } from './byte-range.ts';
import { jars, source } from './cache.ts';
import { command } from './command.ts';
import { lastWords, type Demo, type Verdict } from './verdict.ts';

export interface Answer {
  readonly level: string;
  readonly indication: string;
  readonly reason: string;
}

/** EU DSS with the development root as the only anchor; what `relaxed` means stands in `Dss.java`. */
export async function dss(demo: Demo, scratch: string): Promise<Verdict[]> {
  const changed = new Map(demo.files.map((f) => [f.name, join(scratch, f.name)]));
  for (const file of demo.files) {
    await writeFile(changed.get(file.name)!, changeSignedByte(await readFile(file.path)));
  }
  const paths = [...demo.files.map((f) => f.path), ...changed.values()];
  const answers = await askDss(
    demo.root,
    paths.map((path) => ({ path, strict: false, password: null })),
    scratch,
  );
  return demo.files.flatMap((file): Verdict[] => {
    const [whole, broken] = [answers.get(file.path) ?? [], answers.get(changed.get(file.name)!) ?? []];
    const common = { judge: 'EU DSS', file: file.name };
    return [
      {
        ...common,
        question: 'every signature TOTAL_PASSED at PAdES-BASELINE-T',
        passed:
          whole.length === file.signers &&
          whole.every((a) => a.indication === 'TOTAL_PASSED' && a.level === 'PAdES-BASELINE-T'),
        detail: describe(whole),
      },
      {
        ...common,
        question: 'refuses one changed byte: TOTAL_FAILED',
        passed: broken.length === file.signers && broken.every((a) => a.indication === 'TOTAL_FAILED'),
        detail: describe(broken),
      },
    ];
  });
}

export const describe = (answers: readonly Answer[]): string =>
  answers.map((a) => `${a.level} ${a.indication} ${a.reason}`.trim()).join(' | ');

export interface DssQuestion {
  readonly path: string;
  /** DSS's own default policy; otherwise without the demand for a revocation answer. */
  readonly strict: boolean;
  readonly password: string | null;
  /** The moment that is asked about; absent: now. */
  readonly at?: Date;
}

/** What DSS says of every signature of every file, in one run of the machine. */
export async function askDss(
  root: string,
  questions: readonly DssQuestion[],
  scratch: string,
): Promise<ReadonlyMap<string, readonly Answer[]>> {
  const list = join(scratch, 'dss.list');
  await writeFile(
    list,
    questions
      .map((q) =>
        [q.path, q.strict ? 'strict' : 'relaxed', q.password ?? '', q.at?.getTime() ?? ''].join('\t'),
      )
      .join('\n'),
  );
  const { code, stdout, stderr } = await command(
    'java',
    ['-cp', await jars('dss'), source('dss/Dss.java'), root, list],
    { timeoutMs: 900_000 },
  );
  if (code !== 0) throw new Error(lastWords(stderr, 1500));
  const answers = new Map<string, Answer[]>();
  for (const line of stdout.split('\n').filter((l) => l.includes('\t'))) {
    const [file = '', level = '', indication = '', sub = '', errors = ''] = line.split('\t');
    const reason = [sub === 'null' ? '' : sub, errors].filter(Boolean).join(': ');
    answers.set(file, [...(answers.get(file) ?? []), { level, indication, reason }]);
  }
  return answers;
}
