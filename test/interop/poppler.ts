import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { changeSignedByte } from './byte-range.ts';
import { command } from './command.ts';
import { lastWords, type Demo, type Verdict } from './verdict.ts';

/**
 * Poppler's pdfsig. `-nocert`: poppler 22.12 answers "Unknown issue with Certificate" for the development root, also where
 * NSS's own certutil calls the same chain valid; trust is put to OpenSSL, pyHanko and DSS instead.
 */
export async function pdfsig(demo: Demo, scratch: string): Promise<Verdict[]> {
  const verdicts = demo.files.map(async (file): Promise<Verdict[]> => {
    const { stdout, stderr } = await command('pdfsig', ['-nocert', file.path]);
    const valid = stdout.split('Signature Validation: Signature is Valid.').length - 1;
    const whole = /Total document signed\n\s*- Signature Validation[^\n]*\s*$/.test(stdout);
    const said = `${valid} of ${file.signers} valid`;
    const passed = valid === file.signers && whole;

    const changedPath = join(scratch, file.name);
    await writeFile(changedPath, changeSignedByte(await readFile(file.path)));
    const changed = (await command('pdfsig', ['-nocert', changedPath])).stdout;
    const mismatches = changed.split('Signature Validation: Digest Mismatch.').length - 1;
    const common = { judge: 'pdfsig', file: file.name };
    return [
      {
        ...common,
        question: 'every signature is valid, the last over the whole file',
        passed,
        detail: passed ? said : `${said}: ${lastWords(stdout + stderr)}`,
      },
      {
        ...common,
        question: 'refuses one changed byte',
        passed: mismatches === file.signers,
        detail: `${mismatches} of ${file.signers} digest mismatches`,
      },
    ];
  });
  return (await Promise.all(verdicts)).flat();
}
