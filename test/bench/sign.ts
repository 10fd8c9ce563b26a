import { createHash, sign } from 'node:crypto';
import type { ByteSource } from '../../src/pades/index.ts';
import { letter, streamFile, tableFile, type Bodies } from '../support/pdf.ts';
import { issue, makePki, type TestIdentity } from '../support/pki.ts';
import type { Angka } from './angka.ts';
import { cpuOf } from './cpu.ts';
import { engine, keySigner } from './engine.ts';
import { libpdf, signpdf } from './peers.ts';

/**
 * CPU of one B-B signature, bytes in and bytes out, against what nobody can avoid: the key operation, the SHA-256 of the file and one
 * copy of it. Beside them two libraries of others on the same file and key, for scale.
 */
export async function benchSign(): Promise<Angka[]> {
  const pki = await makePki();
  const table = tableFile({ ...letter, ...filler() });
  const stream = streamFile({ ...letter, ...filler() }, { compressed: range(6, 129), flate: true });
  return [
    ...(await oneFile('60 KB, RSA-2048', table, pki.rsa, 1.25, { rounds: 20, perRound: 60, warmUp: 2500 })),
    ...(await oneFile('60 KB, P-256', table, pki.ec, 2.5, { rounds: 20, perRound: 100, warmUp: 2500 })),
    ...(await oneFile('60 KB with xref streams, RSA-2048', stream, pki.rsa, 1.6, {
      rounds: 20,
      perRound: 60,
      warmUp: 2500,
    })),
    ...(await oneFile('50,000 small objects, RSA-2048', tableFile(manyObjects()), pki.rsa, 2, {
      rounds: 10,
      perRound: 10,
      warmUp: 60,
    })),
    // node-forge reads no certificate that an EC key has signed.
    ...(await peers(
      table,
      await issue({ name: 'BENCH', kind: 'signer', algorithm: 'rsa-pkcs1-sha256', serial: '0b' }, pki.root),
    )),
    ...(await manySignatures(table, pki.rsa)),
    await bytesAdded(table, pki.rsa),
  ];
}

const { bytesSource, signPdf, signedBytes, signedSource } = engine;

const signerOf = ({ key, certificate, chain }: TestIdentity) => keySigner(key, certificate, chain);

const options = { level: 'B-B', signingTime: new Date('2026-01-02T03:04:05Z') } as const;

interface Rounds {
  readonly rounds: number;
  readonly perRound: number;
  readonly warmUp: number;
}

async function oneFile(
  name: string,
  file: Uint8Array,
  identity: TestIdentity,
  bound: number,
  rounds: Rounds,
): Promise<Angka[]> {
  const signer = signerOf(identity);
  const { floor, value } = await cpuOf(
    {
      floor: () => bareWork(file, identity),
      value: async () => signedBytes(await signPdf(bytesSource(file), { ...options, signer })),
    },
    rounds,
  );
  return [{ name: `B-B, ${name}`, value, floor, ratio: value / floor, bound }];
}

const message = Buffer.alloc(300, 7);

function bareWork(file: Uint8Array, { key }: TestIdentity): void {
  sign('sha256', message, key);
  createHash('sha256').update(file).digest();
  Uint8Array.from(file);
}

async function peers(file: Uint8Array, identity: TestIdentity): Promise<Angka[]> {
  const [theirs, plain] = [await libpdf(identity), signpdf(identity)];
  const best = await cpuOf(
    { floor: () => bareWork(file, identity), libpdf: () => theirs(file), signpdf: () => plain(file) },
    { rounds: 5, perRound: 10, warmUp: 100 },
  );
  return (['libpdf', 'signpdf'] as const).map((name) => ({
    name: `for scale, the same by ${name === 'libpdf' ? '@libpdf/core' : '@signpdf/signpdf'}`,
    value: best[name],
    floor: best.floor,
    ratio: best[name] / best.floor,
    bound: null,
  }));
}

/** The n-th signature against the first on a file as long, so that hashing the longer file is not counted. */
async function manySignatures(file: Uint8Array, identity: TestIdentity): Promise<Angka[]> {
  const signer = signerOf(identity);
  const signOnce = async (source: ByteSource) => signPdf(source, { ...options, signer });
  const rows: Angka[] = [];
  let signed: ByteSource = bytesSource(file);
  for (let count = 1; count <= 50; count += 1) {
    if (count === 10 || count === 50) rows.push(await compared(count, signed));
    signed = bytesSource(signedBytes(await signOnce(signed)));
  }
  return rows;

  async function compared(count: number, before: ByteSource): Promise<Angka> {
    const longer = bytesSource(padded(file, before.size));
    const { value, floor } = await cpuOf(
      { value: () => signOnce(before), floor: () => signOnce(longer) },
      { rounds: 20, perRound: 30, warmUp: 300 },
    );
    return { name: `signature ${count} / signature 1`, value, floor, ratio: value / floor, bound: 1.3 };
  }
}

/** The letter with one more stream, as long as asked. */
function padded(file: Uint8Array, size: number): Uint8Array {
  const bytes = Buffer.alloc(Math.max(0, size - file.length - 60), 'isi ');
  return tableFile({ ...letter, ...filler(), 131: ['', bytes] });
}

async function bytesAdded(file: Uint8Array, identity: TestIdentity): Promise<Angka> {
  const signed = await signPdf(bytesSource(file), { ...options, signer: signerOf(identity) });
  const value = signedSource(signed).size - file.length;
  const floor = identity.certificate.length + (identity.chain[0]?.length ?? 0) + 256;
  return {
    name: 'bytes a B-B signature adds (KB; floor: certificates and value)',
    value: value / 1000,
    floor: floor / 1000,
    ratio: value / 9000,
    bound: 1,
  };
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** 130 objects as a letter set by a typesetter has them, 60 KB in all. */
function filler(): Bodies {
  const objects: Record<number, string | readonly [string, Uint8Array]> = {};
  for (let num = 7; num < 130; num += 1) objects[num] = `<</Type/StructElem/S/P/K[${num}]/Pg 3 0 R>>`;
  objects[130] = ['', Buffer.alloc(50_000, 'isi surat ')];
  return objects;
}

function manyObjects(): Bodies {
  const objects: Record<number, string> = {};
  for (let num = 7; num <= 50_000; num += 1) objects[num] = `<</S/P/K ${num}>>`;
  return { ...letter, ...objects };
}
