import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { command } from './command.ts';
import { lastWords } from './verdict.ts';

/** Downloads take a minute on a good day. */
const installTimeoutMs = 900_000;

export const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The Python of a virtual environment holding what `pyhanko/requirements.txt` pins. */
export async function pythonWithPyHanko(): Promise<string> {
  const requirements = source('pyhanko/requirements.txt');
  const folder = await prepared('pyhanko', requirements, async (fresh) => {
    await must('python3', ['-m', 'venv', fresh]);
    await must(join(fresh, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', '-r', requirements]);
  });
  return join(folder, 'bin', 'python');
}

/** The class path of what `<name>/pom.xml` pins. */
export async function jars(name: string): Promise<string> {
  const pom = source(`${name}/pom.xml`);
  const folder = await prepared(name, pom, (fresh) =>
    must('mvn', ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${fresh}`]),
  );
  return join(folder, '*');
}

/**
 * A folder outside the tree, named by what its list of packages says, so that another pin is another folder. Filled in
 * its final place, since a virtual environment can't be moved; the marker says that it was filled to the end.
 */
async function prepared(
  name: string,
  list: string,
  fill: (folder: string) => Promise<void>,
): Promise<string> {
  const digest = createHash('sha256')
    .update(await readFile(list))
    .digest('hex')
    .slice(0, 12);
  const base = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'naskah-interop');
  const folder = join(base, `${name}-${digest}`);
  const marker = `${folder}.ready`;
  if (existsSync(marker)) return folder;
  await rm(folder, { recursive: true, force: true });
  await mkdir(`${marker}.new`, { recursive: true });
  await fill(folder);
  await rename(`${marker}.new`, marker);
  return folder;
}

async function must(program: string, args: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await command(program, args, { timeoutMs: installTimeoutMs });
  if (code !== 0) throw new Error(`${program} ${args[0] ?? ''}: ${lastWords(stdout + stderr, 1500)}`);
}
