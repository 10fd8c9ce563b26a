import type { Clock } from '../../shared/clock.ts';
import { checkSignedPdf } from '../../pades/index.ts';
import type { PemeriksaPdf } from '../../services/ports.ts';
import { NaskahError } from '../../shared/errors.ts';
import { AntreanPenuh } from './dua-jalur.ts';
import { kolamPemeriksa } from './kolam.ts';

export interface OpsiPemeriksa {
  /** DER certificates everything must chain to. */
  readonly anchors: readonly Uint8Array[];
  readonly clock: Clock;
  /** Only where TypeScript runs uncompiled (DESIGN D16). */
  readonly workerUrl?: URL;
  readonly waktuMs?: number;
  readonly irisanMs?: number;
}

/**
 * The validator with this installation's anchors. Strangers' files are judged in worker threads; our own fresh ones at
 * the gate, where they are small and the verdict must stay a value of this thread (CheckedPdf, D1).
 */
export function pemeriksaPdf(opsi: OpsiPemeriksa): PemeriksaPdf & { tutup(): Promise<void> } {
  const kolam = kolamPemeriksa(opsi);
  return {
    async periksa({ path, sizeBytes }, { policy, pemanggil, batal }) {
      const options = { anchors: opsi.anchors, at: opsi.clock.now(), policy };
      try {
        return await kolam.periksa({ path, sizeBytes, options, pemanggil, batal });
      } catch (galat) {
        throw galat instanceof AntreanPenuh ? sedangPenuh() : galat;
      }
    },
    gerbang: (pdf, harapan) =>
      Promise.resolve(checkSignedPdf(pdf, harapan, { anchors: opsi.anchors, at: opsi.clock.now() })),
    tutup: () => kolam.tutup(),
  };
}

const sedangPenuh = (): NaskahError =>
  new NaskahError('TERLALU_SERING', {
    detail: 'Terlalu banyak berkas sedang diperiksa. Coba lagi sebentar lagi.',
  });
