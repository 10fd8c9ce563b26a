import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openDemo } from './demo.ts';
import { differential } from './differential/differential.ts';
import { writeDocs } from './docs.ts';
import { dss } from './dss.ts';
import { matrix } from './matrix/matrix.ts';
import { naskah } from './naskah.ts';
import { openssl } from './openssl.ts';
import { others } from './others.ts';
import { paths } from './paths.ts';
import { pkcs11 } from './pkcs11.ts';
import { pkcs12 } from './pkcs12.ts';
import { pdfsig } from './poppler.ts';
import { qpdf } from './qpdf.ts';
import { pyhanko } from './pyhanko.ts';
import { ensureTools } from './tools.ts';
import { verapdf } from './verapdf.ts';
import { lastWords, type Demo, type Judge, type Verdict } from './verdict.ts';

/**
 * `npm run interop -- [--quick] [--dir DIR] [--write-docs]`: the demo's files before judges nobody here wrote (DESIGN §5). One line
 * a check; ends with "N passed, N failed" and exit code 1 where any failed.
 */
const judges: readonly { readonly name: string; readonly judge: Judge; readonly quick: boolean }[] = [
  { name: 'pdfsig', judge: pdfsig, quick: true },
  { name: 'qpdf', judge: qpdf, quick: true },
  { name: 'openssl', judge: openssl, quick: true },
  { name: 'naskah verify', judge: naskah, quick: true },
  { name: 'pyHanko', judge: pyhanko, quick: false },
  { name: 'veraPDF', judge: verapdf, quick: false },
  { name: 'EU DSS', judge: dss, quick: false },
  { name: 'files of others', judge: others, quick: false },
  { name: 'SoftHSM 2', judge: pkcs11, quick: false },
  { name: 'PKCS#12 of openssl', judge: pkcs12, quick: false },
  { name: 'matrix', judge: matrix, quick: false },
  { name: 'openssl verify', judge: paths, quick: false },
  { name: 'differential', judge: differential, quick: false },
];

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      dir: { type: 'string', default: 'keluaran' },
      'write-docs': { type: 'boolean', default: false },
    },
  });
  if (values.quick && values['write-docs']) throw new Error('--write-docs needs the full run');
  const scratch = await mkdtemp(join(tmpdir(), 'naskah-interop-'));
  try {
    await ensureTools(values.quick);
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
    if (values['write-docs']) await writeDocs(verdicts, new Date().toISOString().slice(0, 10));
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
