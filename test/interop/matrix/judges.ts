import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bytesSource, judgeBaseline, validatePdf, type BaselineLevel } from '../../../src/pades/index.ts';
import { extractSignatures } from '../byte-range.ts';
import { command } from '../command.ts';
import { askDss, describe } from '../dss.ts';
import { askPyHanko, sound, summaryOf } from '../pyhanko.ts';
import { lastWords } from '../verdict.ts';
import type { Cell } from './files.ts';

export interface Said {
  readonly accepted: boolean;
  readonly said: string;
}

/** Asked about all cells at once. `root`: PEM file of the only anchor. */
export interface CellJudge {
  readonly name: string;
  readonly ask: (cells: readonly Cell[], root: string, scratch: string) => Promise<ReadonlyMap<Cell, Said>>;
}

export const cellJudges: readonly CellJudge[] = [
  { name: 'pdfsig', ask: each(pdfsig) },
  { name: 'qpdf', ask: each(qpdf) },
  { name: 'openssl', ask: each(openssl) },
  { name: 'pyHanko', ask: pyhanko },
  { name: 'EU DSS', ask: dss },
  { name: 'naskah', ask: each(naskah) },
];

/** One process a cell; four at a time, because a judge that waits for a core it has not got is killed by its clock. */
function each(judge: (cell: Cell, root: string, scratch: string) => Promise<Said>): CellJudge['ask'] {
  return async (cells, root, scratch) => {
    const answers = new Map<Cell, Said>();
    const left = [...cells];
    const worker = async (): Promise<void> => {
      for (let cell = left.pop(); cell !== undefined; cell = left.pop()) {
        answers.set(cell, await judge(cell, root, scratch));
      }
    };
    await Promise.all(Array.from({ length: 4 }, worker));
    return answers;
  };
}

/** Poppler knows no document timestamps, and says so; the signatures beside them are judged. */
async function pdfsig({ path, password }: Cell): Promise<Said> {
  const args = ['-nocert', ...(password === null ? [] : ['-upw', password]), path];
  const { stdout, stderr } = await command('pdfsig', args);
  const judged = stdout.split(/^Signature #\d+:$/m).slice(1);
  const signatures = judged.filter((text) => !text.includes('Signature Type: unknown'));
  const accepted =
    signatures.length === 1 && signatures[0]!.includes('Signature Validation: Signature is Valid.');
  return { accepted, said: lastWords(signatures.join(' ') || stdout + stderr, 160) };
}

async function qpdf({ path, password }: Cell): Promise<Said> {
  const { code, stdout, stderr } = await command('qpdf', ['--check', `--password=${password ?? ''}`, path]);
  return { accepted: code === 0, said: lastWords(stdout + stderr, 160) };
}

async function openssl({ path }: Cell, root: string): Promise<Said> {
  const [signature] = extractSignatures(await readFile(path));
  if (signature === undefined) return { accepted: false, said: 'no signature found' };
  await writeFile(`${path}.signed`, signature.signed);
  await writeFile(`${path}.cms`, signature.cms);
  const input = ['-inform', 'DER', '-in', `${path}.cms`, '-content', `${path}.signed`, '-binary'];
  const trust = ['-CAfile', root, '-no-CApath', '-purpose', 'any'];
  const { code, stderr } = await command('openssl', [
    'cms',
    '-verify',
    '-cades',
    ...input,
    ...trust,
    '-out',
    '/dev/null',
  ]);
  return { accepted: code === 0, said: lastWords(stderr, 160) };
}

async function pyhanko(
  cells: readonly Cell[],
  root: string,
  scratch: string,
): Promise<ReadonlyMap<Cell, Said>> {
  const answers = await askPyHanko(root, cells, scratch);
  return new Map(
    cells.map((cell) => {
      const answer = answers.get(cell.path)!;
      const stamped = cell.level === 'B-B' || answer.signatures.every((s) => s.timestamp);
      const accepted = answer.signatures.length === 1 && answer.signatures.every(sound) && stamped;
      return [cell, { accepted, said: summaryOf(answer) }];
    }),
  );
}

/** DSS's own policy from B-LT on; its name of the level must be ours. */
async function dss(cells: readonly Cell[], root: string, scratch: string): Promise<ReadonlyMap<Cell, Said>> {
  const questions = cells.map(({ path, level, password }) => ({
    path,
    password,
    strict: level === 'B-LT' || level === 'B-LTA',
  }));
  const answers = await askDss(root, questions, scratch);
  return new Map(
    cells.map((cell) => {
      const said = answers.get(cell.path) ?? [];
      const accepted =
        said.length === 1 &&
        said.every((a) => a.indication === 'TOTAL_PASSED' && a.level === levelName(cell.level));
      return [cell, { accepted, said: describe(said) }];
    }),
  );
}

const levelName = (level: string): string => `PAdES-BASELINE-${level.slice(2)}`;

/** Our own validator: verdict, level, and all 30 rows of the baseline matrix at that level. */
async function naskah(cell: Cell, root: string): Promise<Said> {
  const source = bytesSource(await readFile(cell.path));
  const options = {
    anchors: [pemToDer(await readFile(root, 'utf8'))],
    at: new Date(),
    ...(cell.password === null ? {} : { password: cell.password }),
  };
  const report = validatePdf(source, options);
  if (!report.readable) return { accepted: false, said: report.error.message };
  const signature = report.signatures.find(({ kind }) => kind === 'signature');
  const [baseline] = judgeBaseline(source, cell.level.slice(2) as BaselineLevel, options);
  const accepted =
    report.signatures.every(({ indication }) => indication === 'TOTAL_PASSED') &&
    signature?.level === levelName(cell.level) &&
    baseline?.holding === 30;
  const faults = (baseline?.rows ?? []).flatMap(({ fault }) => fault ?? []).join('; ');
  const said = `${signature?.indication} ${signature?.level}, ${baseline?.holding} of 30 rows hold ${faults}`;
  return { accepted, said };
}

const pemToDer = (pem: string): Uint8Array =>
  Uint8Array.from(Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64'));

export const rootFile = async (der: Uint8Array, folder: string): Promise<string> => {
  const path = join(folder, 'root.pem');
  const body = Buffer.from(der)
    .toString('base64')
    .replace(/(.{64})/g, '$1\n');
  await writeFile(path, `-----BEGIN CERTIFICATE-----\n${body.trimEnd()}\n-----END CERTIFICATE-----\n`);
  return path;
};
