import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { readDss, type ValidationData } from '../pdf/dss.ts';
import { array, dict, int, name, type PdfDict, type PdfObject, type PdfRef } from '../pdf/objects.ts';
import type { IncrementalUpdate, NewStream } from '../pdf/writer.ts';
import { sameKey } from '../x509/kept.ts';

/** What one signature or timestamp needs, for /VRI. */
export interface VriAddition {
  readonly key: string;
  readonly data: ValidationData;
}

export interface DssOptions {
  /** Bytes that the file already holds where a validator looks: certificates of the CMS and of tokens (EN 319 142-1 §6.3 row s). */
  readonly present?: readonly Uint8Array[];
  /** Entries for old readers; the baseline advises against them (row v). */
  readonly vri?: readonly VriAddition[];
  /** `n.m` of the file's header. */
  readonly version: string;
}

/** How many items were new. */
export interface DssCounts {
  readonly certificates: number;
  readonly crls: number;
  readonly ocsps: number;
}

/** The three lists: their keys in the store and in a VRI entry, and whether their bytes are worth compressing. */
const lists = [
  { of: 'certificates', key: 'Certs', inVri: 'Cert', pack: false },
  { of: 'crls', key: 'CRLs', inVri: 'CRL', pack: true },
  { of: 'ocsps', key: 'OCSPs', inVri: 'OCSP', pack: false },
] as const satisfies readonly { of: keyof ValidationData; key: string; inVri: string; pack: boolean }[];

/**
 * Adds validation data to the document security store (EN 319 142-1 §5.4.2): old references stay, nothing is written twice, and where
 * everything is there already nothing is written, which null says. Throws PADES_LIMIT_EXCEEDED for a store beyond all bounds.
 */
export function addToDss(
  update: IncrementalUpdate,
  data: ValidationData,
  { present = [], vri = [], version }: DssOptions,
): DssCounts | null {
  const store = new Store(update, present);
  const counts = {
    certificates: store.add('certificates', data.certificates),
    crls: store.add('crls', data.crls),
    ocsps: store.add('ocsps', data.ocsps),
  };
  const entries = vri.filter(({ key }) => !store.hasVri(key));
  if (counts.certificates + counts.crls + counts.ocsps + entries.length === 0) return null;
  store.write(vri, version);
  return counts;
}

/** /VRI key: SHA-1 over the decoded /Contents with its padding, as all deployed software has it (pades.md 1.7). No secret hangs on it. */
export const vriKey = (contents: Uint8Array): string =>
  createHash('sha1').update(contents).digest('hex').toUpperCase();

class Store {
  readonly #update: IncrementalUpdate;
  readonly #old: PdfDict;
  readonly #oldVri: ReadonlySet<string>;
  readonly #present: ReadonlySet<string>;
  /** By its bytes: where each item stands. */
  readonly #known = new Map<string, PdfRef>();
  readonly #added: Record<keyof ValidationData, PdfRef[]> = { certificates: [], crls: [], ocsps: [] };

  constructor(update: IncrementalUpdate, present: readonly Uint8Array[]) {
    this.#update = update;
    const old = readDss(update.view);
    this.#old = old?.dict ?? dict([]);
    this.#oldVri = new Set(old?.vri.keys());
    this.#present = new Set(present.map(sameKey));
    for (const { of, key } of lists) this.#remember(old?.[of] ?? [], this.#items(this.#old, key));
  }

  /** The reader leaves out what cannot be read; references are matched only where all could. */
  #remember(read: readonly Uint8Array[], items: readonly PdfObject[]): void {
    const { view } = this.#update;
    const streams = items.flatMap((item) =>
      item.kind === 'ref' && view.resolve(item).kind === 'stream' ? [item] : [],
    );
    if (streams.length !== read.length) return;
    for (const [at, bytes] of read.entries()) {
      const ref = streams[at];
      if (ref) this.#known.set(sameKey(bytes), ref);
    }
  }

  add(of: keyof ValidationData, items: readonly Uint8Array[]): number {
    const pack = lists.some((list) => list.of === of && list.pack);
    for (const bytes of items) {
      const id = sameKey(bytes);
      if (this.#known.has(id) || this.#present.has(id)) continue;
      const ref = this.#update.add(streamOf(bytes, pack));
      this.#known.set(id, ref);
      this.#added[of].push(ref);
    }
    return this.#added[of].length;
  }

  hasVri(key: string): boolean {
    return this.#oldVri.has(key);
  }

  write(vri: readonly VriAddition[], version: string): void {
    const update = this.#update;
    const entries = new Map(this.#old.entries);
    if (!entries.has('Type')) entries.set('Type', name('DSS'));
    for (const { of, key } of lists) {
      if (this.#added[of].length > 0) this.#extend(entries, key, this.#added[of]);
    }
    if (vri.length > 0) entries.set('VRI', this.#vri(entries.get('VRI'), vri));
    const catalog = new Map(update.dictAt(update.view.catalogRef).entries);
    const before = catalog.get('DSS');
    if (before?.kind === 'ref') update.put(before, dict(entries));
    else catalog.set('DSS', update.add(dict(entries)));
    const extensions = withEsic(catalog, version, update);
    if (extensions) catalog.set('Extensions', extensions);
    if (extensions || before?.kind !== 'ref') update.put(update.view.catalogRef, dict(catalog));
  }

  /** An array that is an object of its own is rewritten alone, else it stands in its owner. */
  #extend(entries: Map<string, PdfObject>, key: string, added: readonly PdfRef[]): void {
    const entry = entries.get(key);
    const list = array([...this.#items(this.#old, key), ...added]);
    if (entry?.kind === 'ref' && this.#update.view.get(entry)?.kind === 'array')
      this.#update.put(entry, list);
    else entries.set(key, list);
  }

  #items(owner: PdfDict, key: string): readonly PdfObject[] {
    const list = this.#update.view.resolve(owner.entries.get(key));
    return list.kind === 'array' ? list.items : [];
  }

  /** Every reference of an entry also stands in the lists above; what the CMS holds is not repeated here either. */
  #vri(entry: PdfObject | undefined, additions: readonly VriAddition[]): PdfObject {
    const old = this.#update.view.resolve(entry);
    const entries = new Map(old.kind === 'dict' ? old.entries : []);
    for (const { key, data } of additions) {
      const parts = lists.flatMap(({ of, inVri }) => {
        const refs = data[of].flatMap((bytes) => this.#known.get(sameKey(bytes)) ?? []);
        return refs.length > 0 ? [[inVri, array(refs)] as const] : [];
      });
      entries.set(key, this.#update.add(dict(parts)));
    }
    if (entry?.kind !== 'ref') return dict(entries);
    this.#update.put(entry, dict(entries));
    return entry;
  }
}

function streamOf(bytes: Uint8Array, pack: boolean): NewStream {
  const packed = pack && bytes.length > WORTHLESS ? deflateSync(bytes, { level: 9 }) : bytes;
  if (packed.length + FILTER >= bytes.length) return { kind: 'new-stream', dict: dict([]), bytes };
  return { kind: 'new-stream', dict: dict([['Filter', name('FlateDecode')]]), bytes: packed };
}

/** What /Filter/FlateDecode itself costs. */
const FILTER = 24;

/** A list this short is mostly signature and names: what compression saves is not worth the work. */
const WORTHLESS = 1024;

/**
 * Before PDF 2.0 the store is an extension, which the catalog announces (pades.md 1.9): level 1 where nothing is said yet. Null where
 * nothing has to change; an existing entry is never touched.
 */
function withEsic(
  catalog: ReadonlyMap<string, PdfObject>,
  version: string,
  { view }: IncrementalUpdate,
): PdfObject | null {
  const own = view.resolve(catalog.get('Version'));
  const declared = own.kind === 'name' ? own.name : '';
  if ([version, declared].some((each) => /^\d\.\d$/.test(each) && each >= '2.0')) return null;
  const old = view.resolve(catalog.get('Extensions'));
  const entries = new Map(old.kind === 'dict' ? old.entries : []);
  if (entries.has('ESIC')) return null;
  const esic = dict([
    ['BaseVersion', name('1.7')],
    ['ExtensionLevel', int(1)],
  ]);
  return dict([...entries, ['ESIC', esic]]);
}
