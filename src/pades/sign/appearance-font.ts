import type { PDFDocument, PDFFont } from 'pdf-lib';
import { PadesError } from '../errors.ts';
import type { TextLine } from './appearance-layout.ts';

export interface BlockFonts {
  of(bold: boolean): PDFFont;
  /** Embeds the subsets, and completes what PDF/A-1 asks of them. */
  finish(): Promise<void>;
}

/** Longer texts are no signature block. */
const MOST_CHARACTERS = 5000;

/** Embeds the fonts that the lines need, once every character is known to have a glyph. */
export async function prepareFonts(
  document: PDFDocument,
  lines: readonly TextLine[],
  regular: Uint8Array,
  bold: Uint8Array | undefined,
): Promise<BlockFonts> {
  document.registerFontkit((await import('@pdf-lib/fontkit')).default);
  if (lines.reduce((sum, { text }) => sum + text.length, 0) > MOST_CHARACTERS) {
    throw new PadesError('PADES_APPEARANCE_INVALID', { detail: 'The text does not fit the box.' });
  }
  const plain = lines.filter((line) => !line.bold || bold === undefined);
  const strong = lines.filter((line) => line.bold && bold !== undefined);
  const plainFont = await embed(document, regular, 'AAAAAA+Appearance', plain);
  const strongFont =
    bold === undefined || strong.length === 0
      ? plainFont
      : await embed(document, bold, 'AAAAAB+AppearanceBold', strong);
  return {
    of: (wanted) => (wanted ? strongFont : plainFont),
    finish: async () => {
      await document.flush();
      await addCidSets(document);
    },
  };
}

/** Without a name of its own pdf-lib draws one at random for the subset. */
async function embed(
  document: PDFDocument,
  bytes: Uint8Array,
  customName: string,
  lines: readonly TextLine[],
): Promise<PDFFont> {
  // Subsets of PostScript outlines come out of pdf-lib damaged.
  if (Buffer.from(bytes.subarray(0, 4)).toString('latin1') === 'OTTO') {
    throw new PadesError('PADES_APPEARANCE_INVALID', { detail: 'The font must have TrueType outlines.' });
  }
  let font: PDFFont;
  let known: ReadonlySet<number>;
  try {
    font = await document.embedFont(bytes, { subset: true, customName });
    known = new Set(font.getCharacterSet());
  } catch (cause) {
    throw new PadesError('PADES_APPEARANCE_INVALID', { detail: 'The font cannot be used.', cause });
  }
  for (const { text } of lines) refuseMissing(text, known);
  return font;
}

/** A box instead of a character would put another name under a signature. */
function refuseMissing(text: string, known: ReadonlySet<number>): void {
  for (const character of text.replace(/\s+/g, ' ')) {
    const code = character.codePointAt(0) ?? 0;
    if (known.has(code)) continue;
    const hex = code.toString(16).toUpperCase().padStart(4, '0');
    throw new PadesError('PADES_GLYPH_MISSING', { detail: `U+${hex} ${JSON.stringify(character)}.` });
  }
}

/** PDF/A-1 asks every subset to list its CIDs (ISO 19005-1 clause 6.3.5): all of them, numbered from 0, in pdf-lib's subsets. */
async function addCidSets(document: PDFDocument): Promise<void> {
  const { PDFDict, PDFName, PDFRawStream, decodePDFRawStream } = await import('pdf-lib');
  for (const [, object] of document.context.enumerateIndirectObjects()) {
    if (!(object instanceof PDFDict)) continue;
    const file = object.lookup(PDFName.of('FontFile2'));
    if (!(file instanceof PDFRawStream)) continue;
    const count = glyphCount(decodePDFRawStream(file).decode());
    const bits = new Uint8Array((count + 7) >> 3);
    for (let cid = 0; cid < count; cid += 1) bits[cid >> 3] = (bits[cid >> 3] ?? 0) | (0x80 >> (cid & 7));
    object.set(PDFName.of('CIDSet'), document.context.register(document.context.stream(bits)));
  }
}

/** numGlyphs of a TrueType font's maxp table. */
function glyphCount(font: Uint8Array): number {
  const bytes = Buffer.from(font.buffer, font.byteOffset, font.length);
  const tables = bytes.readUInt16BE(4);
  for (let i = 0; i < tables; i += 1) {
    const at = 12 + i * 16;
    if (bytes.toString('latin1', at, at + 4) === 'maxp')
      return bytes.readUInt16BE(bytes.readUInt32BE(at + 8) + 4);
  }
  return 0;
}
