import { createHash, sign, type KeyObject } from 'node:crypto';
import { bytesSource, signPdf, signedBytes, type HashSigner } from '../../src/pades/index.ts';
import { makePki, signerOf } from '../support/pki.ts';
import { letter, tableFile } from '../support/pdf.ts';

export interface BenchResult {
  readonly name: string;
  /** Microseconds of CPU. */
  readonly value: number;
  readonly floor: number;
  readonly ratio: number;
  readonly bound: number;
}

const ROUNDS = 20;
const PER_ROUND = 60;
const WARM_UP = 2500;

/**
 * CPU of one B-B signature on a 60 KB file with RSA-2048, in process, against what nobody can avoid: the RSA operation, the
 * SHA-256 of the file and one copy of it. Floor and value are measured in turns and each by its best round, so that neighbours on the
 * machine disturb both alike.
 */
export async function benchSign(): Promise<BenchResult[]> {
  const { rsa } = await makePki();
  const file = tableFile({ ...letter, ...filler() });
  const signer: HashSigner = signerOf(rsa);
  const options = { signer, level: 'B-B', signingTime: new Date('2026-01-02T03:04:05Z') } as const;
  const floorOf = (): void => bareWork(file, rsa.key);
  const valueOf = async (): Promise<unknown> => signedBytes(await signPdf(bytesSource(file), options));
  for (let i = 0; i < WARM_UP; i += 1) {
    floorOf();
    await valueOf();
  }
  let floor = Infinity;
  let value = Infinity;
  for (let round = 0; round < ROUNDS; round += 1) {
    floor = Math.min(floor, await cpuMicroseconds(floorOf));
    value = Math.min(value, await cpuMicroseconds(valueOf));
  }
  return [{ name: 'B-B signature of a 60 KB PDF, RSA-2048', value, floor, ratio: value / floor, bound: 1.5 }];
}

const message = Buffer.alloc(300, 7);

function bareWork(file: Uint8Array, key: KeyObject): void {
  sign('sha256', message, key);
  createHash('sha256').update(file).digest();
  Uint8Array.from(file);
}

async function cpuMicroseconds(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  for (let i = 0; i < PER_ROUND; i += 1) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / PER_ROUND;
}

/** 130 objects as a letter set by a typesetter has them, 60 KB in all. */
function filler(): Record<number, string | readonly [string, Uint8Array]> {
  const objects: Record<number, string | readonly [string, Uint8Array]> = {};
  for (let num = 7; num < 130; num += 1) objects[num] = `<</Type/StructElem/S/P/K[${num}]/Pg 3 0 R>>`;
  objects[130] = ['', Buffer.alloc(50_000, 'isi surat ')];
  return objects;
}
