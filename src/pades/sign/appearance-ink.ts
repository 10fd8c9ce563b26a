import type { PDFDocument, PDFFont, PDFOperator, PDFOperatorNames, PDFPage } from 'pdf-lib';
import { iccProfile } from './icc.ts';

/** Points left free around what is drawn. */
export const PADDING = 4;

/** What is drawn, in black and white that depend on no device. */
export async function inkOn(
  page: PDFPage,
  document: PDFDocument,
): Promise<{
  qr(text: string): Promise<number>;
  text(text: string, font: PDFFont, size: number, x: number, y: number): void;
}> {
  const { PDFName, PDFNumber, PDFOperator: Operator, PDFOperatorNames: Names } = await import('pdf-lib');
  const number = (value: number) => PDFNumber.of(Math.round(value * 1e4) / 1e4);
  const draw = (name: PDFOperatorNames, ...operands: readonly number[]): PDFOperator =>
    Operator.of(name, operands.map(number));
  const profile = document.context.flateStream(iccProfile(1), { N: 1, Alternate: 'DeviceGray' });
  const space = document.context.obj(['ICCBased', document.context.register(profile)]);
  page.node.normalizedEntries().Resources.set(PDFName.of('ColorSpace'), document.context.obj({ G: space }));
  const shade = (value: number) => [
    Operator.of(Names.NonStrokingColorspace, [PDFName.of('G')]),
    draw(Names.NonStrokingColor, value),
  ];
  const height = page.getHeight();
  const keys = new Map<PDFFont, ReturnType<typeof PDFName.of>>();
  const keyOf = (font: PDFFont) => {
    const key = keys.get(font) ?? PDFName.of(`F${keys.size}`);
    if (!keys.has(font)) page.node.setFontDictionary(key, font.ref);
    keys.set(font, key);
    return key;
  };
  return {
    /** Modules as filled squares, black on white with the quiet zone ISO/IEC 18004 asks for. Returns the width taken. */
    qr: async (text) => {
      const { encode } = await import('uqr');
      const { data, size } = encode(text, { ecc: 'M', border: 2 });
      const side = height - 2 * PADDING;
      const module = side / size;
      page.pushOperators(...shade(1), draw(Names.AppendRectangle, PADDING, PADDING, side, side));
      page.pushOperators(draw(Names.FillNonZero), ...shade(0));
      for (const [row, cells] of data.entries()) {
        for (const [start, end] of darkRuns(cells)) {
          const [x, y] = [PADDING + start * module, PADDING + (size - row - 1) * module];
          page.pushOperators(draw(Names.AppendRectangle, x, y, (end - start) * module, module));
        }
      }
      page.pushOperators(draw(Names.FillNonZero));
      return side;
    },
    text: (text, font, size, x, y) => {
      page.pushOperators(
        Operator.of(Names.BeginText),
        ...shade(0),
        Operator.of(Names.SetFontAndSize, [keyOf(font), number(size)]),
        draw(Names.MoveText, x, y),
        Operator.of(Names.ShowText, [font.encodeText(text)]),
        Operator.of(Names.EndText),
      );
    },
  };
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
