import { PadesError } from '../errors.ts';
import type { PlacedGlyph } from './text-page.ts';

interface Partial {
  readonly first: PlacedGlyph;
  last: PlacedGlyph;
  /** Characters of the text already met. */
  met: number;
}

/** Longer texts are no tags. */
const MOST_CHARACTERS = 200;

/** Finds a text in glyphs as they come. What is one text stands on one line without a gap, however its strings are cut. */
export class TextMatcher {
  readonly hits: PlacedGlyph[] = [];
  readonly #text: string;
  readonly #start: string;
  readonly #most: number;
  #partials: Partial[] = [];

  constructor(text: string, most: number) {
    this.#text = plainSpaces(text);
    this.#start = this.#text.charAt(0);
    this.#most = most;
    if (text.trim() === '' || text.length > MOST_CHARACTERS) {
      throw new PadesError('PADES_TAG_NOT_FOUND', { detail: 'A tag has 1 to 200 characters.' });
    }
  }

  meet(glyph: PlacedGlyph): void {
    const read = plainSpaces(glyph.text);
    if (this.#partials.length === 0 && !read.includes(this.#start)) return;
    const going: Partial[] = [];
    for (const partial of this.#partials) {
      if (!follows(partial.last, glyph)) continue;
      partial.met += this.#gap(partial, glyph, read);
      this.#go(partial, glyph, read, going);
    }
    // A ligature may hold the first characters anywhere in itself.
    for (let at = 0; at < read.length; at += 1) {
      if (read[at] === this.#start) {
        this.#go({ first: glyph, last: glyph, met: 0 }, glyph, read.slice(at), going);
      }
    }
    this.#partials = going;
  }

  #go(partial: Partial, glyph: PlacedGlyph, read: string, going: Partial[]): void {
    const wanted = this.#text.slice(partial.met);
    if (read.startsWith(wanted)) this.#hit(partial.first);
    else if (read !== '' && wanted.startsWith(read)) {
      going.push({ first: partial.first, last: glyph, met: partial.met + read.length });
    }
  }

  /** A space of the text may be no glyph but a gap. */
  #gap({ last, met }: Partial, glyph: PlacedGlyph, read: string): number {
    if (this.#text[met] !== ' ' || read.startsWith(' ')) return 0;
    const gap = Math.hypot(glyph.x - last.endX, glyph.y - last.endY);
    return gap > 0.12 * glyph.size ? 1 : 0;
  }

  /** The same text over itself, to look bold or to have a shadow, is one. */
  #hit(glyph: PlacedGlyph): void {
    if (![glyph.x, glyph.y].every(Number.isFinite)) return;
    const twice = this.hits
      .slice(-16)
      .some((hit) => Math.hypot(hit.x - glyph.x, hit.y - glyph.y) < Math.max(0.5, 0.1 * glyph.size));
    if (twice) return;
    if (this.hits.length >= this.#most) {
      throw new PadesError('PADES_LIMIT_EXCEEDED', { detail: 'The text occurs too often.' });
    }
    this.hits.push(glyph);
  }
}

const plainSpaces = (text: string): string =>
  text.length === 1 && text > ' ' && text < '\x7f' ? text : text.replace(/[\s\u00a0]/g, ' ');

/** Whether a glyph carries on the line of another: at most one size further along, hardly off the baseline. */
function follows(last: PlacedGlyph, next: PlacedGlyph): boolean {
  const [ax, ay] = [last.endX - last.x, last.endY - last.y];
  const [dx, dy] = [next.x - last.endX, next.y - last.endY];
  const length = Math.hypot(ax, ay);
  const size = Math.max(last.size, next.size, 0.01);
  if (length === 0) return Math.hypot(dx, dy) <= 1.2 * size;
  const along = (dx * ax + dy * ay) / length;
  const across = (dx * ay - dy * ax) / length;
  return along >= -0.6 * size && along <= 1.2 * size && Math.abs(across) <= 0.4 * size;
}
