import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { changeSignedByte } from './byte-range.ts';
import { pythonWithPyHanko, source } from './cache.ts';
import { command } from './command.ts';
import { lastWords, type Demo, type Verdict } from './verdict.ts';

interface Status {
  readonly field: string;
  readonly bottomLine: boolean;
  readonly intact: boolean;
  readonly valid: boolean;
  readonly trusted: boolean;
  readonly docmdp: boolean;
  readonly timestamp: boolean;
  readonly summary: string;
}

/** pyHanko with the development root as the only anchor; what it is told about revocation stands in `validate.py`. */
export async function pyhanko(demo: Demo, scratch: string): Promise<Verdict[]> {
  const python = await pythonWithPyHanko();
  const verdicts: Verdict[] = [];
  for (const file of demo.files) {
    const say = (question: string, passed: boolean, detail: string) =>
      verdicts.push({ judge: 'pyHanko', file: file.name, question, passed, detail });
    const { signatures, failure } = await validate(python, demo.root, file.path);
    say(
      'every signature valid, intact, trusted, with a trusted timestamp; later ones leave earlier ones valid',
      signatures.length === file.signers && signatures.every(sound),
      failure ?? signatures.map((s) => s.summary).join(' | '),
    );
    const changedPath = join(scratch, file.name);
    await writeFile(changedPath, changeSignedByte(await readFile(file.path)));
    const changed = await validate(python, demo.root, changedPath);
    say(
      'refuses one changed byte',
      changed.signatures.length === file.signers &&
        changed.signatures.every((s) => !s.bottomLine && !s.intact),
      changed.failure ?? changed.signatures.map((s) => s.summary).join(' | '),
    );
  }
  return verdicts;
}

const sound = (s: Status): boolean =>
  s.bottomLine && s.intact && s.valid && s.trusted && s.docmdp && s.timestamp;

async function validate(python: string, root: string, path: string) {
  const { code, stdout, stderr } = await command(python, [source('pyhanko/validate.py'), root, path]);
  if (code !== 0) return { signatures: [], failure: lastWords(stderr) };
  return { failure: null, signatures: (JSON.parse(stdout) as { signatures: Status[] }).signatures };
}
