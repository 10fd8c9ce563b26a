import type { PdfFile, PdfView, Revision } from '../pdf/file.ts';
import type { PdfObject } from '../pdf/objects.ts';
import { topFields, walkFields, type FormField } from './form-fields.ts';

/** What a revision did to the fields of the form. */
export interface FormStep {
  /** Fields that are new or another than before, parents before children. */
  readonly changed: readonly ChangedField[];
  readonly gone: readonly FormField[];
  /** Objects that the revision did not write may be others too: it wrote a stream anew that holds objects. */
  readonly afresh: boolean;
}

export interface ChangedField {
  readonly now: FormField;
  readonly was: FormField | undefined;
}

const noFields: readonly never[] = [];

/**
 * The fields of the form, revision by revision. A file with fifty signatures has fifty forms of up to fifty fields: only what
 * a revision wrote, and what it lists behind the others, is looked at.
 */
export class FieldHistory {
  /** By number, as of the last step. */
  readonly fields = new Map<number, FormField>();
  readonly #file: PdfFile;
  readonly #visit: () => number;
  /** How many fields with a /T of their own have a name. */
  readonly #names = new Map<string, number>();
  /** Streams that hold other objects. */
  readonly #containers = new Set<number>();
  #items: readonly PdfObject[] = noFields;
  #straight = false;
  #index = -1;
  #changes: { readonly step: FormStep; readonly before: ReadonlyMap<number, FormField | undefined> } | null =
    null;
  #step: FormStep = { changed: noFields, gone: noFields, afresh: true };

  constructor(file: PdfFile, visit: () => number) {
    this.#file = file;
    this.#visit = visit;
  }

  /** From the revision before to this one; in ascending order each costs what it wrote. */
  stepTo(index: number): FormStep {
    if (this.#index === index) return this.#step;
    if (this.#index !== index - 1) this.#startAt(index - 1);
    const revision = this.#file.revisions[index];
    const afresh = revision === undefined || this.#rewritesContainer(revision);
    const view = this.#file.view(index);
    const items = topFields(view);
    const onward = afresh || !this.#straight ? null : this.#onward(view, revision, items);
    this.#step = onward ?? this.#walkAll(view, items, afresh);
    this.#items = items;
    this.#index = index;
    return this.#step;
  }

  /** How many fields with a /T of their own have this name. */
  named(name: string): number {
    return this.#names.get(name) ?? 0;
  }

  /** The field before the last step. */
  was(num: number): FormField | undefined {
    const before = this.#before();
    return before.has(num) ? before.get(num) : this.fields.get(num);
  }

  /** All fields before the last step. */
  earlier(): readonly FormField[] {
    const before = this.#before();
    const fields = [...this.#step.gone];
    for (const field of this.fields.values()) {
      const was = before.has(field.num) ? before.get(field.num) : field;
      if (was) fields.push(was);
    }
    return fields;
  }

  /** What the last step changed, as it was. */
  #before(): ReadonlyMap<number, FormField | undefined> {
    if (this.#changes?.step !== this.#step) {
      const { changed, gone } = this.#step;
      const before = new Map(changed.map(({ now, was }) => [now.num, was]));
      for (const field of gone) before.set(field.num, field);
      this.#changes = { step: this.#step, before };
    }
    return this.#changes.before;
  }

  #startAt(index: number): void {
    for (let i = 0; i <= index; i++) {
      const revision = this.#file.revisions[i];
      if (revision) this.#rewritesContainer(revision);
    }
    if (index < 0) return;
    const view = this.#file.view(index);
    this.#items = topFields(view);
    this.#walkAll(view, this.#items, true);
  }

  #rewritesContainer({ entries }: Revision): boolean {
    let rewritten = false;
    if (this.#containers.size > 0)
      for (const num of entries.keys()) if (this.#containers.has(num)) rewritten = true;
    for (const entry of entries.values()) if (entry.type === 'compressed') this.#containers.add(entry.stream);
    return rewritten;
  }

  /** The same items and maybe some behind them, the usual case of one more signature; else null. */
  #onward(view: PdfView, { entries }: Revision, items: readonly PdfObject[]): FormStep | null {
    const known = this.#items;
    if (items !== known && !beginsWith(items, known)) return null;
    const looked: PdfObject[] = [];
    for (const num of entries.keys()) {
      const field = this.fields.get(num);
      if (field === undefined) continue;
      if (field.parent !== null || field.dict.entries.has('Kids')) return null;
      const item = known.find((each) => each.kind === 'ref' && each.num === num);
      if (item) looked.push(item);
    }
    for (let i = known.length; i < items.length; i++) looked.push(items[i] as PdfObject);
    if (looked.length === 0) return nothing;
    const { fields, straight } = walkFields(view, this.#visit, looked);
    // A field that is listed again is a matter for the whole walk.
    if (!straight || fields.some(({ num }) => this.fields.has(num) && !entries.has(num))) return null;
    return { changed: this.#take(fields), gone: nothing.gone, afresh: false };
  }

  #walkAll(view: PdfView, items: readonly PdfObject[], afresh: boolean): FormStep {
    const { fields, straight } = walkFields(view, this.#visit, items);
    this.#straight = straight;
    const still = new Set(fields.map(({ num }) => num));
    const gone = [...this.fields.values()].filter(({ num }) => !still.has(num));
    for (const field of gone) {
      this.fields.delete(field.num);
      this.#count(field, -1);
    }
    return { changed: this.#take(fields), gone, afresh };
  }

  #take(fields: readonly FormField[]): readonly ChangedField[] {
    const changed: ChangedField[] = [];
    for (const now of fields) {
      const was = this.fields.get(now.num);
      if (was && sameField(was, now)) continue;
      changed.push({ now, was });
      this.fields.set(now.num, now);
      if (was) this.#count(was, -1);
      this.#count(now, 1);
    }
    return changed;
  }

  #count({ name, dict }: FormField, by: number): void {
    if (dict.entries.has('T')) this.#names.set(name, (this.#names.get(name) ?? 0) + by);
  }
}

const nothing: FormStep = { changed: noFields, gone: noFields, afresh: false };

const sameField = (a: FormField, b: FormField): boolean =>
  a.dict === b.dict && a.name === b.name && a.type === b.type && a.parent === b.parent;

/** Items that are no references say nothing of a field, and are looked at with the rest. */
function beginsWith(items: readonly PdfObject[], known: readonly PdfObject[]): boolean {
  if (items.length < known.length) return false;
  for (let i = 0; i < known.length; i++) {
    const [a, b] = [items[i], known[i]];
    if (a?.kind !== 'ref' || b?.kind !== 'ref' || a.num !== b.num || a.gen !== b.gen) return false;
  }
  return true;
}
