import { PadesError } from '../errors.ts';
import type { PdfFile, PdfView, XrefEntry } from './file.ts';
import { array, dict, int, name, type PdfDict, type PdfObject, type PdfRef } from './objects.ts';
import { refuseUnwritable } from './unwritable.ts';
import { Output, serialize } from './serialize.ts';
import { peekAt } from './window.ts';

/** A stream made by us, or copied from elsewhere with its encoding. /Length is written by the writer. */
export interface NewStream {
  readonly kind: 'new-stream';
  readonly dict: PdfDict;
  readonly bytes: Uint8Array;
}

/** An object that writes itself, so that it can note where its parts stand. Positions count within the update. */
export interface SelfWritten {
  readonly kind: 'self-written';
  /** `seal` encrypts the strings of an object where the file is encrypted; /Contents of a signature stays in clear. */
  write(out: Output, seal: Seal): void;
}

export type Seal = (object: PdfObject) => PdfObject;

export type NewObject = Exclude<PdfObject, { kind: 'stream' }> | NewStream | SelfWritten;

/** Trailer entries that describe one section and are not carried to the next (pades.md 1.4). */
const ownToSection = new Set([
  'Prev',
  'XRefStm',
  'Size',
  'Type',
  'W',
  'Index',
  'Length',
  'Filter',
  'DecodeParms',
  'ID',
]);

/**
 * One incremental update (clause 7.5.6): new and changed objects, appended behind the original, which stays an exact prefix. The
 * cross-reference section is of the kind the newest one has; a hybrid file gets a table.
 */
export class IncrementalUpdate {
  readonly view: PdfView;
  readonly #file: PdfFile;
  readonly #objects = new Map<number, { readonly ref: PdfRef; readonly object: NewObject }>();
  #next: number;

  /** Throws PADES_ENCRYPTED, PADES_ENCRYPTION_UNSUPPORTED, PADES_PERMISSION_DENIED. */
  constructor(file: PdfFile) {
    refuseUnwritable(file);
    this.#file = file;
    this.view = file.view();
    this.#next = this.view.size;
  }

  /** A reference nobody uses yet. */
  allocate(): PdfRef {
    this.#next += 1;
    return { kind: 'ref', num: this.#next - 1, gen: 0 };
  }

  put(ref: PdfRef, object: NewObject): void {
    this.#objects.set(ref.num, { ref, object });
  }

  add(object: NewObject): PdfRef {
    const ref = this.allocate();
    this.put(ref, object);
    return ref;
  }

  /** The dictionary a reference leads to, as this update leaves it. Throws PADES_OBJECT_MISSING. */
  dictAt(ref: PdfRef): PdfDict {
    const changed = this.#objects.get(ref.num)?.object;
    const object = changed ?? this.view.get(ref);
    if (object?.kind !== 'dict')
      throw new PadesError('PADES_OBJECT_MISSING', { detail: `Object ${ref.num}.` });
    return object;
  }

  /** The update's bytes. `identify` gives the second element of /ID; it is asked only where the file has one. */
  build(identify: () => Uint8Array): Uint8Array {
    this.#refuseRevival();
    const out = new Output();
    if (!endsWithLine(this.#file)) out.text('\n');
    const base = this.#file.source.size;
    const entries = new Map<number, XrefEntry>();
    for (const { ref, object } of this.#sorted()) {
      entries.set(ref.num, { type: 'offset', offset: base + out.length, gen: ref.gen });
      this.#writeObject(out, ref, object);
      out.text('\nendobj\n');
    }
    const id = this.#newId(identify);
    const at = base + out.length;
    if (this.#newest.kind === 'stream') this.#writeXrefStream(out, entries, at, id);
    else this.#writeTable(out, entries, id);
    out.text(`startxref\n${at}\n%%EOF\n`);
    return out.join();
  }

  /** A reference to nothing would lead to what is appended under its number: a page, say, that nobody has seen. */
  #refuseRevival(): void {
    const revived = [...this.view.missing].find((num) => num >= this.view.size && num < this.#next);
    if (revived === undefined) return;
    const detail = `Object ${revived} is referred to and does not exist.`;
    throw new PadesError('PADES_OBJECT_MISSING', { offset: this.#newest.xrefOffset, detail });
  }

  #writeObject(out: Output, { num, gen }: PdfRef, object: NewObject): void {
    const { security } = this.#file;
    const seal: Seal = (each) => security?.encryptObject(each, num, gen) ?? each;
    const head = `${num} ${gen} obj\n`;
    if (object.kind === 'self-written') {
      out.text(head);
      object.write(out, seal);
    } else if (object.kind === 'new-stream') {
      const sealed = security?.encryptStream(object.bytes, object.dict, num, gen) ?? object;
      out.text(head);
      writeStream(out, sealed.dict, sealed.bytes);
    } else out.text(head + serialize(seal(object)));
  }

  get #newest() {
    const revision = this.#file.revisions.at(-1);
    if (!revision) throw new PadesError('PADES_XREF_BROKEN');
    return revision;
  }

  #sorted(): { readonly ref: PdfRef; readonly object: NewObject }[] {
    return [...this.#objects.values()].sort((a, b) => a.ref.num - b.ref.num);
  }

  /** First element unchanged for ever, second new with every update (clause 14.4). A file without /ID stays without. */
  #newId(second: () => Uint8Array): PdfObject | null {
    const id = this.view.resolve(this.view.trailer.entries.get('ID'));
    const first = id.kind === 'array' ? this.view.resolve(id.items[0]) : id;
    if (first.kind !== 'string') return null;
    return array([
      { kind: 'string', bytes: first.bytes, hex: true },
      { kind: 'string', bytes: second(), hex: true },
    ]);
  }

  #trailer(size: number, id: PdfObject | null, own: Iterable<readonly [string, PdfObject]> = []): PdfDict {
    const entries: (readonly [string, PdfObject])[] = [...own, ['Size', int(size)]];
    for (const entry of this.view.trailer.entries) if (!ownToSection.has(entry[0])) entries.push(entry);
    entries.push(['Prev', int(this.#newest.xrefOffset)]);
    if (id) entries.push(['ID', id]);
    return dict(entries);
  }

  #writeTable(out: Output, entries: ReadonlyMap<number, XrefEntry>, id: PdfObject | null): void {
    let rows = 'xref\n';
    for (const run of runs([...entries.keys()])) {
      rows += `${run[0] ?? 0} ${run.length}\n`;
      for (const num of run) rows += tableEntry(entries.get(num));
    }
    out.text(`${rows}trailer\n${serialize(this.#trailer(this.#next, id))}\n`);
  }

  /** The stream lists itself, as clause 7.5.8.1 wants; uncompressed, because a handful of entries gains nothing. */
  #writeXrefStream(out: Output, entries: Map<number, XrefEntry>, at: number, id: PdfObject | null): void {
    const self = this.#next;
    entries.set(self, { type: 'offset', offset: at, gen: 0 });
    const width = Math.max(4, Math.ceil(at.toString(16).length / 2));
    const numbers = [...entries.keys()];
    const rows = Buffer.alloc(numbers.length * (width + 3));
    for (const [i, num] of numbers.entries()) {
      const entry = entries.get(num);
      if (entry?.type !== 'offset') continue;
      const row = i * (width + 3);
      rows.writeUInt8(1, row);
      rows.writeUIntBE(entry.offset, row + 1, width);
      rows.writeUInt16BE(entry.gen, row + 1 + width);
    }
    const index = runs(numbers).flatMap((run) => [int(run[0] ?? 0), int(run.length)]);
    const trailer = this.#trailer(self + 1, id, [
      ['Type', name('XRef')],
      ['W', array([int(1), int(width), int(2)])],
      ['Index', array(index)],
    ]);
    out.text(`${self} 0 obj\n`);
    writeStream(out, trailer, rows);
    out.text('\nendobj\n');
  }
}

function writeStream(out: Output, from: PdfDict, bytes: Uint8Array): void {
  const entries = [...from.entries].filter(([key]) => key !== 'Length');
  out.text(`${serialize(dict([...entries, ['Length', int(bytes.length)]]))}\nstream\n`);
  out.bytes(bytes);
  out.text('\nendstream');
}

/** Exactly 20 bytes (clause 7.5.4). */
function tableEntry(entry: XrefEntry | undefined): string {
  if (entry?.type !== 'offset' || entry.offset > 9_999_999_999) {
    throw new PadesError('PADES_LIMIT_EXCEEDED', { detail: 'An xref table reaches no further than 10 GB.' });
  }
  return `${String(entry.offset).padStart(10, '0')} ${String(entry.gen).padStart(5, '0')} n \n`;
}

/** Ascending numbers cut into contiguous runs. */
function runs(numbers: readonly number[]): number[][] {
  const out: number[][] = [];
  for (const num of numbers) {
    const last = out.at(-1);
    if (last?.at(-1) === num - 1) last.push(num);
    else out.push([num]);
  }
  return out;
}

function endsWithLine(file: PdfFile): boolean {
  const last = peekAt(file.source, file.source.size - 1, 1)[0];
  return last === 0x0a || last === 0x0d;
}
