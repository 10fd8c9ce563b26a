import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { format } from 'prettier';
import { source } from './cache.ts';
import { version } from './tools.ts';
import type { Verdict } from './verdict.ts';

/** `docs/interop.md`, made from one full run and from nothing else. */
export async function writeDocs(verdicts: readonly Verdict[], date: string): Promise<void> {
  const judges = [...new Set(verdicts.map((v) => v.judge))];
  const text = [
    '# Judges nobody here wrote',
    '',
    `Made by \`npm run interop -- --write-docs\` on ${date}; edit nothing here by hand. Documents we sign are judged by`,
    'others; documents others signed are judged by us. A cell counts checks that passed of checks made, over all',
    'signatures of the file. None of these programs is needed to run or test Naskah.',
    '',
    ...table(['Judge', 'Version'], await versions()),
    '',
    '- pdfsig judges integrity only (`-nocert`): it calls the development root an unknown issue.',
    '- pyHanko and DSS get the development root as their only anchor and fetch nothing. Up to B-T both are told not to demand an',
    '  answer about revocation, which such a file does not carry; from B-LT on they demand one for every certificate, and pyHanko runs',
    '  its whole archival validation at B-LTA. Everything else is their own default policy.',
    '- The matrix is every level with every algorithm over fourteen kinds of input. What a judge does not support stands in a table of its',
    '  own and must be refused in the very words that stand in `test/interop/matrix/gaps.ts`.',
    '- The differential run puts files of others, each with one bit changed, the published attacks and honest later changes to three judges and to',
    '  us. Every disagreement is explained by a row of `test/interop/differential/reasons.ts`; one that is not fails the run.',
    '- About the demo, every judge is also shown a file that it must refuse, so that an acceptance means something.',
    ...judges.flatMap((judge) => [
      '',
      `## ${judge}`,
      '',
      ...matrix(verdicts.filter((v) => v.judge === judge)),
    ]),
    '',
  ].join('\n');
  await mkdir(source('../../docs'), { recursive: true });
  await writeFile(
    source('../../docs/interop.md'),
    await format(text, { parser: 'markdown', printWidth: 110 }),
  );
}

function matrix(verdicts: readonly Verdict[]): string[] {
  const files = [...new Set(verdicts.map((v) => v.file))];
  const questions = [...new Set(verdicts.map((v) => v.question))];
  const cell = (question: string, file: string): string => {
    const asked = verdicts.filter((v) => v.question === question && v.file === file);
    if (asked.length === 0) return '–';
    const passed = asked.filter((v) => v.passed).length;
    return passed === asked.length ? `yes (${passed})` : `**no** (${passed} of ${asked.length})`;
  };
  return table(
    ['Question', ...files],
    questions.map((q) => [q, ...files.map((f) => cell(q, f))]),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map((c) => c.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

async function versions(): Promise<[string, string][]> {
  return [
    ['pdfsig (poppler)', await version('pdfsig', ['-v'], /version (\S+)/)],
    ['qpdf', await version('qpdf', ['--version'], /version (\S+)/)],
    ['openssl', await version('openssl', ['version'], /OpenSSL (\S+)/)],
    ['pyHanko', await pinned('pyhanko/requirements.txt', /pyHanko==(\S+)/)],
    ['veraPDF', await pinned('verapdf/pom.xml', /validation-model<\/artifactId>\s*<version>([^<]+)/)],
    ['EU DSS', await pinned('dss/pom.xml', /<dss>([^<]+)/)],
  ];
}

const pinned = async (path: string, pattern: RegExp): Promise<string> =>
  pattern.exec(await readFile(source(path), 'utf8'))?.[1] ?? 'unknown';
