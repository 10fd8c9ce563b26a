import { bacaJangkar } from '../adapters/jangkar.ts';
import { bukaInstalasi } from '../app.ts';
import type { Config } from '../config.ts';
import { daftarkanKunciPenyedia } from '../services/daftarkan-kunci-penyedia.ts';
import type { Keluaran } from './keluaran.ts';
import { wajibDiatur } from './provider.ts';

export interface PilihanDaftar {
  readonly pemerintah: string;
  readonly orang: string;
  /** Null: by the NIK on record. */
  readonly email: string | null;
  /** PEM or DER of the person's certificate at the provider; null: any in the person's name. */
  readonly certificate: string | null;
}

/** `naskah provider enroll`: from now on this person signs with the key at the provider. The service must not run. */
export async function enroll(config: Config, pilihan: PilihanDaftar, keluaran: Keluaran): Promise<number> {
  wajibDiatur(config);
  const [sertifikat = null] = pilihan.certificate === null ? [] : bacaJangkar(pilihan.certificate);
  const instalasi = await bukaInstalasi(config);
  try {
    const { kunci } = await daftarkanKunciPenyedia(
      instalasi.konteks,
      { pelaku: { jenis: 'sistem' }, korelasi: `cli-${process.pid}`, idempotensi: null },
      {
        pemerintah: pilihan.pemerintah,
        orang: pilihan.orang,
        pengguna: pilihan.email === null ? 'nik' : { email: pilihan.email },
        sertifikat,
      },
    );
    const cara = sertifikat === null ? 'menurut nama pada sertifikat' : 'dengan sertifikat yang disematkan';
    keluaran.hasil(`Kunci ${kunci} terdaftar pada penyelenggara, ${cara}.`);
    return 0;
  } finally {
    await instalasi.tutup();
  }
}
