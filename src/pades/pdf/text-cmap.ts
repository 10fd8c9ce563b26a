import type { TextBudget } from './text-limits.ts';
import { ContentLexer, type Token } from './text-tokens.ts';

interface CodeSpace {
  readonly bytes: number;
  readonly low: number;
  readonly high: number;
}

interface Range {
  readonly low: number;
  readonly high: number;
  /** For `low`; the others follow on. */
  readonly cid: number;
}

/** What a CMap says (clause 9.7.5, 9.10.3): how octets are cut into codes, and which CID or which text a code is. */
export interface CMap {
  readonly spaces: readonly CodeSpace[];
  readonly vertical: boolean;
  cid(code: number): number | null;
  text(code: number): string | null;
}

/** Two octets a code, each code its own CID. */
export const identity = (vertical: boolean): CMap => ({
  spaces: [{ bytes: 2, low: 0, high: 0xffff }],
  vertical,
  cid: (code) => code,
  text: () => null,
});

/** Reads an embedded CMap. Total but for the budget; `base` is the one /UseCMap names. */
export function readCMap(bytes: Uint8Array, budget: TextBudget, base: CMap | null = null): CMap {
  const spaces: CodeSpace[] = [...(base?.spaces ?? [])];
  const ranges: Range[] = [];
  const texts = new Map<number, string>();
  let vertical = base?.vertical ?? false;
  const operands: Token[] = [];
  const lexer = new ContentLexer(bytes);
  for (let token = lexer.next(); token !== null; token = lexer.next()) {
    if (typeof token !== 'object' || token.kind !== 'operator') {
      operands.push(token);
      // A section holds at most 100 entries; what has no operator behind it is nothing.
      if (operands.length > 100_000) operands.length = 0;
      continue;
    }
    budget.spend('mapEntries', operands.length);
    if (token.name === 'endcodespacerange') spaces.push(...codeSpaces(operands));
    else if (token.name === 'endcidrange') ranges.push(...cidRanges(operands, 3));
    else if (token.name === 'endcidchar') ranges.push(...cidRanges(operands, 2));
    else if (token.name === 'endbfchar') readTexts(operands, 2, texts, budget);
    else if (token.name === 'endbfrange') readTexts(operands, 3, texts, budget);
    else if (token.name === 'def') vertical = writingMode(operands) ?? vertical;
    operands.length = 0;
  }
  ranges.sort((a, b) => a.low - b.low);
  return {
    // No writing has more; each is tried for each code, the shortest first.
    spaces: spaces.slice(0, 100).sort((a, b) => a.bytes - b.bytes),
    vertical,
    cid: (code) => cidOf(code, ranges) ?? base?.cid(code) ?? null,
    text: (code) => texts.get(code) ?? base?.text(code) ?? null,
  };
}

const codeOf = (token: Token | undefined): { code: number; bytes: number } | null => {
  if (typeof token !== 'object' || token.kind !== 'string') return null;
  const { bytes } = token;
  if (bytes.length === 0 || bytes.length > 4) return null;
  return { code: bytes.reduce((sum, octet) => sum * 256 + octet, 0), bytes: bytes.length };
};

function codeSpaces(operands: readonly Token[]): CodeSpace[] {
  const out: CodeSpace[] = [];
  for (let i = 0; i + 1 < operands.length; i += 2) {
    const [low, high] = [codeOf(operands[i]), codeOf(operands[i + 1])];
    if (low && high && low.bytes === high.bytes)
      out.push({ bytes: low.bytes, low: low.code, high: high.code });
  }
  return out;
}

function cidRanges(operands: readonly Token[], step: 2 | 3): Range[] {
  const out: Range[] = [];
  for (let i = 0; i + step <= operands.length; i += step) {
    const [low, high] = [codeOf(operands[i]), codeOf(operands[i + step - 2])];
    const cid = operands[i + step - 1];
    if (low && high && typeof cid === 'number') out.push({ low: low.code, high: high.code, cid });
  }
  return out;
}

/** A range may have one text for its first code, the last unit counted on, or an array with one for each. */
function readTexts(
  operands: readonly Token[],
  step: 2 | 3,
  into: Map<number, string>,
  budget: TextBudget,
): void {
  for (let i = 0; i + step <= operands.length; i += step) {
    const [low, high] = [codeOf(operands[i]), codeOf(operands[i + step - 2])];
    const to = operands[i + step - 1];
    if (!low || !high || typeof to !== 'object') continue;
    const size = Math.min(high.code - low.code, 0xffff) + 1;
    if (size <= 0) continue;
    // Long texts count for what they hold.
    const held = to.kind === 'string' ? Math.ceil(Math.min(to.bytes.length, 512) / 16) : 1;
    budget.spend('mapEntries', size * Math.max(held, 1));
    for (let k = 0; k < size; k += 1) {
      const item = to.kind === 'array' ? to.items[k] : to;
      if (typeof item !== 'object' || item.kind !== 'string') continue;
      into.set(low.code + k, utf16(item.bytes, to.kind === 'array' ? 0 : k));
    }
  }
}

function utf16(bytes: Uint8Array, add: number): string {
  const even = bytes.length === 1 ? Uint8Array.of(0, bytes[0] ?? 0) : bytes;
  const text = Buffer.from(even.subarray(0, Math.min(even.length & ~1, 512)))
    .swap16()
    .toString('utf16le');
  if (add === 0 || text === '') return text;
  return text.slice(0, -1) + String.fromCharCode((text.charCodeAt(text.length - 1) + add) & 0xffff);
}

function cidOf(code: number, ranges: readonly Range[]): number | null {
  let [from, to] = [0, ranges.length - 1];
  while (from <= to) {
    const middle = (from + to) >> 1;
    const range = ranges[middle];
    if (range === undefined) return null;
    if (code < range.low) to = middle - 1;
    else if (code > range.high) from = middle + 1;
    else return range.cid + code - range.low;
  }
  return null;
}

function writingMode(operands: readonly Token[]): boolean | null {
  const [key, value] = operands.slice(-2);
  if (typeof key !== 'object' || key.kind !== 'name' || key.name !== 'WMode') return null;
  return value === 1;
}
