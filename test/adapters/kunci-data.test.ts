import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { kunciFolderData } from '../../src/adapters/kunci-data.ts';
import { bukaUji, folderUji, isiDasar } from './db/dunia.ts';

let folder: string;
let hapus: () => void;
beforeEach(() => ({ folder, hapus } = folderUji()));
afterEach(() => hapus());

async function pemegang(): Promise<ChildProcess> {
  const anak = fork(fileURLToPath(new URL('db/anak.mjs', import.meta.url)), ['kunci', folder]);
  const [pesan] = (await once(anak, 'message')) as [unknown];
  expect(pesan).toBe('siap');
  return anak;
}

it('a data folder has one owner at a time', async () => {
  const kunci = await kunciFolderData(folder);
  await expect(kunciFolderData(folder)).rejects.toMatchObject({ code: 'DATA_SEDANG_DIPAKAI' });
  await kunci.lepas();
  await kunci.lepas();
  await (await kunciFolderData(folder)).lepas();
});

it('in a folder that others may enter, lock, database and journals are its owner’s alone', async () => {
  const umask = process.umask(0o022);
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'naskah.db'), '', { mode: 0o644 });
  try {
    const kunci = await kunciFolderData(folder);
    const db = bukaUji(folder);
    await isiDasar(db);
    const isi = readdirSync(folder);
    expect(isi).toEqual(expect.arrayContaining(['kunci.db', 'naskah.db', 'naskah.db-wal', 'naskah.db-shm']));
    for (const nama of isi) expect(statSync(join(folder, nama)).mode & 0o077, nama).toBe(0);
    await db.tutup();
    await kunci.lepas();
  } finally {
    process.umask(umask);
  }
});

it('another process holds it until it is killed, and leaves nothing behind to judge', async () => {
  for (let i = 0; i < 3; i += 1) {
    const anak = await pemegang();
    await expect(kunciFolderData(folder)).rejects.toMatchObject({ code: 'DATA_SEDANG_DIPAKAI' });
    const mati = once(anak, 'exit');
    anak.kill('SIGKILL');
    await mati;
    await (await kunciFolderData(folder)).lepas();
  }
});
