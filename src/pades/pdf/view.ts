import { PadesError } from '../errors.ts';
import type { ByteSource } from '../bytes.ts';
import type { Anomalies } from './anomalies.ts';
import type { Security } from './security.ts';
import type { PdfLimits, PdfPage, PdfView, Revision, XrefEntry } from './file.ts';
import { decodeBytes } from './filters.ts';
import { glanceAt, type WantedKeys } from './glance.ts';
import { integerOf, readIndirect, type IndirectContext, type IndirectObject } from './indirect.ts';
import { located } from './located.ts';
import type { RevisionIndex } from './revision-index.ts';
import { ObjectStream } from './object-stream.ts';
import {
  pdfNull,
  type Extent,
  type PdfDict,
  type PdfObject,
  type PdfRef,
  type PdfStream,
} from './objects.ts';
import { walkPages } from './pages.ts';
import { ObjectParser } from './parser.ts';
import { heldOctets } from './window.ts';
import { highestOf } from './xref-entries.ts';

/** What all views of one file share: the bytes, the limits, and objects already read. */
export interface SharedFile {
  readonly source: ByteSource;
  readonly limits: PdfLimits;
  readonly anomalies: Anomalies;
  readonly revisions: readonly Revision[];
  readonly index: RevisionIndex;
  readonly security: Security | null;
  /** Objects by offset. Only those that every view reads alike. */
  readonly byOffset: Map<number, IndirectObject | null>;
  readonly objectStreams: Map<number, ObjectStream>;
  /** Bytes object streams may still decode to. */
  decodable: number;
  /** What objects may still hold (`fileValues`). */
  values: number;
}

export class RevisionView implements PdfView {
  readonly revision: number;
  readonly trailer: PdfDict;
  readonly catalogRef: PdfRef;
  readonly catalog: PdfDict;
  readonly missing = new Set<number>();
  readonly #file: SharedFile;
  /** By number; most files use all of theirs. */
  readonly #objects: (PdfObject | null | undefined)[] = [];
  readonly #own = new Map<number, IndirectObject | null>();
  readonly #ownStreams = new Map<number, ObjectStream>();
  /** Numbers being read just now: an object stream or a length that needs itself ends here. */
  readonly #busy: number[] = [];
  readonly #context: IndirectContext;
  /** Octets that may still be glanced at: many references to one long object must not be many walks over it. */
  #glances: number;
  #pages: readonly PdfPage[] | null = null;
  #size: number | null = null;

  constructor(file: SharedFile, revision: Revision) {
    this.#file = file;
    const { source, limits, anomalies } = file;
    const lengthOf = (object: PdfObject): number | null => integerOf(this.resolve(object));
    const spend = (values: number): void => {
      file.values -= values;
      if (file.values < 0) {
        throw new PadesError('PADES_LIMIT_EXCEEDED', {
          detail: 'The objects of the file hold too many values.',
        });
      }
    };
    this.#context = { source, limits, anomalies, spend, lengthOf };
    this.revision = revision.index;
    this.trailer = revision.trailer;
    const root = this.trailer.entries.get('Root');
    const catalog = this.resolve(root);
    if (root?.kind !== 'ref' || catalog.kind !== 'dict') {
      throw new PadesError('PADES_OBJECT_MISSING', { detail: 'The catalog.', offset: revision.xrefOffset });
    }
    this.catalogRef = root;
    this.catalog = catalog;
    this.#glances = 2 * source.size;
  }

  get size(): number {
    this.#size ??= this.#highestNumber() + 1;
    return this.#size;
  }

  entry(num: number): XrefEntry | null {
    return this.#file.index.entry(num, this.revision);
  }

  get(ref: PdfRef): PdfObject | null {
    const entry = this.entry(ref.num);
    if (entry === null) this.missing.add(ref.num);
    if (entry === null || entry.type === 'free') return null;
    if ((entry.type === 'offset' ? entry.gen : 0) !== ref.gen) return null;
    const known = this.#objects[ref.num];
    if (known !== undefined) return known;
    const object = this.#read(ref.num, entry);
    this.#objects[ref.num] = object;
    return object;
  }

  resolve(object: PdfObject | undefined): PdfObject {
    if (object === undefined) return pdfNull;
    let current: PdfObject | null = object;
    for (let hop = 0; current?.kind === 'ref'; hop += 1) {
      if (hop >= this.#file.limits.indirection) {
        const circle = new PadesError('PADES_PDF_SYNTAX', { detail: 'References run in a circle.' });
        throw located(circle, this.#placeOf(current.num));
      }
      current = this.get(current);
    }
    return current ?? pdfNull;
  }

  pick(object: PdfObject | undefined, wanted: WantedKeys): readonly (PdfObject | undefined)[] | null {
    const glanced = object?.kind === 'ref' ? this.#glance(object, wanted) : null;
    if (glanced) return glanced;
    const dict = this.resolve(object);
    return dict.kind === 'dict' ? wanted.names.map((name) => dict.entries.get(name)) : null;
  }

  extent(num: number): Extent | null {
    const entry = this.entry(num);
    return entry?.type === 'offset' ? (this.#indirect(num, entry)?.extent ?? null) : null;
  }

  decode(stream: PdfStream): Uint8Array {
    const { start, end } = stream.raw;
    const resolve = (object: PdfObject | undefined): PdfObject => this.resolve(object);
    const raw = this.#file.source.read(start, end - start);
    try {
      const clear = this.#file.security?.decryptStream(raw, stream, resolve) ?? raw;
      return decodeBytes(clear, stream.dict, resolve, this.#file.limits);
    } catch (error) {
      throw located(error, start);
    }
  }

  pages(): readonly PdfPage[] {
    this.#pages ??= [...walkPages(this, this.#file.limits)];
    return this.#pages;
  }

  /** Null where the object has been read, is to be read whole, or does not exist. */
  #glance({ num, gen }: PdfRef, wanted: WantedKeys): readonly (PdfObject | undefined)[] | null {
    const { source, security, limits } = this.#file;
    const octets = security === null && this.#glances > 0 ? heldOctets(source) : null;
    const entry = octets && this.#objects[num] === undefined ? this.entry(num) : null;
    if (octets === null || entry?.type !== 'offset' || entry.gen !== gen) return null;
    const glance = glanceAt(octets.bytes, entry.offset, num, gen, wanted);
    if (glance === null) return null;
    this.#glances -= glance.end - entry.offset;
    const parser = new ObjectParser(octets, 0, true, limits);
    return glance.places.map((place) => {
      if (place < 0) return undefined;
      parser.seek(place);
      return parser.value(1);
    });
  }

  #read(num: number, entry: Exclude<XrefEntry, { type: 'free' }>): PdfObject | null {
    if (this.#busy.includes(num))
      throw new PadesError('PADES_PDF_SYNTAX', { detail: `Object ${num} needs itself.` });
    if (this.#busy.length >= this.#file.limits.indirection) {
      throw new PadesError('PADES_PDF_SYNTAX', { detail: 'Objects need each other too deeply.' });
    }
    this.#busy.push(num);
    try {
      if (entry.type === 'offset') {
        const object = this.#indirect(num, entry)?.object ?? null;
        return object && (this.#file.security?.decryptObject(object, num, entry.gen) ?? object);
      }
      return this.#objectStream(entry.stream)?.get(num, entry.index) ?? null;
    } catch (error) {
      throw located(error, this.#placeOf(num));
    } finally {
      this.#busy.pop();
    }
  }

  /** Where the object, or the object stream it lies in, begins. */
  #placeOf(num: number): number | undefined {
    const entry = this.entry(num);
    const holder = entry?.type === 'compressed' ? this.entry(entry.stream) : entry;
    return holder?.type === 'offset' ? holder.offset : undefined;
  }

  #indirect(num: number, entry: Extract<XrefEntry, { type: 'offset' }>): IndirectObject | null {
    const { anomalies, byOffset, source } = this.#file;
    let found = byOffset.get(entry.offset);
    if (found === undefined && this.#own.size > 0) found = this.#own.get(entry.offset);
    if (found === undefined) {
      found =
        entry.offset > 0 && entry.offset < source.size ? readIndirect(entry.offset, this.#context) : null;
      (found?.lengthElsewhere ? this.#own : byOffset).set(entry.offset, found);
    }
    if (found?.num === num && found.gen === entry.gen) return found;
    anomalies.add(
      'object-header-mismatch',
      entry.offset,
      `Object ${num} does not stand where the xref says.`,
    );
    return null;
  }

  #objectStream(num: number): ObjectStream | null {
    const entry = this.entry(num);
    if (entry?.type !== 'offset') return null;
    const known = this.#file.objectStreams.get(entry.offset) ?? this.#ownStreams.get(entry.offset);
    if (known) return known;
    const stream = this.get({ kind: 'ref', num, gen: entry.gen });
    const type = stream?.kind === 'stream' ? this.resolve(stream.dict.entries.get('Type')) : pdfNull;
    if (stream?.kind !== 'stream' || type.kind !== 'name' || type.name !== 'ObjStm') return null;
    const bytes = this.decode(stream);
    this.#file.decodable -= bytes.length;
    if (this.#file.decodable < 0) {
      throw new PadesError('PADES_LIMIT_EXCEEDED', {
        detail: 'The object streams decode to too many bytes.',
      });
    }
    const made = new ObjectStream(bytes, stream.dict, entry.offset, this.#context);
    const alone = [...stream.dict.entries.values()].every((value) => value.kind !== 'ref');
    (alone ? this.#file.objectStreams : this.#ownStreams).set(entry.offset, made);
    return made;
  }

  #highestNumber(): number {
    let highest = (integerOf(this.trailer.entries.get('Size')) ?? 0) - 1;
    for (const { index, entries } of this.#file.revisions) {
      if (index <= this.revision) highest = Math.max(highest, highestOf(entries));
    }
    if (highest >= this.#file.limits.xrefEntries) {
      throw new PadesError('PADES_LIMIT_EXCEEDED', { detail: 'Object numbers are too high.' });
    }
    return highest;
  }
}
