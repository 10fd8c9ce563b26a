import { availableParallelism } from 'node:os';
import type { Clock } from '../../shared/clock.ts';
import { checkSignedPdf, type ValidateOptions, type ValidationReport } from '../../pades/index.ts';
import type { PemeriksaPdf } from '../../services/ports.ts';
import { NaskahError } from '../../shared/errors.ts';
import { batasPemeriksa } from './batas.ts';
import { AntreanPenuh, DuaJalur, WaktuHabis } from './dua-jalur.ts';
import { UtasBerhenti } from './utas.ts';

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

export interface BerkasKolam {
  readonly path: string;
  readonly sizeBytes: number;
  readonly options: ValidateOptions;
  readonly pemanggil: string;
  readonly batal?: AbortSignal | undefined;
}

/**
 * Threads that judge files on disk: one core is left to the service, and heavy files have as many threads again, on
 * which the system lets all take turns. Throws AntreanPenuh, or the signal's reason; never for a document's fault.
 */
export function kolamPemeriksa(opsi: {
  readonly workerUrl?: URL;
  readonly waktuMs?: number;
  readonly irisanMs?: number;
  readonly utas?: number;
}): { periksa(berkas: BerkasKolam): Promise<ValidationReport>; tutup(): Promise<void> } {
  const utas = opsi.utas ?? Math.max(1, availableParallelism() - 1);
  const jalur = new DuaJalur({
    workerUrl: opsi.workerUrl ?? new URL('./worker.js', import.meta.url),
    cepat: utas,
    berat: utas,
    ...(opsi.irisanMs === undefined ? {} : { irisanMs: opsi.irisanMs }),
  });
  return {
    async periksa({ path, sizeBytes, options, pemanggil, batal }) {
      const waktuMs = (opsi.waktuMs ?? batasPemeriksa.waktuMs) + sizeBytes / batasPemeriksa.bytePerMs;
      try {
        return await jalur.ajukan({ tugas: { path, options }, pemanggil, waktuMs, batal });
      } catch (galat) {
        if (galat instanceof WaktuHabis) return melampaui(sizeBytes, 'Validation took too long.');
        if (galat instanceof UtasBerhenti && galat.sebab === 'memori')
          return melampaui(sizeBytes, 'Validation needed too much memory.');
        throw galat;
      }
    },
    tutup: () => jalur.tutup(),
  };
}

/** Out of time or memory: a limit like any other, never a pass. */
const melampaui = (sizeBytes: number, message: string): ValidationReport => ({
  readable: false,
  sizeBytes,
  error: { code: 'PADES_LIMIT_EXCEEDED', message, offset: null },
});

const sedangPenuh = (): NaskahError =>
  new NaskahError('TERLALU_SERING', {
    detail: 'Terlalu banyak berkas sedang diperiksa. Coba lagi sebentar lagi.',
  });
