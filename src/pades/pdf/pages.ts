import { PadesError, type PadesErrorCode } from '../errors.ts';
import type { PdfLimits, PdfPage, PdfView } from './file.ts';
import type { PdfDict, PdfObject, PdfRef } from './objects.ts';

type Box = readonly [number, number, number, number];
type Resolver = Pick<PdfView, 'resolve' | 'catalog'>;

/** What a page takes from the nodes above it (clause 7.7.3.4). */
interface Inherited {
  readonly mediaBox: Box | null;
  readonly cropBox: Box | null;
  readonly rotate: number;
}

/** Pages in order, each visited once; cycles, depth and count are bounded. Throws PADES_PDF_SYNTAX, PADES_LIMIT_EXCEEDED. */
export function* walkPages(view: Resolver, limits: PdfLimits): Generator<PdfPage> {
  const root = view.catalog.entries.get('Pages');
  const visited = new Set<number>();
  let found = 0;
  // A stack instead of recursion: the tree is the attacker's.
  const stack: { object: PdfObject | undefined; inherited: Inherited; depth: number }[] = [
    { object: root, inherited: { mediaBox: null, cropBox: null, rotate: 0 }, depth: 0 },
  ];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { object, depth } = next;
    const node = view.resolve(object);
    if (node.kind !== 'dict') continue;
    if (object?.kind !== 'ref') throw wrong('A page is not an indirect object.', node);
    if (visited.has(object.num)) throw wrong('The page tree meets a node twice.', node);
    visited.add(object.num);
    const inherited = inherit(node, next.inherited, view);
    const kids = view.resolve(node.entries.get('Kids'));
    if (kids.kind === 'array' && !isPage(node, view)) {
      if (depth >= limits.pageTreeDepth) throw tooMuch('The page tree is too deep.', node);
      if (kids.items.length + stack.length > limits.pages * 2)
        throw tooMuch('The page tree is too large.', node);
      for (const kid of [...kids.items].reverse()) stack.push({ object: kid, inherited, depth: depth + 1 });
      continue;
    }
    found += 1;
    if (found > limits.pages) throw tooMuch('The file has too many pages.', node);
    yield pageOf(object, node, inherited);
  }
}

const isPage = (node: PdfDict, view: Resolver): boolean => {
  const type = view.resolve(node.entries.get('Type'));
  return type.kind === 'name' && type.name === 'Page';
};

function inherit(node: PdfDict, from: Inherited, view: Resolver): Inherited {
  const rotate = view.resolve(node.entries.get('Rotate'));
  return {
    mediaBox: boxOf(node.entries.get('MediaBox'), view) ?? from.mediaBox,
    cropBox: boxOf(node.entries.get('CropBox'), view) ?? from.cropBox,
    rotate: rotate.kind === 'number' ? rotate.value : from.rotate,
  };
}

/** US Letter where no box is given at all, as every viewer assumes. */
const letter: Box = [0, 0, 612, 792];

function pageOf(ref: PdfRef, dict: PdfDict, inherited: Inherited): PdfPage {
  const mediaBox = inherited.mediaBox ?? letter;
  const turns = ((inherited.rotate % 360) + 360) % 360;
  const rotate = turns === 90 || turns === 180 || turns === 270 ? turns : 0;
  return { ref, dict, mediaBox, cropBox: intersection(inherited.cropBox ?? mediaBox, mediaBox), rotate };
}

/** A rectangle with its corners in order, or null where it is not one. */
export function boxOf(object: PdfObject | undefined, view: Pick<PdfView, 'resolve'>): Box | null {
  const array = view.resolve(object);
  if (array.kind !== 'array') return null;
  const [a, b, c, d] = array.items.map((item) => {
    const number = view.resolve(item);
    return number.kind === 'number' ? number.value : NaN;
  });
  if (a === undefined || b === undefined || c === undefined || d === undefined) return null;
  if (![a, b, c, d].every(Number.isFinite)) return null;
  return [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)];
}

function intersection(a: Box, b: Box): Box {
  const box: Box = [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
  return box[0] < box[2] && box[1] < box[3] ? box : b;
}

const wrong = (detail: string, node: PdfDict): PadesError => refusal('PADES_PDF_SYNTAX', detail, node);
const tooMuch = (detail: string, node: PdfDict): PadesError => refusal('PADES_LIMIT_EXCEEDED', detail, node);

/** A node out of an object stream has no place of its own. */
const refusal = (code: PadesErrorCode, detail: string, { extent }: PdfDict): PadesError =>
  new PadesError(code, extent === undefined ? { detail } : { detail, offset: extent.start });
