import type { PdfFile, PdfView, Revision } from '../pdf/file.ts';
import type { PdfDict, PdfObject } from '../pdf/objects.ts';
import { asDict, nameAt } from './pdf-values.ts';
import type { ReferenceIndex, Use } from './references.ts';

/** How far one revision goes beyond its predecessor (pades.md 8.2, narrowed to what this validator allows). */
export const changeLevels = ['none', 'validation-data', 'signatures', 'forbidden'] as const;
export type ChangeLevel = (typeof changeLevels)[number];

export interface RevisionChanges {
  readonly revision: number;
  readonly level: ChangeLevel;
  /** What was explained, in words. */
  readonly notes: readonly string[];
  /** Why the revision is forbidden; empty where it is not. */
  readonly forbidden: readonly string[];
  readonly signed: readonly SignedField[];
}

/** A field that a revision signed, or a signature field it added. */
export interface SignedField {
  readonly name: string;
  readonly num: number;
  readonly isNew: boolean;
  readonly visible: boolean;
  /** Null: an empty field. */
  readonly kind: 'signature' | 'document-timestamp' | null;
}

/** The two views and the entries that still want an explanation. */
export class Comparison {
  readonly before: PdfView;
  readonly after: PdfView;
  readonly revision: Revision;
  readonly previous: Revision;
  /** Numbers nobody used before. */
  readonly added = new Set<number>();
  /** Numbers that meant something else before. */
  readonly overwritten = new Set<number>();
  /** Counts form fields over all revisions of the file: their product is what an attacker would grow. */
  readonly visit: () => number;
  readonly #references: ReferenceIndex;
  readonly #forbidden: string[] = [];
  readonly #notes: string[] = [];
  #level: Exclude<ChangeLevel, 'forbidden'> = 'none';

  readonly file: PdfFile;
  readonly index: number;

  constructor(file: PdfFile, index: number, references: ReferenceIndex) {
    const [previous, revision] = [file.revisions[index - 1], file.revisions[index]];
    if (!previous || !revision) throw new RangeError(`no revision ${index} to compare`);
    this.file = file;
    this.index = index;
    this.previous = previous;
    this.revision = revision;
    this.before = file.view(index - 1);
    this.after = file.view(index);
    this.#references = references;
    this.visit = () => references.visit();
  }

  forbid(reason: string): void {
    if (this.#forbidden.length < 50) this.#forbidden.push(reason);
  }

  note(level: 'validation-data' | 'signatures', text: string): void {
    if (changeLevels.indexOf(level) > changeLevels.indexOf(this.#level)) this.#level = level;
    if (this.#notes.length < 200) this.#notes.push(text);
  }

  /** Keys under which earlier revisions refer to a number. */
  usesBefore(num: number): ReadonlySet<string> {
    return this.#references.usesOf(num, this.index - 1);
  }

  /**
   * A rule explains this object as a whole, whatever refers to it: its change is harmless everywhere, unless its keys are
   * also names by which a page draws.
   */
  approve(num: number): void {
    if (this.overwritten.has(num)) {
      const drawn = [...this.usesBefore(num)].find((key) => drawingKeys.has(key));
      if (drawn !== undefined) this.forbid(`object ${num} is also used as ${drawn}`);
    }
    this.#explain(num);
  }

  /** A rule explains the change in these places only; another use makes it a change of something else too. */
  approveFor(num: number, isPlace: (use: Use) => boolean): void {
    if (!this.added.has(num) && !this.overwritten.has(num)) return;
    const other = this.#references.placesOf(num, this.index - 1).find((use) => !isPlace(use));
    if (other === undefined) this.#explain(num);
    else this.forbid(`object ${num} is also used as ${other.path || 'an array element'}`);
  }

  /** Explains a reference's own object where all its uses are those places, following nothing. */
  approveRef(value: PdfObject | undefined, isPlace: (use: Use) => boolean): void {
    if (value?.kind === 'ref') this.approveFor(value.num, isPlace);
  }

  /** The place under the catalog itself. */
  inCatalog(path: string): (use: Use) => boolean {
    return (use) => use.holder === this.after.catalogRef.num && use.path === path;
  }

  #explain(num: number): void {
    this.added.delete(num);
    this.overwritten.delete(num);
  }

  /** A new object and every new object below it. Existing ones are only referred to, which changes nothing. */
  approveNew(value: PdfObject | undefined): void {
    const queue: PdfObject[] = value ? [value] : [];
    for (let item = queue.pop(); item !== undefined; item = queue.pop()) {
      if (item.kind === 'ref') {
        // A reference that leads nowhere, as with another generation, explains nothing.
        const target = this.after.get(item);
        if (target !== null && this.added.delete(item.num)) queue.push(target);
      } else if (item.kind === 'array') queue.push(...item.items);
      else {
        const dict = asDict(item);
        if (dict === null) continue;
        if (dict.duplicates.length > 0)
          this.forbid(`a new object has the key ${dict.duplicates[0] ?? ''} twice`);
        this.#refuseActions(dict);
        queue.push(...dict.entries.values());
      }
    }
  }

  /** nothing that acts on its own may come with a signature. */
  #refuseActions(dict: PdfDict): void {
    const type = nameAt(this.after, dict, 'S');
    const key = ['AA', 'JS', 'A', 'OpenAction'].find((name) => dict.entries.has(name));
    if (key !== undefined) this.forbid(`an action (/${key}) was added`);
    else if (type !== null && actionTypes.has(type)) this.forbid(`an action (${type}) was added`);
  }

  conclude(signed: readonly SignedField[]): RevisionChanges {
    for (const num of this.overwritten) this.forbid(`object ${num} was changed`);
    for (const num of this.added) this.forbid(`object ${num} was added without a visible reason`);
    const level = this.#forbidden.length > 0 ? 'forbidden' : this.#level;
    return { revision: this.index, level, notes: this.#notes, forbidden: this.#forbidden, signed };
  }
}

/** Under these a dictionary is a list of names that a page, a font or an annotation draws by. */
const drawingKeys: ReadonlySet<string> = new Set(
  'Resources XObject ExtGState ColorSpace Pattern Shading Properties Font CharProcs N R ?'.split(' '),
);

const actionTypes: ReadonlySet<string> = new Set(
  'JavaScript Launch URI SubmitForm ResetForm ImportData GoToR GoToE Named Hide Rendition Movie Sound'.split(
    ' ',
  ),
);
