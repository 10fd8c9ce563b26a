import type { PdfDict, PdfObject, PdfStream } from './objects.ts';

/** The file's encryption (ISO 32000-2 clause 7.6) as far as the password given, or none, opens it. */
export interface Security {
  /** `locked`: no password fits. `unsupported`: a handler, filter or algorithm this engine does not write. */
  readonly state: 'open' | 'locked' | 'unsupported';
  readonly detail: string | null;
  /** True where the caller gave the password; files that open with the empty one can be read by everybody. */
  readonly given: boolean;
  readonly maySign: boolean;
  /** An object read from its own place in the file, with its strings in clear. */
  decryptObject(object: PdfObject, num: number, gen: number): PdfObject;
  /** Raw bytes of a stream in clear, its filters still on. Throws PADES_ENCRYPTED, PADES_ENCRYPTION_UNSUPPORTED. */
  decryptStream(raw: Uint8Array, stream: PdfStream, resolve: Resolve): Uint8Array;
  /** What is to be written, under its own number. Throws like `decryptStream`. */
  encryptObject(object: PdfObject, num: number, gen: number): PdfObject;
  encryptStream(
    bytes: Uint8Array,
    dict: PdfDict,
    num: number,
    gen: number,
  ): { bytes: Uint8Array; dict: PdfDict };
}

export type Resolve = (object: PdfObject | undefined) => PdfObject;
