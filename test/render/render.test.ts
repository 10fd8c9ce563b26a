import { afterAll, describe, expect, it } from 'vitest';
import type { Blok } from '../../src/domain/naskah/konsep.ts';
import type { LembarNaskah } from '../../src/domain/naskah/lembar.ts';
import { bacaHalaman, bacaTeks, rapat } from './baca-pdf.ts';
import { isiPendek, lembar, paragraf, penandatangan, tabel } from './contoh.ts';
import { buatRenderer } from './penata-renderer.ts';

const renderer = buatRenderer();
afterAll(() => renderer.close());

const penutup = isiPendek.at(-1) as Blok;

describe('a surat dinas', () => {
  it('is a tagged PDF/A-2b with title, author, language and the date of the letter', async () => {
    const { bytes } = await renderer.render(lembar());
    const mentah = Buffer.from(bytes).toString('latin1');
    expect(mentah).toContain('<pdfaid:part>2</pdfaid:part>');
    expect(mentah).toContain('<pdfaid:conformance>B</pdfaid:conformance>');
    expect(mentah).toContain('2026-11-24');
    expect(mentah).toContain(lembar().hal);
    expect(mentah).toContain('DINAS KOMUNIKASI DAN INFORMATIKA, PEMERINTAH PROVINSI JAWA TENGAH');
    expect(mentah).toMatch(/\/Lang\s*\(id-ID\)/);
  });

  it('shows every text of the lembar', async () => {
    const surat = lembar({ isi: [...isiPendek, penutup, penutup] });
    const teks = await bacaTeks(await renderer.render(surat));
    for (const t of [surat.nomor, surat.tanggal, surat.hal, ...surat.tembusan, ...surat.footer]) {
      expect(teks).toContain(rapat(t ?? ''));
    }
    for (const t of surat.kop.alamat) expect(teks).toContain(rapat(t));
    expect(teks).toContain(rapat('1. Pemanfaatan sertifikat elektronik bagi pejabat'));
    expect(teks).toContain(rapat('a. setiap pejabat memasukkan frasa sandinya sendiri'));
    expect(teks).toContain(rapat('NIP 19710203 199603 1 001'));
    expect(teks).toContain('naskah.jatengprov.example');
  });

  it('keeps the list of copies with the signature when one page is enough', async () => {
    expect((await renderer.render(lembar())).halaman).toBe(1);
  });

  it('numbers its pages from the second on and shows the kop once', async () => {
    const halaman = await bacaHalaman(await renderer.render(lembar({ isi: [tabel(120), penutup] })));
    expect(halaman.length).toBeGreaterThan(2);
    halaman.forEach((baris, i) => {
      const teks = baris.map((b) => rapat(b.teks));
      expect(teks.includes(`-${i + 1}-`)).toBe(i > 0);
      expect(teks.includes('PEMERINTAHPROVINSIJAWATENGAH')).toBe(i === 0);
    });
  });

  it('repeats the head of a table on each of sixty pages and loses no row', async () => {
    const isi = Array.from({ length: 30 }, () => [...isiPendek, tabel(50)]).flat();
    const hasil = await renderer.render(lembar({ isi: [...isi, penutup] }));
    expect(hasil.halaman).toBeGreaterThanOrEqual(60);
    const halaman = (await bacaHalaman(hasil)).map((h) => rapat(h.map((b) => b.teks).join('')));
    for (const teks of halaman.filter((t) => t.includes('PerangkatDaerahContohke-'))) {
      expect(teks).toContain('JumlahNaskahKeterangan');
    }
    const baris = halaman.join('').match(/PerangkatDaerahContohke-/g) ?? [];
    expect(baris).toHaveLength(30 * 50);
    expect(hasil.kotak[0]?.halaman).toBe(hasil.halaman);
  });
});

describe('the signature', () => {
  it('is never without two lines of the body on its page, wherever the page ends', async () => {
    for (let n = 1; n <= 26; n++) {
      const isi = [...Array.from({ length: n }, (_, i) => paragraf(`Butir ke-${i + 1}.`)), penutup];
      const hasil = await renderer.render(lembar({ isi, tembusan: [] }));
      const halaman = (await bacaHalaman(hasil))[(hasil.kotak[0]?.halaman ?? 0) - 1] ?? [];
      const jabatan = halaman.find((b) => b.teks.includes('KEPALA DINAS KOMUNIKASI'));
      const nip = halaman.find((b) => b.teks.includes('NIP 1971'));
      const badan = halaman.filter(
        (b) => /Demikian|Keterangan lebih|kepala surat ini/.test(b.teks) && b.bawah > (jabatan?.bawah ?? 0),
      );
      expect(jabatan).toBeDefined();
      expect(nip).toBeDefined();
      expect(badan.length).toBeGreaterThanOrEqual(2);
    }
  });

  const baris = (n: number) => Array.from({ length: n }, (_, i) => `Butir nomor ${i + 1}; Akhir`);
  const panjang = 'Kalimat panjang yang terus berlanjut. '.repeat(40);
  const penghabisan: [string, (n: number) => readonly Blok[]][] = [
    ['a table', (n) => [{ jenis: 'tabel', kolom: [{ judul: 'Uraian' }], baris: baris(n).map((b) => [b]) }]],
    [
      'a table and one line',
      (n) => [
        { jenis: 'tabel', kolom: [{ judul: 'Uraian' }], baris: baris(n).map((b) => [b]) },
        paragraf('Sekian Akhir.'),
      ],
    ],
    ['a list', (n) => [{ jenis: 'daftar', gaya: 'angka', butir: baris(n).map((teks) => ({ teks })) }]],
    [
      'key-value pairs',
      (n) => [{ jenis: 'pasangan', isi: baris(n).map((nilai) => ({ label: 'A', nilai })) }],
    ],
    [
      'a long paragraph',
      (n) => [...baris(n).map((b) => paragraf(b.replace('Akhir', ''))), paragraf(`${panjang} Akhir`)],
    ],
  ];
  it.each(penghabisan)(
    'is never alone after %s, nothing is lost, and no page before it is left empty',
    async (_, badan) => {
      for (let n = 18; n <= 36; n++) {
        const isi = [paragraf('Pembuka:'), ...badan(n)];
        const hasil = await renderer.render(lembar({ isi, tembusan: [] }));
        const halaman = await bacaHalaman(hasil);
        const terakhir = halaman[(hasil.kotak[0]?.halaman ?? 0) - 1] ?? [];
        expect(terakhir.some((b) => b.teks.includes('Akhir'))).toBe(true);
        const semua = rapat(halaman.flatMap((h) => h.map((b) => b.teks)).join(''));
        for (let i = 1; i <= n; i++) expect(semua.split(`Butirnomor${i};`)).toHaveLength(2);
        if (hasil.halaman > 1)
          expect(
            Math.min(...(halaman[0] ?? []).filter((b) => b.bawah > 80).map((b) => b.bawah)),
          ).toBeLessThan(360);
      }
    },
  );

  it('reports the box of the visible block: its text is inside, the name line is below', async () => {
    const hasil = await renderer.render(lembar());
    const [kotak] = hasil.kotak;
    if (kotak === undefined) throw new Error('no box');
    const baris = (await bacaHalaman(hasil))[kotak.halaman - 1] ?? [];
    const cari = (teks: string) => baris.find((b) => b.teks.includes(teks));
    const blok = cari('Ditandatangani secara elektronik oleh:');
    expect(blok?.bawah).toBeGreaterThan(kotak.y);
    expect(blok?.atas).toBeLessThan(kotak.y + kotak.tinggi);
    expect(blok?.kiri).toBeGreaterThan(kotak.x);
    expect(blok?.kanan).toBeLessThan(kotak.x + kotak.lebar);
    expect(cari('naskah.jatengprov.example')?.bawah).toBeGreaterThan(kotak.y);
    expect(cari('Pembina Utama Muda')?.atas).toBeLessThan(kotak.y);
    // 22 mm for the QR (domain.md 3.5 leaves the size to us; phones need about that much).
    expect(kotak.tinggi).toBeGreaterThan((22 / 25.4) * 72);
  });

  it.each([2, 3, 4])('has one box for each of %i signers, in order and apart', async (banyak) => {
    const semua = [...penandatangan, ...penandatangan].slice(0, banyak);
    const { kotak } = await renderer.render(lembar({ penandatangan: semua }));
    expect(kotak).toHaveLength(banyak);
    const [kiri, kanan, bawah] = kotak;
    expect(kiri?.y).toBe(kanan?.y);
    expect((kiri?.x ?? 0) + (kiri?.lebar ?? 0)).toBeLessThan(kanan?.x ?? 0);
    if (bawah !== undefined) expect(bawah.y + bawah.tinggi).toBeLessThan(kiri?.y ?? 0);
  });

  it('is repeated at the end of an attachment without a box of its own', async () => {
    const lampiran = [{ kepala: 'Lampiran Surat', judul: 'DAFTAR', isi: [tabel(3)] }];
    const hasil = await renderer.render(lembar({ lampiran }));
    expect(hasil.kotak).toHaveLength(1);
    const terakhir =
      (await bacaHalaman(hasil))
        .at(-1)
        ?.map((b) => b.teks)
        .join('\n') ?? '';
    expect(terakhir).toContain('Lampiran Surat');
    expect(rapat(terakhir)).toContain('Nomor:000.8.3/117/2026');
    expect(rapat(terakhir)).toContain('Tanggal:24November2026');
    expect(terakhir).toContain('Ditandatangani secara elektronik oleh:');
  });
});

describe('a nota dinas', () => {
  it('has its eight lines in the order of the rule', async () => {
    const nota = lembar({ jenis: 'nota-dinas', judul: 'NOTA DINAS', dari: 'Kepala Bidang Contoh' });
    const baris = (await bacaHalaman(await renderer.render(nota))).flat().map((b) => rapat(b.teks));
    const label = baris.flatMap((b) => /^(Yth\.|[A-Z]\w+):/.exec(b)?.[1] ?? []).slice(0, 8);
    expect(baris).toContain('NOTADINAS');
    expect(label).toEqual(['Yth.', 'Dari', 'Tembusan', 'Tanggal', 'Nomor', 'Sifat', 'Lampiran', 'Hal']);
  });
});

describe('a draft', () => {
  const draf = (ubah: Partial<LembarNaskah> = {}) =>
    lembar({ mode: 'draf', nomor: null, tanggal: null, bukti: null, ...ubah });

  it('says DRAF on every page, shows gaps for number and date, and carries no QR', async () => {
    const hasil = await renderer.render(draf({ isi: [tabel(60), penutup] }));
    const halaman = await bacaHalaman(hasil);
    expect(halaman.length).toBeGreaterThan(1);
    for (const baris of halaman) expect(baris[0]?.teks).toContain('DRAF');
    const teks = rapat(halaman[0]?.map((b) => b.teks).join('') ?? '');
    expect(teks).toMatch(/Semarang,\.{8,}/);
    expect(await bacaTeks(hasil)).not.toContain('Ditandatanganisecaraelektronik');
  });
});

describe('words of people', () => {
  const aneh =
    'Nama #let x=1 *tebal* _miring_ $x^2$ @rujuk <label> {kurung} \\balik "kutip" `raw` // ~ [x] = judul #eval("1") é ñ 😀';

  it('print as text in every place, and nothing is interpreted', async () => {
    const surat = lembar({
      hal: aneh,
      tujuan: [{ nama: aneh, di: aneh, up: aneh }],
      isi: [
        paragraf(aneh),
        { jenis: 'subjudul', teks: aneh },
        { jenis: 'daftar', gaya: 'butir', butir: [{ teks: aneh, rincian: [aneh] }] },
        { jenis: 'pasangan', isi: [{ label: 'Label', nilai: aneh }] },
        { jenis: 'tabel', kolom: [{ judul: aneh }], baris: [[aneh]] },
      ],
      lampiran: [{ kepala: 'Lampiran', judul: aneh, isi: [paragraf(aneh)] }],
      tembusan: [aneh],
    });
    const teks = await bacaTeks(await renderer.render(surat));
    const harap = rapat(
      'Nama #let x=1 *tebal* _miring_ $x^2$ @rujuk <label> {kurung} \\balik "kutip" `raw` //',
    );
    expect(teks.split(harap).length - 1).toBe(13);
  });

  it('of three hundred letters wrap inside the margins and are copied unbroken', async () => {
    const panjang = 'W'.repeat(300);
    const surat = lembar({
      hal: panjang,
      tujuan: [{ nama: panjang, di: panjang, up: null }],
      isi: [
        paragraf(`Kata ${panjang} selesai.`),
        { jenis: 'daftar', gaya: 'huruf', butir: [{ teks: panjang, rincian: [panjang] }] },
        { jenis: 'pasangan', isi: [{ label: panjang.slice(0, 120), nilai: panjang }] },
        {
          jenis: 'tabel',
          kolom: Array.from({ length: 12 }, () => ({ judul: 'K' })),
          baris: [Array<string>(12).fill(panjang)],
        },
      ],
      tembusan: [panjang],
      penandatangan: [{ jabatan: [panjang], nama: panjang, pangkat: null, nip: null }],
    });
    const hasil = await renderer.render(surat);
    const kanan = ((210 - 20) / 25.4) * 72;
    for (const baris of (await bacaHalaman(hasil)).flat()) {
      expect(baris.kanan).toBeLessThanOrEqual(kanan + 1);
    }
    expect(await bacaTeks(hasil)).toContain(panjang);
  });

  it('in Arabic and line breaks are set, not refused', async () => {
    const hasil = await renderer.render(lembar({ isi: [paragraf('السلام عليكم\nbaris\tkedua'), penutup] }));
    const baris = (await bacaHalaman(hasil)).flat().map((b) => rapat(b.teks));
    expect(baris).toContain('bariskedua');
  });

  it.each([
    ['Devanagari', '\u0915', 'U+0915'],
    ['a bidi override', '\u202E', 'U+202E'],
    ['a control', '\u0007', 'U+0007'],
    ['half a surrogate pair', '\uD83D', 'U+D83D'],
  ])('with %s are refused with a pointer', async (_, aksara, kode) => {
    await expect(renderer.render(lembar({ isi: [paragraf(`ya ${aksara}`)] }))).rejects.toMatchObject({
      code: 'NASKAH_AKSARA_TIDAK_DIDUKUNG',
      pointer: '/isi/0/teks',
      extra: { kode },
    });
  });
});

describe('failures', () => {
  it('a letter that takes too long ends its thread and the next one is set', async () => {
    const cepat = buatRenderer({ batasWaktuMs: 1 });
    await expect(cepat.render(lembar())).rejects.toMatchObject({ code: 'NASKAH_TATA_LETAK_GAGAL' });
    await cepat.close();
    expect((await renderer.render(lembar())).halaman).toBe(1);
  });

  it('where Typst has no binary, one clear sentence says so', async () => {
    const workerUrl = new URL('../support/ts-worker-tanpa-typst.mjs', import.meta.url);
    const tanpaTypst = buatRenderer({ workerUrl });
    await expect(tanpaTypst.render(lembar())).rejects.toMatchObject({
      code: 'TATA_HURUF_TIDAK_TERSEDIA',
      message: expect.stringMatching(/^Mesin tata letak Typst tidak tersedia .*\.$/) as string,
    });
    await tanpaTypst.close();
  });

  it('a final letter without a date is not guessed at', async () => {
    await expect(renderer.render(lembar({ tanggal: null }))).rejects.toMatchObject({
      code: 'NASKAH_TATA_LETAK_GAGAL',
    });
  });
});
