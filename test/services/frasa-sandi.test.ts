import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Pengguna } from '../../src/services/muat-naskah.ts';
import { suratDinas } from '../support/konsep.ts';
import { kodeDari } from '../support/kode.ts';
import { Meja } from '../support/meja.ts';
import { pembukaHitung, pembukaIngat } from '../support/pembuka.ts';
import { bangunRumah, type Rumah } from '../support/rumah.ts';

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

const salah = { frasaSandi: 'bukan frasa sandi saya' };
const ulangi = <T>(kali: number, kerja: (i: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: kali }, (_, i) => kerja(i)));

describe('the signing passphrase (SEC-502)', () => {
  it('is locked after five wrong tries, even for the right one, and open again after fifteen minutes', async () => {
    const naskah = await meja.siap(suratDinas());
    for (let i = 0; i < 5; i++) {
      expect(await kodeDari(meja.tandatangani(naskah, kepala, salah))).toBe('FRASA_SANDI_SALAH');
    }
    expect(await kodeDari(meja.tandatangani(naskah, kepala))).toBe('FRASA_SANDI_TERKUNCI');
    rumah.jam.majuMenit(14);
    expect(await kodeDari(meja.tandatangani(naskah, kepala))).toBe('FRASA_SANDI_TERKUNCI');
    rumah.jam.majuMenit(1);
    expect((await meja.tandatangani(naskah, kepala)).isi.keadaan).toBe('ditandatangani');
  });

  it('is evaluated at most five times when a hundred wrong ones come at once', async () => {
    const naskah = await meja.siap(suratDinas());
    const pembuka = pembukaHitung(rumah.konteks.pembuka);
    rumah.ganti({ pembuka });
    const kode = await ulangi(100, () => kodeDari(meja.tandatangani(naskah, kepala, salah)));
    expect(pembuka.dicoba).toBe(5);
    expect(kode.filter((k) => k === 'FRASA_SANDI_SALAH')).toHaveLength(5);
    expect(kode.filter((k) => k === 'FRASA_SANDI_TERKUNCI')).toHaveLength(95);
  });

  it('that is right does not lock out a signer who signs eight letters at once', async () => {
    rumah.ganti({ pembuka: pembukaIngat(rumah.konteks.pembuka) });
    const naskah = await ulangi(8, () => meja.siap(suratDinas()));
    const hasil = await Promise.all(naskah.map((n) => meja.tandatangani(n, kepala)));
    expect(hasil.map((h) => h.isi.keadaan)).toEqual(Array(8).fill('ditandatangani'));
  });

  it('is not counted when opening the key failed for another reason', async () => {
    const naskah = await meja.siap(suratDinas());
    const asli = rumah.konteks.pembuka;
    rumah.ganti({ pembuka: { buka: () => Promise.reject(new Error('out of memory')) } });
    for (let i = 0; i < 6; i++) await meja.tandatangani(naskah, kepala).catch(() => undefined);
    rumah.ganti({ pembuka: asli });
    expect((await meja.tandatangani(naskah, kepala)).isi.keadaan).toBe('ditandatangani');
  });

  it('keeps its count over a restart', async () => {
    const naskah = await meja.siap(suratDinas());
    for (let i = 0; i < 5; i++) await kodeDari(meja.tandatangani(naskah, kepala, salah));
    rumah = await rumah.bukaLagi();
    meja = new Meja(rumah);
    expect(await kodeDari(meja.tandatangani(naskah, kepala))).toBe('FRASA_SANDI_TERKUNCI');
  });

  it('leaves letter and book untouched when it is wrong, and is wiped either way', async () => {
    const naskah = await meja.siap(suratDinas());
    const p = await rumah.jalan.sebagai(kepala);
    for (const persetujuan of ['bukan ini', (await meja.lihat(naskah, kepala)).persetujuan ?? '']) {
      const frasaSandi = new TextEncoder().encode('frasa yang salah');
      await kodeDari(
        rumah.layanan.naskah.tindakan(p, naskah.id, { aksi: 'tandatangani', persetujuan, frasaSandi }),
      );
      expect([...frasaSandi].every((b) => b === 0)).toBe(true);
    }
    expect(await meja.lihat(naskah, kepala)).toMatchObject({ keadaan: 'siap_tanda_tangan', nomor: null });
    expect(await meja.buku(kepala, 'surat-keluar-KOMINFO')).toEqual([]);
  });
});

describe('the certificate', () => {
  it('that has expired signs nothing, and no passphrase is asked', async () => {
    const naskah = await meja.siap(suratDinas());
    const { pelaku } = await rumah.jalan.sebagai(kepala);
    const kunci = await rumah.konteks.uow.read((repos) => repos.kunci.milik((pelaku as Pengguna).orangId));
    const pembuka = pembukaHitung(rumah.konteks.pembuka);
    rumah.ganti({ pembuka });
    rumah.jam.ke(new Date(Date.parse(kunci?.berlakuSampai ?? '') + 1000));
    expect(await kodeDari(meja.tandatangani(naskah, kepala))).toBe('SERTIFIKAT_KEDALUWARSA');
    expect(pembuka.dicoba).toBe(0);
  });
});
