import { PadesError } from '../errors.ts';
import type { TextBudget } from './text-limits.ts';
import type { PlacedGlyph } from './text-page.ts';

interface Partial {
  readonly first: PlacedGlyph;
  /** Characters of the text already met. */
  met: number;
}

/** Longer texts are no tags. */
const MOST_CHARACTERS = 200;
/** How many hits before it a text over itself may lie. */
const LOOK_BACK = 16;

/** Finds a text in glyphs as they come. What is one text stands on one line without a gap, however its strings are cut. */
export class TextMatcher {
  readonly hits: PlacedGlyph[] = [];
  readonly #text: string;
  readonly #start: string;
  readonly #most: number;
  readonly #budget: TextBudget;
  #partials: Partial[] = [];
  /** The glyph all of them have come to: whoever does not go on at once is none any more. */
  #last: PlacedGlyph | null = null;

  constructor(text: string, most: number, budget: TextBudget) {
    this.#text = plainSpaces(text);
    this.#start = this.#text.charAt(0);
    this.#most = most;
    this.#budget = budget;
    if (text.trim() === '' || text.length > MOST_CHARACTERS) {
      throw new PadesError('PADES_TAG_NOT_FOUND', { detail: 'A tag has 1 to 200 characters.' });
    }
  }

  /** Throws PADES_LIMIT_EXCEEDED. */
  meet(glyph: PlacedGlyph): void {
    // A glyph of many characters costs more to look at, and each match that is under way once.
    const steps = this.#partials.length + glyph.text.length - 1;
    if (steps > 0) this.#budget.spend('matchSteps', steps);
    const read = plainSpaces(glyph.text);
    if (this.#partials.length === 0 && !read.includes(this.#start)) return;
    const going: Partial[] = [];
    if (this.#last !== null && follows(this.#last, glyph)) {
      const apart = !read.startsWith(' ') && isApart(this.#last, glyph);
      for (const partial of this.#partials) {
        // A space of the text may be no glyph but a gap.
        if (apart && this.#text[partial.met] === ' ') partial.met += 1;
        this.#go(partial, read, going);
      }
    }
    // A ligature may hold the first characters anywhere in itself.
    for (let at = 0; at < read.length; at += 1) {
      if (read[at] === this.#start) this.#go({ first: glyph, met: 0 }, read.slice(at), going);
    }
    this.#partials = going;
    this.#last = glyph;
  }

  #go(partial: Partial, read: string, going: Partial[]): void {
    const left = this.#text.length - partial.met;
    if (read.length > 1) this.#budget.spend('matchSteps', Math.min(left, read.length));
    if (left <= read.length) {
      if (read.startsWith(this.#text.slice(partial.met))) this.#hit(partial.first);
    } else if (this.#text.startsWith(read, partial.met)) {
      partial.met += read.length;
      going.push(partial);
    }
  }

  /** The same text over itself, to look bold or to have a shadow, is one. */
  #hit(glyph: PlacedGlyph): void {
    if (![glyph.x, glyph.y].every(Number.isFinite)) return;
    this.#budget.spend('matchSteps', LOOK_BACK);
    const twice = this.hits
      .slice(-LOOK_BACK)
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

const isApart = (last: PlacedGlyph, next: PlacedGlyph): boolean =>
  Math.hypot(next.x - last.endX, next.y - last.endY) > 0.12 * next.size;

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
