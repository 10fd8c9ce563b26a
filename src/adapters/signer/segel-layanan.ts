import { readFile } from 'node:fs/promises';
import type { SegelLayanan } from '../../services/ports.ts';
import { bacaBerkasRahasia } from '../berkas-rahasia.ts';
import { openPkcs12 } from './pkcs12.ts';

/** The seal of the configuration: key and passphrase are read for each use and wiped after it. */
export const segelLayanan = (berkas: {
  readonly berkas: string;
  readonly berkasSandi: string;
}): SegelLayanan => ({
  async pakai(kerja) {
    const sandi = await bacaBerkasRahasia(berkas.berkasSandi);
    try {
      const signer = openPkcs12(await readFile(berkas.berkas), sandi);
      try {
        return await kerja(signer);
      } finally {
        signer.destroy();
      }
    } finally {
      sandi.fill(0);
    }
  },
});
