import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tulisKeBerkas } from '../../src/adapters/berkas-ke-berkas.ts';
import { sumberBerkas } from '../../src/adapters/berkas-sumber.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'naskah-salin-'));
  writeFileSync(join(folder, 'asal.pdf'), 'isi lama\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const update = Buffer.from('tambahan');

describe('from file to file', () => {
  it('the old bytes come first, whole, and nothing else is left behind', async () => {
    const original = sumberBerkas(join(folder, 'asal.pdf'));
    await tulisKeBerkas(join(folder, 'asal.pdf'), join(folder, 'hasil.pdf'), { original, update });
    original.close();
    expect(readFileSync(join(folder, 'hasil.pdf'), 'utf8')).toBe('isi lama\ntambahan');
    expect(readFileSync(join(folder, 'asal.pdf'), 'utf8')).toBe('isi lama\n');
    expect(readdirSync(folder).sort()).toEqual(['asal.pdf', 'hasil.pdf']);
  });

  it('a file that has grown meanwhile is refused, and an existing target stays', async () => {
    const original = sumberBerkas(join(folder, 'asal.pdf'));
    writeFileSync(join(folder, 'asal.pdf'), 'isi lama\nlebih panjang');
    writeFileSync(join(folder, 'hasil.pdf'), 'yang dulu');
    const hasil = tulisKeBerkas(join(folder, 'asal.pdf'), join(folder, 'hasil.pdf'), { original, update });
    await expect(hasil).rejects.toMatchObject({ code: 'PADES_SOURCE_CHANGED' });
    original.close();
    expect(readFileSync(join(folder, 'hasil.pdf'), 'utf8')).toBe('yang dulu');
    expect(readdirSync(folder).sort()).toEqual(['asal.pdf', 'hasil.pdf']);
  });
});
