import type { ByteSource } from '../bytes.ts';
import type { Security } from './security.ts';
import type { WantedKeys } from './glance.ts';
import type { Extent, PdfDict, PdfObject, PdfRef, PdfStream } from './objects.ts';

/** Where an object of a revision is said to be (ISO 32000-2 clause 7.5.4, 7.5.8). */
export type XrefEntry =
  | { readonly type: 'free'; readonly next: number; readonly gen: number }
  | { readonly type: 'offset'; readonly offset: number; readonly gen: number }
  | { readonly type: 'compressed'; readonly stream: number; readonly index: number };

/** One generation of the file: what was appended by one writer. Oldest first. */
export interface Revision {
  readonly index: number;
  /** Byte offset of the xref section that `startxref` names. */
  readonly xrefOffset: number;
  readonly kind: 'table' | 'stream' | 'hybrid';
  /** Two sections, a first-page one and the main one, that are one revision (Annex F). */
  readonly linearized: boolean;
  /** One past the end-of-line that follows `%%EOF` (or past `%%EOF` itself at the end of the file). */
  readonly end: number;
  readonly trailer: PdfDict;
  /** Only the entries this revision writes itself. */
  readonly entries: ReadonlyMap<number, XrefEntry>;
  /** Numbers that the table of a hybrid section frees and its stream uses: readers before PDF 1.5 see nothing there. */
  readonly hidden: ReadonlySet<number>;
  /** Extents of the xref section(s) with their trailers, so that a validator can account for every byte. */
  readonly structure: readonly Extent[];
}

/** Something a lax reader would have repaired in silence. The validator turns these into findings. */
export interface PdfAnomaly {
  readonly kind:
    | 'duplicate-key'
    | 'duplicate-object'
    | 'header-offset'
    | 'hybrid-contradiction'
    | 'identifier-changed'
    | 'length-mismatch'
    | 'missing-endobj'
    | 'object-header-mismatch'
    | 'overlap'
    | 'size-too-small'
    | 'startxref-mismatch'
    | 'stray-structure'
    | 'trailing-bytes'
    | 'unaccounted-bytes'
    | 'unlisted-object'
    | 'unreadable-object'
    | 'xref-entry-width';
  readonly offset: number;
  readonly detail: string;
}

/** The file as a reader saw it when revision `revision` was the last. Lookups are lazy and cached. */
export interface PdfView {
  readonly revision: number;
  readonly trailer: PdfDict;
  readonly catalog: PdfDict;
  readonly catalogRef: PdfRef;
  /** The object, or null where the number is free, unknown, or its generation differs. */
  get(ref: PdfRef): PdfObject | null;
  /** Follows references (bounded) until something that is not one; a dangling reference is the null object. */
  resolve(object: PdfObject | undefined): PdfObject;
  /**
   * What the wanted keys of a dictionary stand for, references not followed; null where there is no dictionary. Of an object nobody has read
   * yet nothing else is read: its other entries may hold what a parser would refuse.
   */
  pick(object: PdfObject | undefined, wanted: WantedKeys): readonly (PdfObject | undefined)[] | null;
  entry(num: number): XrefEntry | null;
  /** Extent `num gen obj … endobj` of an uncompressed object; null for compressed or absent ones. */
  extent(num: number): Extent | null;
  /** Decoded bytes of a stream in clear; throws PADES_STREAM_UNSUPPORTED, PADES_LIMIT_EXCEEDED, PADES_ENCRYPTED. */
  decode(stream: PdfStream): Uint8Array;
  /** Pages in order: reference, dictionary, and the effective (inherited) boxes and rotation. */
  pages(): readonly PdfPage[];
  /** Numbers asked for so far that no entry names. */
  readonly missing: ReadonlySet<number>;
  /** Highest object number in use plus one, as the newest trailer's Size promises at least. */
  readonly size: number;
}

export interface PdfPage {
  readonly ref: PdfRef;
  readonly dict: PdfDict;
  readonly mediaBox: readonly [number, number, number, number];
  readonly cropBox: readonly [number, number, number, number];
  readonly rotate: 0 | 90 | 180 | 270;
}

export interface PdfFile {
  readonly source: ByteSource;
  readonly version: string;
  readonly revisions: readonly Revision[];
  /** Null where the newest trailer has no /Encrypt. */
  readonly security: Security | null;
  /** Grows as objects are read: look at it last. */
  readonly anomalies: readonly PdfAnomaly[];
  /** The view as of a revision (0 = oldest); without an argument the newest. */
  view(revision?: number): PdfView;
}

/** How to open a file: other limits than the usual ones, and the user or owner password. */
export type ReadOptions = Partial<PdfLimits> & { readonly password?: string | undefined };

/** Every bound the reader keeps (pades.md 9). One table; the docs' table is made from it. */
export const pdfLimits = {
  nestingDepth: 64,
  xrefSections: 4096,
  xrefEntries: 8_388_607,
  objectStreamsPerSection: 1000,
  objectStreamBytes: 64 * 1024 * 1024,
  decodedRatio: 1000,
  filters: 4,
  pages: 5000,
  pageTreeDepth: 64,
  indirection: 32,
  signatures: 512,
  /** Items of one array or entries of one dictionary. */
  containerItems: 1_000_000,
  /** What one object may hold, counted as `ObjectParser.values` counts. */
  objectValues: 1_000_000,
  /** The same of all objects of one file that somebody asked for: each value costs some sixty bytes of memory. */
  fileValues: 3_000_000,
  /** Bytes of one object without its stream. */
  objectBytes: 16 * 1024 * 1024,
  /** Bytes that all decoded streams of one file may have together (object and xref streams). */
  decodedTotal: 512 * 1024 * 1024,
} as const;
export type PdfLimits = { readonly [K in keyof typeof pdfLimits]: number };
