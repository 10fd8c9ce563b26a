import { command, type Outcome } from './command.ts';

/** Programs of others, the Debian package each comes from, and how it names its version. */
export const tools = [
  { program: 'pdfsig', package: 'poppler-utils', version: ['-v'], pattern: /pdfsig version (\S+)/ },
  { program: 'qpdf', package: 'qpdf', version: ['--version'], pattern: /qpdf version (\S+)/ },
  { program: 'openssl', package: 'openssl', version: ['version'], pattern: /OpenSSL (\S+)/ },
] as const satisfies readonly {
  program: string;
  package: string;
  version: readonly string[];
  pattern: RegExp;
}[];

/**
 * Installs the Debian judges that are missing, where this process may. Throws with the one command that mends it: a
 * judge that is silently absent would be a pass without evidence.
 */
export async function ensureDebianTools(): Promise<void> {
  const missing = await absent();
  if (missing.length === 0) return;
  const packages = missing.map((t) => t.package);
  const install = `apt-get update && apt-get install -y ${packages.join(' ')}`;
  if (process.getuid?.() === 0) {
    await apt(['update']);
    await apt(['install', '-y', '--no-install-recommends', ...packages]);
  }
  const still = await absent();
  if (still.length === 0) return;
  throw new Error(`Missing judges: ${still.map((t) => t.program).join(', ')}. As root: ${install}`);
}

export async function debianVersions(): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const { program, version, pattern } of tools) {
    const said = await command(program, version);
    found.set(program, pattern.exec(said.stdout + said.stderr)?.[1] ?? 'unknown');
  }
  return found;
}

async function absent() {
  const answers = await Promise.all(tools.map(({ program, version }) => command(program, version)));
  return tools.filter((_, i) => answers[i]?.code === 127);
}

const apt = (args: readonly string[]): Promise<Outcome> =>
  command('apt-get', args, { timeoutMs: 600_000, env: { DEBIAN_FRONTEND: 'noninteractive' } });
