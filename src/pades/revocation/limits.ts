/** Bounds on revocation data, which strangers write (pades.md 9, reliability.md B5). */
export const revocationLimits = {
  /** An OCSP response, with the certificates it carries. */
  ocspBytes: 256 * 1024,
  crlBytes: 64 * 1024 * 1024,
  /** Certificates taken from one response or one certs-only file. */
  certificates: 16,
  /** Names of one distribution point, and points of one certificate. */
  names: 32,
  /** Items looked at for one certificate. */
  items: 256,
  /** How far a responder's clock may be ahead of ours. */
  skewMs: 5 * 60_000,
  /** How long data without nextUpdate may be relied on; its issuer then promises nothing (EN 319 102-1 §5.2.5). */
  ageMs: 24 * 3_600_000,
  /** Answers fetched in one call; beyond it nothing more is asked. */
  fetches: 64,
  /** Signers tried for one item. */
  signers: 8,
  /** A larger item is read anew each time: what is kept stays small. */
  keptBytes: 16 * 1024,
} as const;
