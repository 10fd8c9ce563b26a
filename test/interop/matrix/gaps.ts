import type { Cell } from './files.ts';

/** What a judge does not support, told by its own words: any other refusal still fails. */
export interface Gap {
  readonly judge: string;
  readonly about: string;
  readonly matches: (cell: Cell) => boolean;
  readonly says: RegExp;
}

const ed25519 = ({ algorithm }: Cell): boolean => algorithm === 'ed25519';

export const gaps: readonly Gap[] = [
  {
    judge: 'pdfsig',
    about: 'Ed25519 in CMS: NSS has no such signatures',
    matches: ed25519,
    says: /isn't signed or corrupted data/,
  },
  {
    judge: 'openssl',
    about: 'Ed25519 in CMS with signed attributes: OpenSSL 3.0 names a digest to a scheme that takes none',
    matches: ed25519,
    says: /eddsa_digest_signverify_init:invalid digest/,
  },
  {
    judge: 'EU DSS',
    about: 'Ed25519: not in TS 119 312, so its default policy is undecided; level and value are right',
    matches: ed25519,
    says: /^PAdES-BASELINE-\S+ INDETERMINATE CRYPTO_CONSTRAINTS_FAILURE_NO_POE: The encryption algorithm EdDSA is not authorised/,
  },
];
