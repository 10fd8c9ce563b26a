import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { daftarBerkas } from '../../src/cli/daftar-berkas.ts';
import { verify, type PilihanVerify } from '../../src/cli/verify.ts';
import { tableFile } from '../support/pdf.ts';
import { rekam } from './rekam.ts';

let folder: string;
const di = (...nama: string[]): string => join(folder, ...nama);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'naskah-banyak-'));
  mkdirSync(di('surat', 'lama'), { recursive: true });
  mkdirSync(di('kosong'));
  mkdirSync(di('surat', '.tersembunyi'));
  for (const nama of ['surat/a.pdf', 'surat/B.PDF', 'surat/lama/c.pdf', 'surat/.tersembunyi/d.pdf'])
    writeFileSync(di(nama), tableFile());
  writeFileSync(di('surat', 'catatan.txt'), 'bukan surat');
  symlinkSync(di('surat'), di('surat', 'lama', 'lingkar'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const relatif = (kata: readonly string[]): string[] =>
  daftarBerkas(kata.map((satu) => di(satu))).map((satu) => satu.slice(folder.length + 1));

describe('what is meant by the words of naskah verify', () => {
  it.each<[string, string[], string[]]>([
    [
      'a folder is every PDF below it, links to folders not followed',
      ['surat'],
      ['surat/B.PDF', 'surat/a.pdf', 'surat/lama/c.pdf'],
    ],
    ['a pattern names files of one folder', ['surat/*.pdf'], ['surat/B.PDF', 'surat/a.pdf']],
    ['two stars go through folders', ['**/*.pdf'], ['surat/B.PDF', 'surat/a.pdf', 'surat/lama/c.pdf']],
    ['brackets and question marks', ['surat/[a-b].???'], ['surat/B.PDF', 'surat/a.pdf']],
    ['twice the same is once', ['surat/a.pdf', 'surat/a*'], ['surat/a.pdf']],
    [
      'what names nothing stays, to be missed by name',
      ['surat/x*.pdf', 'tidak-ada.pdf'],
      ['surat/x*.pdf', 'tidak-ada.pdf'],
    ],
    ['a file that looks like none of these is taken as it is', ['surat/catatan.txt'], ['surat/catatan.txt']],
  ])('%s', (_nama, kata, berkas) => expect(relatif(kata)).toEqual(berkas));
});

const pakai: PilihanVerify = {
  trust: [],
  at: null,
  json: true,
  workerUrl: new URL('../adapters/pemeriksa/pengganti.mjs', import.meta.url),
};

describe('many files', () => {
  it('are answered in their order, one line each; one that eats memory ends with a code and stops nobody', async () => {
    writeFileSync(di('surat', 'lama', 'bom.pdf'), 'rakus');
    const keluaran = rekam();
    expect(await verify([di('surat'), di('kosong'), di('tidak-ada.pdf')], pakai, keluaran)).toBe(4);
    const baris = keluaran.hasilnya.map((b) => JSON.parse(b) as { file: string; error?: { code: string } });
    expect(baris.map(({ file, error }) => [file.slice(folder.length + 1), error?.code])).toEqual([
      ['surat/B.PDF', undefined],
      ['surat/a.pdf', undefined],
      ['surat/lama/bom.pdf', 'PADES_LIMIT_EXCEEDED'],
      ['surat/lama/c.pdf', undefined],
      ['kosong', 'MASUKAN_TIDAK_SAH'],
      ['tidak-ada.pdf', 'ENOENT'],
    ]);
    rmSync(di('surat', 'lama', 'bom.pdf'));
  }, 60_000);

  it('say how far they are only to whoever watches, and only when it takes long', async () => {
    writeFileSync(di('lama.pdf'), 'lama');
    const lama = Array.from({ length: 8 }, (_, i) => di(`lama${i}.pdf`));
    for (const satu of lama) writeFileSync(satu, 'lama');
    const ditulis: string[] = [];
    const kemajuan = (teks: string) => void ditulis.push(teks);
    expect(await verify([di('surat')], { ...pakai, kemajuan }, rekam())).toBe(3);
    expect(ditulis).toEqual([]);
    await verify(lama, { ...pakai, kemajuan }, rekam());
    expect(ditulis.at(0)).toMatch(/^\r\d\/8 berkas, 0 tidak lolos $/);
    expect(ditulis.at(-1)).toMatch(/^\r +\r$/);
  }, 60_000);
});
