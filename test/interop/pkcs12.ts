import { verify, X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openPkcs12 } from '../../src/adapters/signer/pkcs12.ts';
import { signatureAlgorithms } from '../../src/pades/index.ts';
import { buatCa, buatCaAntara, buatPemegang, jenisKunci, type JenisKunciUji } from '../support/sertifikat.ts';
import { command } from './command.ts';
import { lastWords, type Demo, type Verdict } from './verdict.ts';

interface Encoding {
  readonly name: string;
  readonly args: readonly string[];
  readonly passphrase?: string;
  /** OpenSSL 3.4 and later. */
  readonly isNew?: boolean;
}

/** What `openssl pkcs12 -export` can be told, of 1.1 (`-legacy`, PBE names) and of 3. */
const encodings: readonly Encoding[] = [
  { name: 'as OpenSSL 3 does it', args: [] },
  { name: 'as OpenSSL 1.1 did it', args: ['-legacy'] },
  { name: '3DES for both', args: ['-legacy', '-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES'] },
  { name: 'RC2-128', args: ['-legacy', '-certpbe', 'PBE-SHA1-RC2-128', '-keypbe', 'PBE-SHA1-RC2-128'] },
  { name: 'AES-128', args: ['-certpbe', 'AES-128-CBC', '-keypbe', 'AES-128-CBC'] },
  { name: 'nothing encrypted', args: ['-certpbe', 'NONE', '-keypbe', 'NONE'] },
  { name: 'no MAC', args: ['-nomac'] },
  { name: 'no MAC, legacy', args: ['-nomac', '-legacy'] },
  { name: 'MAC with SHA-1', args: ['-macalg', 'sha1'] },
  { name: 'MAC with SHA-384', args: ['-macalg', 'sha384'] },
  { name: 'MAC with SHA-512', args: ['-macalg', 'sha512'] },
  { name: 'one iteration', args: ['-iter', '1', '-nomaciter'] },
  { name: 'PBMAC1', args: ['-pbmac1_pbkdf2'], isNew: true },
  { name: 'empty passphrase', args: [], passphrase: '' },
  { name: 'empty passphrase, legacy', args: ['-legacy'], passphrase: '' },
  { name: 'passphrase beyond ASCII', args: [], passphrase: 'sandi-é€😀' },
  { name: 'passphrase beyond ASCII, legacy', args: ['-legacy'], passphrase: 'sandi-é€😀' },
  { name: 'friendly name', args: ['-name', 'Kepala Dinas', '-caname', 'CA'] },
];

/** PKCS#12 files as OpenSSL writes them, opened by us: every key, then every encoding. */
export async function pkcs12(_demo: Demo, scratch: string): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const kind of Object.keys(jenisKunci) as JenisKunciUji[]) {
    verdicts.push(await judge(kind, { name: 'as OpenSSL 3 does it', args: [] }, scratch));
  }
  for (const encoding of encodings) verdicts.push(await judge('p-256', encoding, scratch));
  return verdicts.filter((each) => each.detail !== skipped);
}

const skipped = 'this OpenSSL has no PBMAC1';

async function judge(kind: JenisKunciUji, encoding: Encoding, scratch: string): Promise<Verdict> {
  const { args, passphrase = 'rahasia' } = encoding;
  const root = buatCa();
  const ca = buatCaAntara(root);
  const holder = buatPemegang(kind, ca);
  const path = (name: string): string => join(scratch, name);
  const pem = (der: Uint8Array): string => new X509Certificate(der).toString();
  await writeFile(path('key.pem'), holder.key.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 });
  await writeFile(path('cert.pem'), pem(holder.certificate));
  await writeFile(path('chain.pem'), pem(root.certificate) + pem(ca.certificate));
  await writeFile(path('pass'), `${passphrase}\n`);
  const files = ['-inkey', path('key.pem'), '-in', path('cert.pem'), '-certfile', path('chain.pem')];
  const out = ['-out', path('out.p12'), '-passout', `file:${path('pass')}`];
  const made = await command('openssl', ['pkcs12', '-export', ...files, ...out, ...args]);
  const say = (passed: boolean, detail: string): Verdict => ({
    judge: 'openssl pkcs12',
    file: kind,
    question: `a PKCS#12 file opens: ${encoding.name}`,
    passed,
    detail,
  });
  if (made.code !== 0) return say(false, encoding.isNew === true ? skipped : lastWords(made.stderr));
  try {
    const signer = openPkcs12(await readFile(path('out.p12')), Buffer.from(passphrase));
    const message = Buffer.from('pesan');
    const { hash, parameters } = signatureAlgorithms[signer.algorithm];
    const value = await signer.sign({ message, digest: message });
    const key = new X509Certificate(holder.certificate).publicKey;
    const fits = verify(hash, message, { key, ...parameters }, value) && signer.chain.length === 1;
    return say(fits && wrongIsRefused(await readFile(path('out.p12'))), signer.algorithm);
  } catch (error) {
    return say(false, String(error));
  }
}

function wrongIsRefused(file: Uint8Array): boolean {
  try {
    openPkcs12(file, Buffer.from('salah sama sekali'));
    return false;
  } catch (error) {
    return (error as { code?: string }).code === 'FRASA_SANDI_SALAH';
  }
}
