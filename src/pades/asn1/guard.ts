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
  const open: OpenElement[] = [];
  let nodes = 0;
  let at = 0;
  for (;;) {
    const limit = open.at(-1)?.contentEnd ?? bytes.length;
    if (ber && isEndOfContents(bytes, at, open.at(-1))) at += 2;
    else {
      const header = readHeader(bytes, at, limit, ber);
      if (++nodes > derLimits.nodes) refuse(at, 'too many elements');
      if (open.length >= derLimits.depth) refuse(at, 'nested too deeply');
      if ((header.id & 0x20) !== 0) {
        open.push({ ...header, children: [] });
        at = header.contentStart;
        if (header.indefinite || header.contentEnd > header.contentStart) continue;
      } else {
        checkPrimitive(bytes, header, ber);
        at = header.contentEnd;
        const leaf = { ...element(bytes, header, header.contentEnd, header.contentEnd), children: [] };
        if (open.length === 0) return finish(leaf, bytes, options);
        open.at(-1)?.children.push(leaf);
      }
    }
    // Close every element that ends exactly here.
    for (;;) {
      const last = open.at(-1);
      if (last === undefined) break;
      const closedByMarker = last.indefinite && justClosed(bytes, at, last);
      if (!closedByMarker && (last.indefinite || at !== last.contentEnd)) break;
      open.pop();
      const contentEnd = closedByMarker ? at - 2 : at;
      const node = { ...element(bytes, last, contentEnd, at), children: last.children };
      const parent = open.at(-1);
      if (parent === undefined) return finish(node, bytes, options);
      parent.children.push(node);
      if (closedByMarker && parent.indefinite) break;
    }
  }
}

/** The same walk for its refusals only; returns where the first element ends. */
export function guardDer(bytes: Uint8Array, options: DerGuardOptions = {}): number {
  return parseDer(bytes, options).end;
}

interface Header {
  readonly id: number;
  readonly start: number;
  readonly contentStart: number;
  readonly contentEnd: number;
  readonly indefinite: boolean;
}
interface OpenElement extends Header {
  readonly children: Der[];
}

function element(source: Uint8Array, header: Header, contentEnd: number, end: number): Omit<Der, 'children'> {
  const { id, start, contentStart } = header;
  return { source, id, start, contentStart, contentEnd, end };
}

function finish(root: Der, bytes: Uint8Array, options: DerGuardOptions): Der {
  if (root.end !== bytes.length && options.trailing !== true) refuse(root.end, 'bytes after the element');
  return root;
}

function isEndOfContents(bytes: Uint8Array, at: number, parent: OpenElement | undefined): boolean {
  return parent?.indefinite === true && bytes[at] === 0 && bytes[at + 1] === 0;
}

/** True where the two octets before `at` are the marker that closes `element` and not the tail of a child. */
function justClosed(bytes: Uint8Array, at: number, element: OpenElement): boolean {
  const childEnd = element.children.at(-1)?.end ?? element.contentStart;
  return childEnd === at - 2 && bytes[at - 2] === 0 && bytes[at - 1] === 0;
}

function readHeader(bytes: Uint8Array, start: number, limit: number, ber: boolean): Header {
  let at = start;
  const next = (): number => {
    const octet = at < limit ? bytes[at] : undefined;
    if (octet === undefined) return refuse(at, 'ends inside an element');
    at += 1;
    return octet;
  };
  const id = next();
  if (id === 0) refuse(start, 'unexpected end-of-contents');
  if ((id & 0x1f) === 0x1f) readHighTag(next, start);
  const first = next();
  let length = first;
  if (first === 0x80) {
    if (!ber || (id & 0x20) === 0) refuse(start, 'indefinite length');
    return { id, start, contentStart: at, contentEnd: limit, indefinite: true };
  }
  if (first > 0x80) {
    const count = first & 0x7f;
    if (count > 6) refuse(start, 'length too large');
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + next();
    const minimal = length >= 0x80 && length >= 256 ** (count - 1);
    if (!ber && !minimal) refuse(start, 'length not minimal');
  }
  if (length > limit - at) refuse(start, 'reaches beyond its container');
  return { id, start, contentStart: at, contentEnd: at + length, indefinite: false };
}

function readHighTag(next: () => number, start: number): void {
  let octet = next();
  if (octet === 0x80) refuse(start, 'tag not minimal');
  for (let count = 1; (octet & 0x80) !== 0; count++) {
    if (count > 4) refuse(start, 'tag too large');
    octet = next();
  }
}

/** X.690 clauses 8.2, 8.3, 8.8, 8.19, 11.1: what each primitive type must look like. */
function checkPrimitive(bytes: Uint8Array, header: Header, ber: boolean): void {
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

function checkOid(bytes: Uint8Array, { start, contentStart, contentEnd }: Header): void {
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
