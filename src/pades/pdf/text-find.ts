import type { ByteSource } from '../bytes.ts';
import { PadesError } from '../errors.ts';
import { pdfLimits, type PdfPage, type PdfView } from './file.ts';
import { pagesFrom } from './page-number.ts';
import { walkPages } from './pages.ts';
import { readPdf } from './reader.ts';
import { TextBudget, textLimits } from './text-limits.ts';
import { TextMatcher } from './text-match.ts';
import { PageTextReader } from './text-page.ts';

/** Where a text stands: the glyph origin of its first character, the left end of its baseline, in the page's own space. */
export interface TextHit {
  /** Counts from 1. */
  readonly page: number;
  readonly x: number;
  readonly y: number;
  /** Height of the font on the page, in units of the page's own space. */
  readonly size: number;
}

/** Where a text is looked for. */
export interface FindOptions {
  /** Only this page; -1 is the last. */
  readonly page?: number;
  /** Opens an encrypted file. */
  readonly password?: string;
}

/** Which of several tags is meant. */
export interface TagOptions extends FindOptions {
  /** Which of several, from 1; without it the tag must be the only one. */
  readonly occurrence?: number;
}

/**
 * Where a text stands in a document, in the order of pages and of their content; white, invisible and hidden text counts. A text may be
 * spread over several strings as long as it is one line to the reader. A scanned page has no text. Throws the codes of the reader,
 * PADES_PAGE_OUT_OF_RANGE and PADES_LIMIT_EXCEEDED.
 */
export function findText(source: ByteSource, text: string, options: FindOptions = {}): TextHit[] {
  return findInView(readPdf(source, { password: options.password }).view(), text, options).map(
    ({ hit }) => hit,
  );
}

/** The one place of a tag. Throws what `findText` does, PADES_TAG_NOT_FOUND and PADES_TAG_AMBIGUOUS. */
export function findTag(source: ByteSource, tag: string, options: TagOptions = {}): TextHit {
  return tagInView(readPdf(source, { password: options.password }).view(), tag, options).hit;
}

export interface PagedHit {
  readonly hit: TextHit;
  readonly page: PdfPage;
}

export function tagInView(view: PdfView, tag: string, options: TagOptions): PagedHit {
  const { occurrence } = options;
  const found = findInView(view, tag, options);
  const [first, second] = found;
  if (first === undefined) throw new PadesError('PADES_TAG_NOT_FOUND', { detail: shown(tag) });
  if (occurrence === undefined) {
    if (second === undefined) return first;
    throw new PadesError('PADES_TAG_AMBIGUOUS', { detail: `${shown(tag)} occurs ${found.length} times.` });
  }
  const asked = found[occurrence - 1];
  if (asked === undefined) {
    throw new PadesError('PADES_TAG_NOT_FOUND', {
      detail: `${shown(tag)} occurs ${found.length} times, not ${occurrence}.`,
    });
  }
  return asked;
}

const shown = (tag: string): string => JSON.stringify(tag);

function findInView(view: PdfView, text: string, { page }: FindOptions): PagedHit[] {
  const budget = new TextBudget();
  const reader = new PageTextReader(view, budget);
  const out: PagedHit[] = [];
  for (const [number, each] of pagesFrom(walkPages(view, pdfLimits), page)) {
    const matcher = new TextMatcher(text, textLimits.hits, budget);
    reader.read(each, (glyph) => matcher.meet(glyph));
    for (const { x, y, size } of matcher.hits) out.push({ hit: { page: number, x, y, size }, page: each });
    if (out.length > textLimits.hits) {
      throw new PadesError('PADES_LIMIT_EXCEEDED', { detail: 'The text occurs too often.' });
    }
  }
  return out;
}
