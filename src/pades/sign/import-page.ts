import { deflateSync } from 'node:zlib';
import { bytesSource, type ByteSource } from '../bytes.ts';
import { PadesError } from '../errors.ts';
import type { PdfPage, PdfView } from '../pdf/file.ts';
import {
  array,
  dict,
  int,
  name,
  pdfNull,
  type PdfDict,
  type PdfObject,
  type PdfRef,
} from '../pdf/objects.ts';
import { readPdf } from '../pdf/reader.ts';
import type { IncrementalUpdate, NewStream } from '../pdf/writer.ts';

/** A page as a form XObject, before it knows the box it is drawn into. */
export interface ImportedPage {
  readonly box: readonly [number, number, number, number];
  readonly rotate: number;
  /** The form with this box and matrix. */
  form(bbox: readonly number[], matrix: readonly number[]): NewStream;
}

/** Objects one appearance may bring along. */
const MOST_OBJECTS = 5000;
/** Ties to the other file that mean nothing here. */
const dropped = new Set(['Parent', 'P', 'StructParent', 'StructParents', 'PieceInfo', 'LastModified']);

/**
 * Takes the only page of `appearance` with all it needs, renumbered into `update`. Streams keep their encoding byte for byte.
 * Unless `transparency` is allowed (PDF/A-1 forbids it), a page that uses it is refused. Throws PADES_APPEARANCE_INVALID, whatever is wrong with the file.
 */
export function importPage(
  appearance: Uint8Array,
  update: IncrementalUpdate,
  transparency = true,
): ImportedPage {
  try {
    const source = bytesSource(appearance);
    const view = readPdf(source).view();
    const [page, ...more] = view.pages();
    if (page === undefined || more.length > 0 || view.trailer.entries.has('Encrypt')) {
      throw new PadesError('PADES_APPEARANCE_INVALID', { detail: 'It must be one page, not encrypted.' });
    }
    return copyPage(page, new GraphCopy(view, source, update, transparency), view, source);
  } catch (cause) {
    if (cause instanceof PadesError && cause.code === 'PADES_APPEARANCE_INVALID') throw cause;
    const detail = cause instanceof Error ? cause.message : '';
    throw new PadesError('PADES_APPEARANCE_INVALID', { detail, cause });
  }
}

function copyPage(page: PdfPage, copy: GraphCopy, view: PdfView, source: ByteSource): ImportedPage {
  const content = contentOf(page, view, source);
  const resources = copy.value(inheritedResources(page.dict, view));
  // The page's own group says how it is blended, and means nothing where nothing is transparent.
  const group = copy.transparency ? page.dict.entries.get('Group') : undefined;
  const fixed: (readonly [string, PdfObject])[] = [
    ['Type', name('XObject')],
    ['Subtype', name('Form')],
    ['FormType', int(1)],
    ['Resources', resources.kind === 'null' ? dict([]) : resources],
    ...(group ? [['Group', copy.value(group)] as const] : []),
    ...content.encoding,
  ];
  copy.finish();
  return {
    box: page.cropBox,
    rotate: page.rotate,
    form: (bbox, matrix) => ({
      kind: 'new-stream',
      dict: dict([...fixed, ['BBox', array(bbox.map(int))], ['Matrix', array(matrix.map(int))]]),
      bytes: content.bytes,
    }),
  };
}

/** One content stream is taken as it is; several are one content (clause 7.8.2), joined at a line end. */
function contentOf(
  page: PdfPage,
  view: PdfView,
  source: ByteSource,
): { bytes: Uint8Array; encoding: (readonly [string, PdfObject])[] } {
  const contents = view.resolve(page.dict.entries.get('Contents'));
  const parts = (contents.kind === 'array' ? contents.items : [contents]).map((item) => view.resolve(item));
  const streams = parts.filter((part) => part.kind === 'stream');
  const [only] = streams;
  if (only && streams.length === 1) {
    const { start, end } = only.raw;
    const encoding = ['Filter', 'DecodeParms'].flatMap((key) => {
      const value = view.resolve(only.dict.entries.get(key));
      return value.kind === 'null' ? [] : [[key, deepResolve(value, view)] as const];
    });
    return { bytes: Uint8Array.from(source.read(start, end - start)), encoding };
  }
  const joined = Buffer.concat(streams.flatMap((stream) => [view.decode(stream), Buffer.from('\n')]));
  return { bytes: deflateSync(joined), encoding: [['Filter', name('FlateDecode')]] };
}

/** Filters and their parameters as direct objects; they are two levels deep at most. */
function deepResolve(object: PdfObject, view: PdfView, depth = 0): PdfObject {
  const value = view.resolve(object);
  if (depth > 3) return pdfNull;
  if (value.kind === 'array') return array(value.items.map((item) => deepResolve(item, view, depth + 1)));
  if (value.kind !== 'dict') return value;
  return dict([...value.entries].map(([key, each]) => [key, deepResolve(each, view, depth + 1)] as const));
}

function inheritedResources(page: PdfDict, view: PdfView): PdfObject {
  let node: PdfObject = page;
  for (let depth = 0; node.kind === 'dict' && depth < 64; depth += 1) {
    const resources = node.entries.get('Resources');
    if (resources !== undefined) return view.resolve(resources);
    node = view.resolve(node.entries.get('Parent'));
  }
  return pdfNull;
}

/** Copies what hangs below a value, each object once, by a work list: the graph may have cycles. */
class GraphCopy {
  readonly #view: PdfView;
  readonly #source: ByteSource;
  readonly #update: IncrementalUpdate;
  readonly #numbers = new Map<number, PdfRef>();
  readonly transparency: boolean;
  readonly #waiting: { readonly from: PdfRef; readonly to: PdfRef }[] = [];

  constructor(view: PdfView, source: ByteSource, update: IncrementalUpdate, transparency: boolean) {
    this.transparency = transparency;
    this.#view = view;
    this.#source = source;
    this.#update = update;
  }

  value(object: PdfObject): PdfObject {
    if (object.kind === 'ref') return this.#mapped(object);
    if (object.kind === 'array') return array(object.items.map((item) => this.value(item)));
    if (object.kind === 'dict') return this.#dict(object);
    if (object.kind !== 'stream') return object;
    throw new PadesError('PADES_APPEARANCE_INVALID', { detail: 'A stream stands where none may.' });
  }

  finish(): void {
    for (let next = this.#waiting.pop(); next !== undefined; next = this.#waiting.pop()) {
      const object = this.#view.get(next.from) ?? pdfNull;
      if (object.kind === 'stream') {
        const { start, end } = object.raw;
        const bytes = Uint8Array.from(this.#source.read(start, end - start));
        this.#update.put(next.to, { kind: 'new-stream', dict: this.#dict(object.dict), bytes });
      } else {
        const value = this.value(object);
        if (value.kind !== 'stream') this.#update.put(next.to, value);
      }
    }
  }

  #dict(object: PdfDict): PdfDict {
    if (!this.transparency && [...object.entries].some((entry) => blends(entry, this.#view))) {
      throw new PadesError('PADES_APPEARANCE_INVALID', {
        detail: 'It is transparent, which PDF/A-1 does not allow.',
      });
    }
    const kept = [...object.entries].filter(([key]) => !dropped.has(key));
    return dict(kept.map(([key, value]) => [key, this.value(value)] as const));
  }

  #mapped(from: PdfRef): PdfRef {
    const known = this.#numbers.get(from.num);
    if (known) return known;
    if (this.#numbers.size >= MOST_OBJECTS) {
      throw new PadesError('PADES_APPEARANCE_INVALID', { detail: 'It brings too many objects.' });
    }
    const to = this.#update.allocate();
    this.#numbers.set(from.num, to);
    this.#waiting.push({ from, to });
    return to;
  }
}

/** Whether an entry makes what is drawn transparent (ISO 19005-1 clause 6.4). */
function blends([key, object]: readonly [string, PdfObject], view: PdfView): boolean {
  const value = view.resolve(object);
  if (key === 'SMask') return !(value.kind === 'name' && value.name === 'None');
  if (key === 'ca' || key === 'CA') return value.kind === 'number' && value.value !== 1;
  if (key === 'BM')
    return !(value.kind === 'name' && (value.name === 'Normal' || value.name === 'Compatible'));
  const group = key === 'Group' && value.kind === 'dict' ? view.resolve(value.entries.get('S')) : pdfNull;
  return group.kind === 'name' && group.name === 'Transparency';
}
