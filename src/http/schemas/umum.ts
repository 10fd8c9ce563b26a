import Type, { type TSchema, type TUnsafe } from 'typebox';
import { errors, type ErrorCode } from '../../shared/errors.ts';

export const tertutup = { additionalProperties: false } as const;

/**
 * A view of the services as a schema: every member of `T` must be described (forgetting one does not compile), and the
 * serializer drops whatever is not. The static type stays the services' own, readonly and branded as they wrote it.
 */
export const tampilan =
  <T>() =>
  (anggota: Record<keyof T & string, TSchema>, opsi: { title: string; description?: string }) =>
    Type.Unsafe<T>(Type.Object(anggota, { ...tertutup, ...opsi }));

/** A closed set of words; `enum` reads better in the docs than a union of constants. */
export const kata = <const T extends readonly string[]>(nilai: T, description?: string) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...nilai], ...(description ? { description } : {}) });
export const atauNull = (skema: TSchema): TSchema => Type.Union([skema, Type.Null()]);
export const teks = (description?: string): TSchema => Type.String(description ? { description } : {});
export const waktu = (): TSchema => Type.String({ description: 'RFC 3339, UTC' });
export const sha256 = (): TSchema => Type.String({ description: 'SHA-256, heksadesimal huruf kecil' });
/** Text of people on one line or several: no control characters other than tab and line ends. */
export const teksOrang = (maxLength: number, description: string) =>
  Type.String({
    minLength: 1,
    maxLength,
    pattern: '^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]*$',
    description,
  });

/** Ids are opaque to callers; anything longer or with other characters names nothing. */
export const IdParam = Type.Object({ id: Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' }) }, tertutup);
export const batasKueri = Type.Optional(
  Type.String({ pattern: '^[0-9]{1,3}$', description: 'Jumlah baris, 1–200 (bawaan 50)' }),
);
export const sebelumKueri = Type.Optional(
  Type.String({ minLength: 1, maxLength: 500, description: 'Kursor `lanjut` dari halaman sebelumnya' }),
);
export const daftar = <T>(butir: TUnsafe<T>, title: string) =>
  tampilan<{ readonly baris: readonly T[]; readonly lanjut: string | null }>()(
    {
      baris: Type.Array(butir),
      lanjut: atauNull(teks('Kursor halaman berikut; null pada halaman terakhir')),
    },
    { title },
  );
export const semua = <T>(butir: TUnsafe<T>, title: string) =>
  tampilan<{ readonly baris: readonly T[] }>()({ baris: Type.Array(butir) }, { title });

const kode = Object.keys(errors) as ErrorCode[];
const MasalahSkema = (status: number) =>
  Type.Object(
    {
      type: Type.String({ description: '`urn:naskah:kesalahan:<code>`' }),
      title: Type.String(),
      status: Type.Integer(),
      code: Type.Unsafe<ErrorCode>({ type: 'string', enum: kode.filter((k) => errors[k].status === status) }),
      detail: Type.String({ description: 'Kalimat untuk orang; dapat berubah' }),
      retryable: Type.Boolean({ description: 'Permintaan yang sama dapat berhasil nanti tanpa diubah' }),
      traceId: Type.String(),
      pointer: Type.Optional(Type.String({ description: 'JSON pointer ke masukan (RFC 6901)' })),
      rincian: Type.Optional(Type.Object({}, { additionalProperties: true })),
    },
    { title: `Masalah ${status}` },
  );

const golongan = {
  /** Any request. */
  umum: [400, 404, 429, 500, 503],
  /** Routes behind a token. */
  masuk: [401, 403],
  /** Requests with a body. */
  isi: [408, 413, 415, 422],
  /** Routes that put a body aside on disk. */
  berkas: [507],
  /** Requests that change something. */
  efek: [409, 412, 502, 507],
} as const;

/** Problem answers of a route as RFC 9457 content, to be spread beside its 2xx schemas. */
export function masalah(...nama: (keyof typeof golongan)[]): Record<number, TSchema> {
  const status = [...golongan.umum, ...nama.flatMap((n) => golongan[n])].sort((a, b) => a - b);
  return Object.fromEntries(
    status.map((s) => [s, berisi('application/problem+json', MasalahSkema(s), `Masalah ${s}`)]),
  );
}

/** A response in another media type than JSON, the way @fastify/swagger and Fastify spell it. */
export const berisi = (media: string, schema: TSchema, description: string): TSchema => ({
  description,
  content: { [media]: { schema } },
});
export const BerkasPdf = berisi('application/pdf', Type.String({ format: 'binary' }), 'Berkas PDF');
