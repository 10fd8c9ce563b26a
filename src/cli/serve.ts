import { bukaInstalasi, bukaServer } from '../app.ts';
import type { Config } from '../config.ts';
import { buatPencatat } from '../http/catatan.ts';
import { PadesError } from '../pades/index.ts';
import type { Keluaran } from './keluaran.ts';
import { tulisAkar } from './pki.ts';

/** `naskah serve`: the service until it is told to stop; what is under way is finished or recorded first. */
export async function serve(config: Config, keluaran: Keluaran): Promise<number> {
  const pencatat = buatPencatat(config.catatan);
  const rumah = await bukaInstalasi(config, {
    // A first authority that is down for weeks must not be noticed only when the second one is.
    saatCapWaktuGagal: (nama, sebab) =>
      pencatat.warn({ layanan: nama, kode: kodeGalat(sebab) }, 'cap waktu gagal'),
    saatKepercayaanDitolak: (berkas, alasan) =>
      pencatat.warn({ berkas, kode: alasan }, 'sumber kepercayaan tidak dipakai'),
  });
  try {
    await tulisAkar(config, rumah);
    const server = await bukaServer(rumah, pencatat);
    keluaran.kata(`Naskah berjalan di ${server.alamat} (data ${config.data})`);
    await tungguHenti();
    await server.tutup();
    // A disk that failed has set the exit code before it asked for the end.
    return Number(process.exitCode ?? 0);
  } finally {
    await rumah.tutup();
  }
}

const kodeGalat = (sebab: unknown): string =>
  sebab instanceof PadesError ? `${sebab.code} ${sebab.detail ?? ''}`.trim() : 'KESALAHAN_INTERNAL';

/** Until SIGINT or SIGTERM. */
export const tungguHenti = (): Promise<void> =>
  new Promise((selesai) => {
    const henti = () => {
      process.off('SIGINT', henti);
      process.off('SIGTERM', henti);
      selesai();
    };
    process.on('SIGINT', henti);
    process.on('SIGTERM', henti);
  });
