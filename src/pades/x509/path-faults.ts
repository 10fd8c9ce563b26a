/** What a fault of a path means for a signature that rests on it (EN 319 102-1 §5.2.6). */
export type PathFailure =
  | 'NO_CERTIFICATE_CHAIN_FOUND'
  | 'CERTIFICATE_CHAIN_GENERAL_FAILURE'
  | 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE'
  | 'CHAIN_CONSTRAINTS_FAILURE'
  | 'TRY_LATER'
  | 'REVOKED_NO_POE'
  | 'REVOKED_CA_NO_POE'
  | 'OUT_OF_BOUNDS_NO_POE'
  | 'OUT_OF_BOUNDS_NOT_REVOKED';

/**
 * Why a path is refused: closed, in the order in which the questions are asked. Of several candidate paths the one that
 * came furthest tells the reason.
 */
export const pathFaults = {
  'certificate-unreadable': { failure: 'CERTIFICATE_CHAIN_GENERAL_FAILURE', clause: 'RFC 5280 §4.1' },
  'no-path': { failure: 'NO_CERTIFICATE_CHAIN_FOUND', clause: 'EN 319 102-1 §5.2.6.4 2' },
  'signature-invalid': { failure: 'NO_CERTIFICATE_CHAIN_FOUND', clause: 'RFC 5280 §6.1.3 a 1' },
  'limit-exceeded': { failure: 'NO_CERTIFICATE_CHAIN_FOUND', clause: 'pades.md 9' },
  'algorithm-unsupported': { failure: 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE', clause: 'RFC 5280 §6.1.3 a 1' },
  'version-invalid': { failure: 'CERTIFICATE_CHAIN_GENERAL_FAILURE', clause: 'RFC 5280 §4.1.2.1, §6.1.4 k' },
  'extension-unknown': {
    failure: 'CERTIFICATE_CHAIN_GENERAL_FAILURE',
    clause: 'RFC 5280 §6.1.4 o, §6.1.5 f',
  },
  'extension-unreadable': { failure: 'CERTIFICATE_CHAIN_GENERAL_FAILURE', clause: 'RFC 5280 §4.2' },
  'validity-period': { failure: 'CERTIFICATE_CHAIN_GENERAL_FAILURE', clause: 'RFC 5280 §6.1.3 a 2' },
  'not-an-authority': { failure: 'CERTIFICATE_CHAIN_GENERAL_FAILURE', clause: 'RFC 5280 §6.1.4 k' },
  'key-usage': { failure: 'CERTIFICATE_CHAIN_GENERAL_FAILURE', clause: 'RFC 5280 §6.1.4 n' },
  'path-length': { failure: 'CERTIFICATE_CHAIN_GENERAL_FAILURE', clause: 'RFC 5280 §6.1.4 l, m' },
  'name-not-permitted': { failure: 'CERTIFICATE_CHAIN_GENERAL_FAILURE', clause: 'RFC 5280 §6.1.3 b' },
  'name-excluded': { failure: 'CERTIFICATE_CHAIN_GENERAL_FAILURE', clause: 'RFC 5280 §6.1.3 c' },
  'name-unjudgeable': { failure: 'CERTIFICATE_CHAIN_GENERAL_FAILURE', clause: 'RFC 5280 §4.2.1.10' },
  'name-limit': { failure: 'CERTIFICATE_CHAIN_GENERAL_FAILURE', clause: 'pades.md 9' },
  'policy-missing': { failure: 'CERTIFICATE_CHAIN_GENERAL_FAILURE', clause: 'RFC 5280 §6.1.3 f, §6.1.5 g' },
  'policy-demanded': { failure: 'CHAIN_CONSTRAINTS_FAILURE', clause: 'RFC 5280 §6.1.5 g iii' },
  'extended-key-usage': { failure: 'CHAIN_CONSTRAINTS_FAILURE', clause: 'RFC 5280 §4.2.1.12' },
  'key-usage-demanded': { failure: 'CHAIN_CONSTRAINTS_FAILURE', clause: 'RFC 5280 §4.2.1.3' },
  'algorithm-weak': { failure: 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE', clause: 'ETSI TS 119 312' },
  // Asked by `validateCertificatePath` only; `findPath` leaves them to those who know of times and evidence.
  'revocation-unknown': { failure: 'TRY_LATER', clause: 'RFC 5280 §6.1.3 a 3' },
  'on-hold': { failure: 'TRY_LATER', clause: 'EN 319 102-1 §5.2.6.4 4' },
  'authority-revoked': { failure: 'REVOKED_CA_NO_POE', clause: 'EN 319 102-1 §5.2.6.4 4' },
  revoked: { failure: 'REVOKED_NO_POE', clause: 'EN 319 102-1 §5.2.6.4 4' },
  'outside-validity': { failure: 'OUT_OF_BOUNDS_NO_POE', clause: 'EN 319 102-1 §5.2.6.4 7' },
  'outside-validity-not-revoked': {
    failure: 'OUT_OF_BOUNDS_NOT_REVOKED',
    clause: 'EN 319 102-1 §5.2.6.4 7',
  },
} as const satisfies Record<string, { readonly failure: PathFailure; readonly clause: string }>;

/** A code of the closed table. */
export type PathFaultCode = keyof typeof pathFaults;

/** What is wrong, and with which certificate. */
export interface PathFault {
  readonly code: PathFaultCode;
  /** Of the certificate in its path: 0 is the one that was asked about. */
  readonly index: number;
  /** English, for reports and logs; begins with the subject's name. */
  readonly reason: string;
}

const order = new Map(Object.keys(pathFaults).map((code, index) => [code, index]));

/** Did the first come further than the second? Equal: no, so that the shorter path, found earlier, keeps its word. */
export const cameFurther = (one: PathFault, other: PathFault): boolean =>
  (order.get(one.code) ?? 0) > (order.get(other.code) ?? 0);
