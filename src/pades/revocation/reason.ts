import type { Der } from '../asn1/guard.ts';
import { malformed, smallInt } from '../asn1/read.ts';
import { revocationReasons, type RevocationReason } from './types.ts';

const byCode: ReadonlyMap<number, RevocationReason> = new Map(
  Object.entries(revocationReasons).map(([name, code]) => [code, name as RevocationReason]),
);

/** CRLReason, an ENUMERATED of OCSP answers and CRL entries alike. */
export function reasonOf(node: Der): RevocationReason {
  return byCode.get(smallInt(node, 0x0a)) ?? malformed(node, 'no such CRLReason');
}
