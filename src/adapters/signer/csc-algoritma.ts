import type { KeyObject } from 'node:crypto';
import { PadesError, signatureAlgorithms, type SignatureAlgorithm } from '../../pades/index.ts';

/** How an algorithm is asked for: OIDs a key may be listed with, the one that names the hash too first. */
const names = {
  'rsa-pkcs1-sha256': ['1.2.840.113549.1.1.11', '1.2.840.113549.1.1.1'],
  'rsa-pkcs1-sha384': ['1.2.840.113549.1.1.12', '1.2.840.113549.1.1.1'],
  'rsa-pkcs1-sha512': ['1.2.840.113549.1.1.13', '1.2.840.113549.1.1.1'],
  'rsa-pss-sha256': ['1.2.840.113549.1.1.10'],
  'rsa-pss-sha384': ['1.2.840.113549.1.1.10'],
  'rsa-pss-sha512': ['1.2.840.113549.1.1.10'],
  'ecdsa-p256-sha256': ['1.2.840.10045.4.3.2', '1.2.840.10045.2.1'],
  'ecdsa-p384-sha384': ['1.2.840.10045.4.3.3', '1.2.840.10045.2.1'],
  'ecdsa-p521-sha512': ['1.2.840.10045.4.3.4', '1.2.840.10045.2.1'],
  // Pure EdDSA signs the message itself; a service that is given hashes cannot make it (RFC 8419 §3.1).
  ed25519: [],
} as const satisfies Record<SignatureAlgorithm, readonly string[]>;

const hashOids = {
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
} as const;

export interface RemoteAlgorithm {
  readonly algorithm: SignatureAlgorithm;
  readonly signAlgo: string;
  readonly hashAlgo: string;
  /** Base64 of RSASSA-PSS-params; null where the OID says everything. */
  readonly signAlgoParams: string | null;
  /** Octets of r and of s; null for other schemes. */
  readonly half: number | null;
}

/** The algorithm wished, or the first that fits the key and that the service lists for it. Throws `PADES_ALGORITHM_REFUSED`. */
export function remoteAlgorithm(
  key: KeyObject,
  offered: readonly string[],
  wished: SignatureAlgorithm | undefined,
): RemoteAlgorithm {
  const candidates = wished ? [wished] : (Object.keys(names) as SignatureAlgorithm[]);
  for (const algorithm of candidates) {
    const signAlgo = names[algorithm].find((oid) => offered.includes(oid));
    const row = signatureAlgorithms[algorithm];
    if (signAlgo === undefined || row.misfit(key) !== null) continue;
    const isPss = algorithm.startsWith('rsa-pss');
    return {
      algorithm,
      signAlgo,
      hashAlgo: hashOids[row.digest],
      signAlgoParams: isPss ? Buffer.from(parametersOf(row.signatureId)).toString('base64') : null,
      half: algorithm.startsWith('ecdsa') ? halfOf(key) : null,
    };
  }
  throw new PadesError('PADES_ALGORITHM_REFUSED', {
    detail: `The remote key offers ${offered.filter((oid) => /^[0-9.]{3,64}$/.test(oid)).join(', ')}.`,
  });
}

/** What follows the OID in an AlgorithmIdentifier of less than 128 octets. */
const parametersOf = (identifier: Uint8Array): Uint8Array => identifier.subarray(4 + (identifier[3] ?? 0));

const halves: Readonly<Record<string, number>> = { prime256v1: 32, secp384r1: 48, secp521r1: 66 };
const halfOf = (key: KeyObject): number | null => halves[key.asymmetricKeyDetails?.namedCurve ?? ''] ?? null;
