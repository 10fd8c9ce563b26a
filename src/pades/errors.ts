/**
 * The closed error table of the engine. Codes are stable for ever; sentences may improve.
 * `fault`: whose problem it is: the document's, the caller's, or an outside service's.
 */
export const padesErrors = {
  PADES_NOT_PDF: { fault: 'document', message: 'The bytes do not begin with a PDF header.' },
  PADES_PDF_SYNTAX: { fault: 'document', message: 'The PDF breaks the syntax of ISO 32000-2 clause 7.' },
  PADES_XREF_BROKEN: { fault: 'document', message: 'The cross-reference data cannot be trusted.' },
  PADES_OBJECT_MISSING: { fault: 'document', message: 'An object that is needed cannot be found.' },
  PADES_STREAM_UNSUPPORTED: {
    fault: 'document',
    message: 'A stream uses a filter this engine does not read.',
  },
  PADES_LIMIT_EXCEEDED: { fault: 'document', message: 'The file exceeds a limit of the engine.' },
  PADES_ENCRYPTED: { fault: 'document', message: 'The file is encrypted and no password was given.' },
  PADES_PASSWORD_WRONG: { fault: 'caller', message: 'The password opens nothing in this file.' },
  PADES_ENCRYPTION_UNSUPPORTED: {
    fault: 'document',
    message: 'The file is encrypted in a way this engine does not write.',
  },
  PADES_PERMISSION_DENIED: {
    fault: 'document',
    message: 'The password given does not permit filling in or signing.',
  },
  PADES_XFA_UNSUPPORTED: {
    fault: 'document',
    message: 'The form is an XFA form, which shows something else than the PDF that would be signed.',
  },
  PADES_SOURCE_CHANGED: {
    fault: 'caller',
    message: 'The file on disk is no longer the one the signature was prepared for.',
  },
  PADES_FILE_BUSY: { fault: 'caller', message: 'Somebody else is writing to this file just now.' },
  PADES_TRAILING_BYTES: {
    fault: 'document',
    message: 'Bytes after the last end-of-file marker are unaccounted for.',
  },
  PADES_CERTIFIED_NO_CHANGES: {
    fault: 'document',
    message: 'The file is certified and allows no further signature.',
  },
  PADES_FIELD_IN_USE: { fault: 'caller', message: 'The signature field is already signed.' },
  PADES_FIELD_NAME_INVALID: {
    fault: 'caller',
    message: 'The field name is empty, too long or contains a full stop.',
  },
  PADES_FIELD_LOCKED: { fault: 'document', message: 'An earlier signature locked this signature field.' },
  PADES_VISIBLE_FIELD_FORBIDDEN: {
    fault: 'caller',
    message: 'A certified file takes no new visible signature field.',
  },
  PADES_CERTIFICATION_NOT_FIRST: {
    fault: 'caller',
    message: 'Only the first signature of a file can certify it.',
  },
  PADES_REASON_FORBIDDEN: {
    fault: 'caller',
    message: 'A reason may not stand beside a commitment type or a signature policy.',
  },
  PADES_OPTIONS_INVALID: { fault: 'caller', message: 'The options of the signature cannot be used.' },
  PADES_SEED_VALUE_UNMET: {
    fault: 'caller',
    message: 'The signature field demands something this signature does not offer.',
  },
  PADES_PAGE_OUT_OF_RANGE: { fault: 'caller', message: 'The page does not exist.' },
  PADES_APPEARANCE_INVALID: { fault: 'caller', message: 'The appearance cannot be used.' },
  PADES_GLYPH_MISSING: {
    fault: 'caller',
    message: 'The font has no glyph for a character of the appearance.',
  },
  PADES_TAG_NOT_FOUND: { fault: 'caller', message: 'The tag is not in the text of the document.' },
  PADES_TAG_AMBIGUOUS: { fault: 'caller', message: 'The tag is in the text more than once.' },
  PADES_ALGORITHM_REFUSED: {
    fault: 'caller',
    message: 'The key or algorithm is not allowed for new signatures.',
  },
  PADES_CERTIFICATE_INVALID: {
    fault: 'caller',
    message: 'The certificate cannot be read or does not fit the key.',
  },
  PADES_CONTENTS_TOO_SMALL: {
    fault: 'caller',
    message: 'The signature does not fit the space reserved for it.',
  },
  PADES_SIGNATURE_MISMATCH: {
    fault: 'caller',
    message: 'The signature value does not fit the prepared document.',
  },
  PADES_ASN1_INVALID: { fault: 'document', message: 'The DER structure is malformed.' },
  PADES_CMS_INVALID: { fault: 'document', message: 'The CMS structure is malformed.' },
  PADES_NOT_SIGNED: { fault: 'caller', message: 'The file holds no signature that could be raised.' },
  PADES_SIGNATURE_BROKEN: {
    fault: 'document',
    message: 'A signature or timestamp of the file does not verify.',
  },
  PADES_SIGNATURE_UNSUPPORTED: {
    fault: 'document',
    message: 'A signature is of a kind that cannot be made long-term.',
  },
  PADES_PROOF_EXPIRED: {
    fault: 'document',
    message:
      'The timestamps of a signature have ended, and its certificate too: its time can be proven no more.',
  },
  PADES_OUTPUT_REFUSED: {
    fault: 'document',
    message: 'What was made does not pass the validator, and was not written.',
  },
  PADES_CHAIN_MISSING: {
    fault: 'caller',
    message: 'No path leads from a certificate to a trust anchor.',
  },
  PADES_CERTIFICATE_REVOKED: {
    fault: 'document',
    message: 'A certificate was revoked before the time that is proven.',
  },
  PADES_REVOCATION_MISSING: {
    fault: 'service',
    message: 'Revocation data that the level needs cannot be had.',
  },
  PADES_TSP_UNREACHABLE: { fault: 'service', message: 'The timestamp authority cannot be reached.' },
  PADES_TSP_REJECTED: { fault: 'service', message: 'The timestamp authority refused the request.' },
  PADES_TSP_MISMATCH: { fault: 'service', message: 'The timestamp answers another request.' },
  PADES_TSP_INVALID: { fault: 'service', message: 'The timestamp token cannot be accepted.' },
  PADES_REVOCATION_UNREACHABLE: { fault: 'service', message: 'The revocation service cannot be reached.' },
  PADES_REVOCATION_NOT_CURRENT: {
    fault: 'service',
    message: 'The revocation data is not of the time that is asked about.',
  },
  PADES_REVOCATION_UNKNOWN: { fault: 'service', message: 'The responder does not know the certificate.' },
  PADES_OCSP_REJECTED: { fault: 'service', message: 'The OCSP responder gave no answer.' },
  PADES_OCSP_MISMATCH: { fault: 'service', message: 'The OCSP response answers another question.' },
  PADES_OCSP_INVALID: { fault: 'service', message: 'The OCSP response cannot be accepted.' },
  PADES_CRL_MISMATCH: { fault: 'service', message: 'The CRL does not speak about the certificate.' },
  PADES_CRL_INVALID: { fault: 'service', message: 'The CRL cannot be accepted.' },
} as const satisfies Record<string, { fault: 'document' | 'caller' | 'service'; message: string }>;

/** A code of the closed table. */
export type PadesErrorCode = keyof typeof padesErrors;

/** The only error the engine throws on purpose. `offset` is a byte offset in the input where one is known. */
export class PadesError extends Error {
  override readonly name = 'PadesError';
  readonly code: PadesErrorCode;
  readonly offset: number | null;
  readonly detail: string | null;

  constructor(code: PadesErrorCode, options: { offset?: number; detail?: string; cause?: unknown } = {}) {
    const at = options.offset === undefined ? '' : ` (at byte ${options.offset})`;
    super(`${padesErrors[code].message}${options.detail ? ` ${options.detail}` : ''}${at}`, {
      cause: options.cause,
    });
    this.code = code;
    this.offset = options.offset ?? null;
    this.detail = options.detail ?? null;
  }
}
