import { writeSync } from 'node:fs';
import { bukaInstalasi, type Instalasi } from '../../src/app.ts';
import { PerjalananNaskah } from '../../src/cli/jalankan-konsep.ts';
import type { NaskahView } from '../../src/services/layanan.ts';
import type { KunciTerbuka, PembukaKunci } from '../../src/services/ports.ts';
import { utf8 } from '../../src/shared/bytes.ts';
import { JamUji } from '../support/jam.ts';
import { configUji, pekerjaTs } from '../support/rumah.ts';
import { signerPenyediaUji } from '../support/penyedia-signer.ts';
import { penataSekali } from './penata-sekali.ts';
import type { TitikMati } from './tabel.ts';

export interface Perintah {
  readonly data: string;
  readonly saat: string;
  readonly tsaUrl: string;
  /** Folder of sheets already set. */
  readonly tertata: string;
  readonly titik: TitikMati;
  /** The letter to sign and the post that signs it; null: open the folder only, and die while recovering it. */
  readonly naskah: { readonly id: string; readonly jabatan: string; readonly kunci: string } | null;
  /** The key is elsewhere. */
  readonly jauh: boolean;
  /** The key is at the national provider: where that is, and the passphrase there. */
  readonly penyedia?: { readonly url: string; readonly sandi: string };
}

/** Opens the data folder, signs, and kills itself at the point it was told. Whoever comes out alive says so. */
export async function mulai(perintah: Perintah): Promise<void> {
  const rumah = await bukaInstalasi(configUji(perintah.data), {
    clock: new JamUji(new Date(perintah.saat)),
    tsaUrl: perintah.tsaUrl,
    workerUrl: pekerjaTs,
    titik: (nama) => {
      if (nama === perintah.titik) mati();
    },
  });
  rumahPenata(rumah, perintah.tertata);
  if (perintah.titik === 'di-dalam-T4') matiSebelumCommitKe(rumah, 'nomor.terbit', 'naskah.tte.selesai');
  if (perintah.jauh) Object.assign(rumah.konteks, { pembuka: jauh(rumah.konteks.pembuka) });
  if (perintah.penyedia !== undefined) {
    Object.assign(rumah.konteks, { penyedia: await signerPenyediaUji(perintah.data, perintah.penyedia.url) });
  }
  if (perintah.naskah !== null) await tandatangani(rumah, perintah.naskah, perintah.penyedia?.sandi);
  writeSync(1, 'hidup');
  process.exit(0);
}

const rumahPenata = (rumah: Instalasi, folder: string): void => {
  Object.assign(rumah.konteks, { renderer: penataSekali(folder, rumah.konteks.renderer) });
};

/** No handler, no flush, no goodbye. */
function mati(): never {
  process.kill(process.pid, 'SIGKILL');
  for (;;);
}

/** Everything of the last transaction is written, and COMMIT never comes. */
function matiSebelumCommitKe(rumah: Instalasi, ...tanda: readonly string[]): void {
  const { uow } = rumah.konteks;
  const tiruan: typeof uow = {
    read: (kerja) => uow.read(kerja),
    write: (pelaku, korelasi, kerja) =>
      uow.write(pelaku, korelasi, async (repos, catat) => {
        const peristiwa: string[] = [];
        const hasil = await kerja(repos, (catatan) => {
          peristiwa.push(catatan.peristiwa);
          catat(catatan);
        });
        if (tanda.some((satu) => peristiwa.includes(satu))) mati();
        return hasil;
      }),
  };
  Object.assign(rumah.konteks, { uow: tiruan });
}

const jauh = (asli: PembukaKunci): PembukaKunci => ({
  async buka(kunci, frasaSandi): Promise<KunciTerbuka> {
    const terbuka = await asli.buka(kunci, frasaSandi);
    return {
      algorithm: terbuka.algorithm,
      certificate: terbuka.certificate,
      chain: terbuka.chain,
      sign: (masukan) => terbuka.sign(masukan),
      destroy: () => terbuka.destroy(),
      jauh: true,
    };
  },
});

async function tandatangani(
  rumah: Instalasi,
  { id, jabatan, kunci }: NonNullable<Perintah['naskah']>,
  sandi?: string,
): Promise<NaskahView> {
  const p = await new PerjalananNaskah(rumah, () => undefined).sebagai(jabatan);
  const { persetujuan } = await rumah.layanan.naskah.lihat(p, id);
  const frasa = sandi ?? rumah.akun.find((a) => a.jabatan.includes(jabatan))?.frasaSandi ?? '';
  const { isi } = await rumah.layanan.naskah.tindakan({ ...p, idempotensi: { kunci, sidik: sidikUji } }, id, {
    aksi: 'tandatangani',
    persetujuan: persetujuan ?? '',
    frasaSandi: utf8(frasa),
  });
  return isi;
}

export const sidikUji = 'ab'.repeat(32);
