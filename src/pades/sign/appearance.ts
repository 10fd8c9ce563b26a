import type { PDFDocument, PDFFont, PDFPage } from 'pdf-lib';
import { PadesError } from '../errors.ts';

export interface AppearanceText {
  readonly lines: readonly string[];
  /** Points. */
  readonly width: number;
  readonly height: number;
  /** A TrueType font with every character of `lines`; embedded as a subset. */
  readonly font: Uint8Array;
  /** Contents of a QR code drawn at the left. */
  readonly qr?: string;
}

const PADDING = 4;
const LEADING = 1.2;
const LARGEST = 10;
const SMALLEST = 4;

/**
 * A one-page PDF to be a signature's appearance: text set as large as it fits, long lines broken at words, and then smaller; beside a QR
 * code if wanted. Same input, same bytes. pdf-lib is loaded only when this is called. Throws PADES_APPEARANCE_INVALID.
 */
export async function typesetAppearance(input: AppearanceText): Promise<Uint8Array> {
  const { width, height } = input;
  if (!(
    width >= 2 * PADDING + SMALLEST &&
    height >= 2 * PADDING + SMALLEST &&
    width <= 14_400 &&
    height <= 14_400
  )) {
    throw new PadesError('PADES_APPEARANCE_INVALID', { detail: 'The box is too small or too large.' });
  }
  const pdfLib = await import('pdf-lib');
  const fontkit = (await import('@pdf-lib/fontkit')).default;
  const document = await pdfLib.PDFDocument.create({ updateMetadata: false });
  document.registerFontkit(fontkit);
  const font = await embed(document, input.font);
  const page = document.addPage([width, height]);
  const left = input.qr === undefined ? PADDING : PADDING + (await drawQr(page, input.qr, height)) + PADDING;
  const room = { width: width - left - PADDING, height: height - 2 * PADDING };
  if (room.width < SMALLEST) {
    throw new PadesError('PADES_APPEARANCE_INVALID', { detail: 'The QR code leaves no room for text.' });
  }
  const { size, lines } = fit(input.lines, room, (text, at) => font.widthOfTextAtSize(text, at));
  const block = lines.length * size * LEADING;
  const top = height - PADDING - (room.height - block) / 2;
  for (const [i, line] of lines.entries()) {
    page.drawText(line, { x: left, y: top - size * (LEADING * i + 1), size, font });
  }
  return document.save({ useObjectStreams: false, addDefaultPage: false, updateFieldAppearances: false });
}

async function embed(document: PDFDocument, bytes: Uint8Array): Promise<PDFFont> {
  try {
    // Without a name of its own pdf-lib draws one at random for the subset.
    return await document.embedFont(bytes, { subset: true, customName: 'AAAAAA+Appearance' });
  } catch (cause) {
    throw new PadesError('PADES_APPEARANCE_INVALID', { detail: 'The font cannot be used.', cause });
  }
}

/** Modules as filled squares, black on white with the quiet zone ISO/IEC 18004 asks for. Returns the width taken. */
async function drawQr(page: PDFPage, text: string, height: number): Promise<number> {
  const { encode } = await import('uqr');
  const { rgb } = await import('pdf-lib');
  const { data, size } = encode(text, { ecc: 'M', border: 2 });
  const side = height - 2 * PADDING;
  const module = side / size;
  page.drawRectangle({ x: PADDING, y: PADDING, width: side, height: side, color: rgb(1, 1, 1) });
  for (const [row, cells] of data.entries()) {
    for (const [start, end] of darkRuns(cells)) {
      page.drawRectangle({
        x: PADDING + start * module,
        y: PADDING + (size - row - 1) * module,
        width: (end - start) * module,
        height: module,
        color: rgb(0, 0, 0),
      });
    }
  }
  return side;
}

function darkRuns(cells: readonly boolean[]): [number, number][] {
  const runs: [number, number][] = [];
  for (const [at, dark] of cells.entries()) {
    const last = runs.at(-1);
    if (dark && last?.[1] === at) last[1] = at + 1;
    else if (dark) runs.push([at, at + 1]);
  }
  return runs;
}

/** The largest size at which all lines, broken where they must be, fit the room. */
function fit(
  lines: readonly string[],
  room: { readonly width: number; readonly height: number },
  measure: (text: string, size: number) => number,
): { size: number; lines: string[] } {
  for (let size = LARGEST; size >= SMALLEST; size -= 0.5) {
    const broken = lines.flatMap((line) => breakLine(line, room.width, (text) => measure(text, size)));
    if (broken.length * size * LEADING <= room.height) return { size, lines: broken };
  }
  throw new PadesError('PADES_APPEARANCE_INVALID', { detail: 'The text does not fit the box.' });
}

/** Breaks at spaces; a word wider than the room is broken between characters. */
function breakLine(line: string, width: number, measure: (text: string) => number): string[] {
  const out: string[] = [];
  let current = '';
  for (const word of line.split(/\s+/)) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (measure(longer) <= width) {
      current = longer;
      continue;
    }
    if (current !== '') out.push(current);
    current = word;
    while (measure(current) > width && current.length > 1) {
      let keep = current.length - 1;
      while (keep > 1 && measure(current.slice(0, keep)) > width) keep -= 1;
      out.push(current.slice(0, keep));
      current = current.slice(keep);
    }
  }
  return [...out, current];
}
