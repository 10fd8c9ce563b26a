import { createHash, sign, verify, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ByteSource, ValidateOptions } from '../../src/pades/index.ts';
import { letter, tableFile } from '../support/pdf.ts';
import { issue, makePki, type TestIdentity } from '../support/pki.ts';
import type { Angka } from './angka.ts';
import { child } from './child.ts';
import { cpuOf } from './cpu.ts';
import { engine, keySigner, sumberBerkas, tulisKeBerkas } from './engine.ts';
import { largeFile } from './large-file.ts';
import { verifyingPeers } from './verifying-peers.ts';

/**
 * CPU of a full report against a single pass: SHA-256 of the file once and one bare verify for each signature. The files of a row take turns
 * and there are more of them than the engine remembers, so that no signature value is looked up instead of verified.
 */
export async function benchValidate(): Promise<Angka[]> {
  const folder = mkdtempSync(join(tmpdir(), 'naskah-bench-'));
  try {
    const { rsa, root } = await makePki();
    const options = { anchors: [root.certificate], at: new Date('2026-06-01T00:00:00Z') };
    const body = (size: number): Uint8Array => tableFile({ ...letter, 131: ['', filler(size)] });
    const small = await letters(body(55_000), rsa, 12, [1, 10, 50, 100]);
    const large = await letters(body(20_000_000), rsa, 2, [1, 50]);
    const ofLetter = await curve('60 KB letter', small, rsa, options, new Map([[50, 5]]));
    const ofLarge = await curve('20 MB', large, rsa, options, new Map([[50, 1.5]]));
    return [
      ...ofLetter,
      ...verifyingPeers(
        folder,
        small.get(50)?.[0] ?? new Uint8Array(),
        root.certificate,
        ofLetter[2]?.floor ?? NaN,
      ),
      limited('60 KB letter with 1 signature (bound: 5 ms)', ofLetter[0]?.value ?? NaN, 5000),
      ...ofLarge,
      ratioOf('20 MB: 50 signatures / 1 signature', ofLarge[1], ofLarge[0], 1.6),
      ...(await fromDisk(folder, rsa, root)),
      limited('path of 4 certificates (bound: 3 ms)', await fourCertificates(), 3000),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const { bytesSource, signPdf, signedBytes, validatePdf, validateCertificatePath } = engine;

const filler = (size: number): Buffer => Buffer.alloc(size, 'isi surat ');

type Letters = ReadonlyMap<number, readonly Uint8Array[]>;

/** `copies` files for each number of signatures asked for; every signature of every file has a value of its own. */
async function letters(
  file: Uint8Array,
  { key, certificate, chain }: TestIdentity,
  copies: number,
  counts: readonly number[],
): Promise<Letters> {
  const signer = keySigner(key, certificate, chain);
  const made = new Map<number, Uint8Array[]>(counts.map((count) => [count, []]));
  for (let copy = 0; copy < copies; copy += 1) {
    let bytes = file;
    for (let count = 1; count <= Math.max(...counts); count += 1) {
      const signingTime = new Date(Date.UTC(2026, 0, 1 + copy, 0, 0, count));
      bytes = signedBytes(await signPdf(bytesSource(bytes), { level: 'B-B', signer, signingTime }));
      made.get(count)?.push(bytes);
    }
  }
  return made;
}

/** One row for each number of signatures. */
async function curve(
  what: string,
  files: Letters,
  identity: TestIdentity,
  options: ValidateOptions,
  bounds: ReadonlyMap<number, number>,
): Promise<Angka[]> {
  const rows: Angka[] = [];
  for (const [count, copies] of files) {
    const next = inTurn(copies);
    const bare = bareVerify(identity);
    const { value, floor } = await cpuOf(
      {
        value: () => mustPass(bytesSource(next()), options, count),
        floor: () => {
          createHash('sha256').update(next()).digest();
          for (let i = 0; i < count; i += 1) bare();
        },
      },
      (copies[0]?.length ?? 0) > 10_000_000
        ? { rounds: 6, perRound: 2, warmUp: 4 }
        : {
            rounds: 12,
            perRound: Math.max(copies.length, Math.ceil(200 / count)),
            warmUp: Math.ceil(800 / count) + 24,
          },
    );
    const name = `${what} with ${count} signature${count > 1 ? 's' : ''}`;
    rows.push({ name, value, floor, ratio: value / floor, bound: bounds.get(count) ?? null });
  }
  return rows;
}

function inTurn<T>(items: readonly T[]): () => T {
  let turn = 0;
  return () => {
    turn = (turn + 1) % items.length;
    const item = items[turn];
    if (item === undefined) throw new Error('nothing to take turns with');
    return item;
  };
}

function mustPass(source: ByteSource, options: ValidateOptions, signatures: number): void {
  const report = validatePdf(source, options);
  if (!report.readable || report.signatures.length !== signatures) throw new Error('not what was signed');
  if (report.signatures.some(({ indication }) => indication !== 'TOTAL_PASSED'))
    throw new Error('not passed');
}

function bareVerify({ key, certificate }: TestIdentity): () => void {
  const message = Buffer.alloc(300, 7);
  const signature = sign('sha256', message, key);
  const { publicKey } = new X509Certificate(certificate);
  return () => {
    if (!verify('sha256', message, publicKey, signature)) throw new Error('does not verify');
  };
}

/** A figure in microseconds against a bound that is a time: the ratio is of the bound. */
const limited = (name: string, value: number, bound: number): Angka => ({
  name,
  value,
  floor: bound,
  ratio: value / bound,
  bound: 1,
});

const ratioOf = (name: string, one: Angka | undefined, other: Angka | undefined, bound: number): Angka => {
  const [value, floor] = [one?.value ?? NaN, other?.value ?? NaN];
  return { name, value, floor, ratio: value / floor, bound };
};

/** 400 MB in a process of its own: against reading and hashing it, and the most memory it held. */
async function fromDisk(
  folder: string,
  { key, certificate, chain }: TestIdentity,
  root: TestIdentity,
): Promise<Angka[]> {
  const [plain, signed, anchor] = ['plain.pdf', 'signed.pdf', 'root.der'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  largeFile(plain, 400);
  writeFileSync(anchor, root.certificate);
  const source = sumberBerkas(plain);
  const signer = keySigner(key, certificate, chain);
  const made = await signPdf(source, { level: 'B-B', signer, signingTime: new Date(Date.UTC(2026, 1, 1)) });
  await tulisKeBerkas(plain, signed, made);
  source.close();
  rmSync(plain);
  const told = async (args: readonly string[]): Promise<{ cpu: number; residentKiB?: number }> =>
    JSON.parse((await child(args)).stdout) as { cpu: number; residentKiB?: number };
  const judged = await told(['validate-file.mjs', signed, anchor, '4']);
  const hashed = await told(['hash-file.mjs', signed, '4']);
  return [
    ratioOf('400 MB from disk / reading and hashing it', named(judged.cpu), named(hashed.cpu), 1.2),
    limited(
      '400 MB from disk: resident memory of the process (KiB; bound: 100 MiB)',
      judged.residentKiB ?? NaN,
      102_400,
    ),
  ];
}

const named = (value: number): Angka => ({ name: '', value, floor: null, ratio: null, bound: null });

/** Root, two authorities and a signer; certificates known, as in a service that has seen the authority before. */
async function fourCertificates(): Promise<number> {
  const root = await issue({ name: 'BENCH Root', kind: 'ca', algorithm: 'rsa-pkcs1-sha256', serial: '01' });
  const policy = await issue(
    { name: 'BENCH Policy CA', kind: 'ca', algorithm: 'rsa-pkcs1-sha256', serial: '02' },
    root,
  );
  const issuing = await issue(
    { name: 'BENCH Issuing CA', kind: 'ca', algorithm: 'ecdsa-p256-sha256', serial: '03' },
    policy,
  );
  const signer = await issue(
    { name: 'BENCH Signer', kind: 'signer', algorithm: 'rsa-pkcs1-sha256', serial: '04' },
    issuing,
  );
  const { value } = await cpuOf(
    {
      value: () => {
        const { valid } = validateCertificatePath({
          certificate: signer.certificate,
          intermediates: [issuing.certificate, policy.certificate],
          anchors: [root.certificate],
          at: new Date('2026-06-01T00:00:00Z'),
          revocation: 'none',
        });
        if (!valid) throw new Error('no path');
      },
    },
    { rounds: 10, perRound: 100, warmUp: 300 },
  );
  return value;
}
