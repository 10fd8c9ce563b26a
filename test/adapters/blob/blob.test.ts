import { mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bukaBlob } from '../../../src/adapters/blob/blob.ts';
import type { BlobStore } from '../../../src/services/ports.ts';
import { bytesSource, type CheckedPdf } from '../../../src/pades/index.ts';
import type { Sha256 } from '../../../src/shared/brand.ts';
import { hex, sha256, utf8 } from '../../../src/shared/bytes.ts';
import { folderUji } from '../db/dunia.ts';

let folder: string;
let hapus: () => void;
let blob: BlobStore;
beforeEach(async () => {
  const uji = folderUji();
  folder = join(uji.folder, 'berkas');
  hapus = uji.hapus;
  blob = await bukaBlob(folder);
});
afterEach(() => hapus());

const sidik = (isi: Uint8Array): Sha256 => hex(sha256(isi)) as Sha256;
const letak = (h: Sha256): string => join(folder, h.slice(0, 2), h.slice(2));
/** What only the validator may mint in the product; the store must not trust even that. */
const checked = (isi: Uint8Array, hash = sha256(isi)): CheckedPdf =>
  ({ source: bytesSource(isi), sha256: hash }) as unknown as CheckedPdf;

describe('the blob store', () => {
  it('gives back what was put, under its hash', async () => {
    const isi = randomBytes(3_000_000);
    const h = await blob.put(isi);
    expect(h).toBe(sidik(isi));
    expect(Buffer.compare(Buffer.from(await blob.get(h)), isi)).toBe(0);
    expect(await blob.has(h)).toBe(true);
    expect(readFileSync(letak(h)).length).toBe(isi.length);
  });

  it('stores nothing and everything: the empty blob too', async () => {
    const h = await blob.put(new Uint8Array(0));
    expect((await blob.get(h)).length).toBe(0);
  });

  it('streams a checked file and refuses one whose bytes are not those that were checked', async () => {
    const isi = randomBytes(2_500_000);
    expect(await blob.putChecked(checked(isi))).toBe(sidik(isi));
    await expect(blob.putChecked(checked(isi, sha256(utf8('lain'))))).rejects.toThrow(/changed/);
    expect(readdirSync(join(folder, '.sementara'))).toEqual([]);
  });

  it('takes the same content from many at once', async () => {
    const isi = randomBytes(200_000);
    const hasil = await Promise.all(Array.from({ length: 32 }, () => blob.put(isi)));
    expect(new Set(hasil).size).toBe(1);
    expect(readdirSync(join(folder, '.sementara'))).toEqual([]);
    expect((await blob.get(sidik(isi))).length).toBe(isi.length);
  });

  it('never serves bytes that do not hash to their name, and a new put heals them', async () => {
    const isi = utf8('surat');
    const h = await blob.put(isi);
    writeFileSync(letak(h), 'surat yang diubah');
    await expect(blob.get(h)).rejects.toMatchObject({ code: 'BERKAS_HILANG' });
    await blob.put(isi);
    expect(Buffer.from(await blob.get(h)).toString()).toBe('surat');
  });

  it('says that a missing file is missing', async () => {
    const h = sidik(utf8('tidak ada'));
    await expect(blob.get(h)).rejects.toMatchObject({ code: 'BERKAS_HILANG' });
    expect(await blob.has(h)).toBe(false);
  });

  it.each(['../../etc/passwd', '', 'AB'.repeat(32), `${'a'.repeat(63)}/`, 'a'.repeat(65)])(
    'computes no path from %j',
    async (jahat) => {
      await expect(blob.get(jahat as Sha256)).rejects.toMatchObject({ code: 'BERKAS_HILANG' });
      await expect(blob.has(jahat as Sha256)).rejects.toMatchObject({ code: 'BERKAS_HILANG' });
    },
  );

  it('follows no link, neither of a file nor of a folder', async () => {
    const isi = utf8('rahasia di luar');
    const luar = join(folder, '..', 'luar');
    mkdirSync(luar);
    writeFileSync(join(luar, sidik(isi).slice(2)), isi);
    mkdirSync(join(folder, sidik(isi).slice(0, 2)));
    symlinkSync(join(luar, sidik(isi).slice(2)), letak(sidik(isi)));
    expect(await blob.has(sidik(isi))).toBe(false);
    await expect(blob.get(sidik(isi))).rejects.toMatchObject({ code: 'BERKAS_HILANG' });

    const rak = join(folder, sidik(isi).slice(0, 2));
    rmSync(rak, { recursive: true });
    symlinkSync(luar, rak);
    const baru = await bukaBlob(folder);
    expect(await baru.has(sidik(isi))).toBe(false);
    await expect(baru.get(sidik(isi))).rejects.toMatchObject({ code: 'BERKAS_HILANG' });
    await expect(baru.put(isi)).rejects.toMatchObject({ code: 'DATA_TIDAK_COCOK' });
  });

  it('clears at start what a crash left half-written', async () => {
    const h = await blob.put(utf8('utuh'));
    writeFileSync(join(folder, '.sementara', 'yatim'), 'setengah');
    const lagi = await bukaBlob(folder);
    expect(readdirSync(join(folder, '.sementara'))).toEqual([]);
    expect(await lagi.has(h)).toBe(true);
  });
});
