import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { versiTemplat } from '../../src/render/index.ts';
import { isiPendek, lembar, tabel } from './contoh.ts';
import { buatRenderer } from './penata-renderer.ts';

const sidik = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const surat = lembar({
  isi: [...isiPendek, tabel(40)],
  lampiran: [{ kepala: 'L', judul: 'J', isi: isiPendek }],
});

const pertama = buatRenderer();
const kedua = buatRenderer();
afterAll(() => Promise.all([pertama.close(), kedua.close()]));

describe('the same lembar', () => {
  it('gives the same bytes again, in another thread, after other letters, and in another process', async () => {
    const satu = sidik((await pertama.render(surat)).bytes);
    await kedua.render(lembar({ nomor: 'lain' }));
    expect(sidik((await kedua.render(surat)).bytes)).toBe(satu);
    expect(sidik((await pertama.render(surat)).bytes)).toBe(satu);
    const naskahProses = new URL('./sidik-di-proses-lain.ts', import.meta.url);
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', naskahProses.pathname],
      { env: { ...process.env, LEMBAR: JSON.stringify(surat), TZ: 'America/New_York' } },
    );
    expect(stdout.trim()).toBe(satu);
  });

  it('with one letter changed gives other bytes', async () => {
    const satu = sidik((await pertama.render(surat)).bytes);
    expect(sidik((await pertama.render({ ...surat, hal: `${surat.hal}.` })).bytes)).not.toBe(satu);
  });
});

describe('templates', () => {
  const folder = new URL('../../src/render/templat/', import.meta.url);
  const sumber = readdirSync(folder).map((f) => readFileSync(new URL(f, folder), 'utf8'));

  it('neither evaluate text nor import packages nor ask for the time', () => {
    expect(sumber.length).toBeGreaterThanOrEqual(3);
    for (const isi of sumber)
      expect(isi).not.toMatch(/\beval\s*\(|["']@|datetime\.today|plugin\s*\(|\bread\s*\(/);
  });

  it('have a version per kind that the letters of one family share', () => {
    expect(versiTemplat('surat-dinas')).toEqual(versiTemplat('jawaban-aduan'));
    expect(versiTemplat('nota-dinas').kode).toBe('nota');
    expect(versiTemplat('nota-dinas').sha256).not.toBe(versiTemplat('surat-dinas').sha256);
    expect(versiTemplat('surat-dinas').sha256).toMatch(/^[0-9a-f]{64}$/);
  });
});
