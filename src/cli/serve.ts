import { bukaInstalasi, bukaServer } from '../app.ts';
import type { Config } from '../config.ts';
import { buatPencatat } from '../http/catatan.ts';
import type { Keluaran } from './keluaran.ts';
import { tulisAkar } from './pki.ts';

/** `naskah serve`: the service until it is told to stop; what is under way is finished or recorded first. */
export async function serve(config: Config, keluaran: Keluaran): Promise<number> {
  const rumah = await bukaInstalasi(config);
  try {
    await tulisAkar(config, rumah);
    const server = await bukaServer(rumah, buatPencatat(config.catatan));
    keluaran.kata(`Naskah berjalan di ${server.alamat} (data ${config.data})`);
    await tungguHenti();
    await server.tutup();
    // A disk that failed has set the exit code before it asked for the end.
    return Number(process.exitCode ?? 0);
  } finally {
    await rumah.tutup();
  }
}

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
