import { command, type Outcome } from './command.ts';

interface Tool {
  readonly program: string;
  /** The Debian packages it comes from. */
  readonly packages: readonly string[];
  /** Arguments with which it answers 0 where it is usable. */
  readonly probe: readonly string[];
}

const quickTools: readonly Tool[] = [
  { program: 'pdfsig', packages: ['poppler-utils'], probe: ['-v'] },
  { program: 'qpdf', packages: ['qpdf'], probe: ['--version'] },
  { program: 'openssl', packages: ['openssl'], probe: ['version'] },
];

const fullTools: readonly Tool[] = [
  ...quickTools,
  { program: 'python3', packages: ['python3-venv'], probe: ['-c', 'import venv, ensurepip'] },
  { program: 'javac', packages: ['default-jdk-headless'], probe: ['-version'] },
  { program: 'softhsm2-util', packages: ['softhsm2'], probe: ['--version'] },
  {
    program: 'pkcs11-tool',
    packages: ['opensc', 'softhsm2'],
    probe: ['--show-info', '--module', '/usr/lib/softhsm/libsofthsm2.so'],
  },
  { program: 'mvn', packages: ['maven'], probe: ['--version'] },
];

/**
 * Installs the Debian programs that are missing, where this process may. Throws with the one command that mends it: a
 * judge that is silently absent would be a pass without evidence.
 */
export async function ensureTools(quick: boolean): Promise<void> {
  const tools = quick ? quickTools : fullTools;
  const missing = await absent(tools);
  if (missing.length === 0) return;
  const packages = missing.flatMap((t) => t.packages);
  if (process.getuid?.() === 0) {
    await apt(['update']);
    await apt(['install', '-y', '--no-install-recommends', ...packages]);
  }
  const still = await absent(tools);
  if (still.length === 0) return;
  const names = still.map((t) => t.program).join(', ');
  throw new Error(
    `Missing judges: ${names}. As root: apt-get update && apt-get install -y ${packages.join(' ')}`,
  );
}

async function absent(tools: readonly Tool[]): Promise<readonly Tool[]> {
  const answers = await Promise.all(tools.map(({ program, probe }) => command(program, probe)));
  return tools.filter((_, i) => answers[i]?.code !== 0);
}

const apt = (args: readonly string[]): Promise<Outcome> =>
  command('apt-get', args, { timeoutMs: 600_000, env: { DEBIAN_FRONTEND: 'noninteractive' } });

/** The version a Debian judge gives of itself. */
export async function version(program: string, args: readonly string[], pattern: RegExp): Promise<string> {
  const said = await command(program, args);
  return pattern.exec(said.stdout + said.stderr)?.[1] ?? 'unknown';
}
