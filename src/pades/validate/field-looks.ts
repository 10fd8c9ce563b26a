import type { PdfView } from '../pdf/file.ts';
import type { PdfDict, PdfObject } from '../pdf/objects.ts';
import type { Comparison, Place } from './comparison.ts';
import { textBelow } from './covered-text.ts';
import type { FormField } from './form-fields.ts';
import { drawingOf, lookOf } from './looks.ts';
import { asDict, dictAt, itemsAt, textOf } from './pdf-values.ts';

/** What the new look of a field says beside its value. */
export interface ShownValue {
  /** It hides text of the page, or draws what cannot be read. */
  readonly hides: boolean;
  /** In words, empty where there is nothing to add. */
  readonly says: string;
}

const mostText = 120;
const mostOptions = 1000;

/**
 * A viewer shows the look of a field, so whoever reads its value in a report is told where they differ; what hides text
 * of the page, or cannot be read, is no filling in.
 */
export function compareLooks(c: Comparison, old: FormField, now: FormField, place: Place): ShownValue {
  // The pictures of a button are those it was signed with.
  if (now.type === 'Btn') return { hides: false, says: '' };
  const [was, is] = [drawingOf(c, c.before, old.dict), drawingOf(c, c.after, now.dict)];
  const below = textBelow(c, place);
  const filled = was.fills || dictAt(c.before, old.dict, 'MK')?.entries.has('BG') === true;
  const pictures = is.pictures && !was.pictures;
  const hides = is.fills && !filled && below !== null;
  const shown = lookOf(c.after, now.dict) === null ? null : is.text;
  const rich = wordsIn(c.after, c.after.resolve(now.dict.entries.get('RV')))?.replace(/<[^>]*>/g, '') ?? null;
  const says = [
    ...(pictures ? ['its look draws what cannot be read'] : []),
    ...(below === null ? [] : [`it ${hides ? 'hides' : 'lies over'} the text "${below}"`]),
    ...[shown, rich].flatMap((text) =>
      // A look whose font nobody finds has no letters; that says nothing of its value.
      text === null || lettersOf(text) === '' || saysTheSame(c, now, text)
        ? []
        : [`a reader sees "${text.replace(/\s+/g, ' ').trim().slice(0, mostText)}"`],
    ),
  ];
  return { hides: pictures || hides, says: says.map((each) => `; ${each}`).join('') };
}

/** Letters and digits alone count. A choice shows words for its value, and a list shows all of them. */
function saysTheSame({ after: view }: Comparison, field: FormField, shown: string): boolean {
  const parent = asDict(view.resolve(field.dict.entries.get('Parent')));
  const value = view.resolve(field.dict.entries.get('V') ?? parent?.entries.get('V'));
  const text = lettersOf(shown);
  const words = (value.kind === 'array' ? value.items : [value]).map((item) => lettersIn(view, item));
  if (field.type !== 'Ch') return words.join('') === text;
  const names = namesOf(view, [field.dict, ...(parent ? [parent] : [])]);
  return words.every((word) => text.includes(word) || text.includes(names.get(word) ?? word));
}

/** The words that stand for the values of a choice. */
function namesOf(view: PdfView, owners: readonly PdfDict[]): ReadonlyMap<string, string> {
  const out = new Map<string, string>();
  for (const option of owners.flatMap((owner) => itemsAt(view, owner, 'Opt').slice(0, mostOptions))) {
    const pair = view.resolve(option);
    if (pair.kind === 'array') out.set(lettersIn(view, pair.items[0]), lettersIn(view, pair.items[1]));
  }
  return out;
}

const lettersIn = (view: PdfView, value: PdfObject | undefined): string =>
  lettersOf(wordsIn(view, view.resolve(value)) ?? '');

const lettersOf = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** A text, be it in a stream. */
export const wordsIn = (view: PdfView, value: PdfObject): string | null =>
  textOf(value.kind === 'stream' ? { kind: 'string', bytes: view.decode(value), hex: false } : value);
