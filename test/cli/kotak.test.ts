import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SalahPakai } from '../../src/cli/keluaran.ts';
import { kotak, waktu, type PilihanKotak } from '../../src/cli/kotak.ts';
import { bytesSource, findText } from '../../src/pades/index.ts';
import { makePki, type TestPki } from '../support/pki.ts';

let pki: TestPki;
const folder = mkdtempSync(join(tmpdir(), 'kotak-'));
beforeAll(async () => {
  pki = await makePki();
});
afterAll(() => rmSync(folder, { recursive: true }));

const saat = new Date('2026-11-24T20:05:09Z');
const buat = (pilihan: Partial<PilihanKotak>, alasan: string | null = null) =>
  kotak({ visible: null, ...pilihan }, pki.rsa, saat, alasan);

describe('the box of naskah sign', () => {
  it('shows statement, post, name and local time, beside a QR code', async () => {
    const hasil = await buat(
      { visible: '-1,10,20,250,80', qr: 'https://contoh.example/b/a', post: 'Kepala Dinas' },
      'Setuju',
    );
    expect(hasil).toMatchObject({ page: -1, rect: [10, 20, 250, 80], space: 'reader' });
    const blok = bytesSource(hasil?.appearance as Uint8Array);
    for (const teks of [
      'Ditandatangani secara elektronik oleh:',
      'Kepala Dinas',
      '25 November 2026 03.05.09 WIB',
      'Setuju',
    ]) {
      expect(findText(blok, teks)).toHaveLength(1);
    }
  });

  it('goes where a tag stands, and takes a picture', async () => {
    const image = join(folder, 'ttd.png');
    writeFileSync(image, 'gambar');
    expect(await buat({ tag: '#', size: '100,50', image })).toEqual({
      tag: '#',
      width: 100,
      height: 50,
      appearance: { image: Buffer.from('gambar') },
    });
  });

  it('is nowhere when nothing is asked', async () => {
    expect(await buat({})).toBeNull();
  });

  it.each<[string, Partial<PilihanKotak>]>([
    ['a tag without size', { tag: '#' }],
    ['a tag with half a size', { tag: '#', size: '100' }],
    ['tag and box', { tag: '#', size: '1,1', visible: '1,1,1,90,90' }],
    ['QR and picture', { visible: '1,1,1,90,90', qr: 'a', image: 'b.png' }],
    ['a picture nowhere', { image: 'b.png' }],
    ['a page before the last', { visible: '-2,1,1,90,90' }],
    ['a box with an empty number', { visible: '1,,1,90,90' }],
    ['an unknown zone', { visible: '1,1,1,190,90', zone: 'CET' }],
  ])('is refused for %s', async (_, pilihan) => {
    await expect(buat(pilihan)).rejects.toBeInstanceOf(SalahPakai);
  });

  it('tells the time of each zone', () => {
    expect(['WIB', 'WITA', 'WIT', 'UTC'].map((zona) => waktu(saat, zona))).toEqual([
      '25 November 2026 03.05.09 WIB',
      '25 November 2026 04.05.09 WITA',
      '25 November 2026 05.05.09 WIT',
      '24 November 2026 20.05.09 UTC',
    ]);
  });
});
