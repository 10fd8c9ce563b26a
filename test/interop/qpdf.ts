import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from './command.ts';
import { lastWords, type Demo, type Verdict } from './verdict.ts';

/** `qpdf --check`: exit 0 without a warning (3 would be a file qpdf had to repair). */
export async function qpdf(demo: Demo, scratch: string): Promise<Verdict[]> {
  const verdicts = demo.files.map(async ({ name, path }): Promise<Verdict[]> => {
    const whole = await check(path);
    const cutPath = join(scratch, name);
    await writeFile(cutPath, (await readFile(path)).subarray(0, -300));
    const cut = await check(cutPath);
    return [
      {
        judge: 'qpdf',
        file: name,
        question: '--check finds neither error nor warning',
        passed: whole.code === 0,
        detail: whole.said,
      },
      {
        judge: 'qpdf',
        file: name,
        question: 'refuses the file without its last 300 bytes',
        passed: cut.code === 2 || cut.code === 3,
        detail: cut.said,
      },
    ];
  });
  return (await Promise.all(verdicts)).flat();
}

async function check(path: string): Promise<{ readonly code: number; readonly said: string }> {
  const { code, stdout, stderr } = await command('qpdf', ['--check', path]);
  return { code, said: code === 0 ? 'exit 0' : `exit ${code}: ${lastWords(stdout + stderr, 100)}` };
}
