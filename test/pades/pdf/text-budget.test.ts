import { describe, expect, it } from 'vitest';
import { readCMap } from '../../../src/pades/pdf/text-cmap.ts';
import { TextBudget, textLimits } from '../../../src/pades/pdf/text-limits.ts';
import { TextMatcher } from '../../../src/pades/pdf/text-match.ts';
import { ContentLexer } from '../../../src/pades/pdf/text-tokens.ts';
import type { PlacedGlyph } from '../../../src/pades/pdf/text-page.ts';

/** The n-th glyph of one line without an end. */
const glyph = (n: number, text = '#'): PlacedGlyph => ({ text, x: n, y: 0, endX: n + 1, endY: 0, size: 1 });
/** How many of these glyphs are met before the search is given up; null: all of them. */
const givenUpAfter = (tag: string, glyphs: number, each: (n: number) => PlacedGlyph, budget: TextBudget) => {
  const matcher = new TextMatcher(tag, textLimits.hits, budget);
  for (let n = 0; n < glyphs; n += 1) {
    try {
      matcher.meet(each(n));
    } catch (error) {
      expect(error).toMatchObject({ code: 'PADES_LIMIT_EXCEEDED' });
      return n;
    }
  }
  return null;
};

describe('what looking for a tag costs', () => {
  it('is charged for each match under way: a tag of one character over and over is no way around', () => {
    const tag = `${'#'.repeat(198)}x`;
    const budget = new TextBudget();
    expect(givenUpAfter(tag, 1000, glyph, budget)).toBeNull();
    // 0, 1, … 197 matches are under way, then 198 each time.
    expect(budget.spent('matchSteps')).toBe((197 * 198) / 2 + 802 * 198);
    expect(givenUpAfter(tag, 1_000_000, glyph, new TextBudget())).toBeLessThan(102_000);
  });

  it('is charged for each character of a glyph that reads as many', () => {
    const tag = `${'#'.repeat(198)}x`;
    const wide = '#'.repeat(250);
    expect(givenUpAfter(tag, 1_000_000, (n) => glyph(n, wide), new TextBudget())).toBeLessThan(1000);
  });

  it('is charged for texts over themselves, which count as one', () => {
    const budget = new TextBudget();
    expect(givenUpAfter('#', 5_000_000, () => glyph(0), budget)).toBe(1_250_000);
  });

  it('is little where the text is a text: a page of dots, a tag of some letters', () => {
    const budget = new TextBudget();
    const line = 'Ditandatangani oleh ${ttd_pengirim} pada hari ini';
    expect(givenUpAfter('${ttd_pengirim}', 400_000, (n) => glyph(n, line[n % line.length]), budget)).toBe(
      null,
    );
    expect(budget.spent('matchSteps')).toBeLessThan(500_000);
  });
});

describe('what contents may hold', () => {
  it('a long text for a range of codes counts for what is kept of it', () => {
    const cost = (units: number): number => {
      const budget = new TextBudget();
      readCMap(Buffer.from(`1 beginbfrange <0000> <00ff> <${'0061'.repeat(units)}> endbfrange`), budget);
      return budget.spent('mapEntries');
    };
    expect(cost(1)).toBeLessThan(270);
    expect(cost(256)).toBeGreaterThan(256 * 32);
  });

  it('an array of more items than any line has is refused, however it is nested', () => {
    const tokens = (text: string): number => {
      const lexer = new ContentLexer(Buffer.from(text));
      let count = 0;
      while (lexer.next() !== null) count += 1;
      return count;
    };
    const refused = expect.objectContaining({ code: 'PADES_LIMIT_EXCEEDED' });
    expect(() => tokens(`[${'<41>'.repeat(200_001)}] TJ`)).toThrow(refused);
    expect(() => tokens(`[${'<41>'.repeat(1000)}] `.repeat(201))).toThrow(refused);
    expect(tokens(`[${'<41>'.repeat(1000)}] TJ `.repeat(400))).toBe(800);
  });
});
