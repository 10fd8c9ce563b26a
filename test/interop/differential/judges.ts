import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bytesSource, validatePdf, type ReportedSignature } from '../../../src/pades/index.ts';
import { pythonWithPyHanko, source } from '../cache.ts';
import { command } from '../command.ts';
import { askDss, describe } from '../dss.ts';
import { lastWords } from '../verdict.ts';
import type { Item } from './corpus.ts';

/**
 * What a judge says of a file, by its worst signature. `changed-later`: as signed, with later changes that are not
 * permitted; `not-read`: no signature was found, or the file was not read at all.
 */
export type FileClass = 'valid' | 'undecided' | 'changed-later' | 'broken' | 'not-read';
export interface FileAnswer {
  readonly class: FileClass;
  readonly said: string;
}

const worstFirst: readonly FileClass[] = ['broken', 'changed-later', 'undecided', 'valid'];
const worst = (classes: readonly FileClass[]): FileClass =>
  worstFirst.find((each) => classes.includes(each)) ?? 'not-read';

/** By path. */
type Ask = (items: readonly Item[], scratch: string) => Promise<ReadonlyMap<string, FileAnswer>>;

export const otherJudges: readonly { readonly name: string; readonly ask: Ask }[] = [
  { name: 'pdfsig', ask: askPdfsig },
  { name: 'pyHanko', ask: askPyHanko },
  { name: 'EU DSS', ask: askEuDss },
];

export async function ours(item: Item): Promise<FileAnswer> {
  const pem = await readFile(item.root, 'latin1');
  const report = validatePdf(bytesSource(await readFile(item.path)), {
    anchors: [Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64')],
    at: item.at,
    ...(item.password === null ? {} : { password: item.password }),
  });
  if (!report.readable) return { class: 'not-read', said: report.error.code };
  const signatures = report.signatures.filter(({ kind }) => kind === 'signature');
  return {
    class: worst(signatures.map(classOf)),
    said: signatures.map((s) => `${s.subIndication ?? s.indication} ${s.decidedBy ?? ''}`.trim()).join(' | '),
  };
}

function classOf({ indication, integrity, modifications }: ReportedSignature): FileClass {
  if (indication === 'TOTAL_PASSED') return 'valid';
  if (integrity === 'broken') return 'broken';
  if (modifications === 'forbidden') return 'changed-later';
  return indication === 'INDETERMINATE' ? 'undecided' : 'broken';
}

/** Integrity is all that pdfsig judges here (`-nocert`). */
async function askPdfsig(items: readonly Item[]): Promise<ReadonlyMap<string, FileAnswer>> {
  const answers = new Map<string, FileAnswer>();
  for (const { path, password } of items) {
    const args = ['-nocert', ...(password === null ? [] : ['-upw', password]), path];
    const { stdout, stderr } = await command('pdfsig', args);
    const said = stdout
      .split(/^Signature #\d+:$/m)
      .slice(1)
      .filter((text) => !text.includes('Signature Type: unknown') && !text.includes('ETSI.RFC3161'));
    const classes = said.map((text) =>
      text.includes('Signature Validation: Signature is Valid.') ? 'valid' : 'broken',
    );
    answers.set(path, { class: worst(classes), said: lastWords(said.join(' ') || stdout + stderr, 200) });
  }
  return answers;
}

async function askPyHanko(items: readonly Item[], scratch: string): Promise<ReadonlyMap<string, FileAnswer>> {
  const list = join(scratch, 'differential.json');
  await writeFile(list, JSON.stringify(items));
  const python = await pythonWithPyHanko();
  const { code, stdout, stderr } = await command(python, [source('differential/judge_pyhanko.py'), list], {
    timeoutMs: 900_000,
  });
  if (code !== 0) throw new Error(lastWords(stderr, 1500));
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as FileAnswer & { readonly path: string });
  return new Map(rows.map((row) => [row.path, row]));
}

/** Without the demand for a revocation answer, which most of these files carry none of. */
async function askEuDss(items: readonly Item[], scratch: string): Promise<ReadonlyMap<string, FileAnswer>> {
  const answers = new Map<string, FileAnswer>();
  for (const root of new Set(items.map((item) => item.root))) {
    const own = items.filter((item) => item.root === root);
    const questions = own.map(({ path, password, at }) => ({ path, password, strict: false, at }));
    const said = await askDss(root, questions, scratch);
    for (const { path } of own) {
      const signatures = said.get(path) ?? [];
      const classes = signatures.flatMap(({ indication }) => dssClasses[indication] ?? 'not-read');
      answers.set(path, { class: worst(classes), said: lastWords(describe(signatures), 300) });
    }
  }
  return answers;
}
const dssClasses: Readonly<Record<string, FileClass>> = {
  TOTAL_PASSED: 'valid',
  INDETERMINATE: 'undecided',
  TOTAL_FAILED: 'broken',
};
