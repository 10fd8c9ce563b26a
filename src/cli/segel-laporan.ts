import { segelLayanan } from '../adapters/signer/segel-layanan.ts';
import type { Config } from '../config.ts';
import type { BahanLaporan } from './laporan-berkas.ts';
import { bukaPenanda, type PilihanPenanda } from './penanda.ts';

/** Who seals a PDF report: the key the options name, else the installation's seal, else nobody (null). */
export async function segelUntukLaporan(
  pilihan: Pick<PilihanPenanda, 'key' | 'cert' | 'p12' | 'passphraseFile'>,
  tsaUrl: string | null,
  bawaan: Config['segel'],
): Promise<BahanLaporan['segel']> {
  const tsa = tsaUrl === null ? null : (await import('./layanan-luar.ts')).capWaktu(tsaUrl);
  if (pilihan.key !== null || pilihan.p12 !== null) {
    return async (kerja) => {
      const signer = await bukaPenanda(pilihan);
      try {
        return await kerja(signer, tsa);
      } finally {
        signer.destroy();
      }
    };
  }
  if (bawaan === null) return null;
  const segel = segelLayanan(bawaan);
  return (kerja) => segel.pakai((signer) => kerja(signer, tsa));
}
