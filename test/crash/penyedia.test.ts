import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pulihkanUpaya } from '../../src/services/lanjutkan-penandatanganan.ts';
import { utf8 } from '../../src/shared/bytes.ts';
import { kodeDari } from '../support/kode.ts';
import { suratDinas } from '../support/konsep.ts';
import { Meja } from '../support/meja.ts';
import { signerPenyediaUji } from '../support/penyedia-signer.ts';
import { bangunRumah, type Rumah } from '../support/rumah.ts';
import { bangunPenyedia, kepala, sandiKenari, type DuniaPenyedia } from '../services/penyedia.dunia.ts';
import { sidikUji, type Perintah } from './anak.ts';
import { bukaSesudahMati, hapus, jalankanSampaiMati, salin, type Panggung } from './mati.ts';
import { tabelMati, type BarisMati } from './tabel.ts';

/** A provider makes its own timestamp: there is no such point in this story. */
const baris = tabelMati.filter(({ titik }) => titik !== 'sesudah-cap-waktu');
const diminta: ReadonlySet<string> = new Set(
  baris.map(({ titik }) => titik).slice(baris.findIndex(({ titik }) => titik === 'sesudah-kunci')),
);

let panggung: Panggung;
let dunia: DuniaPenyedia;
let tutupRumah: () => Promise<void>;
beforeAll(async () => {
  const rumah = await bangunRumah();
  dunia = await bangunPenyedia(rumah);
  const naskah = await new Meja(rumah).siap(suratDinas());
  await rumah.tutup();
  const tertata = await mkdtemp(join(tmpdir(), 'naskah-tertata-'));
  panggung = { rumah, data: rumah.config.data, tertata, naskah, jabatan: kepala };
  tutupRumah = async () => {
    await dunia.penyedia.tutup();
    await rumah.tsa.tutup();
    await hapus(tertata);
    await hapus(rumah.config.data);
  };
});
afterAll(() => tutupRumah());

const perintah = (titik: BarisMati['titik'], data: string, mulai = true): Perintah => ({
  data,
  saat: panggung.rumah.jam.now().toISOString(),
  tsaUrl: panggung.rumah.tsa.url,
  tertata: panggung.tertata,
  titik,
  naskah: mulai ? { id: panggung.naskah.id, jabatan: kepala, kunci: 'kunci-mati' } : null,
  jauh: true,
  penyedia: { url: dunia.penyedia.url, sandi: sandiKenari },
});

/** What is on the disk, and that nobody asked the provider again. */
async function periksa(rumah: Rumah, satu: BarisMati, sebelum: number): Promise<void> {
  const meja = new Meja(rumah);
  const kini = await meja.lihat(panggung.naskah, kepala);
  const [upaya] = await meja.upaya(panggung.naskah);
  const [nomor] = await meja.buku(kepala, 'surat-keluar-KOMINFO');
  expect({ naskah: kini.keadaan, upaya: upaya?.keadaan ?? null, nomor: nomor?.keadaan ?? null }).toEqual(
    satu.jauh,
  );
  expect(await rumah.periksa()).toEqual([]);
  expect(await pulihkanUpaya(rumah.konteks)).toEqual([]);
  expect(dunia.penyedia.diminta - sebelum).toBe(diminta.has(satu.titik) ? 1 : 0);
}

async function tandatangani(rumah: Rumah, kunci: string) {
  const p = await rumah.jalan.sebagai(kepala);
  const { persetujuan } = await rumah.layanan.naskah.lihat(p, panggung.naskah.id);
  return rumah.layanan.naskah.tindakan(
    { ...p, idempotensi: { kunci, sidik: sidikUji } },
    panggung.naskah.id,
    {
      aksi: 'tandatangani',
      persetujuan: persetujuan ?? '',
      frasaSandi: utf8(sandiKenari),
    },
  );
}

/** The same request again, and one with another key: one signature, one number, or nothing at all. */
async function ulangi(rumah: Rumah, satu: BarisMati): Promise<void> {
  const meja = new Meja(rumah);
  const sebelum = dunia.penyedia.diminta;
  if (satu.jauh.upaya === 'tak_pasti') {
    for (const kunci of ['kunci-mati', 'kunci-lain']) {
      expect(await kodeDari(tandatangani(rumah, kunci))).toBe('PENANDATANGANAN_TAK_PASTI');
    }
    expect(dunia.penyedia.diminta).toBe(sebelum);
    return settle(rumah, satu);
  }
  expect((await tandatangani(rumah, 'kunci-mati')).isi.keadaan).toBe('ditandatangani');
  expect(dunia.penyedia.diminta - sebelum).toBe(satu.jauh.upaya === 'selesai' ? 0 : 1);
  await kodeDari(tandatangani(rumah, 'kunci-lain'));
  expect(dunia.penyedia.diminta - sebelum).toBe(satu.jauh.upaya === 'selesai' ? 0 : 1);
  expect((await meja.upaya(panggung.naskah)).filter((u) => u.keadaan === 'selesai')).toHaveLength(1);
  expect(await meja.buku(kepala, 'surat-keluar-KOMINFO')).toMatchObject([{ urut: 1, keadaan: 'terbit' }]);
  expect(await rumah.periksa()).toEqual([]);
}

/** What the provider had signed when the process died settles the letter; nothing else does. */
async function settle(rumah: Rumah, { titik }: BarisMati): Promise<void> {
  if (titik !== 'sesudah-kunci') return;
  const { isi } = await rumah.layanan.naskah.tindakan(await rumah.jalan.sebagai('bayu'), panggung.naskah.id, {
    aksi: 'pastikan',
    alasan: 'Diperiksa pada catatan penyelenggara.',
    terbukti: 'bertanda_tangan',
    jawabanPenandatangan: dunia.penyedia.terakhir!,
  });
  expect(isi).toMatchObject({ keadaan: 'ditandatangani', nomor: '500.12/1/KOMINFO/2026' });
  expect(await rumah.periksa()).toEqual([]);
}

async function buka(data: string): Promise<Rumah> {
  const rumah = await bukaSesudahMati(panggung, data);
  rumah.ganti({ penyedia: await signerPenyediaUji(data, dunia.penyedia.url) });
  return rumah;
}

// One after the other: how often the provider was asked is part of what is checked.
describe('a process killed while the national provider signs a letter', { timeout: 180_000 }, () => {
  it.each(baris)('at $titik leaves what the table says, and sends it at most once', async (satu) => {
    const data = await salin(panggung);
    const sebelum = dunia.penyedia.diminta;
    expect(await jalankanSampaiMati(perintah(satu.titik, data))).toBe('mati');
    const rumah = await buka(data);
    try {
      await periksa(rumah, satu, sebelum);
      await ulangi(rumah, satu);
    } finally {
      await rumah.tutup();
      await hapus(data);
    }
  });

  it.each(['sesudah-periksa', 'sesudah-simpan-hasil', 'sesudah-T4'] as const)(
    'and killed again at %s while it recovers, is recovered by the next one',
    async (titik) => {
      const satu = baris.find((b) => b.titik === 'sesudah-sisih')!;
      const data = await salin(panggung);
      const sebelum = dunia.penyedia.diminta;
      expect(await jalankanSampaiMati(perintah('sesudah-sisih', data))).toBe('mati');
      expect(await jalankanSampaiMati(perintah(titik, data, false))).toBe('mati');
      const rumah = await buka(data);
      try {
        await periksa(rumah, satu, sebelum);
      } finally {
        await rumah.tutup();
        await hapus(data);
      }
    },
  );
});
