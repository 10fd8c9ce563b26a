/**
 * The object model of ISO 32000-2 clause 7.3, as plain values. Written here and not taken from pdf-lib because a
 * validator must see what a lax parser hides: duplicate keys and the byte extent of each value.
 */
export interface PdfName {
  readonly kind: 'name';
  /** Decoded (`#xx` resolved), without the slash. */
  readonly name: string;
}
export interface PdfString {
  readonly kind: 'string';
  readonly bytes: Uint8Array;
  /** How it was spelled: `(…)` or `<…>`. */
  readonly hex: boolean;
  /** Extent in the source, one past the last delimiter; absent for strings made by us or taken from object streams. */
  readonly extent?: Extent;
}
export interface PdfRef {
  readonly kind: 'ref';
  readonly num: number;
  readonly gen: number;
}
export interface PdfArray {
  readonly kind: 'array';
  readonly items: readonly PdfObject[];
  readonly extent?: Extent;
}
export interface PdfDict {
  readonly kind: 'dict';
  /** First occurrence of a key wins here; a repeated key is also listed in `duplicates`. */
  readonly entries: ReadonlyMap<string, PdfObject>;
  readonly duplicates: readonly string[];
  readonly extent?: Extent;
}
export interface PdfStream {
  readonly kind: 'stream';
  readonly dict: PdfDict;
  /** Extent of the raw (encoded) bytes in the source. */
  readonly raw: Extent;
  /** The object it is: encryption depends on it. */
  readonly num: number;
  readonly gen: number;
}
export interface PdfNumber {
  readonly kind: 'number';
  readonly value: number;
  /** False for reals; ByteRange and object numbers accept integers only (pades.md B-15). */
  readonly integer: boolean;
}
export interface PdfBool {
  readonly kind: 'bool';
  readonly value: boolean;
}
export interface PdfNull {
  readonly kind: 'null';
}
export type PdfObject =
  PdfName | PdfString | PdfRef | PdfArray | PdfDict | PdfStream | PdfNumber | PdfBool | PdfNull;

/** Half-open byte range `[start, end)` in the file. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

export const pdfNull: PdfNull = { kind: 'null' };
export const name = (text: string): PdfName => ({ kind: 'name', name: text });
export const int = (value: number): PdfNumber => ({
  kind: 'number',
  value,
  integer: Number.isInteger(value),
});
export const ref = (num: number, gen = 0): PdfRef => ({ kind: 'ref', num, gen });
export const array = (items: readonly PdfObject[]): PdfArray => ({ kind: 'array', items });
export const dict = (entries: Iterable<readonly [string, PdfObject]>): PdfDict => ({
  kind: 'dict',
  entries: new Map(entries),
  duplicates: [],
});
