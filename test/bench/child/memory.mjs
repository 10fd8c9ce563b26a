// Peak resident memory (KiB) after a small file, and after the large one: node memory.mjs LARGE SMALL OUT KEY.json
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { sumberBerkas } from '../../../dist/adapters/berkas-sumber.js';
import { tulisKeBerkas } from '../../../dist/adapters/berkas-ke-berkas.js';
import { keySigner } from '../../../dist/adapters/signer/kunci.js';
import { signPdf } from '../../../dist/pades/index.js';
import { peakKiB } from './peak.mjs';

const [large, small, output, keyFile] = process.argv.slice(2);
const bytes = (base64) => new Uint8Array(Buffer.from(base64, 'base64'));
const { key: pkcs8, certificate, chain } = JSON.parse(readFileSync(keyFile, 'utf8'));
const key = createPrivateKey({ key: Buffer.from(pkcs8, 'base64'), format: 'der', type: 'pkcs8' });
const signer = keySigner(key, bytes(certificate), chain.map(bytes));

const peakAfter = async (input) => {
  const source = sumberBerkas(input);
  const signed = await signPdf(source, { level: 'B-B', signer, signingTime: new Date() });
  await tulisKeBerkas(input, output, signed);
  source.close();
  return peakKiB();
};
for (let i = 0; i < 20; i += 1) await peakAfter(small);
const before = await peakAfter(small);
const after = await peakAfter(large);
process.stdout.write(JSON.stringify({ before, after }));
