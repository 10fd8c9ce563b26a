import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signPrepared } from '../../src/pades/index.ts';
import { pulihkanUpaya } from '../../src/services/lanjutkan-penandatanganan.ts';
import type { NaskahView } from '../../src/services/layanan.ts';
import { muatPrepared } from '../../src/services/teruskan-upaya.ts';
import { utf8 } from '../../src/shared/bytes.ts';
import { suratDinas } from '../support/konsep.ts';
import { kodeDari } from '../support/kode.ts';
import { Meja } from '../support/meja.ts';
import { pembukaJauhBisu } from '../support/pembuka.ts';
import { bangunRumah, type Rumah } from '../support/rumah.ts';
import { orangLuar } from '../support/periksa.ts';

const kepala = 'jateng.diskominfo.kepala';
const register = 'surat-keluar-KOMINFO';
let rumah: Rumah;
let meja: Meja;
let naskah: NaskahView;
let asli: Rumah['konteks']['pembuka'];
beforeEach(async () => {
  rumah = await bangunRumah();
  meja = new Meja(rumah);
  asli = rumah.konteks.pembuka;
  rumah.ganti({ pembuka: pembukaJauhBisu(asli) });
  naskah = await meja.siap(suratDinas());
  expect(await kodeDari(meja.tandatangani(naskah, kepala, { kunci: 'k1' }))).toBe(
    'PENANDATANGANAN_TAK_PASTI',
  );
  rumah.ganti({ pembuka: asli });
});
afterEach(async () => {
  expect(await rumah.periksa()).toEqual([]);
  await rumah.bongkar();
});

/** What the signer elsewhere made, as its operator hands it over. */
async function jawabanSebenarnya(): Promise<Uint8Array> {
  const [upaya] = await meja.upaya(naskah);
  const kunci = await rumah.konteks.uow.read((repos) => repos.kunci.milik(upaya!.orangId));
  if (kunci?.jenis !== 'tersegel') throw new Error('a sealed key was expected');
  const terbuka = await asli.buka(kunci, utf8(meja.frasaSandi(kepala)));
  return signPrepared(await muatPrepared(rumah.konteks, upaya!), terbuka);
}

async function pastikan(terbukti: 'bertanda_tangan' | 'tidak_bertanda_tangan', jawaban?: Uint8Array) {
  const admin = await rumah.jalan.sebagai('bayu');
  return rumah.layanan.naskah.tindakan(admin, naskah.id, {
    aksi: 'pastikan',
    alasan: 'Diperiksa pada catatan penyelenggara.',
    terbukti,
    ...(jawaban === undefined ? {} : { jawabanPenandatangan: jawaban }),
  });
}

describe('a signer elsewhere whose answer is lost', () => {
  it('leaves letter and number locked: no machine and no signer asks the key again', async () => {
    expect(await meja.lihat(naskah, kepala)).toMatchObject({ keadaan: 'tak_pasti', tindakan: [] });
    expect(await kodeDari(meja.tandatangani(naskah, kepala))).toBe('PENANDATANGANAN_TAK_PASTI');
    expect(await kodeDari(meja.tandatangani(naskah, kepala, { kunci: 'k1' }))).toBe(
      'PENANDATANGANAN_TAK_PASTI',
    );
    expect(await pulihkanUpaya(rumah.konteks)).toEqual([]);
    rumah = await rumah.bukaLagi();
    meja = new Meja(rumah);
    expect((await meja.lihat(naskah, kepala)).keadaan).toBe('tak_pasti');
    expect(await meja.buku(kepala, register)).toMatchObject([{ urut: 1, keadaan: 'dipesan' }]);
  });

  it('is settled as signed by its own answer, which passes the same gate', async () => {
    const { isi } = await pastikan('bertanda_tangan', await jawabanSebenarnya());
    expect([isi.keadaan, isi.nomor]).toEqual(['ditandatangani', '500.12/1/KOMINFO/2026']);
    const bytes = await rumah.jalan.berkas(naskah, kepala);
    expect((await rumah.layanan.verifikasi.periksa([bytes], orangLuar)).kesimpulan).toBe('TOTAL_PASSED');
  });

  it('is settled as not signed: the number is kept and the letter can be signed again', async () => {
    const { isi } = await pastikan('tidak_bertanda_tangan');
    expect(isi.keadaan).toBe('siap_tanda_tangan');
    expect(await meja.buku(kepala, register)).toMatchObject([{ urut: 1, keadaan: 'ditahan' }]);
    expect((await meja.tandatangani(naskah, kepala)).isi.nomor).toBe('500.12/1/KOMINFO/2026');
  });

  it('is not settled by an answer that is none: the letter stays locked', async () => {
    const jawaban = await jawabanSebenarnya();
    const rusak = Uint8Array.from(jawaban);
    rusak[rusak.length - 3]! ^= 1;
    for (const coba of [rusak, utf8('bukan CMS'), new Uint8Array(0)]) {
      expect(await kodeDari(pastikan('bertanda_tangan', coba))).not.toBe('tanpa galat');
      expect((await meja.lihat(naskah, kepala)).keadaan).toBe('tak_pasti');
    }
    expect(await kodeDari(pastikan('bertanda_tangan'))).toBe('MASUKAN_TIDAK_SAH');
    expect((await pastikan('bertanda_tangan', jawaban)).isi.keadaan).toBe('ditandatangani');
  });

  it('stays unknown while the timestamp authority is down, so that its answer cannot be lost twice', async () => {
    const jawaban = await jawabanSebenarnya();
    rumah.tsa.tabiat = 'bisu';
    expect(await kodeDari(pastikan('bertanda_tangan', jawaban))).toBe('CAP_WAKTU_TIDAK_TERSEDIA');
    expect((await meja.lihat(naskah, kepala)).keadaan).toBe('tak_pasti');
    rumah.tsa.tabiat = 'baik';
    expect((await pastikan('bertanda_tangan', jawaban)).isi.keadaan).toBe('ditandatangani');
  });

  it('is settled by an administrator of its own government with a reason, and by nobody else', async () => {
    const coba = async (oleh: string, alasan: string) =>
      kodeDari(
        rumah.layanan.naskah.tindakan(await rumah.jalan.sebagai(oleh), naskah.id, {
          aksi: 'pastikan',
          alasan,
          terbukti: 'tidak_bertanda_tangan',
        }),
      );
    expect(await coba(kepala, 'x')).toBe('TIDAK_DITEMUKAN');
    expect(await coba('tirta', 'x')).toBe('TIDAK_DITEMUKAN');
    expect(await coba('bayu', '  ')).toBe('ALASAN_WAJIB');
    expect((await meja.lihat(naskah, kepala)).keadaan).toBe('tak_pasti');
  });
});
