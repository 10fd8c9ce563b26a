import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Dice, mutated } from './mutate.ts';
import { corpus, type Target } from './targets.ts';

const mostMs = 2000;
const mostBytes = 256 * 1024 * 1024;

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** For so many seconds of CPU, with inputs from a seed. What broke a promise is kept as a file. */
export function fuzz(
  name: string,
  target: Target,
  seconds = Number(process.argv[2] ?? 60),
  seed = Number(process.argv[3] ?? Date.now() % 2 ** 32),
  from: readonly Uint8Array[] = corpus,
): void {
  const dice = new Dice(seed);
  const codes = new Map<string, number>();
  const found = new Set<string>();
  const folder = mkdtempSync(join(tmpdir(), `naskah-fuzz-${name}-`));
  let runs = 0;
  let slowest = 0;
  for (const end = cpuSeconds() + seconds; cpuSeconds() < end; runs += 1) {
    const input = mutated(from, dice);
    // What one input takes; what earlier ones left uncollected is not its fault.
    const base = process.memoryUsage().rss;
    const start = performance.now();
    let fault: string | null = null;
    try {
      const code = target(input) ?? 'accepted';
      codes.set(code, (codes.get(code) ?? 0) + 1);
    } catch (error) {
      fault = error instanceof Error ? (error.stack ?? error.message) : String(error);
    }
    const ms = performance.now() - start;
    slowest = Math.max(slowest, ms);
    if (ms > mostMs) fault ??= `took ${Math.round(ms)} ms`;
    if (process.memoryUsage().rss - base > mostBytes) fault ??= 'took more than 256 MB';
    const kind = fault?.split('\n').slice(0, 2).join(' ');
    if (fault === null || kind === undefined || found.has(kind)) continue;
    found.add(kind);
    const file = join(folder, `${createHash('sha256').update(input).digest('hex').slice(0, 16)}.pdf`);
    writeFileSync(file, input);
    console.error(`${file}\n${fault}\n`);
  }
  const tally = [...codes].sort((a, b) => b[1] - a[1]).map(([code, n]) => `  ${code}: ${n}`);
  const lines = [`${name}: seed ${seed}, ${runs} inputs, slowest ${slowest.toFixed(0)} ms`, ...tally];
  console.log(`${lines.join('\n')}\n${found.size} broken promises`);
  process.exitCode = found.size === 0 ? 0 : 1;
}
