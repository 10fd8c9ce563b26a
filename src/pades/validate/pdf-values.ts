import type { PdfView } from '../pdf/file.ts';
import type { PdfDict, PdfObject, PdfRef } from '../pdf/objects.ts';

/** Small readers over resolved PDF values. Everything a document says may be of any type; what does not fit is null. */

export const asDict = (value: PdfObject | undefined): PdfDict | null =>
  value?.kind === 'dict' ? value : value?.kind === 'stream' ? value.dict : null;

export function dictAt(view: PdfView, owner: PdfDict, key: string): PdfDict | null {
  const value = view.resolve(owner.entries.get(key));
  return value.kind === 'dict' ? value : null;
}

export function itemsAt(view: PdfView, owner: PdfDict, key: string): readonly PdfObject[] {
  const value = view.resolve(owner.entries.get(key));
  return value.kind === 'array' ? value.items : [];
}

export function nameAt(view: PdfView, owner: PdfDict, key: string): string | null {
  const value = view.resolve(owner.entries.get(key));
  return value.kind === 'name' ? value.name : null;
}

export function intAt(view: PdfView, owner: PdfDict, key: string): number | null {
  const value = view.resolve(owner.entries.get(key));
  return value.kind === 'number' && value.integer ? value.value : null;
}

export function refAt(owner: PdfDict, key: string): PdfRef | null {
  const value = owner.entries.get(key);
  return value?.kind === 'ref' ? value : null;
}

/** A text string (ISO 32000-2 clause 7.9.2.2): UTF-16BE or UTF-8 with a mark, else shown byte by byte. */
export function textOf(value: PdfObject): string | null {
  if (value.kind !== 'string') return null;
  const bytes = Buffer.from(value.bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    return Buffer.from(bytes.subarray(2, bytes.length & ~1))
      .swap16()
      .toString('utf16le');
  }
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.subarray(3).toString('utf8');
  return bytes.toString('latin1');
}

/** PDF date (ISO 32000-2 clause 7.9.4); null where it is not one. Without a zone it is read as UTC. */
export function pdfDate(text: string): Date | null {
  const match =
    /^D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:Z(?:00'?(?:00'?)?)?|([+-])(\d\d)(?:'(\d\d)?'?)?)?$/.exec(
      text,
    );
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map((group) =>
    match[group] === undefined ? null : Number(match[group]),
  );
  const offset = (Number(match[8] ?? 0) * 60 + Number(match[9] ?? 0)) * (match[7] === '-' ? -1 : 1);
  const time = Date.UTC(
    year ?? 0,
    (month ?? 1) - 1,
    day ?? 1,
    hour ?? 0,
    (minute ?? 0) - offset,
    second ?? 0,
  );
  return Number.isNaN(time) ? null : new Date(time);
}

/** Same value, whatever the spelling: numbers by value, strings by bytes, dictionaries by key set (pades.md 8.3). */
export function sameValue(a: PdfObject | undefined, b: PdfObject | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return (a ?? b)?.kind === 'null';
  switch (a.kind) {
    case 'null':
      return b.kind === 'null';
    case 'name':
      return b.kind === 'name' && a.name === b.name;
    case 'bool':
    case 'number':
      return b.kind === a.kind && a.value === b.value;
    case 'ref':
      return b.kind === 'ref' && a.num === b.num && a.gen === b.gen;
    case 'string':
      return b.kind === 'string' && Buffer.compare(a.bytes, b.bytes) === 0;
    case 'array':
      return (
        b.kind === 'array' &&
        a.items.length === b.items.length &&
        a.items.every((item, i) => sameValue(item, b.items[i]))
      );
    case 'dict':
      return b.kind === 'dict' && sameExcept(a, b, new Set());
    case 'stream':
      // Streams are compared by their place in the file: a moved stream counts as another one.
      return b.kind === 'stream' && a.raw.start === b.raw.start && a.raw.end === b.raw.end;
  }
}

/** Equal in every key but these; a repeated key makes a dictionary equal to nothing. */
export function sameExcept(a: PdfDict, b: PdfDict, except: ReadonlySet<string>): boolean {
  if (a.duplicates.length > 0 || b.duplicates.length > 0) return false;
  const keys = new Set([...a.entries.keys(), ...b.entries.keys()]);
  return [...keys].every((key) => except.has(key) || sameValue(a.entries.get(key), b.entries.get(key)));
}

/** Keys under which two dictionaries differ, these left out. */
export function changedKeys(a: PdfDict, b: PdfDict, except: ReadonlySet<string>): string[] {
  const keys = new Set([...a.entries.keys(), ...b.entries.keys()]);
  return [...keys].filter((key) => !except.has(key) && !sameValue(a.entries.get(key), b.entries.get(key)));
}
