import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { changeSignedByte, unsignedPart } from './byte-range.ts';
import { pythonWithPyHanko, source } from './cache.ts';
import { command } from './command.ts';
import { naskahVerify } from './naskah.ts';
import { lastWords, type Demo, type Verdict } from './verdict.ts';

interface Signed {
  readonly name: string;
  readonly signatures: number;
  readonly level: string;
}

/** The other way round: pyHanko signs one of our letters with a throw-away CA (`sign.py`), and we judge it. */
export async function others(demo: Demo, scratch: string): Promise<Verdict[]> {
  const letter = join(scratch, 'letter.pdf');
  const folder = join(scratch, 'signed');
  await mkdir(folder);
  await writeFile(letter, unsignedPart(await readFile(demo.files[0]!.path)));
  const python = await pythonWithPyHanko();
  const { code, stdout, stderr } = await command(python, [source('pyhanko/sign.py'), letter, folder]);
  if (code !== 0) throw new Error(lastWords(stderr, 1500));

  const verdicts: Verdict[] = [];
  for (const line of stdout.trim().split('\n')) {
    verdicts.push(...(await judge(JSON.parse(line) as Signed, folder, scratch)));
  }
  return verdicts;
}

async function judge(signed: Signed, folder: string, scratch: string): Promise<Verdict[]> {
  const root = join(folder, 'root.pem');
  const path = join(folder, signed.name);
  const whole = await naskahVerify(path, [root]);
  const changedPath = join(scratch, signed.name);
  await writeFile(changedPath, changeSignedByte(await readFile(path)));
  const changed = await naskahVerify(changedPath, [root]);
  const common = { judge: 'naskah verify, files pyHanko signed', file: signed.name };
  return [
    {
      ...common,
      question: 'every signature TOTAL_PASSED at its level',
      passed:
        whole.code === 0 &&
        whole.signatures.length === signed.signatures &&
        whole.signatures.every((s) => s.indication === 'TOTAL_PASSED' && s.level === signed.level),
      detail: whole.said,
    },
    {
      ...common,
      question: 'one changed byte: TOTAL_FAILED',
      passed:
        changed.code === 1 &&
        changed.signatures.length === signed.signatures &&
        changed.signatures.every((s) => s.indication === 'TOTAL_FAILED'),
      detail: changed.said,
    },
  ];
}
