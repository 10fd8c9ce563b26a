import type { Extent, PdfString } from './objects.ts';

/** A string whose bytes stay where they were read until somebody asks: signing never looks at the signatures before it. */
export class HeldString implements PdfString {
  readonly kind = 'string';
  readonly hex: boolean;
  readonly extent?: Extent;
  readonly #source: Buffer;
  readonly #start: number;
  readonly #end: number;
  #bytes: Uint8Array | null = null;

  /** `[start, end)` is what stands between the delimiters, checked: pairs of digits, or octets that stand for themselves. */
  constructor(source: Buffer, start: number, end: number, hex: boolean, extent: Extent | null) {
    this.hex = hex;
    if (extent) this.extent = extent;
    this.#source = source;
    this.#start = start;
    this.#end = end;
  }

  ascii(): string | null {
    if (this.hex) return null;
    for (let at = this.#start; at < this.#end; at += 1) {
      const code = this.#source[at] ?? 0;
      if (code < 0x20 || code > 0x7e) return null;
    }
    return this.#source.toString('latin1', this.#start, this.#end);
  }

  get bytes(): Uint8Array {
    this.#bytes ??= this.hex
      ? digits(this.#source, this.#start, this.#end)
      : octets(this.#source, this.#start, this.#end);
    return this.#bytes;
  }
}

/** The text of a string that is spelled in plain ASCII; null for any other. */
export function asciiOf(string: PdfString): string | null {
  return string instanceof HeldString ? string.ascii() : null;
}

/** What pairs of hexadecimal digits stand for. */
export function digits(source: Buffer, start: number, end: number): Uint8Array {
  const { buffer, byteOffset, length } = Buffer.from(source.toString('latin1', start, end), 'hex');
  return new Uint8Array(buffer, byteOffset, length);
}

export const octets = (source: Buffer, start: number, end: number): Uint8Array =>
  new Uint8Array(source.subarray(start, end));
