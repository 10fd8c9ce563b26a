import type { Certificate } from '../x509/certificate.ts';
import type { RevocationFault, RevocationStatus } from './types.ts';

/** An item's answer, or why it gives none. */
export type Verdict = RevocationStatus | { readonly faults: readonly RevocationFault[] };

/** Asks about a signer of revocation data with the same material; unknown where that would go round in a circle. */
export type Judge = (certificate: Certificate, issuer: Certificate) => RevocationStatus;

export const noAnswer: RevocationStatus = {
  status: 'unknown',
  source: null,
  evidence: [],
  signer: null,
  algorithm: null,
  thisUpdate: null,
  nextUpdate: null,
  producedAt: null,
  revocationTime: null,
  reason: null,
  faults: [],
};
