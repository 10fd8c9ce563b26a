import { PadesError } from '../errors.ts';

/** One line of an appearance. */
export interface TextLine {
  readonly text: string;
  readonly bold: boolean;
}

interface Room {
  readonly width: number;
  readonly height: number;
}

/** The width of a text at size 1. */
type Measure = (text: string, bold: boolean) => number;

const LARGEST = 10;
/** Below this a word is broken rather than made smaller still. */
const READABLE = 6;

/**
 * The largest size at which all lines fit the room, broken between words where they must be; only where that would be too small to
 * read, words are broken too. Throws PADES_APPEARANCE_INVALID.
 */
export function layOut(
  lines: readonly TextLine[],
  room: Room,
  { leading, smallest }: { readonly leading: number; readonly smallest: number },
  measure: Measure,
): { size: number; lines: readonly TextLine[] } {
  const trials = [
    { from: LARGEST, to: READABLE, breakWords: false },
    { from: LARGEST, to: smallest, breakWords: true },
  ];
  for (const { from, to, breakWords } of trials) {
    for (let size = from; size >= to; size -= 0.5) {
      const most = Math.floor(room.height / (size * leading));
      const broken = breakAll(lines, room.width / size, most, breakWords, measure);
      if (broken !== null) return { size, lines: broken };
    }
  }
  throw new PadesError('PADES_APPEARANCE_INVALID', { detail: 'The text does not fit the box.' });
}

/** Null where it takes more than `most` lines, or would have to break a word and may not. */
function breakAll(
  lines: readonly TextLine[],
  width: number,
  most: number,
  breakWords: boolean,
  measure: Measure,
): TextLine[] | null {
  const out: TextLine[] = [];
  for (const { text, bold } of lines) {
    const broken = breakLine(text, width, most - out.length, breakWords, (part) => measure(part, bold));
    if (broken === null) return null;
    out.push(...broken.map((part) => ({ text: part, bold })));
  }
  return out;
}

function breakLine(
  line: string,
  width: number,
  most: number,
  breakWords: boolean,
  measure: (text: string) => number,
): string[] | null {
  const out: string[] = [];
  let current = '';
  for (const word of line.trim().split(/\s+/)) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (measure(longer) <= width) {
      current = longer;
      continue;
    }
    if (current !== '') out.push(current);
    current = word;
    if (measure(current) > width && !breakWords) return null;
    for (let head = headThatFits(current, width, measure); head < current.length;) {
      out.push(current.slice(0, head));
      current = current.slice(head);
      head = headThatFits(current, width, measure);
      if (out.length > most) return null;
    }
    if (out.length >= most) return null;
  }
  out.push(current);
  return out.length <= most ? out : null;
}

/** How much of a word fits, by halving; one character always does, and no character is cut in two. */
function headThatFits(word: string, width: number, measure: (text: string) => number): number {
  if (measure(word) <= width) return word.length;
  const ends = Array.from(graphemes.segment(word), ({ index, segment }) => index + segment.length);
  let [low, high] = [0, ends.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (measure(word.slice(0, ends[middle])) <= width) low = middle;
    else high = middle - 1;
  }
  return ends[low] ?? word.length;
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
