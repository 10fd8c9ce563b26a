import { PadesError } from '../errors.ts';
import type { PdfView } from './file.ts';
import type { PdfDict, PdfObject } from './objects.ts';

/** DER of certificates, CRLs and OCSP responses. All of it was written by whoever wrote the file: candidates, nothing more. */
export interface ValidationData {
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly ocsps: readonly Uint8Array[];
}

/** One entry of /VRI; its key is never used for security (pades.md 1.7). */
export interface VriEntry extends ValidationData {
  /** A timestamp token in /TS; null where there is none. */
  readonly timestamp: Uint8Array | null;
}

/** The document security store as one revision of the file has it (EN 319 142-1 §5.4.2). */
export interface Dss extends ValidationData {
  /** By key as it stands in the file: 40 hexadecimal digits, upper case from good writers. */
  readonly vri: ReadonlyMap<string, VriEntry>;
  readonly dict: PdfDict;
  /** What stands there and is not what the standard puts there; such items are left out above. */
  readonly faults: readonly string[];
}

/** Bounds on a stranger's store. A CRL of a large CA has 30 MB. */
export const dssLimits = { items: 2048, vri: 1024, bytes: 128 * 1024 * 1024 } as const;

/**
 * The DSS of the catalog, or null where there is none. Arrays may be direct or indirect; a broken item is a fault and not an error,
 * so that one bad stream does not hide the others. Throws only PADES_LIMIT_EXCEEDED, where the store is larger than any honest one.
 */
export function readDss(view: PdfView): Dss | null {
  const entry = view.catalog.entries.get('DSS');
  if (entry === undefined) return null;
  const faults: string[] = [];
  const dict = quietly(faults, '/DSS', () => view.resolve(entry));
  if (dict === null || dict.kind === 'null') return null;
  if (dict.kind !== 'dict')
    return { ...nothing, vri: new Map(), dict: empty, faults: ['/DSS is no dictionary'] };
  const reader = new Reader(view, faults);
  const data = reader.data(dict, ['Certs', 'CRLs', 'OCSPs']);
  return { ...data, vri: reader.vri(dict.entries.get('VRI')), dict, faults };
}

const nothing: ValidationData = { certificates: [], crls: [], ocsps: [] };
const empty: PdfDict = { kind: 'dict', entries: new Map(), duplicates: [] };

class Reader {
  readonly #view: PdfView;
  readonly #faults: string[];
  /** Streams by number: arrays of the store and of /VRI name the same ones. */
  readonly #known = new Map<number, Uint8Array | null>();
  #items = 0;
  #bytes = 0;

  constructor(view: PdfView, faults: string[]) {
    this.#view = view;
    this.#faults = faults;
  }

  data(owner: PdfDict, [certs, crls, ocsps]: readonly [string, string, string]): ValidationData {
    return {
      certificates: this.#list(owner, certs),
      crls: this.#list(owner, crls),
      ocsps: this.#list(owner, ocsps),
    };
  }

  vri(entry: PdfObject | undefined): ReadonlyMap<string, VriEntry> {
    const out = new Map<string, VriEntry>();
    const dict = quietly(this.#faults, '/VRI', () => this.#view.resolve(entry));
    if (dict?.kind !== 'dict') return out;
    if (dict.entries.size > dssLimits.vri) throw tooMuch('Too many VRI entries.');
    for (const [key, value] of dict.entries) {
      if (key === 'Type') continue;
      const each = quietly(this.#faults, `/VRI/${key}`, () => this.#view.resolve(value));
      if (each?.kind !== 'dict') continue;
      const stamp = each.entries.get('TS');
      out.set(key, {
        ...this.data(each, ['Cert', 'CRL', 'OCSP']),
        timestamp: stamp === undefined ? null : this.#stream(stamp, `/VRI/${key}/TS`),
      });
    }
    return out;
  }

  #list(owner: PdfDict, key: string): Uint8Array[] {
    const list = quietly(this.#faults, `/${key}`, () => this.#view.resolve(owner.entries.get(key)));
    if (list === null || list.kind === 'null') return [];
    if (list.kind !== 'array') {
      this.#faults.push(`/${key} is no array`);
      return [];
    }
    this.#items += list.items.length;
    if (this.#items > dssLimits.items * 2) throw tooMuch('The DSS lists too many items.');
    return list.items.flatMap((item) => this.#stream(item, `/${key}`) ?? []);
  }

  #stream(item: PdfObject, where: string): Uint8Array | null {
    if (item.kind !== 'ref') {
      this.#faults.push(`${where} holds something that is no reference`);
      return null;
    }
    const known = this.#known.get(item.num);
    if (known !== undefined) return known;
    const bytes = quietly(this.#faults, `${where} ${item.num}`, () => this.#decoded(item));
    this.#bytes += bytes?.length ?? 0;
    if (this.#bytes > dssLimits.bytes) throw tooMuch('The DSS decodes to too many bytes.');
    this.#known.set(item.num, bytes);
    return bytes;
  }

  #decoded(item: PdfObject): Uint8Array {
    const stream = this.#view.resolve(item);
    if (stream.kind !== 'stream') throw new PadesError('PADES_OBJECT_MISSING', { detail: 'No stream.' });
    return this.#view.decode(stream);
  }
}

/** The answer, or a fault where reading it fails. */
function quietly<T>(faults: string[], where: string, read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    // What is too large is not read on: the next item would cost as much again.
    if (!(error instanceof PadesError) || error.code === 'PADES_LIMIT_EXCEEDED') throw error;
    faults.push(`${where}: ${error.message}`);
    return null;
  }
}

const tooMuch = (detail: string): PadesError => new PadesError('PADES_LIMIT_EXCEEDED', { detail });
