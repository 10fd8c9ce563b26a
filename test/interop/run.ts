import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openDemo } from './demo.ts';
import { naskah } from './naskah.ts';
import { openssl } from './openssl.ts';
import { pdfsig } from './poppler.ts';
import { qpdf } from './qpdf.ts';
import { ensureDebianTools } from './tools.ts';
import { lastWords, type Demo, type Judge, type Verdict } from './verdict.ts';

/**
 * `npm run interop [-- --quick] [--dir DIR]`: the demo's files before judges nobody here wrote (DESIGN §5). One line
 * a check; ends with "N passed, N failed" and exit code 1 where any failed.
 */
const judges: readonly { readonly name: string; readonly judge: Judge; readonly quick: boolean }[] = [
  { name: 'pdfsig', judge: pdfsig, quick: true },
  { name: 'qpdf', judge: qpdf, quick: true },
  { name: 'openssl', judge: openssl, quick: true },
  { name: 'naskah verify', judge: naskah, quick: true },
];

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { quick: { type: 'boolean', default: false }, dir: { type: 'string', default: 'keluaran' } },
  });
  const scratch = await mkdtemp(join(tmpdir(), 'naskah-interop-'));
  try {
    await ensureDebianTools();
    const demo = await openDemo(resolve(process.env['INIT_CWD'] ?? '.', values.dir), scratch);
    const verdicts: Verdict[] = [];
    for (const { name, judge } of judges.filter((j) => j.quick || !values.quick)) {
      const own = join(scratch, name.replaceAll(' ', '-'));
      await mkdir(own);
      for (const verdict of await judged(name, judge, demo, own)) {
        console.log(line(verdict));
        verdicts.push(verdict);
      }
    }
    const failed = verdicts.filter((v) => !v.passed).length;
    console.log(`${verdicts.length - failed} passed, ${failed} failed`);
    return failed === 0 ? 0 : 1;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** A judge that could not be set up, or says nothing, is one failed check: no evidence is never a pass. */
async function judged(name: string, judge: Judge, demo: Demo, scratch: string): Promise<readonly Verdict[]> {
  const failure = (detail: string): Verdict[] => [
    { judge: name, file: '-', question: 'the judge ran', passed: false, detail },
  ];
  try {
    const verdicts = await judge(demo, scratch);
    return verdicts.length > 0 ? verdicts : failure('it judged nothing');
  } catch (error) {
    return failure(lastWords(error instanceof Error ? error.message : String(error), 2000));
  }
}

const line = ({ passed, judge, file, question, detail }: Verdict): string =>
  `${passed ? 'ok    ' : 'FAILED'} ${judge.padEnd(13)} ${file.padEnd(22)} ${question} — ${detail}`;

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
