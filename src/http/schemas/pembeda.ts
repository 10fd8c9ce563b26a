import type { TSchema } from 'typebox';

type Nilai = Readonly<Record<string, unknown>>;

/**
 * A union whose branches are told apart by `jenis` becomes `oneOf` with a discriminator: the refusal then points at the
 * member that is wrong in the kind the caller meant, not at the first kind of the list; OpenAPI knows the same keyword.
 */
export function berpembeda<S extends TSchema>(skema: S): S {
  return ubah(skema) as S;
}

function ubah(nilai: unknown): unknown {
  if (Array.isArray(nilai)) return nilai.map(ubah);
  if (typeof nilai !== 'object' || nilai === null) return nilai;
  const anggota = Object.fromEntries(Object.entries(nilai).map(([nama, isi]) => [nama, ubah(isi)]));
  const { anyOf, ...lain } = anggota;
  if (!Array.isArray(anyOf) || !anyOf.every(berjenis)) return anggota;
  return {
    ...lain,
    type: 'object',
    required: ['jenis'],
    discriminator: { propertyName: 'jenis' },
    oneOf: anyOf,
  };
}

function berjenis(cabang: unknown): boolean {
  const jenis = (cabang as { properties?: { jenis?: Nilai } }).properties?.jenis;
  return jenis !== undefined && 'const' in jenis;
}
