import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { validatePdf } from '../../pades/index.ts';
import { sumberBerkas } from '../berkas-sumber.ts';
import type { Tugas } from './utas.ts';

// Linux counts threads as processes here: this one steps back behind the service's own. Elsewhere it would be everything.
if (process.platform === 'linux') setPriority(10);

/** Strangers' files, judged one after another in a thread that may be ended: read from disk, never handed over whole. */
parentPort?.on('message', ({ path, options }: Tugas) => {
  const sumber = sumberBerkas(path);
  try {
    parentPort?.postMessage(validatePdf(sumber, options));
  } finally {
    sumber.close();
  }
});
parentPort?.postMessage('siap');
