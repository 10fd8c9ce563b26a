import { PadesError } from '../errors.ts';

/**
 * Walks revokedCertificates (RFC 5280 §5.1.2.6) in place: a list of 30 MB has a million entries, and an object for each
 * would cost ten times its size. After `next()` the fields tell where the parts of the entry lie.
 */
export class EntryCursor {
  readonly bytes: Uint8Array;
  serialStart = 0;
  serialEnd = 0;
  timeStart = 0;
  timeEnd = 0;
  /** Extensions of the entry, contents of their SEQUENCE; empty where there are none. */
  extensionsStart = 0;
  extensionsEnd = 0;
  readonly #end: number;
  #at: number;
  #content = 0;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  /** The next entry; false at the end of the list. Throws PADES_CRL_INVALID. */
  next(): boolean {
    if (this.#at === this.#end) return false;
    const end = this.#element(this.#at, this.#end, 0x30);
    let at = this.#content;
    at = this.#element(at, end, 0x02);
    this.serialStart = this.#content;
    this.serialEnd = at;
    if (at === this.serialStart) this.#refuse(at, 'empty serial number');
    this.timeStart = at;
    const tag = this.bytes[at] ?? 0;
    if (tag !== 0x17 && tag !== 0x18) this.#refuse(at, 'revocation date');
    at = this.#element(at, end, tag);
    this.timeEnd = at;
    this.extensionsStart = this.extensionsEnd = at;
    if (at < end) {
      this.extensionsEnd = this.#element(at, end, 0x30);
      this.extensionsStart = this.#content;
      if (this.extensionsEnd !== end) this.#refuse(this.extensionsEnd, 'an element too many');
    }
    this.#at = end;
    return true;
  }

  /** Is this entry's serial number this one, as contents of an INTEGER? */
  has(serial: Uint8Array): boolean {
    const { bytes, serialStart } = this;
    if (this.serialEnd - serialStart !== serial.length) return false;
    // The last octets differ most often.
    for (let i = serial.length - 1; i >= 0; i--) if (bytes[serialStart + i] !== serial[i]) return false;
    return true;
  }

  /** Where the element at `at` ends; its contents begin at `#content`. Minimal definite lengths only. */
  #element(at: number, limit: number, tag: number): number {
    const { bytes } = this;
    if (at + 2 > limit || bytes[at] !== tag) return this.#refuse(at, 'unexpected element');
    let length = bytes[at + 1] ?? 0;
    let content = at + 2;
    if (length >= 0x80) {
      const octets = length & 0x7f;
      if (octets === 0 || octets > 4 || content + octets > limit) return this.#refuse(at, 'length');
      length = 0;
      for (let i = 0; i < octets; i++) length = length * 256 + (bytes[content + i] ?? 0);
      if (length < 0x80 || length < 256 ** (octets - 1)) return this.#refuse(at, 'length not minimal');
      content += octets;
    }
    if (length > limit - content) return this.#refuse(at, 'reaches beyond its container');
    this.#content = content;
    return content + length;
  }

  #refuse(offset: number, detail: string): never {
    throw new PadesError('PADES_CRL_INVALID', { offset, detail });
  }
}
