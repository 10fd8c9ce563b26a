import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pulihkanUpaya } from '../../src/services/lanjutkan-penandatanganan.ts';
import type { NaskahView } from '../../src/services/layanan.ts';
import type { BlobStore } from '../../src/services/ports.ts';
import { NaskahError } from '../../src/shared/errors.ts';
import { suratDinas } from '../support/konsep.ts';
import { kodeDari } from '../support/kode.ts';
import { Meja } from '../support/meja.ts';
import { pembukaTerlarang } from '../support/pembuka.ts';
import { bangunRumah, type Rumah } from '../support/rumah.ts';

const kepala = 'jateng.diskominfo.kepala';
const register = 'surat-keluar-KOMINFO';
let rumah: Rumah;
let meja: Meja;
let naskah: NaskahView;
let utuh: Rumah['konteks'];
beforeEach(async () => {
  rumah = await bangunRumah();
  meja = new Meja(rumah);
  utuh = { ...rumah.konteks };
  naskah = await meja.siap(suratDinas());
});
afterEach(async () => {
  expect(await rumah.periksa()).toEqual([]);
  await rumah.bongkar();
});

const penuh = () => Promise.reject(new NaskahError('PENYIMPANAN_PENUH'));
const blobDengan = (ubahan: Partial<BlobStore>): BlobStore => ({
  put: (b) => utuh.blob.put(b),
  putChecked: (p) => utuh.blob.putChecked(p),
  get: (s) => utuh.blob.get(s),
  has: (s) => utuh.blob.has(s),
  ...ubahan,
});
const selesaiKini = async () => {
  const kini = await meja.lihat(naskah, kepala);
  expect(await meja.buku(kepala, register)).toMatchObject([{ urut: 1, keadaan: 'terbit' }]);
  return kini.keadaan;
};

describe('a full disk', () => {
  it('before the key was asked is a definite failure: the number waits and the next try succeeds with it', async () => {
    rumah.ganti({ blob: blobDengan({ put: penuh }) });
    expect(await kodeDari(meja.tandatangani(naskah, kepala, { kunci: 'k' }))).toBe('PENYIMPANAN_PENUH');
    expect(await meja.lihat(naskah, kepala)).toMatchObject({ keadaan: 'siap_tanda_tangan' });
    expect(await meja.buku(kepala, register)).toMatchObject([{ urut: 1, keadaan: 'ditahan' }]);
    rumah.ganti({ blob: utuh.blob });
    await meja.tandatangani(naskah, kepala, { kunci: 'k' });
    expect(await selesaiKini()).toBe('ditandatangani');
  });

  it('when the answer is to be put aside is a definite failure, for the key is our own', async () => {
    rumah.ganti({ sisihan: { taruh: penuh, ambil: (u) => utuh.sisihan.ambil(u) } });
    expect(await kodeDari(meja.tandatangani(naskah, kepala))).toBe('PENYIMPANAN_PENUH');
    rumah.ganti({ sisihan: utuh.sisihan });
    await meja.tandatangani(naskah, kepala);
    expect(await selesaiKini()).toBe('ditandatangani');
  });

  it('when the signed file is to be stored loses nothing: recovery finishes it without the key', async () => {
    rumah.ganti({ blob: blobDengan({ putChecked: penuh }) });
    expect(await kodeDari(meja.tandatangani(naskah, kepala, { kunci: 'k' }))).toBe('PENYIMPANAN_PENUH');
    expect((await meja.lihat(naskah, kepala)).keadaan).toBe('menandatangani');
    expect(await kodeDari(meja.tandatangani(naskah, kepala, { kunci: 'k' }))).not.toBe('tanpa galat');
    rumah.ganti({ blob: utuh.blob, pembuka: pembukaTerlarang });
    await pulihkanUpaya(rumah.konteks);
    expect(await selesaiKini()).toBe('ditandatangani');
  });

  it('of the database at the last step loses nothing, and the same key is answered after recovery', async () => {
    let gagal = true;
    const { persetujuan } = await meja.lihat(naskah, kepala);
    const kunci = { kunci: 'k', persetujuan: persetujuan ?? '' };
    rumah.ganti({
      titik: (nama) => {
        if (nama === 'sesudah-simpan-hasil' && gagal) {
          rumah.ganti({ uow: { read: (k) => utuh.uow.read(k), write: penuh } });
        }
      },
    });
    expect(await kodeDari(meja.tandatangani(naskah, kepala, kunci))).toBe('PENYIMPANAN_PENUH');
    gagal = false;
    rumah.ganti({ uow: utuh.uow, pembuka: pembukaTerlarang });
    await pulihkanUpaya(rumah.konteks);
    expect(await selesaiKini()).toBe('ditandatangani');
    const { isi, ulangan } = await meja.tandatangani(naskah, kepala, kunci);
    expect([isi.keadaan, ulangan]).toEqual(['ditandatangani', true]);
  });

  it('under which even the failure cannot be written tells the first error, and recovery closes the attempt', async () => {
    rumah.ganti({
      titik: (nama) => {
        if (nama !== 'sesudah-tata') return;
        rumah.ganti({
          blob: blobDengan({ put: penuh }),
          uow: { read: (k) => utuh.uow.read(k), write: () => Promise.reject(new Error('disk')) },
        });
      },
    });
    expect(await kodeDari(meja.tandatangani(naskah, kepala))).toBe('PENYIMPANAN_PENUH');
    rumah.ganti({ uow: utuh.uow, blob: utuh.blob, titik: () => undefined });
    await pulihkanUpaya(rumah.konteks);
    expect(await meja.buku(kepala, register)).toMatchObject([{ urut: 1, keadaan: 'ditahan' }]);
    await meja.tandatangani(naskah, kepala);
    expect(await selesaiKini()).toBe('ditandatangani');
  });
});

describe('the gate', () => {
  it("that finds another certificate than the signer's refuses the file: nothing is stored as signed", async () => {
    rumah.ganti({
      pemeriksa: {
        periksa: (b, pilihan) => utuh.pemeriksa.periksa(b, pilihan),
        gerbang: (pdf, harapan, instansi) =>
          utuh.pemeriksa.gerbang(pdf, { ...harapan, certificateSha256: 'ab'.repeat(32) }, instansi),
      },
    });
    expect(await kodeDari(meja.tandatangani(naskah, kepala))).toBe('TANDA_TANGAN_DITOLAK_PEMERIKSA');
    expect(await meja.upaya(naskah)).toMatchObject([{ keadaan: 'gagal', hasilSha256: null }]);
    expect(await meja.lihat(naskah, kepala)).toMatchObject({
      keadaan: 'siap_tanda_tangan',
      berkasSha256: null,
    });
    expect(await meja.buku(kepala, register)).toMatchObject([{ keadaan: 'ditahan' }]);
    rumah.ganti({ pemeriksa: utuh.pemeriksa });
    await meja.tandatangani(naskah, kepala);
    expect(await selesaiKini()).toBe('ditandatangani');
  });
});

describe('a data folder', () => {
  it('in use by one process is refused to another', async () => {
    expect(await kodeDari((async () => (await bangunDiAtas(rumah)).tutup())())).toBe('DATA_SEDANG_DIPAKAI');
  });
});

async function bangunDiAtas(rumah: Rumah) {
  const { bukaInstalasi } = await import('../../src/app.ts');
  return bukaInstalasi(rumah.config);
}
