import type { Certificate } from './certificate.ts';
import { hasSmallExponent } from './algorithms.ts';

const rows: readonly { readonly what: string; readonly has: (certificate: Certificate) => boolean }[] = [
  {
    what: 'its serial number is not positive (RFC 5280 §4.1.2.2)',
    has: ({ serialDer }) => !isPositive(serialDer),
  },
  {
    what: 'its serial number is longer than 20 octets (RFC 5280 §4.1.2.2)',
    has: ({ serialDer }) => serialDer.length > 22,
  },
  { what: 'its RSA exponent is smaller than 65537', has: ({ key }) => hasSmallExponent(key) },
];

/** What careless issuers do and verifiers must live with: said, but no reason to refuse. */
export const certificateWarnings = (certificate: Certificate): readonly string[] =>
  rows.flatMap(({ what, has }) => (has(certificate) ? [`"${certificate.subject}": ${what}`] : []));

/** DER of an INTEGER, tag and length included. */
const isPositive = (integer: Uint8Array): boolean => {
  const value = integer.subarray(2);
  return ((value[0] ?? 0x80) & 0x80) === 0 && value.some((octet) => octet !== 0);
};
