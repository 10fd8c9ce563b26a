import { Piscina } from 'piscina';
import type { Clock } from '../../shared/clock.ts';
import { checkSignedPdf, type ValidationReport } from '../../pades/index.ts';
import type { PemeriksaPdf } from '../../services/ports.ts';
import { NaskahError } from '../../shared/errors.ts';
import { Antrean } from '../antrean.ts';

export interface OpsiPemeriksa {
  /** DER certificates everything must chain to. */
  readonly anchors: readonly Uint8Array[];
  readonly clock: Clock;
  /** Only where TypeScript runs uncompiled (DESIGN D16). */
  readonly workerUrl?: URL;
  readonly batasWaktuMs?: number;
}

/** Time and memory for a stranger's file (pades.md 9): a hostile one ends its thread, not the service. */
const batasWaktuMs = 10_000;
const batasHeapMb = 512;
/** Files that wait for the thread; who comes later is told so instead of waiting for minutes. */
const batasAntrean = 30;

/**
 * The validator with this installation's anchors. Strangers' files are judged in a worker thread; our own fresh ones
 * at the gate, where they are small and the verdict must stay a value of this thread (CheckedPdf, D1).
 */
export function pemeriksaPdf(opsi: OpsiPemeriksa): PemeriksaPdf & { tutup(): Promise<void> } {
  const kolam = new Piscina<unknown, ValidationReport>({
    filename: (opsi.workerUrl ?? new URL('./worker.js', import.meta.url)).href,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: 30_000,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: batasHeapMb },
  });
  const antrean = new Antrean();
  let menunggu = 0;
  /** A file's time begins when the thread is free for it: it is not to blame for the one before it. */
  const nilai = async (bytes: Uint8Array): Promise<ValidationReport> => {
    const options = { anchors: opsi.anchors, at: opsi.clock.now() };
    const signal = AbortSignal.timeout(opsi.batasWaktuMs ?? batasWaktuMs);
    return kolam
      .run({ bytes, options }, { signal })
      .catch((cause: unknown) => takTerbaca(bytes.length, cause));
  };
  return {
    async periksa(bytes) {
      if (menunggu >= batasAntrean) {
        throw new NaskahError('TERLALU_SERING', {
          detail: 'Terlalu banyak berkas sedang diperiksa. Coba lagi sebentar lagi.',
        });
      }
      menunggu++;
      try {
        return await antrean.giliran(() => nilai(bytes));
      } finally {
        menunggu--;
      }
    },
    gerbang: (pdf, harapan) =>
      Promise.resolve(checkSignedPdf(pdf, harapan, { anchors: opsi.anchors, at: opsi.clock.now() })),
    tutup: () => kolam.destroy(),
  };
}

/** Out of time or memory: a limit like any other, never a pass. */
const takTerbaca = (sizeBytes: number, cause: unknown): ValidationReport => ({
  readable: false,
  sizeBytes,
  error: {
    code: 'PADES_LIMIT_EXCEEDED',
    message:
      cause instanceof Error && cause.name === 'AbortError'
        ? 'Validation took too long.'
        : 'Validation needed too much.',
    offset: null,
  },
});
