// A whole process that signs one letter: node one-letter.mjs IN OUT KEY.json
import { createPrivateKey, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { bytesSource, signPdf, signedBytes } from '../../../dist/pades/index.js';

const [input, output, keyFile] = process.argv.slice(2);
const bytes = (base64) => new Uint8Array(Buffer.from(base64, 'base64'));
const { key: pkcs8, certificate, chain } = JSON.parse(readFileSync(keyFile, 'utf8'));
const key = createPrivateKey({ key: Buffer.from(pkcs8, 'base64'), format: 'der', type: 'pkcs8' });
const signed = await signPdf(bytesSource(readFileSync(input)), {
  level: 'B-B',
  signingTime: new Date(),
  signer: {
    certificate: bytes(certificate),
    chain: chain.map(bytes),
    algorithm: 'rsa-pkcs1-sha256',
    sign: ({ message }) => sign('sha256', message, key),
  },
});
writeFileSync(output, signedBytes(signed));
