/** Revocation: questions, readers, judgement and collection (RFC 6960, RFC 5280 §5–6). Used by sign, validate and pki. */
export { collectRevocation } from './collect.ts';
export { parseCrl } from './crl-read.ts';
export { findPathOnline } from './issuers.ts';
export { judgeRevocation } from './judge.ts';
export { needsRevocation } from './needs.ts';
export { parseOcspResponse } from './ocsp-read.ts';
export { buildOcspRequest } from './ocsp-request.ts';
export type * from './types.ts';
