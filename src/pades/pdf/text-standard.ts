import { latinCharacters, latinWidths, symbolWidths } from './text-tables.ts';

/** Widths of the fonts every viewer has (clause 9.6.2.2), in thousandths; other fonts without widths are measured as Helvetica. */
export function standardWidth(fontName: string, code: number, character: string): number {
  const symbolic = symbolicName(fontName);
  if (symbolic) return symbolWidths[symbolic][code - 32] ?? 0;
  if (/courier/i.test(fontName)) return 600;
  return latinWidths[latinName(fontName)][positions.get(character) ?? SPACE] ?? 0;
}

const SPACE = 0;
const positions = new Map(Array.from(latinCharacters, (character, at) => [character, at]));

export function symbolicName(fontName: string): 'Symbol' | 'ZapfDingbats' | null {
  const name = fontName.replace(/^[A-Z]{6}\+/, '');
  return name === 'Symbol' || name === 'ZapfDingbats' ? name : null;
}

/** Arial and Times New Roman are names viewers know for the standard fonts. */
function latinName(fontName: string): keyof typeof latinWidths {
  const bold = /bold/i.test(fontName);
  if (!/times/i.test(fontName)) return bold ? 'Helvetica-Bold' : 'Helvetica';
  const italic = /italic|oblique/i.test(fontName);
  return bold ? (italic ? 'Times-BoldItalic' : 'Times-Bold') : italic ? 'Times-Italic' : 'Times-Roman';
}
