import type { PdfView } from './file.ts';
import type { PdfDict, PdfObject } from './objects.ts';
import { readCMap, type CMap } from './text-cmap.ts';
import { compositeFont } from './text-composite.ts';
import { baseEncodingOf, characterOf } from './text-encoding.ts';
import { numberOf, unknownFont, type Glyph, type TextFont } from './text-glyph.ts';
import type { TextBudget } from './text-limits.ts';
import { standardWidth, symbolicName } from './text-standard.ts';

/** A font dictionary (clause 9.5) as far as positions and characters go. Throws PADES_LIMIT_EXCEEDED and what decoding throws. */
export function readFont(object: PdfObject, view: PdfView, budget: TextBudget): TextFont {
  const font = view.resolve(object);
  if (font.kind !== 'dict') return unknownFont;
  budget.spend('fonts', 1);
  const toUnicode = unicodeMap(font, view, budget);
  const subtype = view.resolve(font.entries.get('Subtype'));
  if (subtype.kind === 'name' && subtype.name === 'Type0')
    return compositeFont(font, toUnicode, view, budget);
  return simpleFont(font, toUnicode, subtype.kind === 'name' ? subtype.name : '', view, budget);
}

function unicodeMap(font: PdfDict, view: PdfView, budget: TextBudget): CMap | null {
  const stream = view.resolve(font.entries.get('ToUnicode'));
  if (stream.kind !== 'stream') return null;
  const bytes = view.decode(stream);
  budget.spend('contentBytes', bytes.length);
  return readCMap(bytes, budget);
}

/** Type 1, TrueType and Type 3: one octet a code (clause 9.6). */
function simpleFont(
  font: PdfDict,
  toUnicode: CMap | null,
  subtype: string,
  view: PdfView,
  budget: TextBudget,
): TextFont {
  const base = view.resolve(font.entries.get('BaseFont'));
  const baseName = base.kind === 'name' ? base.name : '';
  const encoding = encodingOf(font, subtype, baseName, view, budget);
  const widths = widthsOf(font, view, budget);
  const unit = subtype === 'Type3' ? fontUnit(font, view) : 1 / 1000;
  const glyphs = Array.from({ length: 256 }, (_, code): Glyph => {
    const character = encoding[code] ?? '';
    return {
      text: toUnicode?.text(code) ?? character,
      advance: (widths(code) ?? standardWidth(baseName, code, character)) * unit,
      shift: [0, 0],
      space: code === 0x20,
    };
  });
  return {
    vertical: false,
    each: (bytes, meet) => {
      for (const code of bytes) meet(glyphs[code] as Glyph);
    },
  };
}

/** What each code reads as: the base encoding, then its /Differences. */
function encodingOf(
  font: PdfDict,
  subtype: string,
  baseName: string,
  view: PdfView,
  budget: TextBudget,
): string[] {
  const given = view.resolve(font.entries.get('Encoding'));
  const named = given.kind === 'dict' ? view.resolve(given.entries.get('BaseEncoding')) : given;
  const fallback =
    symbolicName(baseName) ?? (subtype === 'TrueType' ? 'WinAnsiEncoding' : 'StandardEncoding');
  const out = baseEncodingOf(named.kind === 'name' ? named.name : null, fallback);
  const differences = given.kind === 'dict' ? view.resolve(given.entries.get('Differences')) : given;
  if (differences.kind !== 'array') return out;
  budget.spend('mapEntries', differences.items.length);
  let code = 0;
  for (const item of differences.items) {
    const value = view.resolve(item);
    if (value.kind === 'number') code = value.value;
    else if (value.kind === 'name') {
      if (code >= 0 && code < 256) out[code] = characterOf(value.name) ?? '';
      code += 1;
    }
  }
  return out;
}

/** /Widths from /FirstChar; null for codes, or fonts, without one. */
function widthsOf(font: PdfDict, view: PdfView, budget: TextBudget): (code: number) => number | null {
  const list = view.resolve(font.entries.get('Widths'));
  if (list.kind !== 'array') return () => null;
  budget.spend('mapEntries', Math.min(list.items.length, 256));
  const first = numberOf(font.entries.get('FirstChar'), view) ?? 0;
  const descriptor = view.resolve(font.entries.get('FontDescriptor'));
  const missing = descriptor.kind === 'dict' ? numberOf(descriptor.entries.get('MissingWidth'), view) : null;
  return (code) => {
    const at = code - first;
    return (at >= 0 && at < list.items.length ? numberOf(list.items[at], view) : null) ?? missing ?? 0;
  };
}

/** A Type 3 font measures in a space of its own (clause 9.6.4). */
function fontUnit(font: PdfDict, view: PdfView): number {
  const matrix = view.resolve(font.entries.get('FontMatrix'));
  return (matrix.kind === 'array' ? numberOf(matrix.items[0], view) : null) ?? 1 / 1000;
}
