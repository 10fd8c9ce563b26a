import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { tulisUtuh } from '../../src/adapters/berkas-utuh.ts';
import { sisihanDiska } from '../../src/adapters/sisihan.ts';
import { folderUji } from './db/dunia.ts';

vi.mock('node:fs/promises', async (asli) => {
  const modul = await asli<{ readonly open: typeof open }>();
  return { ...modul, open: vi.fn(modul.open) };
});

let folder: string;
let hapus: () => void;
beforeEach(() => ({ folder, hapus } = folderUji()));
afterEach(() => {
  vi.mocked(open).mockClear();
  hapus();
});

it('an answer that the disk has no room for is refused as PENYIMPANAN_PENUH and leaves no file', async () => {
  for (const code of ['ENOSPC', 'EDQUOT']) {
    vi.mocked(open).mockRejectedValueOnce(Object.assign(new Error('no room'), { code }));
    const sisihan = sisihanDiska(folder);
    const id = '01ARZ3NDEKTSV4RRFFQ69G5FAV' as never;
    await expect(sisihan.taruh(id, Buffer.from('x'))).rejects.toMatchObject({ code: 'PENYIMPANAN_PENUH' });
    expect(await sisihan.ambil(id)).toBeNull();
  }
  expect(readdirSync(folder)).toEqual([]);
});

it('a file that cannot be moved into place leaves no temporary one; other failures keep their name', async () => {
  mkdirSync(join(folder, 'tempat', 'isi'), { recursive: true });
  await expect(tulisUtuh(join(folder, 'tempat'), 'x')).rejects.toMatchObject({ code: 'EISDIR' });
  expect(readdirSync(folder)).toEqual(['tempat']);
});

it('a file is replaced whole', async () => {
  writeFileSync(join(folder, 'a'), 'lama');
  await tulisUtuh(join(folder, 'a'), 'baru');
  expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('baru');
});
