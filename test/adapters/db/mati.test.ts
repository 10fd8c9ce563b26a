import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as tidur } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { bukaBlob } from '../../../src/adapters/blob/blob.ts';
import { periksaInvarian } from '../../../src/adapters/db/index.ts';
import type { NaskahId } from '../../../src/shared/brand.ts';
import { bacaPengakuan } from './anak-tulis.ts';
import { bukaUji, folderUji, isiDasar, tenantId } from './dunia.ts';

const PEMBUNUHAN = 24;

it(`${PEMBUNUHAN} kills in the middle of writing lose nothing that was acknowledged and break no invariant`, async () => {
  const { folder, hapus } = folderUji();
  const awal = bukaUji(folder);
  await isiDasar(awal);
  await awal.tutup();
  for (let i = 0; i < PEMBUNUHAN; i += 1) {
    const anak = fork(fileURLToPath(new URL('anak.mjs', import.meta.url)), ['tulis', folder, String(i)]);
    // Not before it has something to lose; then at another point of its work every time.
    for (let pesan = 0; pesan < 2 + (i % 4); pesan += 1) await once(anak, 'message');
    await tidur((i * 7) % 45);
    const mati = once(anak, 'exit');
    anak.kill('SIGKILL');
    await mati;
    expect(await periksaInvarian(join(folder, 'naskah.db'), join(folder, 'berkas'))).toEqual([]);
  }
  const pengakuan = bacaPengakuan(folder);
  expect(pengakuan.length).toBeGreaterThan(PEMBUNUHAN);
  const db = bukaUji(folder);
  const blob = await bukaBlob(join(folder, 'berkas'));
  for (const { id, urut, sha256 } of pengakuan) {
    const naskah = await db.read((repos) => repos.naskah.cari(tenantId, id as NaskahId));
    expect(naskah).toMatchObject({ keadaan: 'ditandatangani', berkasSha256: sha256 });
    expect((await db.read((repos) => repos.nomor.milik(id as NaskahId)))?.urut).toBe(urut);
    expect(Buffer.from(await blob.get(sha256)).toString()).toContain(id);
  }
  console.log(`${pengakuan.length} acknowledged letters survived ${PEMBUNUHAN} kills`);
  await db.tutup();
  hapus();
}, 400_000);
