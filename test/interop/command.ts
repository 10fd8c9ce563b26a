import { spawn } from 'node:child_process';
import { constants } from 'node:os';

export interface Outcome {
  /** Exit code; 128 + signal number for a killed program, 127 where it isn't installed. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const defaultTimeoutMs = 120_000;
/** What a judge may say before the rest is dropped; no judge says more about four letters. */
const maxOutputBytes = 32 * 1024 * 1024;

/** Runs a program to its end. Never throws: a missing or hanging judge is an outcome like any other. */
export function command(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly timeoutMs?: number; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: options.timeoutMs ?? defaultTimeoutMs,
      killSignal: 'SIGKILL',
      env: { ...process.env, LC_ALL: 'C.UTF-8', ...options.env },
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    const stdout = collect(child.stdout);
    const stderr = collect(child.stderr);
    child.once('error', (error) => resolve({ code: 127, stdout: '', stderr: error.message }));
    child.once('close', (code, signal) =>
      resolve({
        code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]),
        stdout: stdout(),
        stderr: signal === null ? stderr() : `${stderr()} killed by ${signal}`,
      }),
    );
  });
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const parts: Buffer[] = [];
  let size = 0;
  stream.on('data', (part: Buffer) => {
    size += part.length;
    if (size <= maxOutputBytes) parts.push(part);
  });
  return () => Buffer.concat(parts).toString('utf8');
}
