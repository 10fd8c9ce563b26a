/**
 * Makes (or completes) the development PKI of a data folder and writes its public certificates beside it:
 * `tsx certs-dev/buat.ts [DATA]`. Keys stay sealed inside `DATA/pki/pki.json`; nothing is written to this folder.
 */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { X509Certificate } from 'node:crypto';
import { loadOrCreateInstallationSecret } from '../src/adapters/signer/rahasia-instalasi.ts';
import { openWithSecret, sealWithSecret } from '../src/adapters/signer/rahasia.ts';
import { loadOrCreatePki } from '../src/pki/simpan.ts';
import { utf8 } from '../src/shared/bytes.ts';

const dataDir = resolve(process.env['INIT_CWD'] ?? process.cwd(), process.argv[2] ?? 'data');
await mkdir(dataDir, { recursive: true, mode: 0o700 });
const secret = await loadOrCreateInstallationSecret(dataDir);

const store = await loadOrCreatePki(dataDir, {
  now: new Date(),
  people: [], // people get their certificates where their passphrases are made: `naskah serve` and `naskah demo`
  baseUrl: 'http://127.0.0.1:8318',
  vault: {
    seal: (plaintext, owner) => sealWithSecret(secret, 'pki', plaintext, utf8(owner)),
    open: (sealed, owner) => openWithSecret(secret, 'pki', sealed, utf8(owner)),
    sealSigner: () => Promise.reject(new Error('this script certifies nobody')),
  },
});

const files = { 'akar.pem': store.pki.root, 'penerbit.pem': store.pki.issuing, 'tsa.pem': store.pki.tsa };
for (const [name, { certificate }] of Object.entries(files)) {
  const path = join(dataDir, 'pki', name);
  await writeFile(path, new X509Certificate(certificate).toString());
  await chmod(path, 0o644);
  console.log(path);
}
