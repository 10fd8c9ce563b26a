import { PDF } from '@libpdf/core';
import type { RenderedPdf } from '../../src/render/types.ts';

export interface Baris {
  readonly teks: string;
  readonly kiri: number;
  readonly kanan: number;
  readonly bawah: number;
  readonly atas: number;
}

/** Lines of text of each page, by a reader that shares nothing with the compiler. */
export async function bacaHalaman(pdf: Pick<RenderedPdf, 'bytes'>): Promise<Baris[][]> {
  const dokumen = await PDF.load(pdf.bytes);
  return dokumen.extractText().map((halaman) =>
    halaman.lines.map(({ text, bbox }) => ({
      teks: text,
      kiri: bbox.x,
      kanan: bbox.x + bbox.width,
      bawah: bbox.y,
      atas: bbox.y + bbox.height,
    })),
  );
}

/** All text without white space: line ends and columns do not matter to "is it there". */
export async function bacaTeks(pdf: Pick<RenderedPdf, 'bytes'>): Promise<string> {
  return rapat((await bacaHalaman(pdf)).flatMap((h) => h.map((b) => b.teks)).join(''));
}

export const rapat = (teks: string): string => teks.replace(/\s+/gu, '');
