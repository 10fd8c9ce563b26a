import { Piscina } from 'piscina';
import type { LembarNaskah } from '../domain/naskah/lembar.ts';
import type { LembarLaporan } from '../domain/tte/lembar-laporan.ts';
import { NaskahError } from '../shared/errors.ts';
import { buatGiliran } from '../shared/giliran.ts';
import { periksaAksara, teksDalam } from './aksara.ts';
import type { HasilTata } from './penata.ts';
import type { RenderedPdf, Renderer } from './types.ts';
import type { JawabanPekerja } from './worker.ts';

export { periksaAksara, teksDalam } from './aksara.ts';
export type { AksaraDitolak } from './aksara.ts';
export { bacaBerkasHuruf } from './huruf.ts';
export { versiTemplat } from './templat.ts';
export type { KotakTandaTangan, RenderedPdf, Renderer } from './types.ts';

export interface RendererOptions {
  /** Worker threads, each with a compiler and its caches of its own. */
  readonly pekerja?: number;
  /** Only where TypeScript runs uncompiled: a `.mjs` that registers a loader and hands on `worker.ts` (DESIGN D16). */
  readonly workerUrl?: URL;
  /** One letter's time on a thread; then the thread is ended. */
  readonly batasWaktuMs?: number;
}

const BATAS_WAKTU_MS = 30_000;

/** Typesets off the event loop: check the characters, wait for a free thread, set the letter. */
export function createRenderer(options: RendererOptions = {}): Renderer {
  const { pekerja = 1, batasWaktuMs = BATAS_WAKTU_MS } = options;
  const workerUrl = options.workerUrl ?? new URL('./worker.js', import.meta.url);
  const kolam = new Piscina<LembarNaskah | LembarLaporan, JawabanPekerja>({
    filename: workerUrl.href,
    minThreads: 0,
    maxThreads: pekerja,
    idleTimeout: Infinity,
    // The worker's event loop must turn between letters, so it may not sleep in Atomics.wait.
    atomics: 'disabled',
    execArgv: [],
  });
  // A letter's clock starts when a thread is free for it, not while it waits.
  const giliran = buatGiliran(pekerja);
  return {
    render: async (lembar) => {
      tolakAksaraAsing(lembar);
      // A signature waits for its page with a number reserved; a preview can wait.
      const urgensi = lembar.mode === 'final' ? 'mendesak' : 'biasa';
      return giliran(() => tataDiPekerja(kolam, lembar, batasWaktuMs), urgensi);
    },
    laporan: (lembar) => giliran(() => tataDiPekerja(kolam, lembar, batasWaktuMs), 'biasa'),
    close: () => kolam.destroy(),
  };
}

function tolakAksaraAsing(lembar: LembarNaskah): void {
  const ditolak = periksaAksara(teksDalam(lembar));
  if (ditolak === null) return;
  throw new NaskahError('NASKAH_AKSARA_TIDAK_DIDUKUNG', {
    pointer: ditolak.pointer,
    extra: { kode: ditolak.kode },
  });
}

async function tataDiPekerja(
  kolam: Piscina<LembarNaskah | LembarLaporan, JawabanPekerja>,
  lembar: LembarNaskah | LembarLaporan,
  batasWaktuMs: number,
): Promise<RenderedPdf> {
  const signal = AbortSignal.timeout(batasWaktuMs);
  const jawaban = await kolam.run(lembar, { signal }).catch((cause: unknown) => {
    throw new NaskahError('NASKAH_TATA_LETAK_GAGAL', { cause });
  });
  if (jawaban.berhasil) return terbitkan(jawaban.hasil);
  throw new NaskahError(jawaban.code, { detail: jawaban.detail, cause: new Error(jawaban.sebab) });
}

/** The only place a `RenderedPdf` is minted (DESIGN D1). */
function terbitkan({ bytes, halaman, kotak }: HasilTata): RenderedPdf {
  return { bytes, halaman, kotak } as unknown as RenderedPdf;
}
