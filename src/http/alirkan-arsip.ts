import type { HasilArsip } from '../services/layanan.ts';
import { ringkasanKosong, tambahRingkasan } from '../services/periksa-arsip.ts';

/**
 * The answer about an archive as one JSON document, written file by file: 500 reports are never held at once, and a
 * slow archive does not look like a dead line. A failure in the middle breaks the document off, so that nobody takes the
 * beginning for the whole.
 */
export function alirkanArsip({ kebijakan, butir }: HasilArsip): AsyncIterableIterator<string> {
  let ringkasan = ringkasanKosong();
  let tahap: 'kepala' | 'isi' | 'selesai' = 'kepala';
  return {
    async next() {
      if (tahap === 'kepala') {
        tahap = 'isi';
        return teks(`{"kebijakan":${JSON.stringify(kebijakan)},"berkas":[`);
      }
      if (tahap === 'selesai') return { done: true, value: undefined };
      const berikut = await butir.next();
      if (berikut.done === true) {
        tahap = 'selesai';
        return teks(`],"ringkasan":${JSON.stringify(ringkasan)}}`);
      }
      const koma = ringkasan.berkas === 0 ? '' : ',';
      ringkasan = tambahRingkasan(ringkasan, berikut.value);
      return teks(`${koma}${JSON.stringify(berikut.value)}`);
    },
    /** Also when nobody has read a word: what the archive put aside must go. */
    async return() {
      tahap = 'selesai';
      await butir.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

const teks = (value: string) => ({ done: false as const, value });
