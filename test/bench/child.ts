import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('child/', import.meta.url));

/** A process of its own; its CPU in microseconds is told by `cpu-at-exit.cjs`, which both sides of a ratio carry. */
export function child(args: readonly string[]): Promise<{ readonly stdout: string; readonly cpu: number }> {
  const [script = '', ...rest] = args;
  return new Promise((resolve, reject) => {
    const running = spawn(
      process.execPath,
      ['--require', join(here, 'cpu-at-exit.cjs'), join(here, script), ...rest],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, NODE_OPTIONS: '' },
      },
    );
    const said = { stdout: '', stderr: '' };
    running.stdout.on('data', (part: Buffer) => (said.stdout += part.toString()));
    running.stderr.on('data', (part: Buffer) => (said.stderr += part.toString()));
    running.once('close', (code) => {
      const cpu = /^cpu (\d+)$/m.exec(said.stderr)?.[1];
      if (code !== 0 || cpu === undefined) reject(new Error(`${script} ended with ${code}: ${said.stderr}`));
      else resolve({ stdout: said.stdout, cpu: Number(cpu) });
    });
  });
}
