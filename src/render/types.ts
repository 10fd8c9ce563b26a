import type { LembarLaporan } from '../domain/tte/lembar-laporan.ts';
import type { LembarNaskah } from '../domain/naskah/lembar.ts';

/** Where the template put a signature block; points, lower-left origin, page from 1. */
export interface KotakTandaTangan {
  readonly halaman: number;
  readonly x: number;
  readonly y: number;
  readonly lebar: number;
  readonly tinggi: number;
}

declare const rendered: unique symbol;
/** A PDF/A-2b file made by our templates. Same lembar, same bytes. */
export interface RenderedPdf {
  readonly [rendered]: true;
  readonly bytes: Uint8Array;
  readonly halaman: number;
  /** One box for each signer, in their order. */
  readonly kotak: readonly KotakTandaTangan[];
}

/** Typesets letters off the event loop. Throws NASKAH_TATA_LETAK_GAGAL, NASKAH_AKSARA_TIDAK_DIDUKUNG, TATA_HURUF_TIDAK_TERSEDIA. */
export interface Renderer {
  render(lembar: LembarNaskah): Promise<RenderedPdf>;
  /** The sheet about a file that was checked; what its texts hold beyond the bundled fonts is shown as `?`. */
  laporan(lembar: LembarLaporan): Promise<RenderedPdf>;
  close(): Promise<void>;
}
