/** The closed error table of the log library. Codes are stable for ever; sentences may improve. */
export const translogErrors = {
  CANONICAL_VALUE: 'The value has no canonical form.',
  LEAF_NOT_CANONICAL: 'The leaf is not canonical JSON.',
  LEAF_INVALID: 'The leaf breaks the rules of naskah-audit/1.',
  LEAF_PERSONAL: 'The leaf holds a member that may only be a sealed disclosure.',
  LEAF_TOO_LARGE: 'The leaf is larger than allowed.',
  LEAF_WRONG_LOG: 'The leaf belongs to another log.',
  LEAF_WRONG_INDEX: 'The leaf belongs to another index.',
  UNKNOWN_FORMAT: 'The leaf has an unknown format.',
  DISCLOSURE_INVALID: 'The disclosure is malformed.',
  ORIGIN_INVALID: 'The origin does not name a log.',
  KEY_INVALID: 'The verifier key is malformed.',
  NODE_MISSING: 'A tree node that is needed cannot be found.',
} as const;

export type TranslogErrorCode = keyof typeof translogErrors;

export class TranslogError extends Error {
  override readonly name = 'TranslogError';
  readonly code: TranslogErrorCode;

  constructor(code: TranslogErrorCode, detail?: string, cause?: unknown) {
    super(detail === undefined ? translogErrors[code] : `${translogErrors[code]} ${detail}`, { cause });
    this.code = code;
  }
}
