import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { suratDinas } from '../support/konsep.ts';
import { kodeDari } from '../support/kode.ts';
import { Meja } from '../support/meja.ts';
import { pembukaIngat, pembukaRusak } from '../support/pembuka.ts';
import { bangunRumah, type Rumah } from '../support/rumah.ts';
import type { NaskahView } from '../../src/services/layanan.ts';

const kepala = 'jateng.diskominfo.kepala';
const register = 'surat-keluar-KOMINFO';
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

/** A letter whose first signature definitely failed. */
async function gagal(): Promise<NaskahView> {
  const asli = rumah.konteks.pembuka;
  rumah.ganti({ pembuka: pembukaRusak(asli) });
  const naskah = await meja.siap(suratDinas());
  expect(await kodeDari(meja.tandatangani(naskah, kepala))).toBe('PADES_SIGNATURE_MISMATCH');
  rumah.ganti({ pembuka: asli });
  return meja.lihat(naskah, kepala);
}
const ringkas = async () => (await meja.buku(kepala, register)).map((n) => [n.urut, n.keadaan, n.alasan]);

describe('the number of a letter', () => {
  it('is kept with its date after a definite failure, with the reason on the letter', async () => {
    const naskah = await gagal();
    expect(naskah).toMatchObject({ keadaan: 'siap_tanda_tangan', tanggal: '2026-11-24' });
    expect(naskah.nomor).toBe('500.12/1/KOMINFO/2026');
    expect(naskah.alasan).toContain('PADES_SIGNATURE_MISMATCH');
    expect(await ringkas()).toEqual([[1, 'ditahan', 'PADES_SIGNATURE_MISMATCH']]);
  });

  it('is used when the signature succeeds on the same day', async () => {
    const naskah = await gagal();
    const lain = await meja.tandatangani(await meja.siap(suratDinas()), kepala);
    const { isi } = await meja.tandatangani(naskah, kepala);
    expect([isi.nomor, lain.isi.nomor]).toEqual(['500.12/1/KOMINFO/2026', '500.12/2/KOMINFO/2026']);
    expect(await ringkas()).toEqual([
      [1, 'terbit', null],
      [2, 'terbit', null],
    ]);
  });

  it('is void with its reason on a later day, and the letter is numbered anew', async () => {
    const naskah = await gagal();
    rumah.jam.majuHari(1);
    const { isi } = await meja.tandatangani(naskah, kepala);
    expect([isi.nomor, isi.tanggal]).toEqual(['500.12/2/KOMINFO/2026', '2026-11-25']);
    expect(await ringkas()).toEqual([
      [1, 'batal', 'ganti-tanggal'],
      [2, 'terbit', null],
    ]);
  });

  it('is void when the draft has since changed the classification it was written with', async () => {
    let naskah = await gagal();
    naskah = await rumah.jalan.ubah(naskah, suratDinas({ klasifikasi: '500.11' }));
    naskah = await rumah.jalan.tindak(naskah, 'jateng.diskominfo.pranata', 'ajukan');
    const { isi } = await meja.tandatangani(naskah, kepala);
    expect(isi.nomor).toBe('500.11/2/KOMINFO/2026');
    expect(await ringkas()).toEqual([
      [1, 'batal', 'ganti-isi'],
      [2, 'terbit', null],
    ]);
  });

  it('is void when the letter is refused for good: no gap without a reason', async () => {
    const naskah = await gagal();
    const ditolak = await rumah.jalan.tindak(naskah, kepala, 'tolak', 'Tidak jadi dikirim.');
    expect([ditolak.keadaan, ditolak.nomor]).toEqual(['ditolak', null]);
    expect(await ringkas()).toEqual([[1, 'batal', 'naskah-ditolak']]);
  });

  it('is one of its own for each of fifty letters signed at once, without a gap', async () => {
    rumah.ganti({ pembuka: pembukaIngat(rumah.konteks.pembuka) });
    const naskah: NaskahView[] = [];
    for (let i = 0; i < 50; i++) naskah.push(await meja.siap(suratDinas()));
    const hasil = await Promise.all(naskah.map((n) => meja.tandatangani(n, kepala)));
    expect(new Set(hasil.map((h) => h.isi.nomor)).size).toBe(50);
    expect(await ringkas()).toEqual(Array.from({ length: 50 }, (_, i) => [i + 1, 'terbit', null]));
  });

  it("follows the tenant's own day, not that of UTC", async () => {
    rumah.jam.ke(new Date('2026-12-31T17:30:00Z')); // 1 January 2027, 00.30 WIB
    const { isi } = await meja.tandatangani(await meja.siap(suratDinas()), kepala);
    expect([isi.nomor, isi.tanggal]).toEqual(['500.12/1/KOMINFO/2027', '2027-01-01']);
  });
});
