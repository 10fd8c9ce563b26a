import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { tulisUtuh } from '../adapters/berkas-utuh.ts';
import { bukaInstalasi, type Instalasi } from '../app.ts';
import type { Config } from '../config.ts';
import type { Keluaran } from './keluaran.ts';

/** `naskah pki`: makes the development PKI of a data folder where it is missing, and shows its root to other programs. */
export async function pki(config: Config, keluaran: Keluaran): Promise<number> {
  const rumah = await bukaInstalasi(config);
  try {
    keluaran.hasil(await tulisAkar(config, rumah));
    return 0;
  } finally {
    await rumah.tutup();
  }
}

/** The root as PEM, where the README tells people to find it. Answers its path. */
export async function tulisAkar(config: Config, rumah: Instalasi): Promise<string> {
  const akar = join(config.data, 'pki', 'akar.pem');
  await tulisUtuh(akar, rumah.akar.map((der) => new X509Certificate(der).toString()).join(''));
  return akar;
}
