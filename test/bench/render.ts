import { isiPendek, lembar, tabel } from '../render/contoh.ts';
import { workerUrl } from '../render/penata-renderer.ts';
import { createRenderer } from '../../src/render/index.ts';

export interface Angka {
  readonly name: string;
  /** Milliseconds. */
  readonly value: number;
  readonly floor: number | null;
  readonly ratio: number | null;
  /** Milliseconds; null where nothing is promised. */
  readonly bound: number | null;
}

const PEMANASAN = 20;
const PUTARAN = 60;

/** Median of a warm two-page letter, each with another number so that nothing is remembered, and a long one for scale. */
export async function benchRender(): Promise<Angka[]> {
  const renderer = createRenderer({ workerUrl });
  try {
    const duaHalaman = lembar({ isi: [...isiPendek, tabel(22), ...isiPendek.slice(-1)] });
    const panjang = lembar({ isi: Array.from({ length: 30 }, () => [...isiPendek, tabel(50)]).flat() });
    const ukur = async (surat: typeof duaHalaman, nomor: number) => {
      const mulai = performance.now();
      await renderer.render({ ...surat, nomor: `000.8.3/${nomor}/2026` });
      return performance.now() - mulai;
    };
    for (let i = 0; i < PEMANASAN; i++) await ukur(duaHalaman, i);
    const waktu: number[] = [];
    for (let i = 0; i < PUTARAN; i++) waktu.push(await ukur(duaHalaman, 1000 + i));
    return [
      angka('render: two-page letter, warm, median', median(waktu), 20),
      angka('render: 60 pages with tables', await ukur(panjang, 1), null),
    ];
  } finally {
    await renderer.close();
  }
}

const median = (angka: readonly number[]): number =>
  [...angka].sort((a, b) => a - b)[angka.length >> 1] ?? NaN;

const angka = (name: string, value: number, bound: number | null): Angka => ({
  name,
  value,
  floor: null,
  ratio: null,
  bound,
});
