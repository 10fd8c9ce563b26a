// Stands in for the validator's thread: the file's first word says how it behaves, every other one is judged at once.
import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';

const kelakuan = {
  macet: () => {
    for (;;);
  },
  rakus: () => {
    const isi = [];
    for (;;) isi.push({ a: isi.length, b: [isi.length] });
  },
  gagal: () => {
    throw new Error('a defect of ours');
  },
  lama: () => {
    const sampai = Date.now() + 500;
    while (Date.now() < sampai);
  },
};

parentPort.on('message', ({ path }) => {
  const isi = readFileSync(path, 'utf8');
  kelakuan[isi]?.();
  parentPort.postMessage({ readable: true, sizeBytes: isi.length, revisions: 1, signatures: [] });
});
parentPort.postMessage('siap');
