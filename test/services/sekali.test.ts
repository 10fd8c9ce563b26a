import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pulihkanUpaya } from '../../src/services/lanjutkan-penandatanganan.ts';
import { suratDinas } from '../support/konsep.ts';
import { kodeDari } from '../support/kode.ts';
import { Meja, sidik } from '../support/meja.ts';
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

const dua_puluh = Array.from({ length: 20 }, (_, i) => i);

describe('one effect', () => {
  it('of twenty equal requests to sign at once: one signature, one answer for all, one passphrase tried', async () => {
    const naskah = await meja.siap(suratDinas());
    const pembuka = pembukaHitung(rumah.konteks.pembuka);
    rumah.ganti({ pembuka });
    const { persetujuan } = await meja.lihat(naskah, kepala);
    const hasil = await Promise.all(
      dua_puluh.map(() =>
        meja.tandatangani(naskah, kepala, { kunci: 'kunci-1', persetujuan: persetujuan ?? '' }),
      ),
    );
    const nanti = await meja.tandatangani(naskah, kepala, {
      kunci: 'kunci-1',
      persetujuan: persetujuan ?? '',
    });
    expect(new Set([...hasil, nanti].map((h) => JSON.stringify(h.isi))).size).toBe(1);
    expect(hasil.filter((h) => !h.ulangan)).toHaveLength(1);
    expect(nanti.ulangan).toBe(true);
    expect(pembuka.dicoba).toBe(1);
    expect((await meja.upaya(naskah)).map((u) => u.keadaan)).toEqual(['selesai']);
  });

  it('of twenty equal drafts handed in at once: one letter', async () => {
    const konsep = suratDinas();
    const p = await rumah.jalan.sebagai(konsep.konseptor);
    const idempotensi = { kunci: 'kunci-2', sidik: sidik('konsep') };
    const hasil = await Promise.all(
      dua_puluh.map(() => rumah.layanan.naskah.buat({ ...p, idempotensi }, konsep)),
    );
    expect(new Set(hasil.map((h) => JSON.stringify(h.isi))).size).toBe(1);
    expect((await rumah.layanan.naskah.daftar(p, {})).baris).toHaveLength(1);
  });

  it('belongs to one body: the same key with another is refused, whether the first is done or still running', async () => {
    const naskah = await meja.siap(suratDinas());
    const lain = await meja.siap(suratDinas());
    const berjalan = meja.tandatangani(naskah, kepala, { kunci: 'kunci-3' });
    const serentak = kodeDari(meja.tandatangani(lain, kepala, { kunci: 'kunci-3' }));
    await berjalan;
    expect(await serentak).toBe('KUNCI_IDEMPOTENSI_BEDA_ISI');
    expect(await kodeDari(meja.tandatangani(lain, kepala, { kunci: 'kunci-3' }))).toBe(
      'KUNCI_IDEMPOTENSI_BEDA_ISI',
    );
    expect((await meja.lihat(lain, kepala)).keadaan).toBe('siap_tanda_tangan');
  });

  it('of a key does not bind another person who uses the same key', async () => {
    const konsep = suratDinas();
    const idempotensi = { kunci: 'kunci-4', sidik: sidik('sama') };
    const p = await rumah.jalan.sebagai(konsep.konseptor);
    const q = await rumah.jalan.sebagai('jateng.dishub.penghubung');
    const satu = await rumah.layanan.naskah.buat({ ...p, idempotensi }, konsep);
    const dua = await rumah.layanan.naskah.buat(
      { ...q, idempotensi },
      suratDinas({ konseptor: 'jateng.dishub.penghubung', penandatangan: ['jateng.dishub.kepala'] }),
    );
    expect([satu.ulangan, dua.ulangan]).toEqual([false, false]);
    expect(dua.isi.id).not.toBe(satu.isi.id);
  });

  it('that was refused may be asked for again with the same key', async () => {
    const naskah = await meja.siap(suratDinas());
    expect(await kodeDari(meja.tandatangani(naskah, kepala, { kunci: 'k', frasaSandi: 'salah' }))).toBe(
      'FRASA_SANDI_SALAH',
    );
    const { isi } = await meja.tandatangani(naskah, kepala, { kunci: 'k' });
    expect(isi.keadaan).toBe('ditandatangani');
  });
});

describe('two tabs', () => {
  it('that press the button at once make exactly one signature, fifty times over', async () => {
    rumah.ganti({ pembuka: pembukaIngat(rumah.konteks.pembuka) });
    for (let i = 0; i < 50; i++) {
      const naskah = await meja.siap(suratDinas({ hal: `Undangan ${i}` }));
      const hasil = await Promise.allSettled([
        meja.tandatangani(naskah, kepala, { kunci: `a${i}` }),
        meja.tandatangani(naskah, kepala, { kunci: `b${i}` }),
      ]);
      expect(hasil.filter((h) => h.status === 'fulfilled')).toHaveLength(1);
      const upaya = await meja.upaya(naskah);
      expect(upaya.map((u) => u.keadaan)).toEqual(['selesai']);
    }
  });

  it('one of which edits while the other signs: what is signed is what was consented to, or nothing is', async () => {
    rumah.ganti({ pembuka: pembukaIngat(rumah.konteks.pembuka) });
    for (let i = 0; i < 10; i++) {
      const naskah = await meja.siap(suratDinas({ hal: `Sebelum ${i}` }));
      const [tanda, ubah] = await Promise.allSettled([
        meja.tandatangani(naskah, kepala),
        rumah.jalan.ubah(naskah, suratDinas({ hal: `Sesudah ${i}` })),
      ]);
      const kini = await meja.lihat(naskah, kepala);
      if (tanda.status === 'fulfilled')
        expect([kini.keadaan, kini.hal]).toEqual(['ditandatangani', `Sebelum ${i}`]);
      else expect([kini.keadaan, kini.hal, ubah.status]).toEqual(['konsep', `Sesudah ${i}`, 'fulfilled']);
    }
  });
});

describe('a signature and the recovery job', () => {
  it('do not both finish one attempt: the job leaves alone what this process is working on', async () => {
    const naskah = await meja.siap(suratDinas());
    const hasil: string[] = [];
    let pulih: Promise<unknown> = Promise.resolve();
    rumah.ganti({
      titik: (nama) => {
        if (nama === 'sesudah-T1' || nama === 'sesudah-T3') {
          pulih = pulihkanUpaya(rumah.konteks).then((h) => hasil.push(...h.map((satu) => satu.hasil)));
        }
      },
    });
    const { isi } = await meja.tandatangani(naskah, kepala);
    await pulih;
    expect([isi.keadaan, hasil]).toEqual(['ditandatangani', []]);
  });
});
