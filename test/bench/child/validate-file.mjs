// CPU of judging one file from disk, and the most memory this process ever held: node validate-file.mjs FILE ROOT.der RUNS
import { readFileSync } from 'node:fs';
import { sumberBerkas } from '../../../dist/adapters/berkas-sumber.js';
import { validatePdf } from '../../../dist/pades/index.js';
import { peakKiB } from './peak.mjs';

const [file, root, runs] = process.argv.slice(2);
const anchors = [new Uint8Array(readFileSync(root))];
let best = Infinity;
for (let i = 0; i < Number(runs); i += 1) {
  const before = process.cpuUsage();
  const source = sumberBerkas(file);
  const report = validatePdf(source, { anchors, at: new Date('2026-06-01T00:00:00Z') });
  source.close();
  const { user, system } = process.cpuUsage(before);
  best = Math.min(best, user + system);
  if (!report.readable || report.signatures[0]?.indication !== 'TOTAL_PASSED') throw new Error('not passed');
}
process.stdout.write(JSON.stringify({ cpu: best, residentKiB: peakKiB() }));
