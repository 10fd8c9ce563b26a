import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bacaKonsep } from '../../src/cli/baca-konsep.ts';
import { issue, schema } from '../../src/cli/issue.ts';
import { SalahPakai } from '../../src/cli/keluaran.ts';
import { bacaConfig } from '../../src/config.ts';
import { jenisNaskah } from '../../src/domain/naskah/konsep.ts';
import { rekam } from './rekam.ts';

const folder = mkdtempSync(join(tmpdir(), 'naskah-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const contoh = readFileSync(new URL('../../fixtures/konsep/nota-dinas.json', import.meta.url), 'utf8');
function tulis(isi: string): string {
  const path = join(folder, 'konsep.json');
  writeFileSync(path, isi);
  return path;
}
const ubah = (bagian: object): string => tulis(JSON.stringify({ ...JSON.parse(contoh), ...bagian }));

describe('a draft file that is not a draft', () => {
  it.each([
    ['an unknown member', { warna: 'biru' }, '/warna', 'tidak dikenal'],
    ['a missing member', { hal: undefined }, '/hal', 'hal'],
    ['a wrong type', { hal: 5 }, '/hal', 'teks'],
    ['an empty text', { isi: [{ jenis: 'paragraf', teks: '' }] }, '/isi/0/teks', '1 karakter'],
    ['an unknown block', { isi: [{ jenis: 'gambar' }] }, '/isi/0/jenis', 'pasangan'],
    ['a block that is none', { isi: ['x'] }, '/isi/0/jenis', 'paragraf'],
    [
      'a wrong style in a list',
      { isi: [{ jenis: 'daftar', gaya: 'romawi', butir: [{ teks: 'a' }] }] },
      '/isi/0/gaya',
      'naskah schema',
    ],
    [
      'a label too long, in an attachment',
      {
        lampiran: [
          { judul: 'A', isi: [{ jenis: 'pasangan', isi: [{ label: 'x'.repeat(121), nilai: 'y' }] }] },
        ],
      },
      '/lampiran/0/isi/0/isi/0/label',
      '120',
    ],
    ['an unknown kind', { jenis: 'memo' }, '/jenis', 'surat-dinas'],
  ])('with %s is refused at its place, in Indonesian', (_, bagian, pointer, kata) => {
    expect(() => bacaKonsep(ubah(bagian))).toThrow(
      expect.objectContaining({
        code: 'MASUKAN_TIDAK_SAH',
        pointer,
        message: expect.stringContaining(kata) as string,
      }),
    );
  });

  it.each([
    ['{"jenis":', 'JSON_TIDAK_SAH'],
    ['null', 'MASUKAN_TIDAK_SAH'],
    [' '.repeat(1024 * 1024 + 1), 'ISI_TERLALU_BESAR'],
  ])('has its code', (isi, code) => {
    expect(() => bacaKonsep(tulis(isi))).toThrow(expect.objectContaining({ code }));
  });

  it('a byte order mark of Windows does not make a draft another', () => {
    expect(bacaKonsep(tulis(`\uFEFF${contoh}`))).toEqual(JSON.parse(contoh));
  });
});

describe('naskah schema', () => {
  it.each(jenisNaskah)('prints the JSON Schema of %s', (jenis) => {
    const keluaran = rekam();
    expect(schema(jenis, keluaran)).toBe(0);
    expect(JSON.parse(keluaran.hasilnya.join('\n'))).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      properties: { jenis: { const: jenis } },
      additionalProperties: false,
    });
  });
  it('names the kinds when it knows none of that name', () => {
    expect(() => schema('memo', rekam())).toThrow(SalahPakai);
  });
});

describe('naskah issue', () => {
  it.each([
    ['a folder', folder],
    ['below a file', join(folder, 'konsep.json', 'surat.pdf')],
  ])('begins no letter when the result cannot be written: %s', async (_, out) => {
    const data = join(folder, 'data');
    const konsep = tulis(contoh);
    await expect(issue(bacaConfig({}, { data }), konsep, out, rekam())).rejects.toBeInstanceOf(SalahPakai);
    expect(() => readFileSync(join(data, 'naskah.db'))).toThrow(/ENOENT/);
  });
});
