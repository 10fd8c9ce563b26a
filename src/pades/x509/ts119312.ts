import type { PublicKeyFacts } from './public-key.ts';

/** Days on which algorithms stop being reliable: what is signed on that day or later is not. */
export interface AlgorithmTable {
  /** By name (`SHA-1`, `SHA-256`); null: no end known. A digest that is not listed was never reliable. */
  readonly digests: Readonly<Record<string, string | null>>;
  /** The first fitting row counts; a key that fits none was never reliable. `scheme`: of that kind of signature only. */
  readonly keys: readonly {
    readonly kinds: readonly string[];
    readonly scheme?: string;
    readonly minBits: number;
    readonly until: string | null;
  }[];
}

/**
 * TS 119 312 V1.5.1 as data (pades.md 4). Ed25519 and Ed448 with their SHAKE256 stand outside it and are this engine's own choice. Sizes are
 * smallest ones, in bits; rows of one kind go from the longest key to the shortest.
 */
export const ts119312 = {
  digests: {
    MD5: '2004-08-01',
    'SHA-1': '2012-08-01',
    'SHA-224': '2029-01-01',
    'SHA-256': null,
    'SHA-384': null,
    'SHA-512': null,
    'SHA3-256': null,
    'SHA3-384': null,
    'SHA3-512': null,
    'RIPEMD-160': '2012-08-01',
    SHAKE256: null,
  },
  keys: [
    { kinds: ['rsa', 'rsa-pss'], scheme: 'rsa-pss', minBits: 3000, until: null },
    { kinds: ['rsa', 'rsa-pss'], minBits: 1900, until: '2029-01-01' },
    { kinds: ['rsa', 'rsa-pss'], minBits: 1024, until: '2019-10-01' },
    { kinds: ['ec'], minBits: 256, until: null },
    { kinds: ['ec'], minBits: 224, until: '2021-10-01' },
    { kinds: ['ed25519', 'ed448'], minBits: 255, until: null },
  ],
} as const satisfies AlgorithmTable;

/** What was never reliable ended before everything. */
export const never = '1970-01-01';

/** Its last day, exclusive; null: no end known. */
export function digestUntil(name: string, table: AlgorithmTable = ts119312): string | null {
  // Names of the table are data and may be a caller's; inherited ones are none of them.
  return Object.hasOwn(table.digests, name) ? (table.digests[name] ?? null) : never;
}

/** Of a key with a kind of signature; null: no end known. */
export function keyUntil(
  scheme: string,
  key: Pick<PublicKeyFacts, 'kind' | 'bits'>,
  table: AlgorithmTable = ts119312,
): string | null {
  const row = table.keys.find(
    (each) =>
      each.kinds.includes(key.kind) &&
      (each.scheme === undefined || each.scheme === scheme) &&
      key.bits >= each.minBits,
  );
  return row ? row.until : never;
}
