import { createHash } from 'node:crypto';
import type { Clock } from '../../shared/clock.ts';
import { checkSignedPdf, validationPolicies, type ValidationPolicy } from '../../pades/index.ts';
import type { PemeriksaPdf } from '../../services/ports.ts';
import { NaskahError } from '../../shared/errors.ts';
import { AntreanPenuh } from './dua-jalur.ts';
import { kolamPemeriksa } from './kolam.ts';

export interface OpsiPemeriksa {
  /** Whom a government trusts at a moment, asked anew for each file: an operator may have added or removed somebody. */
  readonly kepercayaan: (
    instansi: string | null,
    at: Date,
  ) => {
    readonly anchors: readonly Uint8Array[];
    readonly anchorSunsets: ValidationPolicy['anchorSunsets'];
  };
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
    async periksa({ path, sizeBytes }, { policy, instansi, pemanggil, batal }) {
      const at = opsi.clock.now();
      const { anchors, anchorSunsets } = opsi.kepercayaan(instansi, at);
      const options = { anchors, at, policy: { ...validationPolicies[policy], anchorSunsets } };
      try {
        return await kolam.periksa({ path, sizeBytes, options, pemanggil, batal });
      } catch (galat) {
        throw galat instanceof AntreanPenuh ? sedangPenuh() : galat;
      }
    },
    gerbang: (pdf, harapan, instansi) => {
      const at = opsi.clock.now();
      const { anchors, anchorSunsets } = opsi.kepercayaan(instansi, at);
      // What is signed now needs anchors of now.
      const kini = anchors.filter((satu) => anchorSunsets[sidik(satu)] === undefined);
      return Promise.resolve(checkSignedPdf(pdf, harapan, { anchors: kini, at }));
    },
    tutup: () => kolam.tutup(),
  };
}

const sidik = (der: Uint8Array): string => createHash('sha256').update(der).digest('hex');

const sedangPenuh = (): NaskahError =>
  new NaskahError('TERLALU_SERING', {
    detail: 'Terlalu banyak berkas sedang diperiksa. Coba lagi sebentar lagi.',
  });
