import type { PdfPage, PdfView } from './file.ts';
import type { PdfDict, PdfObject, PdfStream } from './objects.ts';
import { readFont } from './text-font.ts';
import { numberOf, unknownFont, type TextFont } from './text-glyph.ts';
import { skipInlineImage } from './text-inline-image.ts';
import { textLimits, tooMuch, type TextBudget } from './text-limits.ts';
import { multiply, unit, type Matrix } from './text-matrix.ts';
import { ContentLexer, type Operand } from './text-tokens.ts';

/** A glyph as it stands on the page, in the page's own space. White and invisible ones too. */
export interface PlacedGlyph {
  readonly text: string;
  /** The left end of its baseline. */
  readonly x: number;
  readonly y: number;
  /** Where the next glyph would stand. */
  readonly endX: number;
  readonly endY: number;
  /** Height of the font's unit square on the page. */
  readonly size: number;
}

/** The text a graphics state knows (clause 9.3), and the space it is in. */
interface State {
  ctm: Matrix;
  font: TextFont;
  size: number;
  character: number;
  word: number;
  scale: number;
  leading: number;
  rise: number;
}

const initial: State = {
  ctm: unit,
  font: unknownFont,
  size: 0,
  character: 0,
  word: 0,
  scale: 1,
  leading: 0,
  rise: 0,
};

/** Runs the contents of pages for their text alone (clause 9.4). One for each search: fonts and forms are kept. */
export class PageTextReader {
  readonly #view: PdfView;
  readonly #budget: TextBudget;
  readonly #fonts = new Map<PdfObject, TextFont>();
  readonly #forms = new Map<PdfStream, Uint8Array>();
  #kept = 0;
  #glyph: (glyph: PlacedGlyph) => void = () => undefined;

  constructor(view: PdfView, budget: TextBudget) {
    this.#view = view;
    this.#budget = budget;
  }

  /** Throws PADES_LIMIT_EXCEEDED and what decoding and resolving throw. */
  read(page: PdfPage, glyph: (glyph: PlacedGlyph) => void): void {
    this.#glyph = glyph;
    const contents = this.#view.resolve(page.dict.entries.get('Contents'));
    const parts = (contents.kind === 'array' ? contents.items : [contents]).map((part) =>
      this.#view.resolve(part),
    );
    const streams = parts.filter((part) => part.kind === 'stream');
    const bytes = streams.flatMap((stream) => [this.#decoded(stream), lineEnd]);
    this.#run(Buffer.concat(bytes), inheritedResources(page.dict, this.#view), initial, 0);
  }

  #decoded(stream: PdfStream): Uint8Array {
    const known = this.#forms.get(stream);
    const bytes = known ?? this.#view.decode(stream);
    this.#budget.spend('contentBytes', bytes.length);
    if (!known && this.#kept + bytes.length <= MOST_KEPT) {
      this.#kept += bytes.length;
      this.#forms.set(stream, bytes);
    }
    return bytes;
  }

  #run(bytes: Uint8Array, resources: PdfDict | null, state: State, depth: number): void {
    const lexer = new ContentLexer(bytes);
    const fonts = new Map<string, TextFont>();
    const run = new ContentRun(state, {
      font: (name) => {
        const font = fonts.get(name) ?? this.#font(resources, name);
        if (fonts.size < MOST_NAMED) fonts.set(name, font);
        return font;
      },
      fontOf: (name) => this.#fontOfState(resources, name),
      glyph: (glyph) => this.#glyph(glyph),
      shown: (octets) => this.#budget.spend('shownBytes', octets),
      draw: (name, drawn) => this.#draw(resources, name, drawn, depth),
    });
    const operands: Operand[] = [];
    for (let token = lexer.next(); token !== null; token = lexer.next()) {
      if (typeof token !== 'object' || token.kind !== 'operator') {
        if (operands.length < MOST_OPERANDS) operands.push(token);
        continue;
      }
      this.#budget.spend('operators', 1);
      if (token.name === 'BI') {
        this.#budget.spend('operators', IMAGE_COST);
        skipInlineImage(lexer, this.#budget);
      } else run.operator(token.name, operands);
      if (operands.length > 0) operands.length = 0;
    }
  }

  #resource(resources: PdfDict | null, category: string, name: string): PdfObject {
    const list = this.#view.resolve(resources?.entries.get(category));
    return this.#view.resolve(list.kind === 'dict' ? list.entries.get(name) : undefined);
  }

  #font(resources: PdfDict | null, name: string): TextFont {
    return this.#loaded(this.#resource(resources, 'Font', name));
  }

  #loaded(object: PdfObject): TextFont {
    if (object.kind !== 'dict') return unknownFont;
    const known = this.#fonts.get(object);
    if (known) return known;
    const font = readFont(object, this.#view, this.#budget);
    this.#fonts.set(object, font);
    return font;
  }

  /** `/Font [font size]` of an ExtGState. */
  #fontOfState(resources: PdfDict | null, name: string): { font: TextFont; size: number } | null {
    const state = this.#resource(resources, 'ExtGState', name);
    const font = this.#view.resolve(state.kind === 'dict' ? state.entries.get('Font') : undefined);
    if (font.kind !== 'array') return null;
    return {
      font: this.#loaded(this.#view.resolve(font.items[0])),
      size: numberOf(font.items[1], this.#view) ?? 0,
    };
  }

  /** A form XObject with its /Matrix and /Resources (clause 8.10); images have no text. */
  #draw(resources: PdfDict | null, name: string, state: State, depth: number): void {
    this.#budget.spend('operators', FORM_COST);
    const form = this.#resource(resources, 'XObject', name);
    if (form.kind !== 'stream') return;
    const subtype = this.#view.resolve(form.dict.entries.get('Subtype'));
    if (subtype.kind !== 'name' || subtype.name !== 'Form') return;
    if (depth >= textLimits.formDepth) throw tooMuch('Forms draw each other too deeply.');
    const own = this.#view.resolve(form.dict.entries.get('Resources'));
    const matrix = matrixOf(form.dict.entries.get('Matrix'), this.#view);
    this.#run(
      this.#decoded(form),
      own.kind === 'dict' ? own : resources,
      matrix ? { ...state, ctm: multiply(matrix, state.ctm) } : state,
      depth + 1,
    );
  }
}

const lineEnd = Uint8Array.of(0x0a);
const MOST_OPERANDS = 64;
const MOST_NAMED = 256;
/** What starting on another stream costs, in operators. */
const FORM_COST = 4;
const IMAGE_COST = 2;
/** Decoded contents kept for the next time they are drawn. */
const MOST_KEPT = 16 * 1024 * 1024;

interface Surroundings {
  font(name: string): TextFont;
  fontOf(state: string): { font: TextFont; size: number } | null;
  glyph(glyph: PlacedGlyph): void;
  shown(octets: number): void;
  draw(name: string, state: State): void;
}

/** One content stream being run: its graphics states, and its text and line matrices. */
class ContentRun {
  readonly #around: Surroundings;
  readonly #saved: State[] = [];
  #state: State;
  #text = unit;
  #line = unit;

  /** A form starts with the state it is drawn in (clause 8.10.1), and leaves it as it was. */
  constructor(state: State, around: Surroundings) {
    this.#around = around;
    this.#state = { ...state };
  }

  operator(name: string, operands: readonly Operand[]): void {
    const row = operators.get(name);
    if (!row || operands.length < row.operands) return;
    const taken = row.operands === 0 ? operands : operands.slice(-row.operands);
    row.run(this, taken);
  }

  save(): void {
    if (this.#saved.length >= textLimits.savedStates) throw tooMuch('Too many graphics states are saved.');
    this.#saved.push({ ...this.#state });
  }

  restore(): void {
    this.#state = this.#saved.pop() ?? this.#state;
  }

  transform(matrix: Matrix): void {
    this.#state.ctm = multiply(matrix, this.#state.ctm);
  }

  set(change: Partial<State>): void {
    Object.assign(this.#state, change);
  }

  useFont(name: string, size: number): void {
    this.set({ font: this.#around.font(name), size });
  }

  useState(name: string): void {
    const given = this.#around.fontOf(name);
    if (given) this.set(given);
  }

  draw(name: string): void {
    this.#around.draw(name, this.#state);
  }

  place(matrix: Matrix): void {
    this.#line = matrix;
    this.#text = matrix;
  }

  move(x: number, y: number): void {
    this.place(multiply([1, 0, 0, 1, x, y], this.#line));
  }

  nextLine(): void {
    this.move(0, -this.#state.leading);
  }

  show(bytes: Uint8Array): void {
    this.#around.shown(bytes.length);
    const { font, size, character, word, scale, rise, ctm } = this.#state;
    const all = multiply(this.#text, ctm);
    const high = Math.abs(size) * Math.hypot(all[2], all[3]);
    // How far the text has come along its direction: all glyphs of a string stand in one space.
    let x = 0;
    let y = 0;
    font.each(bytes, (glyph) => {
      const far = glyph.advance * size + character + (glyph.space ? word : 0);
      const stepX = font.vertical ? 0 : far * scale;
      const stepY = font.vertical ? far : 0;
      if (glyph.text !== '') {
        const fromX = x + glyph.shift[0] * size * scale;
        this.#place(glyph.text, all, fromX, y + glyph.shift[1] * size + rise, stepX, stepY, high);
      }
      x += stepX;
      y += stepY;
    });
    this.#advance(x, y);
  }

  #place(text: string, m: Matrix, x: number, y: number, stepX: number, stepY: number, size: number): void {
    const startX = x * m[0] + y * m[2] + m[4];
    const startY = x * m[1] + y * m[3] + m[5];
    const endX = startX + stepX * m[0] + stepY * m[2];
    const endY = startY + stepX * m[1] + stepY * m[3];
    this.#around.glyph({ text, x: startX, y: startY, endX, endY, size });
  }

  /** TJ: numbers move back, in thousandths of the font size. */
  showAll(items: readonly Operand[]): void {
    for (const item of items) {
      if (typeof item === 'number') {
        const { font, size, scale } = this.#state;
        const by = (-item / 1000) * size;
        if (font.vertical) this.#advance(0, by);
        else this.#advance(by * scale, 0);
      } else if (item.kind === 'string') this.show(item.bytes);
    }
  }

  #advance(x: number, y: number): void {
    this.#text = multiply([1, 0, 0, 1, x, y], this.#text);
  }
}

interface Operator {
  readonly operands: number;
  readonly run: (content: ContentRun, operands: readonly Operand[]) => void;
}

const numeric = (
  operands: number,
  run: (content: ContentRun, numbers: readonly number[]) => void,
): Operator => ({
  operands,
  run: (content, given) => {
    const numbers = given.filter((each) => typeof each === 'number');
    if (numbers.length === operands) run(content, numbers);
  },
});

const named = (run: (content: ContentRun, name: string) => void): Operator => ({
  operands: 1,
  run: (content, [given]) => {
    if (typeof given === 'object' && given.kind === 'name') run(content, given.name);
  },
});

const matrixFrom = ([a = 0, b = 0, c = 0, d = 0, e = 0, f = 0]: readonly number[]): Matrix => [
  a,
  b,
  c,
  d,
  e,
  f,
];

const showLast = (content: ContentRun, operands: readonly Operand[]): void => {
  const last = operands.at(-1);
  if (typeof last === 'object' && last.kind === 'string') content.show(last.bytes);
};

/** The operators that text depends on (tables 56, 103 to 107); all others draw, and are passed over. */
const operators: ReadonlyMap<string, Operator> = new Map([
  ['q', { operands: 0, run: (content) => content.save() }],
  ['Q', { operands: 0, run: (content) => content.restore() }],
  ['cm', numeric(6, (content, numbers) => content.transform(matrixFrom(numbers)))],
  ['gs', named((content, name) => content.useState(name))],
  ['Do', named((content, name) => content.draw(name))],
  ['BT', { operands: 0, run: (content) => content.place(unit) }],
  [
    'Tf',
    {
      operands: 2,
      run: (content, [font, size]) => {
        if (typeof font === 'object' && font.kind === 'name' && typeof size === 'number')
          content.useFont(font.name, size);
      },
    },
  ],
  ['Tc', numeric(1, (content, [character = 0]) => content.set({ character }))],
  ['Tw', numeric(1, (content, [word = 0]) => content.set({ word }))],
  ['Tz', numeric(1, (content, [percent = 100]) => content.set({ scale: percent / 100 }))],
  ['TL', numeric(1, (content, [leading = 0]) => content.set({ leading }))],
  ['Ts', numeric(1, (content, [rise = 0]) => content.set({ rise }))],
  ['Td', numeric(2, (content, [x = 0, y = 0]) => content.move(x, y))],
  [
    'TD',
    numeric(2, (content, [x = 0, y = 0]) => {
      content.set({ leading: -y });
      content.move(x, y);
    }),
  ],
  ['Tm', numeric(6, (content, numbers) => content.place(matrixFrom(numbers)))],
  ['T*', { operands: 0, run: (content) => content.nextLine() }],
  ['Tj', { operands: 1, run: showLast }],
  [
    "'",
    {
      operands: 1,
      run: (content, operands) => {
        content.nextLine();
        showLast(content, operands);
      },
    },
  ],
  [
    '"',
    {
      operands: 3,
      run: (content, operands) => {
        const [word, character] = operands;
        if (typeof word === 'number' && typeof character === 'number') content.set({ word, character });
        content.nextLine();
        showLast(content, operands);
      },
    },
  ],
  [
    'TJ',
    {
      operands: 1,
      run: (content, [given]) => {
        if (typeof given === 'object' && given.kind === 'array') content.showAll(given.items);
      },
    },
  ],
] satisfies [string, Operator][]);

function matrixOf(object: PdfObject | undefined, view: PdfView): Matrix | null {
  const list = view.resolve(object);
  if (list.kind !== 'array' || list.items.length !== 6) return null;
  const numbers = list.items.map((item) => numberOf(item, view));
  return numbers.every((each) => each !== null) ? matrixFrom(numbers) : null;
}

/** The page's own /Resources or those of the nodes above it (clause 7.7.3.4). */
export function inheritedResources(page: PdfDict, view: PdfView): PdfDict | null {
  let node: PdfObject = page;
  for (let depth = 0; node.kind === 'dict' && depth < 64; depth += 1) {
    const resources = view.resolve(node.entries.get('Resources'));
    if (resources.kind === 'dict') return resources;
    node = view.resolve(node.entries.get('Parent'));
  }
  return null;
}
