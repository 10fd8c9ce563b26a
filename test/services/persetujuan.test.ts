import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Tanggal } from '../../src/shared/brand.ts';
import { duaPenandatangan, suratDinas } from '../support/konsep.ts';
import { kodeDari } from '../support/kode.ts';
import { Meja } from '../support/meja.ts';
import { pembukaRusak } from '../support/pembuka.ts';
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

/** From today on someone else stands in for the holder of a post. */
async function gantikan(jabatan: string, orang: string): Promise<void> {
  const { pelaku } = await rumah.jalan.sebagai(orang);
  if (pelaku.jenis !== 'pengguna') throw new Error('a person was expected');
  await rumah.konteks.uow.write({ jenis: 'sistem' }, 'uji', async (repos, catat) => {
    const post = await repos.organisasi.jabatanKode(pelaku.tenantId, jabatan);
    if (post === null) throw new Error(`no post ${jabatan}`);
    await repos.organisasi.tambahPemangku({
      jabatanId: post.id,
      orangId: pelaku.orangId,
      bentuk: 'plh',
      dari: '2026-11-24' as Tanggal,
      sampai: null,
    });
    catat({
      peristiwa: 'jabatan.pangku',
      tenantId: pelaku.tenantId,
      objek: { jenis: 'jabatan', id: post.id },
    });
  });
}

describe('consent', () => {
  it('given to one text does not cover another that differs in one character', async () => {
    const konsep = suratDinas({ hal: 'Undangan Rapat pada Pukul 09.00' });
    const naskah = await meja.siap(konsep);
    const { persetujuan } = await meja.lihat(naskah, kepala);
    let lain = await rumah.jalan.ubah(naskah, suratDinas({ hal: 'Undangan Rapat pada Pukul 09.01' }));
    lain = await rumah.jalan.tindak(lain, konsep.konseptor, 'ajukan');
    expect(await kodeDari(meja.tandatangani(lain, kepala, { persetujuan: persetujuan ?? '' }))).toBe(
      'PERSETUJUAN_TIDAK_COCOK',
    );
    expect(await meja.upaya(lain)).toEqual([]);
  });

  it('is asked of the second signer for the very file the first has signed', async () => {
    const naskah = await meja.siap(suratDinas({ penandatangan: duaPenandatangan }));
    const { persetujuan } = await meja.lihat(naskah, duaPenandatangan[0]!);
    const { isi } = await meja.tandatangani(naskah, duaPenandatangan[0]!);
    expect(
      await kodeDari(meja.tandatangani(isi, duaPenandatangan[1]!, { persetujuan: persetujuan ?? '' })),
    ).toBe('PERSETUJUAN_TIDAK_COCOK');
    expect((await meja.tandatangani(isi, duaPenandatangan[1]!)).isi.keadaan).toBe('ditandatangani');
  });

  it('is offered to nobody but the signer whose turn it is', async () => {
    const konsep = suratDinas({ penandatangan: duaPenandatangan });
    const naskah = await meja.siap(konsep);
    expect((await meja.lihat(naskah, konsep.konseptor)).persetujuan).toBeNull();
    expect((await meja.lihat(naskah, duaPenandatangan[1]!)).persetujuan).toBeNull();
    expect(await kodeDari(meja.tandatangani(naskah, duaPenandatangan[1]!, { persetujuan: 'x' }))).toBe(
      'LANGKAH_BUKAN_GILIRAN',
    );
  });
});

describe('authority', () => {
  it('lets nobody sign under a name already printed when the post has changed hands between two signatures', async () => {
    const naskah = await meja.siap(suratDinas({ penandatangan: duaPenandatangan }));
    const { isi } = await meja.tandatangani(naskah, duaPenandatangan[0]!);
    await gantikan('jateng.dishub.kepala', 'nurul');
    const pengganti = await rumah.jalan.sebagai('nurul');
    const terlihat = await rumah.layanan.naskah.lihat(pengganti, isi.id);
    expect([terlihat.keadaan, terlihat.persetujuan]).toEqual(['siap_tanda_tangan', null]);
    expect((await rumah.layanan.naskah.daftar(pengganti, {})).baris.map((b) => b.id)).toEqual([isi.id]);
    const frasaSandi = meja.frasaSandi('jateng.dishub.sekretaris');
    expect(
      await kodeDari(meja.tandatangani(isi, 'nurul', { p: pengganti, frasaSandi, persetujuan: 'x' })),
    ).toBe('WEWENANG_BERUBAH');
  });

  it('prints and asks whoever holds the post when the first signature is given', async () => {
    const naskah = await meja.siap(suratDinas());
    await gantikan(kepala, 'laksmi');
    const p = await rumah.jalan.sebagai('laksmi');
    const frasaSandi = meja.frasaSandi('jateng.diskominfo.sekretaris');
    expect(await kodeDari(meja.tandatangani(naskah, kepala))).toBe('TIDAK_BERWENANG');
    const { isi } = await meja.tandatangani(naskah, 'laksmi', { p, frasaSandi });
    expect(isi.penandatangan[0]?.nama).toContain('Laksmi Contohningrum');
  });

  it('frozen by a first signature that failed binds nobody: the next holder can sign', async () => {
    const naskah = await meja.siap(suratDinas());
    const asli = rumah.konteks.pembuka;
    rumah.ganti({ pembuka: pembukaRusak(asli) });
    expect(await kodeDari(meja.tandatangani(naskah, kepala))).toBe('PADES_SIGNATURE_MISMATCH');
    rumah.ganti({ pembuka: asli });
    await gantikan(kepala, 'laksmi');
    const p = await rumah.jalan.sebagai('laksmi');
    const frasaSandi = meja.frasaSandi('jateng.diskominfo.sekretaris');
    const { isi } = await meja.tandatangani(naskah, 'laksmi', { p, frasaSandi });
    expect(isi.keadaan).toBe('ditandatangani');
  });
});
