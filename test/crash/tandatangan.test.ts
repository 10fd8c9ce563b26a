import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesSource, validatePdf } from '../../src/pades/index.ts';
import { titikTandaTangan } from '../../src/services/konteks.ts';
import { pulihkanUpaya } from '../../src/services/lanjutkan-penandatanganan.ts';
import { kodeDari } from '../support/kode.ts';
import { Meja } from '../support/meja.ts';
import type { Rumah } from '../support/rumah.ts';
import { sidikUji, type Perintah } from './anak.ts';
import { bukaSesudahMati, hapus, jalankanSampaiMati, salin, siapkanPanggung, type Panggung } from './mati.ts';
import { tabelMati, type BarisMati, type SesudahPulih } from './tabel.ts';

let panggung: Record<1 | 2, Panggung>;
beforeAll(async () => {
  panggung = { 1: await siapkanPanggung(1), 2: await siapkanPanggung(2) };
});
afterAll(async () => {
  for (const satu of Object.values(panggung)) {
    await satu.rumah.tsa.tutup();
    await hapus(satu.data);
    await hapus(satu.tertata);
  }
});

interface Kematian {
  readonly ke: 1 | 2;
  readonly baris: BarisMati;
  readonly jauh: boolean;
}

const perintah = ({ ke, baris, jauh }: Kematian, data: string): Perintah => ({
  data,
  saat: panggung[ke].rumah.jam.now().toISOString(),
  tsaUrl: panggung[ke].rumah.tsa.url,
  tertata: panggung[ke].tertata,
  titik: baris.titik,
  naskah: { id: panggung[ke].naskah.id, jabatan: panggung[ke].jabatan, kunci: 'kunci-mati' },
  jauh,
});

async function denganKematian(k: Kematian, sesudah: (rumah: Rumah) => Promise<void>): Promise<void> {
  const data = await salin(panggung[k.ke]);
  expect(await jalankanSampaiMati(perintah(k, data))).toBe('mati');
  const rumah = await bukaSesudahMati(panggung[k.ke], data);
  try {
    await sesudah(rumah);
  } finally {
    await rumah.tutup();
    await hapus(data);
  }
}

/** What the table says, and the invariants of B2 over the folder. */
async function periksaPulih(rumah: Rumah, k: Kematian, harap: SesudahPulih): Promise<void> {
  const meja = new Meja(rumah);
  const { naskah, jabatan } = panggung[k.ke];
  const kini = await meja.lihat(naskah, jabatan);
  const upaya = (await meja.upaya(naskah)).find((u) => u.urutan === k.ke);
  const [nomor] = await meja.buku(jabatan, 'surat-keluar-KOMINFO');
  expect({ naskah: kini.keadaan, upaya: upaya?.keadaan ?? null, nomor: nomor?.keadaan ?? null }).toEqual(
    k.ke === 1 ? harap : { ...harap, nomor: 'terbit' },
  );
  expect(await rumah.periksa()).toEqual([]);
  expect(await pulihkanUpaya(rumah.konteks)).toEqual([]);
}

/** The caller asks again with the same key: one effect, and no second number. */
async function ulangiPermintaan(rumah: Rumah, k: Kematian): Promise<void> {
  const meja = new Meja(rumah);
  const { naskah, jabatan } = panggung[k.ke];
  const p = await rumah.jalan.sebagai(jabatan);
  const { persetujuan } = await rumah.layanan.naskah.lihat(p, naskah.id);
  const { isi } = await rumah.layanan.naskah.tindakan(
    { ...p, idempotensi: { kunci: 'kunci-mati', sidik: sidikUji } },
    naskah.id,
    {
      aksi: 'tandatangani',
      persetujuan: persetujuan ?? '',
      frasaSandi: new TextEncoder().encode(meja.frasaSandi(jabatan)),
    },
  );
  expect(isi.keadaan).toBe('ditandatangani');
  expect((await meja.upaya(naskah)).filter((u) => u.keadaan === 'selesai')).toHaveLength(k.ke);
  expect(await meja.buku(jabatan, 'surat-keluar-KOMINFO')).toMatchObject([{ urut: 1, keadaan: 'terbit' }]);
  const laporan = validatePdf(bytesSource(await rumah.jalan.berkas(isi, jabatan)), {
    anchors: rumah.akar,
    at: rumah.jam.now(),
  });
  expect(laporan.readable && laporan.signatures.map((s) => s.indication)).toEqual(
    Array(k.ke).fill('TOTAL_PASSED'),
  );
  expect(await rumah.periksa()).toEqual([]);
}

describe('the crash table', () => {
  it('has a row for every named point of the story, in its order', () => {
    const titik = tabelMati.map((b) => b.titik).filter((t) => t !== 'di-dalam-T4');
    expect(titik).toEqual([...titikTandaTangan]);
  });
});

// A death is mostly waiting for another process: several at a time, on whatever cores there are.
const serentak = { concurrent: true, timeout: 180_000 } as const;

describe.each([1, 2] as const)('a process killed while signer %i signs', serentak, (ke) => {
  it.each(tabelMati)('at $titik leaves what the table says, and asking again finishes it', async (baris) => {
    const k = { ke, baris, jauh: false };
    await denganKematian(k, async (rumah) => {
      await periksaPulih(rumah, k, { ...baris.lokal });
      await ulangiPermintaan(rumah, k);
    });
  });
});

describe('a process killed while a key elsewhere signs', serentak, () => {
  const terpilih = tabelMati.filter((b) =>
    ['sesudah-T2', 'sesudah-T3', 'sesudah-kunci', 'sesudah-sisih'].includes(b.titik),
  );
  it.each(terpilih)('at $titik leaves what the table says', async (baris) => {
    const k = { ke: 1 as const, baris, jauh: true };
    await denganKematian(k, async (rumah) => {
      await periksaPulih(rumah, k, baris.jauh);
      if (baris.jauh.naskah !== 'tak_pasti') return ulangiPermintaan(rumah, k);
      const meja = new Meja(rumah);
      expect(await kodeDari(meja.tandatangani(panggung[1].naskah, panggung[1].jabatan))).toBe(
        'PENANDATANGANAN_TAK_PASTI',
      );
    });
  });
});

describe('a process killed while it recovers', serentak, () => {
  it.each(['sesudah-cap-waktu', 'sesudah-simpan-hasil', 'sesudah-T4'] as const)(
    'at %s is recovered by the next one',
    async (titik) => {
      const baris = tabelMati.find((b) => b.titik === 'sesudah-sisih')!;
      const k = { ke: 1 as const, baris, jauh: false };
      const data = await salin(panggung[1]);
      expect(await jalankanSampaiMati(perintah(k, data))).toBe('mati');
      expect(await jalankanSampaiMati({ ...perintah(k, data), titik, naskah: null })).toBe('mati');
      const rumah = await bukaSesudahMati(panggung[1], data);
      try {
        await periksaPulih(rumah, k, baris.lokal);
        await ulangiPermintaan(rumah, k);
      } finally {
        await rumah.tutup();
        await hapus(data);
      }
    },
  );
});
