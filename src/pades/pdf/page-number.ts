import { PadesError } from '../errors.ts';
import type { PdfPage } from './file.ts';

/** Pages with their numbers from 1: all of them, or the one asked for; -1 is the last. Throws PADES_PAGE_OUT_OF_RANGE. */
export function* pagesFrom(
  pages: Iterable<PdfPage>,
  wanted: number | undefined,
): Generator<readonly [number, PdfPage]> {
  if (wanted !== undefined) {
    yield numbered(pages, wanted);
    return;
  }
  let number = 0;
  for (const page of pages) {
    number += 1;
    yield [number, page];
  }
}

/** Only as many pages are read as it takes. Throws PADES_PAGE_OUT_OF_RANGE. */
export function numbered(pages: Iterable<PdfPage>, wanted: number): readonly [number, PdfPage] {
  const kept: PdfPage[] = [];
  let count = 0;
  for (const page of pages) {
    count += 1;
    if (count === wanted) return [count, page];
    if (wanted < 0) kept.push(page);
  }
  const counted = count + wanted;
  const page = wanted < 0 ? kept[counted] : undefined;
  if (page === undefined) {
    throw new PadesError('PADES_PAGE_OUT_OF_RANGE', { detail: `Page ${wanted} of ${count}.` });
  }
  return [counted + 1, page];
}
