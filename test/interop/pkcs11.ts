import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openPkcs11, type Pkcs11Module } from '../../src/adapters/signer/pkcs11.ts';
import { bytesSource, signatureAlgorithms, signedSource, readAll, signPdf } from '../../src/pades/index.ts';
import type { HashSigner, SignatureAlgorithm } from '../../src/pades/index.ts';
import { buatCa, sertifikatUntuk, type Ca } from '../support/sertifikat.ts';
import { unsignedPart } from './byte-range.ts';
import { command } from './command.ts';
import { lastWords, type Demo, type Verdict } from './verdict.ts';

/** Where Debian puts SoftHSM 2. */
const soft = '/usr/lib/softhsm/libsofthsm2.so';
const token = 'naskah-uji';
const pin = '246810';
const parallel = 200;

interface Row {
  readonly label: string;
  /** Id in hexadecimal, and the key type as pkcs11-tool names it. */
  readonly id: string;
  readonly type: string;
  readonly algorithms: readonly SignatureAlgorithm[];
}

const rows: readonly Row[] = [
  {
    label: 'rsa-2048',
    id: '01',
    type: 'RSA:2048',
    algorithms: ['rsa-pkcs1-sha256', 'rsa-pkcs1-sha512', 'rsa-pss-sha256'],
  },
  { label: 'rsa-3072', id: '02', type: 'RSA:3072', algorithms: ['rsa-pkcs1-sha384', 'rsa-pss-sha384'] },
  { label: 'p-256', id: '03', type: 'EC:prime256v1', algorithms: ['ecdsa-p256-sha256'] },
  { label: 'p-384', id: '04', type: 'EC:secp384r1', algorithms: ['ecdsa-p384-sha384'] },
  { label: 'p-521', id: '05', type: 'EC:secp521r1', algorithms: ['ecdsa-p521-sha512'] },
  { label: 'ed25519', id: '06', type: 'EC:edwards25519', algorithms: ['ed25519'] },
];

/**
 * Keys made inside SoftHSM 2 by OpenSC's pkcs11-tool sign our PDFs; pdfsig and OpenSSL judge what comes out. Then the
 * hard days: 200 at once, a wrong PIN, the token gone.
 */
export async function pkcs11(demo: Demo, scratch: string): Promise<Verdict[]> {
  const world = await makeToken(scratch);
  const letter = unsignedPart(await readFile(demo.files[0]!.path));
  const softhsm = await openPkcs11(soft, { sessions: 8 });
  try {
    const verdicts: Verdict[] = [];
    for (const row of rows) verdicts.push(...(await judgeKey(softhsm, row, letter, scratch)));
    verdicts.push(await manyAtOnce(softhsm), await wrongPin(softhsm), await gone(softhsm, world));
    return verdicts;
  } finally {
    softhsm.close();
  }
}

const say = (file: string, question: string, passed: boolean, detail: string): Verdict => ({
  judge: 'SoftHSM 2',
  file,
  question,
  passed,
  detail,
});

interface World {
  readonly tokens: string;
}

async function makeToken(scratch: string): Promise<World> {
  const tokens = join(scratch, 'tokens');
  const config = join(scratch, 'softhsm2.conf');
  await mkdir(tokens);
  await writeFile(
    config,
    `directories.tokendir = ${tokens}\nobjectstore.backend = file\nlog.level = ERROR\n`,
  );
  // Read by the module when it is initialised, in this process and in the tools'.
  process.env['SOFTHSM2_CONF'] = config;
  const ca = buatCa();
  await must('softhsm2-util', [
    '--init-token',
    '--free',
    '--label',
    token,
    '--so-pin',
    '12345678',
    '--pin',
    pin,
  ]);
  for (const row of rows) await makeKey(row, ca, scratch);
  return { tokens };
}

async function makeKey({ label, id, type }: Row, ca: Ca, scratch: string): Promise<void> {
  const tool = ['--module', soft, '--token-label', token, '--login', '--pin', pin];
  const certificate = join(scratch, `${label}.der`);
  await must('pkcs11-tool', [...tool, '--keypairgen', '--key-type', type, '--label', label, '--id', id]);
  const prefix = spkiPrefix[type];
  const publicKey = await (prefix === undefined ? readRsa(tool, id, scratch) : readPoint(tool, id, prefix));
  await writeFile(certificate, sertifikatUntuk(publicKey, ca, `TEST ${label}`));
  await must('pkcs11-tool', [
    ...tool,
    '--write-object',
    certificate,
    '--type',
    'cert',
    '--id',
    id,
    '--label',
    label,
  ]);
}

async function readRsa(tool: readonly string[], id: string, scratch: string): Promise<KeyObject> {
  const path = join(scratch, `${id}.spki`);
  await must('pkcs11-tool', [
    ...tool,
    '--read-object',
    '--type',
    'pubkey',
    '--id',
    id,
    '--output-file',
    path,
  ]);
  return createPublicKey({ key: await readFile(path), format: 'der', type: 'spki' });
}

/** SubjectPublicKeyInfo before the point (RFC 5480, RFC 8410). */
const spkiPrefix: Readonly<Record<string, string>> = {
  'EC:prime256v1': '3059301306072a8648ce3d020106082a8648ce3d030107034200',
  'EC:secp384r1': '3076301006072a8648ce3d020106052b81040022036200',
  'EC:secp521r1': '30819b301006072a8648ce3d020106052b8104002303818600',
  'EC:edwards25519': '302a300506032b6570032100',
};

/** pkcs11-tool shows the point of a key but does not write every kind out as a key. */
async function readPoint(tool: readonly string[], id: string, prefix: string): Promise<KeyObject> {
  const { stdout } = await command('pkcs11-tool', [...tool, '-O', '--type', 'pubkey']);
  const own = stdout.split('Public Key Object').find((each) => new RegExp(`ID:\\s+${id}`).test(each));
  const point = /EC_POINT:\s*04(?:81)?[0-9a-f]{2}([0-9a-f]+)/.exec(own ?? '')?.[1];
  if (point === undefined) throw new Error(`no point: ${lastWords(stdout)}`);
  return createPublicKey({ key: Buffer.from(prefix + point, 'hex'), format: 'der', type: 'spki' });
}

async function must(program: string, args: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await command(program, args);
  if (code !== 0) throw new Error(`${program}: ${lastWords(stdout + stderr, 800)}`);
}

const open = (softhsm: Pkcs11Module, label: string, algorithm?: SignatureAlgorithm) =>
  softhsm.openSigner({
    token: { label: token },
    key: { label },
    pin: Buffer.from(pin),
    ...(algorithm === undefined ? {} : { algorithm }),
  });

async function judgeKey(
  softhsm: Pkcs11Module,
  { label, algorithms }: Row,
  letter: Uint8Array,
  scratch: string,
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const algorithm of algorithms) {
    const signer = await open(softhsm, label, algorithm);
    try {
      const signed = await signPdf(bytesSource(letter), { signer, level: 'B-B', signingTime: new Date() });
      const path = join(scratch, `${label}-${algorithm}.pdf`);
      await writeFile(path, readAll(signedSource(signed)));
      const { code, stdout, stderr } = await command('pdfsig', ['-nocert', path]);
      // poppler with NSS does not know Ed25519; the engine has verified the value itself.
      const valid = algorithm === 'ed25519' || /Signature is Valid/.test(stdout);
      const said = code === 0 ? /Signature Validation: (.*)/.exec(stdout)?.[1] : lastWords(stderr);
      verdicts.push(say(`${label} ${algorithm}`, 'a key in the token signs a PDF', valid, said ?? 'signed'));
    } finally {
      signer.destroy();
    }
  }
  return verdicts;
}

async function manyAtOnce(softhsm: Pkcs11Module): Promise<Verdict> {
  const signer = await open(softhsm, 'rsa-2048');
  try {
    let turns = 0;
    const heart = setInterval(() => (turns += 1), 1);
    const started = performance.now();
    const values = await Promise.all(
      Array.from({ length: parallel }, async (_, i) => signer.sign(input(signer, `surat ${i}`))),
    );
    clearInterval(heart);
    const different = new Set(values.map((each) => Buffer.from(each).toString('hex'))).size;
    const ms = Math.round(performance.now() - started);
    return say(
      '-',
      `${parallel} signatures at once through 8 sessions, the event loop going on`,
      different === parallel && turns > 3,
      `${different} values in ${ms} ms, ${turns} turns`,
    );
  } finally {
    signer.destroy();
  }
}

async function wrongPin(softhsm: Pkcs11Module): Promise<Verdict> {
  const wrong = softhsm.openSigner({
    token: { label: token },
    key: { label: 'p-256' },
    pin: Buffer.from('135790'),
  });
  const code = await codeOf(wrong);
  const signer = await open(softhsm, 'p-256');
  const value = await signer.sign(input(signer, 'sesudah'));
  signer.destroy();
  return say(
    '-',
    'a wrong PIN is told, the right one works after it',
    code === 'FRASA_SANDI_SALAH' && value.length > 0,
    code,
  );
}

/** SoftHSM itself forgets a token whose folder was gone until the module is started anew, as some cards' modules do. */
async function gone(softhsm: Pkcs11Module, { tokens }: World): Promise<Verdict> {
  const signer = await open(softhsm, 'p-256');
  try {
    await signer.sign(input(signer, 'ada'));
    await rename(tokens, `${tokens}.gone`);
    const code = await codeOf(Promise.resolve(signer.sign(input(signer, 'hilang'))));
    const again = await codeOf(Promise.resolve(signer.sign(input(signer, 'masih hilang'))));
    await rename(`${tokens}.gone`, tokens);
    const told = [code, again].every((each) => each === 'TOKEN_TIDAK_TERSEDIA');
    return say('-', 'a token that is gone is told by its code', told, `${code}, ${again}`);
  } finally {
    signer.destroy();
  }
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'signed';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

function input(signer: HashSigner, text: string): { message: Uint8Array; digest: Uint8Array } {
  const message = Buffer.from(text);
  return {
    message,
    digest: createHash(signatureAlgorithms[signer.algorithm].digest).update(message).digest(),
  };
}
