import { readFileSync, readdirSync } from 'node:fs';
import Value from 'typebox/value';
import { afterAll, describe, expect, it } from 'vitest';
import { KonsepNaskah, type Blok } from '../../src/domain/naskah/konsep.ts';
import { lembar, penandatangan } from './contoh.ts';
import { bacaHalaman, rapat } from './baca-pdf.ts';
import { buatRenderer } from './penata-renderer.ts';

/** Drafts of odd shapes, written by somebody who had not seen the templates. */
const folder = new URL('../../fixtures/konsep-uji/', import.meta.url);
const renderer = buatRenderer();
afterAll(() => renderer.close());

/** Hyphens come and go where words are divided; everything else has to be there. */
const inti = (teks: string): string => rapat(teks).replace(/[-\u00AD\u2010]/gu, '');
const hitung = (teks: string): Map<string, number> => {
  const jumlah = new Map<string, number>();
  for (const aksara of teks) jumlah.set(aksara, (jumlah.get(aksara) ?? 0) + 1);
  return jumlah;
};

function teksBlok(blok: Blok): string[] {
  switch (blok.jenis) {
    case 'paragraf':
    case 'subjudul':
      return [blok.teks];
    case 'daftar':
      return blok.butir.flatMap((b) => [b.teks, ...(b.rincian ?? [])]);
    case 'pasangan':
      return blok.isi.flatMap((p) => [p.label, p.nilai]);
    case 'tabel':
      return [blok.judul ?? '', ...blok.kolom.map((k) => k.judul), ...blok.baris.flat()];
  }
}

describe.each(readdirSync(folder))('the draft fixtures/konsep-uji/%s', (berkas) => {
  it('is set with all its words between the margins', async () => {
    const isi: unknown = JSON.parse(readFileSync(new URL(berkas, folder), 'utf8'));
    expect([...Value.Errors(KonsepNaskah, isi)]).toEqual([]);
    const naskah = isi as KonsepNaskah;
    const tujuan = naskah.tujuan.map((t) => ({ nama: t.nama, di: t.di ?? null, up: t.up ?? null }));
    const lampiran = (naskah.lampiran ?? []).map((l) => ({ kepala: 'Lampiran Surat', ...l }));
    const tembusan = naskah.tembusan ?? [];
    const semua = [...penandatangan, ...penandatangan].slice(0, naskah.penandatangan.length);
    const hasil = await renderer.render(
      lembar({ hal: naskah.hal, tujuan, isi: naskah.isi, lampiran, tembusan, penandatangan: semua }),
    );
    const baris = (await bacaHalaman(hasil)).flat();
    for (const satu of baris) {
      expect(satu.kiri).toBeGreaterThan(75);
      expect(satu.kanan).toBeLessThan(542);
    }
    // Between top and bottom margin: no page numbers, no footer.
    const badan = baris.filter((b) => b.bawah > 70 && b.atas < 790);
    const teks = inti(badan.map((b) => b.teks).join(''));
    const blok = [...naskah.isi, ...lampiran.flatMap((l) => l.isi)];
    const lain = [
      ...tujuan.flatMap((t) => [t.nama, t.di ?? '', t.up ?? '']),
      ...lampiran.map((l) => l.judul),
      ...tembusan,
    ];
    for (const harap of [...lain, ...blok.filter((b) => b.jenis === 'paragraf').flatMap(teksBlok)])
      expect(teks).toContain(inti(harap));
    const ada = hitung(teks);
    for (const [aksara, n] of hitung(inti([naskah.hal, ...lain, ...blok.flatMap(teksBlok)].join(''))))
      expect(ada.get(aksara) ?? 0, `count of ${aksara}`).toBeGreaterThanOrEqual(n);
    expect(hasil.kotak).toHaveLength(naskah.penandatangan.length);
  });
});
