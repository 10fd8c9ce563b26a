import { Piscina } from 'piscina';
import type { Clock } from '../../shared/clock.ts';
import { checkSignedPdf, type ValidationReport } from '../../pades/index.ts';
import type { PemeriksaPdf } from '../../services/ports.ts';

export interface OpsiPemeriksa {
  /** DER certificates everything must chain to. */
  readonly anchors: readonly Uint8Array[];
  readonly clock: Clock;
  /** Only where TypeScript runs uncompiled (DESIGN D16). */
  readonly workerUrl?: URL;
}

/** Time and memory for a stranger's file (pades.md 9): a hostile one ends its thread, not the service. */
const batasWaktuMs = 10_000;
const batasHeapMb = 512;

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
  return {
    async periksa(bytes) {
      const options = { anchors: opsi.anchors, at: opsi.clock.now() };
      try {
        return await kolam.run({ bytes, options }, { signal: AbortSignal.timeout(batasWaktuMs) });
      } catch (cause) {
        return takTerbaca(bytes.length, cause);
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
