import type { PdfView } from '../pdf/file.ts';
import { dict as makeDict, type PdfDict, type PdfObject, type PdfStream } from '../pdf/objects.ts';
import { skipInlineImage } from '../pdf/text-inline-image.ts';
import { TextBudget } from '../pdf/text-limits.ts';
import { PageTextReader } from '../pdf/text-page.ts';
import { ContentLexer, type Operand } from '../pdf/text-tokens.ts';
import type { Comparison } from './comparison.ts';
import { dictAt, nameAt } from './pdf-values.ts';

/** What an appearance stream draws, as far as it decides whether somebody may take it for the page. */
export interface Drawing {
  /** Text as it is read, its beginning. */
  readonly text: string;
  /** Images, shadings, and fonts whose glyphs are drawings: what they say cannot be read. */
  readonly pictures: boolean;
  /** Areas are filled, so that what lies below may be hidden. */
  readonly fills: boolean;
}

const mostText = 2000;
/** Streams of one appearance, and appearances of one file (with the fields that are counted together with them). */
const MOST_FORMS = 64;
const MOST_VISITED = 400_000;
const filling: ReadonlySet<string> = new Set(['f', 'F', 'f*', 'B', 'B*', 'b', 'b*']);
const blankDrawing: Drawing = { text: '', pictures: false, fills: false };
/** What nobody could read may be anything. */
const unreadable: Drawing = { text: '', pictures: true, fills: true };

/** The normal appearance of a widget or an annotation, of its state where it has several (clause 12.5.5). */
export function lookOf(view: PdfView, annotation: PdfDict): PdfStream | null {
  const looks = dictAt(view, annotation, 'AP');
  const normal = looks && view.resolve(looks.entries.get('N'));
  if (normal?.kind === 'stream') return normal;
  const state = normal?.kind === 'dict' ? nameAt(view, annotation, 'AS') : null;
  const chosen = normal?.kind === 'dict' && state !== null ? view.resolve(normal.entries.get(state)) : null;
  return chosen?.kind === 'stream' ? chosen : null;
}

export function drawingOf(c: Comparison, view: PdfView, annotation: PdfDict): Drawing {
  const look = lookOf(view, annotation);
  if (look === null) return blankDrawing;
  if (c.visit() > MOST_VISITED) return unreadable;
  try {
    const painted = paintedBy(view, look, new TextBudget());
    return { ...painted, text: textOn(view, look) };
  } catch {
    return unreadable;
  }
}

function paintedBy(view: PdfView, look: PdfStream, budget: TextBudget): Omit<Drawing, 'text'> {
  let [pictures, fills] = [false, false];
  const seen = new Set<PdfStream>();
  const queue = [look];
  for (let form = queue.pop(); form !== undefined; form = queue.pop()) {
    if (seen.has(form)) continue;
    if (seen.add(form).size > MOST_FORMS) return unreadable;
    const bytes = view.decode(form);
    budget.spend('contentBytes', bytes.length);
    const lexer = new ContentLexer(bytes);
    let last: Operand | null = null;
    let before: Operand | null = null;
    for (let token = lexer.next(); token !== null; token = lexer.next()) {
      if (typeof token !== 'object' || token.kind !== 'operator') {
        [before, last] = [last, token];
        continue;
      }
      budget.spend('operators', 1);
      if (filling.has(token.name)) fills = true;
      else if (token.name === 'sh') pictures = true;
      else if (token.name === 'BI') {
        pictures = true;
        skipInlineImage(lexer, budget);
      } else if (token.name === 'Tf' && isDrawnFont(resource(view, form, 'Font', before))) pictures = true;
      else if (token.name === 'Do') {
        const drawn = resource(view, form, 'XObject', last);
        if (drawn.kind === 'stream' && nameAt(view, drawn.dict, 'Subtype') === 'Form') queue.push(drawn);
        else pictures = true;
      }
    }
  }
  return { pictures, fills };

  function isDrawnFont(font: PdfObject): boolean {
    return font.kind === 'dict' && nameAt(view, font, 'Subtype') === 'Type3';
  }
}

function resource(view: PdfView, form: PdfStream, category: string, name: Operand | null): PdfObject {
  const resources = dictAt(view, form.dict, 'Resources');
  const list = resources && dictAt(view, resources, category);
  const key = typeof name === 'object' && name?.kind === 'name' ? name.name : '';
  return view.resolve(list?.entries.get(key));
}

/** The stream read as a page of its own. */
function textOn(view: PdfView, look: PdfStream): string {
  const [page] = view.pages();
  if (!page) return '';
  const resources = look.dict.entries.get('Resources');
  const entries: [string, PdfObject][] = [['Contents', look]];
  if (resources) entries.push(['Resources', resources]);
  let text = '';
  new PageTextReader(view, new TextBudget()).read({ ...page, dict: makeDict(entries) }, (glyph) => {
    if (text.length < mostText) text += glyph.text;
  });
  return text;
}
