import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Angka } from './angka.ts';

/**
 * CPU of others' programs on the letter with 50 signatures, for scale: pdfsig as a process from start to end, pyHanko warm within one
 * interpreter. Who is not installed is left out; `npm run interop` installs both.
 */
export function verifyingPeers(folder: string, file: Uint8Array, root: Uint8Array, floor: number): Angka[] {
  const path = join(folder, 'letter.pdf');
  const anchor = join(folder, 'root.der');
  writeFileSync(path, file);
  writeFileSync(anchor, root);
  const row = (name: string, value: number | null): Angka[] =>
    value === null
      ? []
      : [{ name: `for scale, the same by ${name}`, value, floor, ratio: value / floor, bound: null }];
  return [
    ...row(
      'pdfsig -nocert (integrity only, no analysis; a process)',
      processCpu('pdfsig', ['-nocert', path]),
    ),
    ...row('pyHanko (warm, with difference analysis)', pyHankoCpu(path, anchor)),
  ];
}

/** Microseconds of CPU as the shell counts them; null where the program is missing or fails. */
function processCpu(program: string, args: readonly string[]): number | null {
  const { status, stderr } = spawnSync(
    'bash',
    ['-c', 'TIMEFORMAT="cpu %U %S"; time "$@" > /dev/null 2>&1', 'bash', program, ...args],
    { encoding: 'utf8', timeout: 120_000 },
  );
  const [, user, system] = /^cpu ([\d.]+) ([\d.]+)$/m.exec(stderr) ?? [];
  return status !== 0 || user === undefined || system === undefined
    ? null
    : (Number(user) + Number(system)) * 1e6;
}

const script = `
import sys, time
from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from datetime import datetime, timezone
def once():
    root = x509.Certificate.load(open(sys.argv[2], 'rb').read())
    with open(sys.argv[1], 'rb') as doc:
        for signature in PdfFileReader(doc).embedded_signatures:
            context = ValidationContext(trust_roots=[root], allow_fetching=False, moment=datetime(2026, 6, 1, tzinfo=timezone.utc))
            assert validate_pdf_signature(signature, context).bottom_line
once()
start = time.process_time()
once()
print(int((time.process_time() - start) * 1e6))
`;

function pyHankoCpu(path: string, anchor: string): number | null {
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'naskah-interop');
  const ready = existsSync(cache)
    ? readdirSync(cache).find((name) => /^pyhanko-.*\.ready$/.test(name))
    : undefined;
  if (ready === undefined) return null;
  const python = join(cache, ready.replace(/\.ready$/, ''), 'bin', 'python');
  const { status, stdout } = spawnSync(python, ['-c', script, path, anchor], {
    encoding: 'utf8',
    timeout: 300_000,
  });
  return status === 0 ? Number(stdout.trim()) : null;
}
