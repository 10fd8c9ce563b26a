import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outboundClient } from '../../src/adapters/keluar/klien.ts';
import { httpTimestampAuthority } from '../../src/adapters/tsa/http-tsa.ts';
import { pulihkanUpaya } from '../../src/services/lanjutkan-penandatanganan.ts';
import type { NaskahView } from '../../src/services/layanan.ts';
import { duaPenandatangan, suratDinas } from '../support/konsep.ts';
import { kodeDari } from '../support/kode.ts';
import { Meja } from '../support/meja.ts';
import { pembukaTerlarang } from '../support/pembuka.ts';
import { bangunRumah, pkiRumah, type Rumah } from '../support/rumah.ts';
import { bukaTsaUji, type TabiatTsa } from '../support/tsa.ts';
import { orangLuar } from '../support/periksa.ts';

const kepala = 'jateng.diskominfo.kepala';
let rumah: Rumah;
let meja: Meja;
beforeEach(async () => {
  rumah = await bangunRumah();
  meja = new Meja(rumah);
});
afterEach(async () => {
  expect(await rumah.periksa()).toEqual([]);
  await rumah.bongkar();
});

/** The periodic job may be at it already, so this asks until the letter has moved on. */
async function pulihkan(naskah: NaskahView): Promise<NaskahView> {
  for (let i = 0; i < 100; i++) {
    await pulihkanUpaya(rumah.konteks);
    const kini = await meja.lihat(naskah, kepala);
    if (kini.keadaan !== 'menunggu_cap_waktu') return kini;
    await setTimeout(20);
  }
  throw new Error('the letter never went on');
}

const ukuranLog = (): Promise<number> =>
  rumah.konteks.uow.read(async (repos) => (await repos.audit.kepala()).reduce((n, k) => n + k.ukuran, 0));

describe('a timestamp authority', () => {
  const salah: Readonly<Record<Exclude<TabiatTsa, 'baik'>, string>> = {
    bisu: 'PADES_TSP_UNREACHABLE',
    galat: 'PADES_TSP_UNREACHABLE',
    sampah: 'PADES_TSP_INVALID',
    'sidik-lain': 'PADES_TSP_MISMATCH',
  };
  it.each(Object.entries(salah))(
    'that is %s makes the letter wait in sight, keeps its number, and is asked again without the key',
    async (tabiat, kode) => {
      rumah.tsa.tabiat = tabiat as TabiatTsa;
      const naskah = await meja.siap(suratDinas());
      const { isi } = await meja.tandatangani(naskah, kepala);
      expect(isi.keadaan).toBe('menunggu_cap_waktu');
      expect(isi.alasan).toMatch(/cap waktu/i);
      expect(await meja.upaya(naskah)).toMatchObject([{ keadaan: 'menunggu_cap_waktu', alasan: kode }]);
      expect(await meja.buku(kepala, 'surat-keluar-KOMINFO')).toMatchObject([{ keadaan: 'dipesan' }]);
      expect(await rumah.periksa()).toEqual([]);

      rumah.tsa.tabiat = 'baik';
      rumah.ganti({ pembuka: pembukaTerlarang });
      const akhir = await pulihkan(isi);
      expect([akhir.keadaan, akhir.nomor, akhir.alasan]).toEqual(['ditandatangani', isi.nomor, null]);
      expect(await meja.buku(kepala, 'surat-keluar-KOMINFO')).toMatchObject([{ keadaan: 'terbit' }]);
    },
  );

  it('that stays away for long fills neither log nor history: nothing is written while nothing changes', async () => {
    rumah.tsa.tabiat = 'bisu';
    const { isi } = await meja.tandatangani(await meja.siap(suratDinas()), kepala);
    const sebelum = await ukuranLog();
    const ditanya = rumah.tsa.ditanya;
    for (let i = 0; i < 5; i++) await pulihkanUpaya(rumah.konteks);
    expect(rumah.tsa.ditanya).toBeGreaterThan(ditanya);
    expect(await ukuranLog()).toBe(sebelum);
    expect((await meja.lihat(isi, kepala)).revisi).toBe(isi.revisi);
  });
});

describe('a letter that waits for its timestamp', () => {
  it('can be sent on by its signer, and by nobody else', async () => {
    rumah.tsa.tabiat = 'bisu';
    const konsep = suratDinas();
    const { isi } = await meja.tandatangani(await meja.siap(konsep), kepala);
    expect((await meja.lihat(isi, kepala)).tindakan).toEqual(['lanjutkan_cap_waktu']);
    expect(await kodeDari(meja.tindak(isi, konsep.konseptor, 'lanjutkan_cap_waktu'))).toBe('TIDAK_BERWENANG');
    expect((await meja.tindak(isi, kepala, 'lanjutkan_cap_waktu')).keadaan).toBe('menunggu_cap_waktu');
    rumah.tsa.tabiat = 'baik';
    rumah.ganti({ pembuka: pembukaTerlarang });
    expect((await meja.tindak(isi, kepala, 'lanjutkan_cap_waktu')).keadaan).toBe('ditandatangani');
  });

  it('is neither signed again nor edited nor shown as signed meanwhile', async () => {
    rumah.tsa.tabiat = 'bisu';
    const konsep = suratDinas();
    const { isi } = await meja.tandatangani(await meja.siap(konsep), kepala);
    expect(await kodeDari(meja.tandatangani(isi, kepala))).toBe('NASKAH_TINDAKAN_DITOLAK');
    expect(await kodeDari(rumah.jalan.ubah(isi, konsep))).toBe('NASKAH_TINDAKAN_DITOLAK');
    expect(await kodeDari(rumah.jalan.berkas(isi, konsep.konseptor))).toBe('TIDAK_DITEMUKAN');
    expect(await rumah.layanan.bukti.lihat(isi.bukti.id)).toEqual({ keadaan: 'belum' });
  });

  it('answers its Idempotency-Key as it did at first, also after it was finished', async () => {
    rumah.tsa.tabiat = 'bisu';
    const naskah = await meja.siap(suratDinas());
    const { persetujuan } = await meja.lihat(naskah, kepala);
    const kunci = { kunci: 'kunci-1', persetujuan: persetujuan ?? '' };
    const pertama = await meja.tandatangani(naskah, kepala, kunci);
    rumah.tsa.tabiat = 'baik';
    expect((await pulihkan(naskah)).keadaan).toBe('ditandatangani');
    const lagi = await meja.tandatangani(naskah, kepala, kunci);
    expect([lagi.ulangan, JSON.stringify(lagi.isi)]).toEqual([true, JSON.stringify(pertama.isi)]);
  });

  it('goes on after a restart', async () => {
    rumah.tsa.tabiat = 'bisu';
    const { isi } = await meja.tandatangani(await meja.siap(suratDinas()), kepala);
    rumah.tsa.tabiat = 'baik';
    rumah = await rumah.bukaLagi({ pembuka: pembukaTerlarang });
    meja = new Meja(rumah);
    expect((await pulihkan(isi)).keadaan).toBe('ditandatangani');
  });

  it('waits for the second signature just as for the first, and both are valid in the end', async () => {
    const naskah = await meja.siap(suratDinas({ penandatangan: duaPenandatangan }));
    await meja.tandatangani(naskah, duaPenandatangan[0]!);
    rumah.tsa.tabiat = 'sampah';
    const { isi } = await meja.tandatangani(naskah, duaPenandatangan[1]!);
    expect(isi.keadaan).toBe('menunggu_cap_waktu');
    rumah.tsa.tabiat = 'baik';
    expect((await pulihkan(naskah)).keadaan).toBe('ditandatangani');
    const bytes = await rumah.jalan.berkas(naskah, kepala);
    const { laporan } = await rumah.layanan.verifikasi.periksa([bytes], orangLuar);
    expect(laporan.readable && laporan.signatures.map((s) => s.indication)).toEqual([
      'TOTAL_PASSED',
      'TOTAL_PASSED',
    ]);
  });

  it('whose clock is an hour off makes the letter wait: no such time is put on a letter', async () => {
    const jam = { now: () => new Date(rumah.jam.now().getTime() + 3_600_000) };
    const melenceng = await bukaTsaUji(await pkiRumah(rumah.config.data), jam);
    try {
      // The bare carrier, which judges nothing: it is the use-case that has the clock.
      const client = outboundClient({ allowedHosts: [], configuredUrls: [melenceng.url] });
      const { tsa } = rumah.konteks;
      rumah.ganti({ tsa: httpTimestampAuthority({ url: melenceng.url, client, timeoutMs: 5_000 }) });
      const naskah = await meja.siap(suratDinas());
      expect((await meja.tandatangani(naskah, kepala)).isi.keadaan).toBe('menunggu_cap_waktu');
      expect(await meja.upaya(naskah)).toMatchObject([{ alasan: 'PADES_TSP_INVALID' }]);
      rumah.ganti({ tsa });
      expect((await pulihkan(naskah)).keadaan).toBe('ditandatangani');
    } finally {
      await melenceng.tutup();
    }
  });
});
