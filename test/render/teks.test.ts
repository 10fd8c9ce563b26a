import { describe, expect, it } from 'vitest';
import { periksaAksara, teksDalam } from '../../src/render/aksara.ts';
import { putusKataPanjang, sukuKata } from '../../src/render/putus-kata.ts';
import { lebarTabel } from '../../src/render/tabel.ts';
import { uraiTanggal } from '../../src/render/tanggal.ts';
import { lebarTeks } from '../../src/render/ukur.ts';

const periksa = (teks: string) => periksaAksara([{ pointer: '/x', teks }]);

describe('periksaAksara', () => {
  it.each([
    'biasa',
    'é ñ ü ç',
    '“kutip” – ‘ini’ — …',
    'السلام عليكم',
    '😀🚒👍',
    'α β Ж',
    '≤ ≥ ½ € ©',
    'a\n\tb',
    '👩\u200D🚒',
    '❤\uFE0F',
    'x\u00ADy',
    'baris\r\nberikut',
    '\uFEFFdari\u200Blaman\u2060web',
  ])('accepts %s', (teks) => {
    expect(periksa(teks)).toBeNull();
  });

  it.each([
    ['漢', 'U+6F22'],
    ['\u0000', 'U+0000'],
    ['\u0085', 'U+0085'],
    ['\u2028', 'U+2028'],
    ['\u2066', 'U+2066'],
    ['\uE000', 'U+E000'],
    ['\u{E0041}', 'U+E0041'],
    ['\uDC00', 'U+DC00'],
  ])('refuses %j', (aksara, kode) => {
    expect(periksa(`ya ${aksara}`)).toEqual({ pointer: '/x', aksara, kode });
  });

  it('names the first place, with a JSON pointer', () => {
    const nilai = { a: ['x'], 'b/c': { '~d': 'y漢' }, e: '漢', f: 1, g: null };
    expect(periksaAksara(teksDalam(nilai))?.pointer).toBe('/b~1c/~0d');
  });
});

describe('long words', () => {
  it('ordinary text is not touched', () => {
    const teks = 'Menindaklanjuti surat Saudara Nomor 000.8.3/117/2026 tanggal 3 November 2026';
    expect(putusKataPanjang(teks, 400, 11)).toBe(teks);
  });

  it('an address gets invisible breaks and every piece fits', () => {
    const alamat = `https://contoh.example/${'a1'.repeat(150)}`;
    const hasil = putusKataPanjang(alamat, 200, 11);
    expect(hasil.replaceAll('\u200B', '')).toBe(alamat);
    for (const potongan of hasil.split('\u200B')) expect(lebarTeks(potongan, 11)).toBeLessThanOrEqual(200);
  });

  it('an ordinary word is divided at syllables', () => {
    expect(sukuKata('Pertanggungjawaban').join('-')).toBe('Per-tang-gung-ja-wa-ban');
    expect(sukuKata('Penyelenggaraan').join('-')).toBe('Pe-nye-leng-ga-raan');
    expect(putusKataPanjang('Pertanggungjawaban', 50, 11)).toContain('\u00AD');
  });

  it('a cluster of marks is never cut', () => {
    const keluarga = '👩\u200D👩\u200D👧'.repeat(40);
    const hasil = putusKataPanjang(keluarga, 60, 11);
    for (const potongan of hasil.split('\u200B')) expect(potongan).toMatch(/^(👩\u200D👩\u200D👧)+$/u);
  });
});

describe('column widths', () => {
  const tabel = (kolom: { judul: string; lebar?: number }[], baris: string[][]) =>
    lebarTabel({ jenis: 'tabel', kolom, baris }, 450, 10).kolom;

  it('fill the line exactly, with and without widths of the author', () => {
    const kolom = [{ judul: 'No.' }, { judul: 'Uraian' }, { judul: 'Keterangan' }];
    const baris = [['1', 'Uraian yang sangat panjang '.repeat(20), '-']];
    for (const hasil of [
      tabel(kolom, baris),
      tabel(
        kolom.map((k) => ({ ...k, lebar: 10 })),
        baris,
      ),
    ]) {
      expect(hasil.reduce((a, b) => a + b, 0)).toBeCloseTo(450, 6);
    }
  });

  it('never split a short word such as the head of the number column', () => {
    const [no] = tabel(
      [
        { judul: 'No.', lebar: 1 },
        { judul: 'Uraian', lebar: 100 },
      ],
      [['1', 'x']],
    );
    expect(no).toBeGreaterThan(lebarTeks('No.', 10, true) + 10);
  });

  it('in a table of twelve columns divide long words, never an amount, wherever it stands', () => {
    const kolom = Array.from({ length: 12 }, (_, i) => ({ judul: i === 0 ? 'Unit' : 'September' }));
    const baris = Array.from({ length: 300 }, (_, r) =>
      kolom.map((_, i) => (i === 0 ? 'Pertanggungjawaban' : r === 299 ? '10002' : '7')),
    );
    const hasil = tabel(kolom, baris);
    expect(hasil.reduce((a, b) => a + b, 0)).toBeCloseTo(450, 6);
    for (const lebar of hasil) expect(lebar - 6).toBeGreaterThan(lebarTeks('10002', 10));
  });
});

describe('the date of the PDF', () => {
  it('is read from the printed one', () => {
    expect(uraiTanggal('24 November 2026')).toEqual({ tahun: 2026, bulan: 11, hari: 24 });
    expect(uraiTanggal('7 Mei 2027')).toEqual({ tahun: 2027, bulan: 5, hari: 7 });
  });

  it.each([null, '', '24 Nopember 2026', '24-11-2026'])('%j is no date', (teks) => {
    expect(uraiTanggal(teks)).toBeNull();
  });
});
