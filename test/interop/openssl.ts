import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { extractSignatures, type ExtractedSignature } from './byte-range.ts';
import { command, type Outcome } from './command.ts';
import { signatureAndToken } from './der.ts';
import { lastWords, type Demo, type DemoFile, type Verdict } from './verdict.ts';

/** OpenSSL over bytes we cut out ourselves: CMS with CAdES attributes, then the timestamp token on its own. */
export async function openssl(demo: Demo, scratch: string): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const file of demo.files) verdicts.push(...(await judgeFile(file, demo.root, scratch)));
  return verdicts;
}

async function judgeFile(file: DemoFile, root: string, scratch: string): Promise<Verdict[]> {
  const say = (question: string, passed: boolean, detail: string): Verdict => ({
    judge: 'openssl',
    file: file.name,
    question,
    passed,
    detail,
  });
  const signatures = extractSignatures(await readFile(file.path));
  const verdicts = [
    say(
      'the file carries the signatures it claims, the last over the whole file',
      signatures.length === file.signers && signatures.at(-1)?.wholeFile === true,
      `${signatures.length} of ${file.signers}`,
    ),
  ];
  for (const [i, signature] of signatures.entries()) {
    const path = (name: string) => join(scratch, `${file.name}.${i + 1}.${name}`);
    const cms = await verifyCms(signature, root, path);
    verdicts.push(
      say('cms -verify -cades: signature and chain to the root', cms.code === 0, lastWords(cms.stderr)),
    );
    const changed = await verifyCms(withChangedByte(signature), root, path);
    verdicts.push(
      say('cms -verify refuses one changed byte', changed.code !== 0, lastWords(changed.stderr, 120)),
    );
    const token = await verifyToken(signature, root, path);
    verdicts.push(
      say('ts -verify: timestamp over the signature value', token.code === 0, lastWords(token.stdout)),
    );
  }
  return verdicts;
}

type PathOf = (name: string) => string;

/** `-purpose any`: the demo's certificates are for signing documents, not S/MIME mail. */
async function verifyCms({ signed, cms }: ExtractedSignature, root: string, path: PathOf): Promise<Outcome> {
  await writeFile(path('signed'), signed);
  await writeFile(path('cms'), cms);
  const input = ['-inform', 'DER', '-in', path('cms'), '-content', path('signed'), '-binary'];
  const trust = ['-CAfile', root, '-no-CApath', '-purpose', 'any', '-certsout', path('certs.pem')];
  return command('openssl', ['cms', '-verify', '-cades', ...input, ...trust, '-out', '/dev/null']);
}

function withChangedByte({ signed, ...rest }: ExtractedSignature): ExtractedSignature {
  const changed = Buffer.from(signed);
  const middle = changed.length >> 1;
  changed.writeUInt8(changed.readUInt8(middle) ^ 1, middle);
  return { ...rest, signed: changed };
}

/** The intermediate is one of the CMS's own certificates; the anchor is the demo's root and nothing else. */
async function verifyToken({ cms }: ExtractedSignature, root: string, path: PathOf): Promise<Outcome> {
  const { signature, token } = signatureAndToken(cms);
  await writeFile(path('value'), signature);
  await writeFile(path('token'), token);
  const input = ['-token_in', '-in', path('token'), '-data', path('value')];
  return command('openssl', ['ts', '-verify', ...input, '-CAfile', root, '-untrusted', path('certs.pem')]);
}
