import { readFileSync, readdirSync } from 'node:fs';
import Value from 'typebox/value';
import { afterAll, describe, expect, it } from 'vitest';
import { KonsepNaskah } from '../../src/domain/naskah/konsep.ts';
import { periksaKonsep } from '../../src/domain/naskah/periksa-konsep.ts';
import { lembar, penandatangan } from './contoh.ts';
import { bacaTeks, rapat } from './baca-pdf.ts';
import { buatRenderer } from './penata-renderer.ts';

const folder = new URL('../../fixtures/konsep/', import.meta.url);
const baca = (berkas: string): unknown => JSON.parse(readFileSync(new URL(berkas, folder), 'utf8'));
const konsep = readdirSync(folder).filter((f) => f.endsWith('.json') && !f.startsWith('aduan-'));
const benih = JSON.parse(
  readFileSync(new URL('../../fixtures/benih/jateng.json', import.meta.url), 'utf8'),
) as { jabatan: { kode: string }[] };

const renderer = buatRenderer();
afterAll(() => renderer.close());

describe.each(konsep)('the draft fixtures/konsep/%s', (berkas) => {
  it('obeys the schema and the rules of drafts, and names only posts that exist', () => {
    const isi = baca(berkas);
    expect([...Value.Errors(KonsepNaskah, isi)]).toEqual([]);
    const naskah = isi as KonsepNaskah;
    expect(periksaKonsep(naskah, { maksimumParaf: 3 })).toEqual([]);
    const kode = new Set(benih.jabatan.map((j) => j.kode));
    const disebut = [naskah.konseptor, ...(naskah.pemaraf ?? []), ...naskah.penandatangan];
    expect(disebut.filter((j) => !kode.has(j))).toEqual([]);
  });

  it('is set with every paragraph on the page', async () => {
    const naskah = baca(berkas) as KonsepNaskah;
    const hasil = await renderer.render(
      lembar({
        jenis: naskah.jenis,
        judul: naskah.jenis === 'nota-dinas' ? 'NOTA DINAS' : null,
        isi: naskah.isi,
        tembusan: [],
        penandatangan: penandatangan.slice(0, naskah.penandatangan.length),
      }),
    );
    const teks = await bacaTeks(hasil);
    for (const blok of naskah.isi) {
      if (blok.jenis === 'paragraf') expect(teks).toContain(rapat(blok.teks));
    }
    expect(hasil.kotak).toHaveLength(naskah.penandatangan.length);
  });
});
