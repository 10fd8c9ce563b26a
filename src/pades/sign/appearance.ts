import { PadesError } from '../errors.ts';
import { prepareFonts } from './appearance-font.ts';
import { inkOn, PADDING } from './appearance-ink.ts';
import { layOut, type TextLine } from './appearance-layout.ts';

/** What an appearance shows and how large it is. */
export interface AppearanceText {
  readonly lines: readonly (string | TextLine)[];
  /** Points. */
  readonly width: number;
  readonly height: number;
  /** A font with TrueType outlines and with every character of `lines`; embedded as a subset. */
  readonly font: Uint8Array;
  /** For the bold lines; without it they are set in `font`. */
  readonly boldFont?: Uint8Array;
  /** Contents of a QR code drawn at the left. */
  readonly qr?: string;
}

/** The block a profile asks for. The words are the caller's: whose certificates, which post, which clock. */
export interface SignatureBlock extends Omit<AppearanceText, 'lines'> {
  /** What stands above, such as "Ditandatangani secara elektronik oleh:". */
  readonly statement: string;
  readonly post?: string;
  readonly name: string;
  /** As it is to be read, with its zone, such as "24 November 2026 14.05.09 WIB". */
  readonly time?: string;
}

/** The block as a one-page PDF: QR at the left, beside it statement, post, name in bold, time. Throws what `typesetAppearance` does. */
export function typesetBlock({ statement, post, name, time, ...rest }: SignatureBlock): Promise<Uint8Array> {
  const lines = [statement, post, { text: name, bold: true }, time];
  return typesetAppearance({ ...rest, lines: lines.filter((line) => line !== undefined) });
}

const LEADING = 1.2;
const SMALLEST = 4;
const LARGEST_SIDE = 14_400;

/**
 * A one-page PDF to be a signature's appearance: text set as large as it fits, long lines broken at words, and then smaller; beside a QR
 * code if wanted. Its black and white depend on no device, so that it suits every output intent of PDF/A, and without transparency. Same input, same bytes.
 * pdf-lib is loaded only when this is called. Throws PADES_APPEARANCE_INVALID, PADES_GLYPH_MISSING.
 */
export async function typesetAppearance(input: AppearanceText): Promise<Uint8Array> {
  const { width, height } = input;
  const least = 2 * PADDING + SMALLEST;
  if (!(width >= least && height >= least && width <= LARGEST_SIDE && height <= LARGEST_SIDE)) {
    throw new PadesError('PADES_APPEARANCE_INVALID', { detail: 'The box is too small or too large.' });
  }
  const pdfLib = await import('pdf-lib');
  const document = await pdfLib.PDFDocument.create({ updateMetadata: false });
  const page = document.addPage([width, height]);
  const ink = await inkOn(page, document);
  const lines = input.lines.map((line) => (typeof line === 'string' ? { text: line, bold: false } : line));
  const fonts = await prepareFonts(document, lines, input.font, input.boldFont);
  const left = input.qr === undefined ? PADDING : PADDING + (await ink.qr(input.qr)) + PADDING;
  const room = { width: width - left - PADDING, height: height - 2 * PADDING };
  if (room.width < SMALLEST) {
    throw new PadesError('PADES_APPEARANCE_INVALID', { detail: 'The QR code leaves no room for text.' });
  }
  const laid = layOut(lines, room, { leading: LEADING, smallest: SMALLEST }, (text, bold) =>
    fonts.of(bold).widthOfTextAtSize(text, 1),
  );
  const top = height - PADDING - (room.height - laid.lines.length * laid.size * LEADING) / 2;
  for (const [i, line] of laid.lines.entries()) {
    const font = fonts.of(line.bold);
    ink.text(line.text, font, laid.size, left, top - laid.size * (LEADING * i + 1));
  }
  await fonts.finish();
  return document.save({ useObjectStreams: false, addDefaultPage: false, updateFieldAppearances: false });
}
