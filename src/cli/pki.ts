import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { tulisUtuh } from '../adapters/berkas-utuh.ts';
import { bukaInstalasi } from '../app.ts';
import type { Config } from '../config.ts';
import type { Keluaran } from './keluaran.ts';

/** `naskah pki`: makes the development PKI of a data folder where it is missing, and shows its root to other programs. */
export async function pki(config: Config, keluaran: Keluaran): Promise<number> {
  const rumah = await bukaInstalasi(config);
  try {
    const akar = join(config.data, 'pki', 'akar.pem');
    await tulisUtuh(akar, rumah.akar.map((der) => new X509Certificate(der).toString()).join(''));
    keluaran.hasil(akar);
    return 0;
  } finally {
    await rumah.tutup();
  }
}
