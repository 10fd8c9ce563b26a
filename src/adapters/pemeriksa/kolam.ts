import { availableParallelism } from 'node:os';
import type { ValidateOptions, ValidationReport } from '../../pades/index.ts';
import { batasPemeriksa } from './batas.ts';
import { DuaJalur, WaktuHabis } from './dua-jalur.ts';
import { UtasBerhenti } from './utas.ts';

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
