import type { PdfView } from './file.ts';
import type { PdfDict, PdfObject } from './objects.ts';
import { identity, readCMap, type CMap } from './text-cmap.ts';
import { numberOf, unknownFont, type Glyph, type TextFont } from './text-glyph.ts';
import type { TextBudget } from './text-limits.ts';

/** Vertical measures of a CID: position vector and advance (clause 9.7.4.3). */
type Vertical = readonly [advance: number, x: number, y: number];

/** A Type 0 font: codes of several octets, CIDs, and widths by CID (clause 9.7). */
export function compositeFont(
  font: PdfDict,
  toUnicode: CMap | null,
  view: PdfView,
  budget: TextBudget,
): TextFont {
  const descendants = view.resolve(font.entries.get('DescendantFonts'));
  const descendant = view.resolve(descendants.kind === 'array' ? descendants.items[0] : undefined);
  if (descendant.kind !== 'dict') return unknownFont;
  const encoding = encodingOf(font.entries.get('Encoding'), view, budget, 0);
  const widths = readWidths(descendant.entries.get('W'), view, budget);
  const usual = numberOf(descendant.entries.get('DW'), view) ?? 1000;
  const [usualY, usualAdvance] = pair(descendant.entries.get('DW2'), view) ?? [880, -1000];
  const verticals = readVerticals(encoding.vertical ? descendant.entries.get('W2') : undefined, view, budget);
  const made = new Map<number, Glyph>();
  const glyphOf = (code: number, bytes: number): Glyph => {
    const key = code * 8 + bytes;
    const known = made.get(key);
    if (known) return known;
    const cid = encoding.cid(code) ?? 0;
    const width = widths.get(cid) ?? usual;
    const [advance, x, y] = verticals.get(cid) ?? ([usualAdvance, width / 2, usualY] as const);
    const glyph: Glyph = {
      text: toUnicode?.text(code) ?? encoding.text(code) ?? '',
      advance: (encoding.vertical ? advance : width) / 1000,
      shift: encoding.vertical ? [-x / 1000, -y / 1000] : [0, 0],
      space: bytes === 1 && code === 0x20,
    };
    if (made.size >= MOST_KEPT) made.clear();
    made.set(key, glyph);
    return glyph;
  };
  const shortest = encoding.spaces.reduce((least, { bytes }) => Math.min(least, bytes), 4);
  return {
    vertical: encoding.vertical,
    each: (bytes, meet) => {
      budget.spend('codeTrials', Math.ceil(bytes.length / shortest) * encoding.spaces.length);
      for (let at = 0; at < bytes.length;) {
        const { code, length } = nextCode(bytes, at, encoding);
        meet(glyphOf(code, length));
        at += length;
      }
    },
  };
}

/** Codes of four octets are more than memory should hold. */
const MOST_KEPT = 70_000;

/** An embedded CMap, or a predefined one by its name: of these only the identities, and those that speak Unicode, are known. */
function encodingOf(object: PdfObject | undefined, view: PdfView, budget: TextBudget, depth: number): CMap {
  const encoding = view.resolve(object);
  if (encoding.kind === 'stream') {
    const bytes = view.decode(encoding);
    budget.spend('contentBytes', bytes.length);
    const named = encoding.dict.entries.get('UseCMap');
    const base = named !== undefined && depth < 4 ? encodingOf(named, view, budget, depth + 1) : null;
    const own = readCMap(bytes, budget, base);
    const mode = numberOf(encoding.dict.entries.get('WMode'), view);
    return mode === null ? own : { ...own, vertical: mode === 1 };
  }
  const name = encoding.kind === 'name' ? encoding.name : '';
  const plain = identity(/(?:^|-)V$/.test(name));
  if (!/-(?:UCS2|UTF16)-/.test(name)) return plain;
  return { ...plain, cid: () => null, text: (code) => String.fromCharCode(code) };
}

/** The shortest code of a code space that matches; octets that match none are taken as one code of the shortest length. */
function nextCode(bytes: Uint8Array, at: number, { spaces }: CMap): { code: number; length: number } {
  let code = 0;
  let read = 0;
  // Sorted by length: each is tried once.
  for (const space of spaces) {
    if (at + space.bytes > bytes.length) break;
    for (; read < space.bytes; read += 1) code = code * 256 + (bytes[at + read] ?? 0);
    if (within(code, space.low, space.high, space.bytes)) return { code, length: space.bytes };
  }
  const length = Math.min(spaces[0]?.bytes ?? 2, bytes.length - at);
  return { code: bytes.subarray(at, at + length).reduce((sum, octet) => sum * 256 + octet, 0), length };
}

/** Each octet lies between those of the bounds (clause 9.7.6.2). */
function within(code: number, low: number, high: number, length: number): boolean {
  for (let i = 0; i < length; i += 1) {
    const octet = (code >>> (8 * i)) & 0xff;
    if (octet < ((low >>> (8 * i)) & 0xff) || octet > ((high >>> (8 * i)) & 0xff)) return false;
  }
  return true;
}

/** `first [w …]` and `first last w`. */
function readWidths(
  object: PdfObject | undefined,
  view: PdfView,
  budget: TextBudget,
): ReadonlyMap<number, number> {
  const out = new Map<number, number>();
  readByCid(object, 1, view, budget, (cid, [width]) => {
    if (width !== undefined) out.set(cid, width);
  });
  return out;
}

function readVerticals(
  object: PdfObject | undefined,
  view: PdfView,
  budget: TextBudget,
): ReadonlyMap<number, Vertical> {
  const out = new Map<number, Vertical>();
  readByCid(object, 3, view, budget, (cid, [advance, x, y]) => {
    if (advance !== undefined && x !== undefined && y !== undefined) out.set(cid, [advance, x, y]);
  });
  return out;
}

const MOST_CID = 0xffff;

function readByCid(
  object: PdfObject | undefined,
  each: number,
  view: PdfView,
  budget: TextBudget,
  set: (cid: number, values: readonly number[]) => void,
): void {
  const list = view.resolve(object);
  if (list.kind !== 'array') return;
  const { items } = list;
  budget.spend('mapEntries', items.length);
  for (let at = 0; at + 1 < items.length;) {
    const first = numberOf(items[at], view);
    const second = view.resolve(items[at + 1]);
    if (first === null || first < 0) return;
    if (second.kind === 'array') {
      budget.spend('mapEntries', second.items.length);
      const values = second.items.map((item) => numberOf(item, view) ?? 0);
      for (let i = 0; i + each <= values.length; i += each) set(first + i / each, values.slice(i, i + each));
      at += 2;
      continue;
    }
    const last = Math.min(second.kind === 'number' ? second.value : -1, MOST_CID);
    const values = items.slice(at + 2, at + 2 + each).map((item) => numberOf(item, view) ?? 0);
    if (last >= first) budget.spend('mapEntries', last - first + 1);
    for (let cid = first; cid <= last; cid += 1) set(cid, values);
    at += 2 + each;
  }
}

function pair(object: PdfObject | undefined, view: PdfView): readonly [number, number] | null {
  const list = view.resolve(object);
  if (list.kind !== 'array') return null;
  const [a, b] = [numberOf(list.items[0], view), numberOf(list.items[1], view)];
  return a === null || b === null ? null : [a, b];
}
