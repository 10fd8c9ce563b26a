import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from './command.ts';
import { naskahCli } from './naskah.ts';
import { lastWords, type Demo } from './verdict.ts';

/** What the demo promises to leave behind (issue 2, part 12). A judge that saw fewer files has proved nothing. */
const promised = ['surat-dinas.pdf', 'nota-dinas.pdf', 'dua-penandatangan.pdf', 'jawaban-aduan.pdf'];

/** The demo's files in `folder`; where it does not exist, the demo is run first, in `scratch`. */
export async function openDemo(folder: string, scratch: string): Promise<Demo> {
  if (existsSync(folder)) return readDemo(folder);
  const made = join(scratch, 'keluaran');
  await runDemo(join(scratch, 'data'), made);
  return readDemo(made);
}

/** Runs the built demo; throws with its last words where it fails. */
export async function runDemo(data: string, out: string): Promise<void> {
  if (!existsSync(naskahCli)) throw new Error('dist/cli.js is missing: run `npm run build` first');
  const args = [naskahCli, 'demo', '--exit', '--data', data, '--out', out];
  const { code, stdout, stderr } = await command(process.execPath, args, { timeoutMs: 300_000 });
  if (code !== 0) throw new Error(`naskah demo ended with ${code}: ${lastWords(stdout + stderr)}`);
}

interface ResultRow {
  readonly file: string;
  readonly signers: number;
  readonly level: string | null;
  readonly verdict: string | null;
}

async function readDemo(folder: string): Promise<Demo> {
  const rows = JSON.parse(await readFile(join(folder, 'hasil.json'), 'utf8')) as readonly ResultRow[];
  const missing = promised.filter((name) => !rows.some((r) => r.file === name && r.signers > 0));
  if (missing.length > 0) throw new Error(`${folder}/hasil.json has no signed ${missing.join(', ')}`);
  const files = rows.map(({ file, ...claims }) => ({ name: file, path: join(folder, file), ...claims }));
  return { folder, root: join(folder, 'akar.pem'), files };
}
