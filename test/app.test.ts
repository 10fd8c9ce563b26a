import { expect, it } from 'vitest';
import { kunciFolderData } from '../src/adapters/kunci-data.ts';
import { suratDinas } from './support/konsep.ts';
import { Meja } from './support/meja.ts';
import { bangunRumah } from './support/rumah.ts';

it('an installation that is told to stop finishes the signature under way, then gives up its folder', async () => {
  const rumah = await bangunRumah();
  const meja = new Meja(rumah);
  const kepala = 'jateng.diskominfo.kepala';
  const naskah = await meja.siap(suratDinas());
  const { pembuka } = rumah.konteks;
  let lanjutkan = (): void => undefined;
  const tertahan = new Promise<void>((lanjut) => (lanjutkan = lanjut));
  const diminta = new Promise<void>((selesai) => {
    rumah.ganti({
      pembuka: {
        async buka(kunci, frasaSandi) {
          selesai();
          await tertahan;
          return pembuka.buka(kunci, frasaSandi);
        },
      },
    });
  });

  const tandaTangan = meja.tandatangani(naskah, kepala, { kunci: 'kunci-henti' });
  await diminta;
  const berhenti = rumah.tutup();
  await expect(kunciFolderData(rumah.config.data)).rejects.toMatchObject({ code: 'DATA_SEDANG_DIPAKAI' });
  lanjutkan();
  expect((await tandaTangan).isi.keadaan).toBe('ditandatangani');
  await berhenti;

  await (await kunciFolderData(rumah.config.data)).lepas();
  expect(await rumah.periksa()).toEqual([]);
  const lagi = await rumah.bukaLagi();
  expect((await new Meja(lagi).lihat(naskah, kepala)).keadaan).toBe('ditandatangani');
  await lagi.bongkar();
}, 60_000);
