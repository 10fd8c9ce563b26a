import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { join } from 'node:path';
import { hashRaw, type Algorithm } from '@node-rs/argon2';
import { bukaSqlite } from '../../src/adapters/sqlite.ts';
import Fastify from 'fastify';

/** Milliseconds of what no letter can avoid, each done bare and alone, median of many. */
export interface Lantai {
  readonly permintaan: number;
  readonly simpan: number;
  readonly kunci: number;
  readonly frasaSandi: number;
}

/** `folder` lies on the disk that the letters lie on: an fsync costs what the disk makes it cost. */
export async function ukurLantai(folder: string): Promise<Lantai> {
  return {
    permintaan: await permintaanKosong(),
    simpan: await simpanKosong(folder),
    kunci: await tandaTanganKosong(),
    frasaSandi: await frasaSandiKosong(),
  };
}

async function permintaanKosong(): Promise<number> {
  const app = Fastify();
  app.post('/', () => ({ keadaan: 'ditandatangani' }));
  await app.ready();
  const nilai = await medianMs(300, () => app.inject({ method: 'POST', url: '/', payload: { aksi: 'x' } }));
  await app.close();
  return nilai;
}

/** One row a transaction, durable when it returns, as the product's own connection is set up (D7). */
async function simpanKosong(folder: string): Promise<number> {
  const db = bukaSqlite(join(folder, 'lantai.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE baris (id INTEGER PRIMARY KEY, isi BLOB)');
  const tambah = db.prepare('INSERT INTO baris (isi) VALUES (?)');
  const isi = Buffer.alloc(500, 7);
  const nilai = await medianMs(100, () => tambah.run(isi));
  db.close();
  return nilai;
}

/** The demo's heads of office sign with RSA-3072, the others with P-256; the slower one is the floor. */
function tandaTanganKosong(): Promise<number> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 3072 });
  const isi = createHash('sha256').update('surat').digest();
  return medianMs(50, () => sign('sha256', isi, privateKey));
}

// The package's enum is `const` and ambient, so isolated modules cannot read it.
// eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment
const ARGON2ID = 2 as Algorithm.Argon2id;

/** The parameters a sealed key is made with (RFC 9106, second recommended choice). */
function frasaSandiKosong(): Promise<number> {
  const garam = Buffer.alloc(16, 1);
  return medianMs(7, () =>
    hashRaw('frasa sandi', {
      algorithm: ARGON2ID,
      memoryCost: 64 * 1024,
      timeCost: 3,
      parallelism: 1,
      salt: garam,
    }),
  );
}

async function medianMs(kali: number, kerja: () => unknown): Promise<number> {
  const waktu: number[] = [];
  for (let i = 0; i < kali; i++) {
    const mulai = performance.now();
    await kerja();
    waktu.push(performance.now() - mulai);
  }
  return waktu.sort((a, b) => a - b)[kali >> 1] ?? NaN;
}
