import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runDemo } from '../interop/demo.ts';
import type { Angka } from './angka.ts';

/** Seconds of `naskah demo --exit` in an empty data folder, process start to process end, after install and build. */
export async function benchDemo(): Promise<Angka[]> {
  const folder = await mkdtemp(join(tmpdir(), 'naskah-bench-'));
  try {
    const mulai = performance.now();
    await runDemo(join(folder, 'data'), join(folder, 'keluaran'));
    const detik = (performance.now() - mulai) / 1000;
    return [{ name: 'naskah demo --exit, s', value: detik, floor: null, ratio: null, bound: 30 }];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
