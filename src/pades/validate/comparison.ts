import type { PdfFile, PdfView, Revision } from '../pdf/file.ts';
import type { PdfDict, PdfObject } from '../pdf/objects.ts';
import {
  changeLevels,
  explainedKinds,
  type ChangeLevel,
  type ExplainedKind,
  type ForbiddenKind,
} from './change-kinds.ts';
import { asDict, nameAt, sameValue } from './pdf-values.ts';
import { reachableFrom } from './reachable.ts';
import type { ReferenceIndex, Use } from './references.ts';
import type { ReportedChange } from './reported.ts';

/** What one revision did to its predecessor. */
export interface RevisionChanges {
  readonly revision: number;
  /** The highest of all its changes. */
  readonly level: ChangeLevel;
  /** Everything that was found, bounded; `permitted` is false for level `other` and says nothing of permissions yet. */
  readonly changes: readonly ReportedChange[];
  /** Why the revision is forbidden whatever the file permits; empty where it is not. */
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

/** Where a change is to be seen. */
export type Place = Partial<Pick<ReportedChange, 'page' | 'field' | 'subtype' | 'rect' | 'object'>>;

/** More changes of one revision than this are not listed; the level counts them all. */
const mostForbidden = 50;
const mostExplained = 200;
const nothingKept: ReadonlySet<string> = new Set();

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
  /** Numbers that something used and that are free now. */
  readonly freed = new Set<number>();
  /** Counts form fields over all revisions of the file: their product is what an attacker would grow. */
  readonly visit: () => number;
  readonly references: ReferenceIndex;
  readonly file: PdfFile;
  readonly index: number;
  readonly #forbidden: ReportedChange[] = [];
  readonly #explained: ReportedChange[] = [];
  #level: ChangeLevel = 'none';

  constructor(file: PdfFile, index: number, references: ReferenceIndex) {
    const [previous, revision] = [file.revisions[index - 1], file.revisions[index]];
    if (!previous || !revision) throw new RangeError(`no revision ${index} to compare`);
    this.file = file;
    this.index = index;
    this.previous = previous;
    this.revision = revision;
    this.before = file.view(index - 1);
    this.after = file.view(index);
    this.references = references;
    this.visit = () => references.visit();
  }

  forbid(detail: string, kind: ForbiddenKind, place: Place = {}): void {
    this.#level = 'other';
    if (this.#forbidden.length >= mostForbidden) return;
    this.#forbidden.push(changeOf(this.index, { level: 'other', permitted: false, kind, detail }, place));
  }

  note(kind: ExplainedKind, detail: string, place: Place = {}): void {
    const { level } = explainedKinds[kind];
    if (changeLevels.indexOf(level) > changeLevels.indexOf(this.#level)) this.#level = level;
    if (this.#explained.length >= mostExplained) return;
    this.#explained.push(changeOf(this.index, { level, permitted: true, kind, detail }, place));
  }

  /** Keys under which earlier revisions refer to a number. */
  usesBefore(num: number): ReadonlySet<string> {
    return this.references.usesOf(num, this.index - 1);
  }

  /** Keys that differ, these left out. A reference that leads nowhere is the null object, as a missing key is (clause 7.3.10). */
  changedKeys(old: PdfDict, now: PdfDict, except: ReadonlySet<string> = nothingKept): string[] {
    const twice = [...old.duplicates, ...now.duplicates];
    if (twice.length > 0) return twice;
    const keys = new Set([...old.entries.keys(), ...now.entries.keys()]);
    return [...keys].filter((key) => {
      const [was, is] = [old.entries.get(key), now.entries.get(key)];
      if (except.has(key) || sameValue(was, is)) return false;
      return !isNothing(this.before, was) || !isNothing(this.after, is);
    });
  }

  /**
   * A rule explains this object as a whole, whatever refers to it: its change is harmless everywhere, unless its keys are
   * also names by which a page draws.
   */
  approve(num: number): void {
    if (this.overwritten.has(num)) {
      const drawn = [...this.usesBefore(num)].find((key) => drawingKeys.has(key));
      if (drawn !== undefined)
        this.forbid(`object ${num} is also used as ${drawn}`, 'object-changed', { object: num });
    }
    this.#explain(num);
  }

  /** A rule explains the change in these places only; another use makes it a change of something else too. */
  approveFor(num: number, isPlace: (use: Use) => boolean): void {
    if (!this.#isOpen(num)) return;
    const other = this.references.placesOf(num, this.index - 1).find((use) => !isPlace(use));
    if (other === undefined) this.#explain(num);
    else
      this.forbid(`object ${num} is also used as ${other.path || 'an array element'}`, 'object-changed', {
        object: num,
      });
  }

  /** Explains a reference's own object where all its uses are those places, following nothing. */
  approveRef(value: PdfObject | undefined, isPlace: (use: Use) => boolean): void {
    if (value?.kind === 'ref') this.approveFor(value.num, isPlace);
  }

  /** Explains an object to which every way leads through these places, be it over other objects (pades.md 8.3 step 4). */
  approveThrough(num: number, isPlace: (use: Use) => boolean): boolean {
    if (!this.#isOpen(num)) return true;
    if (!this.#onlyThrough(num, isPlace, new Set())) return false;
    this.#explain(num);
    return true;
  }

  #onlyThrough(num: number, isPlace: (use: Use) => boolean, seen: Set<number>): boolean {
    if (seen.has(num)) return true;
    if (seen.add(num).size > 64) return false;
    return this.references
      .placesOf(num, this.index - 1)
      .every((use) => isPlace(use) || (use.holder !== null && this.#isBelow(use.holder, isPlace, seen)));
  }

  /** A catalog or a page lies below nothing else: whatever refers to them, what they refer to is theirs. */
  #isBelow(holder: number, isPlace: (use: Use) => boolean, seen: Set<number>): boolean {
    if (holder === this.after.catalogRef.num || this.references.placesOf(holder, this.index - 1).length === 0)
      return false;
    const type = asDict(this.before.resolve({ kind: 'ref', num: holder, gen: 0 }));
    if (type && ['Page', 'Pages', 'Catalog'].includes(nameAt(this.before, type, 'Type') ?? '')) return false;
    return this.#onlyThrough(holder, isPlace, seen);
  }

  /** The place under the catalog itself. */
  inCatalog(path: string): (use: Use) => boolean {
    return (use) => use.holder === this.after.catalogRef.num && use.path === path;
  }

  #isOpen(num: number): boolean {
    return this.added.has(num) || this.overwritten.has(num) || this.freed.has(num);
  }

  #explain(num: number): void {
    this.added.delete(num);
    this.overwritten.delete(num);
    this.freed.delete(num);
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
          this.forbid(`a new object has the key ${dict.duplicates[0] ?? ''} twice`, 'object-added');
        this.#refuseActions(dict);
        if (item.kind === 'stream') this.refuseExternal(dict);
        queue.push(...dict.entries.values());
      }
    }
  }

  /** what a stream of another file or a reference XObject shows is covered by nobody's signature. */
  refuseExternal(stream: PdfDict): void {
    const key = stream.entries.has('F')
      ? 'F'
      : nameAt(this.after, stream, 'Subtype') === 'Form' && stream.entries.has('Ref')
        ? 'Ref'
        : null;
    if (key !== null) this.forbid(`a new stream refers to another file (/${key})`, 'external-data');
  }

  /** nothing that acts on its own may come with a signature. */
  #refuseActions(dict: PdfDict): void {
    const type = nameAt(this.after, dict, 'S');
    const key = ['AA', 'JS', 'A', 'OpenAction', 'PA'].find((name) => dict.entries.has(name));
    if (key !== undefined) this.forbid(`an action (/${key}) was added`, 'action');
    else if (type !== null && actionTypes.has(type)) this.forbid(`an action (${type}) was added`, 'action');
  }

  conclude(signed: readonly SignedField[]): RevisionChanges {
    this.#setAsideUnused();
    for (const num of this.overwritten)
      this.forbid(`object ${num} was changed`, 'object-changed', { object: num });
    for (const num of this.freed) this.forbid(`object ${num} was removed`, 'object-removed', { object: num });
    for (const num of this.added)
      this.forbid(`object ${num} was added without a visible reason`, 'object-added', { object: num });
    return {
      revision: this.index,
      level: this.#level,
      changes: [...this.#forbidden, ...this.#explained],
      forbidden: this.#forbidden.map(({ detail }) => detail),
      signed,
    };
  }

  /** Objects that nothing leads to, before or after, show nobody anything; they are named and no more (pades.md 8.3 step 5). */
  #setAsideUnused(): void {
    if (this.added.size + this.overwritten.size === 0) return;
    const [before, after] = [this.index - 1, this.index].map((index) => reachableFrom(this.file, index));
    if (!before || !after) return;
    for (const num of [...this.added, ...this.overwritten]) {
      if (before.has(num) || after.has(num)) continue;
      this.#explain(num);
      this.note('unused-object', `object ${num}, which nothing uses, was written`, { object: num });
    }
  }
}

/** Readers that look at the number alone would find what another generation of it holds. */
const isNothing = (view: PdfView, value: PdfObject | undefined): boolean =>
  value?.kind === 'ref'
    ? (view.entry(value.num)?.type ?? 'free') === 'free'
    : value === undefined || value.kind === 'null';

function changeOf(
  revision: number,
  what: Pick<ReportedChange, 'level' | 'permitted' | 'kind' | 'detail'>,
  { page = null, field = null, subtype = null, rect = null, object = null }: Place,
): ReportedChange {
  return { revision, ...what, page, field, subtype, rect, object };
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
