import { PadesError } from '../errors.ts';

/** Bounds on DER that a stranger wrote, kept before anything else looks at it (pades.md 9, B-07, B-14). */
export const derLimits = {
  bytes: 64 * 1024 * 1024,
  depth: 64,
  nodes: 100_000,
  oidBytes: 128,
} as const;

export interface DerGuardOptions {
  readonly maxBytes?: number;
  /** Legacy CMS only: indefinite and non-minimal lengths, constructed strings. Never for what a signature covers. */
  readonly ber?: boolean;
  /** Allow bytes after the first element; the caller judges them. */
  readonly trailing?: boolean;
}

/** One element. Offsets count from the start of `source`; nothing is copied. */
export interface Der {
  readonly source: Uint8Array;
  /** First identifier octet, e.g. 0x30; for high tag numbers the low five bits are 31. */
  readonly id: number;
  readonly start: number;
  readonly contentStart: number;
  readonly contentEnd: number;
  readonly end: number;
  readonly children: readonly Der[];
}

/**
 * Reads one DER element and everything below it, iteratively: no recursion for an attacker to exhaust.
 * Throws PADES_ASN1_INVALID with the offset (X.690 clauses 8 and 10).
 */
export function parseDer(bytes: Uint8Array, options: DerGuardOptions = {}): Der {
  const ber = options.ber === true;
  if (bytes.length > (options.maxBytes ?? derLimits.bytes)) refuse(0, 'too large');
  const open: Node[] = [];
  let nodes = 0;
  let at = 0;
  for (;;) {
    let parent = open.at(-1);
    if (ber && isEndOfContents(bytes, at, parent)) at += 2;
    else {
      const node = readHeader(bytes, at, parent?.contentEnd ?? bytes.length, ber);
      if (++nodes > derLimits.nodes) refuse(at, 'too many elements');
      if (open.length >= derLimits.depth) refuse(at, 'nested too deeply');
      if ((node.id & 0x20) !== 0) {
        open.push(node);
        at = node.contentStart;
        if (node.indefinite || node.contentEnd > node.contentStart) continue;
      } else {
        checkPrimitive(bytes, node, ber);
        at = node.contentEnd;
        if (parent === undefined) return finish(node, bytes, options);
        parent.children.push(node);
      }
    }
    // Close every element that ends exactly here.
    for (;;) {
      const last = open.at(-1);
      if (last === undefined) break;
      const closedByMarker = last.indefinite && justClosed(bytes, at, last);
      if (!closedByMarker && (last.indefinite || at !== last.contentEnd)) break;
      open.pop();
      last.contentEnd = closedByMarker ? at - 2 : at;
      last.end = at;
      parent = open.at(-1);
      if (parent === undefined) return finish(last, bytes, options);
      parent.children.push(last);
    }
  }
}

/** A Der under construction; one object each, because a CMS has thousands of them. */
interface Node extends Der {
  contentEnd: number;
  end: number;
  readonly indefinite: boolean;
  readonly children: Node[];
}

function finish(root: Node, bytes: Uint8Array, options: DerGuardOptions): Der {
  if (root.end !== bytes.length && options.trailing !== true) refuse(root.end, 'bytes after the element');
  return root;
}

function isEndOfContents(bytes: Uint8Array, at: number, parent: Node | undefined): boolean {
  return parent?.indefinite === true && bytes[at] === 0 && bytes[at + 1] === 0;
}

/** True where the two octets before `at` are the marker that closes `element` and not the tail of a child. */
function justClosed(bytes: Uint8Array, at: number, element: Node): boolean {
  const childEnd = element.children.at(-1)?.end ?? element.contentStart;
  return childEnd === at - 2 && bytes[at - 2] === 0 && bytes[at - 1] === 0;
}

function readHeader(bytes: Uint8Array, start: number, limit: number, ber: boolean): Node {
  if (start + 2 > limit) refuse(start, 'ends inside an element');
  const id = bytes[start] ?? 0;
  if (id === 0) refuse(start, 'unexpected end-of-contents');
  let at = (id & 0x1f) === 0x1f ? endOfHighTag(bytes, start, limit) : start + 1;
  if (at >= limit) refuse(start, 'ends inside an element');
  const first = bytes[at] ?? 0;
  at += 1;
  let length = first;
  if (first === 0x80) {
    if (!ber || (id & 0x20) === 0) refuse(start, 'indefinite length');
    return node(bytes, id, start, at, limit, true);
  }
  if (first > 0x80) {
    const count = first & 0x7f;
    if (count > 6) refuse(start, 'length too large');
    if (at + count > limit) refuse(start, 'ends inside an element');
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + (bytes[at + i] ?? 0);
    const minimal = length >= 0x80 && length >= 256 ** (count - 1);
    if (!ber && !minimal) refuse(start, 'length not minimal');
    at += count;
  }
  if (length > limit - at) refuse(start, 'reaches beyond its container');
  return node(bytes, id, start, at, at + length, false);
}

function node(
  source: Uint8Array,
  id: number,
  start: number,
  contentStart: number,
  contentEnd: number,
  indefinite: boolean,
): Node {
  return { source, id, start, contentStart, contentEnd, end: contentEnd, indefinite, children: [] };
}

function endOfHighTag(bytes: Uint8Array, start: number, limit: number): number {
  if (bytes[start + 1] === 0x80) refuse(start, 'tag not minimal');
  for (let at = start + 1; at < limit && at <= start + 4; at++) {
    if (((bytes[at] ?? 0) & 0x80) === 0) return at + 1;
  }
  return refuse(start, 'tag too large');
}

/** X.690 clauses 8.2, 8.3, 8.8, 8.19, 11.1: what each primitive type must look like. */
function checkPrimitive(bytes: Uint8Array, header: Node, ber: boolean): void {
  const { id, start, contentStart, contentEnd } = header;
  const length = contentEnd - contentStart;
  const first = bytes[contentStart] ?? 0;
  const second = bytes[contentStart + 1] ?? 0;
  if (id === 0x01 && (length !== 1 || (!ber && first !== 0 && first !== 0xff))) refuse(start, 'bad BOOLEAN');
  if (id === 0x02 || id === 0x0a) {
    if (length === 0) refuse(start, 'empty INTEGER');
    const padded = (first === 0 && second < 0x80) || (first === 0xff && second >= 0x80);
    if (length > 1 && padded && !ber) refuse(start, 'INTEGER not minimal');
  }
  if (id === 0x05 && length !== 0) refuse(start, 'bad NULL');
  if (id === 0x06) checkOid(bytes, header);
  if (id === 0x10 || id === 0x11) refuse(start, 'SEQUENCE or SET not constructed');
  if (id === 0x03 && (length === 0 || first > 7 || (length === 1 && first > 0)))
    refuse(start, 'bad BIT STRING');
}

function checkOid(bytes: Uint8Array, { start, contentStart, contentEnd }: Node): void {
  const length = contentEnd - contentStart;
  if (length === 0 || length > derLimits.oidBytes) refuse(start, 'OBJECT IDENTIFIER of bad length');
  if (((bytes[contentEnd - 1] ?? 0) & 0x80) !== 0) refuse(start, 'OBJECT IDENTIFIER ends inside an arc');
  for (let i = contentStart, begins = true; i < contentEnd; i++) {
    const octet = bytes[i] ?? 0;
    if (begins && octet === 0x80) refuse(start, 'OBJECT IDENTIFIER arc not minimal');
    begins = (octet & 0x80) === 0;
  }
}

function refuse(offset: number, detail: string): never {
  throw new PadesError('PADES_ASN1_INVALID', { offset, detail });
}
