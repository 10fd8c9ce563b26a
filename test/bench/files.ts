import { createHash, sign } from 'node:crypto';
import { closeSync, copyFileSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePki, type TestIdentity } from '../support/pki.ts';
import { tableFile, letter } from '../support/pdf.ts';
import type { Angka } from './angka.ts';
import { child } from './child.ts';
import { cpuOf } from './cpu.ts';
import { engine, keySigner, sumberBerkas, tulisKeBerkas } from './engine.ts';
import { largeFile } from './large-file.ts';

/** From file to file, the primary path: CPU at 100 MB, memory at 1 GB; and whole processes that sign one letter. */
export async function benchFiles(): Promise<Angka[]> {
  const folder = mkdtempSync(join(tmpdir(), 'naskah-bench-'));
  try {
    const { rsa } = await makePki();
    return [
      await hundredMegabytes(folder, rsa),
      await gigabyte(folder, rsa),
      ...(await processes(folder, rsa)),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function hundredMegabytes(folder: string, { key, certificate, chain }: TestIdentity): Promise<Angka> {
  const [input, output] = [join(folder, 'in.pdf'), join(folder, 'out.pdf')];
  largeFile(input, 100);
  const signer = keySigner(key, certificate, chain);
  const message = Buffer.alloc(300, 7);
  const { value, floor } = await cpuOf(
    {
      floor() {
        sign('sha256', message, key);
        hashFile(input);
        copyFileSync(input, output);
      },
      async value() {
        const source = sumberBerkas(input);
        const signed = await engine.signPdf(source, { level: 'B-B', signer, signingTime: new Date(0) });
        await tulisKeBerkas(input, output, signed);
        source.close();
      },
    },
    { rounds: 5, perRound: 2, warmUp: 1 },
  );
  return { name: '100 MB, file to file', value, floor, ratio: value / floor, bound: 1.1 };
}

function hashFile(path: string): void {
  const fd = openSync(path, 'r');
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(256 * 1024);
  for (let n = readSync(fd, buffer); n > 0; n = readSync(fd, buffer)) hash.update(buffer.subarray(0, n));
  hash.digest();
  closeSync(fd);
}

/** Most resident memory while 1 GB is signed, above what the same process took for a small file. */
async function gigabyte(folder: string, identity: TestIdentity): Promise<Angka> {
  const [input, small] = [join(folder, 'gb.pdf'), join(folder, 'small.pdf')];
  largeFile(input, 1024);
  writeFileSync(small, tableFile());
  const told = await child([
    'memory.mjs',
    input,
    small,
    join(folder, 'gb-out.pdf'),
    keyFile(folder, identity),
  ]);
  const { before, after } = JSON.parse(told.stdout) as { before: number; after: number };
  rmSync(input);
  const value = (after - before) / 1024;
  return {
    name: '1 GB, file to file: memory added (MiB; floor: bound)',
    value,
    floor: 16,
    ratio: value / 16,
    bound: 1,
  };
}

/** CPU of processes from start to end. `naskah sign` also reads options, loads a key and flushes the result to disk. */
async function processes(folder: string, identity: TestIdentity): Promise<Angka[]> {
  const input = join(folder, 'letter.pdf');
  writeFileSync(input, tableFile({ ...letter, 7: ['', Buffer.alloc(60_000, 'isi surat ')] }));
  const key = keyFile(folder, identity);
  const pem = join(folder, 'key.pem');
  writeFileSync(pem, identity.key.export({ format: 'pem', type: 'pkcs8' }));
  const cert = join(folder, 'cert.pem');
  writeFileSync(cert, pemOf([identity.certificate, ...identity.chain]));
  const library = ['one-letter.mjs', input, join(folder, 'one.pdf'), key];
  const out = join(folder, 'cli.pdf');
  const cli = ['../../../dist/cli.js', 'sign', input, '--out', out, '--key', pem, '--cert', cert];
  const best = { empty: Infinity, library: Infinity, cli: Infinity };
  for (let round = 0; round < 7; round += 1) {
    best.empty = Math.min(best.empty, (await child(['empty.mjs'])).cpu);
    best.library = Math.min(best.library, (await child(library)).cpu);
    best.cli = Math.min(best.cli, (await child(cli)).cpu);
    rmSync(out);
  }
  const row = (name: string, value: number, bound: number | null): Angka => ({
    name,
    value,
    floor: best.empty,
    ratio: value / best.empty,
    bound,
  });
  return [
    row('whole process signing one letter with naskah/pades / an empty Node', best.library, 2),
    row('for scale, naskah sign with a PEM key', best.cli, null),
  ];
}

function keyFile(folder: string, { key, certificate, chain }: TestIdentity): string {
  const path = join(folder, 'key.json');
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  const pkcs8 = key.export({ format: 'der', type: 'pkcs8' });
  writeFileSync(
    path,
    JSON.stringify({ key: base64(pkcs8), certificate: base64(certificate), chain: chain.map(base64) }),
  );
  return path;
}

const pemOf = (certificates: readonly Uint8Array[]): string =>
  certificates
    .map(
      (der) =>
        `-----BEGIN CERTIFICATE-----\n${Buffer.from(der)
          .toString('base64')
          .replace(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----\n`,
    )
    .join('');
