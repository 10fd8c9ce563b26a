import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { changeSignedByte } from './byte-range.ts';
import { command } from './command.ts';
import { lastWords, type Demo, type Verdict } from './verdict.ts';

export const naskahCli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

interface Line {
  readonly signatures?: readonly { readonly indication: string; readonly level: string | null }[];
  readonly error?: { readonly code: string };
}

/** `naskah verify --json` about one file: exit code, and what it says of each signature. */
export async function naskahVerify(path: string, trust: readonly string[]) {
  const anchors = trust.flatMap((t) => ['--trust', t]);
  const { code, stdout, stderr } = await command(process.execPath, [
    naskahCli,
    'verify',
    '--json',
    ...anchors,
    path,
  ]);
  const line = parse(stdout);
  const signatures = line?.signatures ?? [];
  const said = line === null ? lastWords(stderr) : (line.error?.code ?? indications(signatures));
  return { code, signatures, said: `exit ${code}: ${said}` };
}

/** Our own validator, from the built command: what it must say with the root, without it, and of a changed file. */
export async function naskah(demo: Demo, scratch: string): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const file of demo.files) {
    const say = (question: string, passed: boolean, detail: string) =>
      verdicts.push({ judge: 'naskah verify', file: file.name, question, passed, detail });
    const trusted = await naskahVerify(file.path, [demo.root]);
    const asPromised = trusted.signatures.every(
      (s) => s.indication === file.verdict && s.level === file.level,
    );
    say(
      'with the root: verdict and level of hasil.json, TOTAL_PASSED',
      trusted.code === 0 &&
        file.verdict === 'TOTAL_PASSED' &&
        asPromised &&
        trusted.signatures.length === file.signers,
      trusted.said,
    );
    const stranger = await naskahVerify(file.path, []);
    say(
      'without an anchor: INDETERMINATE',
      stranger.code === 2 && every(stranger.signatures, 'INDETERMINATE'),
      stranger.said,
    );
    const changedPath = join(scratch, file.name);
    await writeFile(changedPath, changeSignedByte(await readFile(file.path)));
    const changed = await naskahVerify(changedPath, [demo.root]);
    say(
      'one changed byte: TOTAL_FAILED',
      changed.code === 1 && every(changed.signatures, 'TOTAL_FAILED'),
      changed.said,
    );
  }
  return verdicts;
}

const every = (signatures: readonly { readonly indication: string }[], indication: string): boolean =>
  signatures.length > 0 && signatures.every((s) => s.indication === indication);

const indications = (signatures: NonNullable<Line['signatures']>): string =>
  signatures.map((s) => `${s.indication} ${s.level ?? ''}`.trim()).join(', ') || 'no signature';

function parse(text: string): Line | null {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return null;
  }
}
