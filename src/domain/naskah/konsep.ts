import Type, { type Static } from 'typebox';

/**
 * A draft as people and programs hand it in: structured data, never a PDF. The TypeBox schemas are the only spelling
 * of the form: types, HTTP contract and `naskah schema` derive from them. Every text and list has a limit.
 */
const tertutup = { additionalProperties: false } as const;
const teks = (maksimum: number, keterangan: string) =>
  Type.String({ minLength: 1, maxLength: maksimum, description: keterangan });
const kodeJabatan = Type.String({
  pattern: '^[a-z0-9]+([.-][a-z0-9]+)*$',
  maxLength: 80,
  description: 'Kode jabatan',
});

export const Paragraf = Type.Object(
  { jenis: Type.Literal('paragraf'), teks: teks(20_000, 'Isi paragraf') },
  { ...tertutup, title: 'Paragraf' },
);
export const Subjudul = Type.Object(
  { jenis: Type.Literal('subjudul'), teks: teks(300, 'Judul bagian') },
  { ...tertutup, title: 'Subjudul' },
);
/** One level of nesting is what official letters use: `1.` with `a.` below. */
export const ButirDaftar = Type.Object(
  {
    teks: teks(10_000, 'Isi butir'),
    rincian: Type.Optional(Type.Array(teks(5_000, 'Isi rincian'), { maxItems: 100 })),
  },
  tertutup,
);
export const Daftar = Type.Object(
  {
    jenis: Type.Literal('daftar'),
    gaya: Type.Union([Type.Literal('angka'), Type.Literal('huruf'), Type.Literal('butir')]),
    butir: Type.Array(ButirDaftar, { minItems: 1, maxItems: 500 }),
  },
  { ...tertutup, title: 'Daftar' },
);
export const Tabel = Type.Object(
  {
    jenis: Type.Literal('tabel'),
    judul: Type.Optional(teks(300, 'Judul tabel')),
    kolom: Type.Array(
      Type.Object(
        {
          judul: teks(200, 'Judul kolom'),
          lebar: Type.Optional(
            Type.Integer({ minimum: 1, maximum: 100, description: 'Bagian lebar relatif' }),
          ),
          rata: Type.Optional(
            Type.Union([Type.Literal('kiri'), Type.Literal('tengah'), Type.Literal('kanan')]),
          ),
        },
        tertutup,
      ),
      { minItems: 1, maxItems: 12 },
    ),
    baris: Type.Array(Type.Array(Type.String({ maxLength: 2_000 }), { maxItems: 12 }), {
      minItems: 1,
      maxItems: 2_000,
    }),
  },
  { ...tertutup, title: 'Tabel' },
);
export const Pasangan = Type.Object(
  {
    jenis: Type.Literal('pasangan'),
    isi: Type.Array(Type.Object({ label: teks(120, 'Label'), nilai: teks(2_000, 'Nilai') }, tertutup), {
      minItems: 1,
      maxItems: 50,
    }),
  },
  { ...tertutup, title: 'Pasangan' },
);
export const Blok = Type.Union([Paragraf, Subjudul, Daftar, Tabel, Pasangan]);
export type Blok = Static<typeof Blok>;

export const jenisNaskah = ['surat-dinas', 'nota-dinas', 'jawaban-aduan'] as const;
export type JenisNaskah = (typeof jenisNaskah)[number];

/** Security (domain.md 5.6) and urgency are two axes. */
export const SifatKeamanan = Type.Union([
  Type.Literal('B'),
  Type.Literal('T'),
  Type.Literal('R'),
  Type.Literal('SR'),
]);
export type SifatKeamanan = Static<typeof SifatKeamanan>;
export const Kecepatan = Type.Union([
  Type.Literal('biasa'),
  Type.Literal('segera'),
  Type.Literal('sangat-segera'),
]);
export type Kecepatan = Static<typeof Kecepatan>;

const umum = {
  klasifikasi: Type.String({
    pattern: '^\\d{3}(\\.\\d{1,2}){0,4}$',
    description: 'Kode klasifikasi (Permendagri 83/2022)',
  }),
  sifatKeamanan: Type.Optional(SifatKeamanan),
  kecepatan: Type.Optional(Kecepatan),
  hal: teks(500, 'Hal naskah'),
  tujuan: Type.Array(
    Type.Object(
      {
        nama: teks(300, 'Jabatan atau nama yang dituju, tanpa "Yth."'),
        di: Type.Optional(teks(200, 'Tempat tujuan; nota dinas tidak memakainya')),
        up: Type.Optional(teks(300, 'Untuk perhatian')),
      },
      tertutup,
    ),
    { minItems: 1, maxItems: 100 },
  ),
  isi: Type.Array(Blok, { minItems: 1, maxItems: 2_000 }),
  lampiran: Type.Optional(
    Type.Array(
      Type.Object(
        { judul: teks(300, 'Judul lampiran'), isi: Type.Array(Blok, { minItems: 1, maxItems: 2_000 }) },
        tertutup,
      ),
      { maxItems: 20 },
    ),
  ),
  tembusan: Type.Optional(Type.Array(teks(300, 'Penerima tembusan'), { maxItems: 50 })),
  konseptor: kodeJabatan,
  pemaraf: Type.Optional(Type.Array(kodeJabatan, { maxItems: 10 })),
  penandatangan: Type.Array(kodeJabatan, { maxItems: 4, description: 'Jabatan penandatangan, berurutan' }),
};

export const KonsepSuratDinas = Type.Object(
  { jenis: Type.Literal('surat-dinas'), ...umum },
  { ...tertutup, title: 'Konsep surat dinas' },
);
export const KonsepNotaDinas = Type.Object(
  { jenis: Type.Literal('nota-dinas'), ...umum },
  { ...tertutup, title: 'Konsep nota dinas' },
);
export const KonsepJawabanAduan = Type.Object(
  {
    jenis: Type.Literal('jawaban-aduan'),
    ...umum,
    tiket: Type.String({ pattern: '^[A-Z0-9-]{6,40}$', description: 'Nomor tiket aduan yang dijawab' }),
  },
  { ...tertutup, title: 'Konsep jawaban aduan' },
);

export const skemaKonsep = {
  'surat-dinas': KonsepSuratDinas,
  'nota-dinas': KonsepNotaDinas,
  'jawaban-aduan': KonsepJawabanAduan,
} as const satisfies Record<JenisNaskah, unknown>;

export const KonsepNaskah = Type.Union([KonsepSuratDinas, KonsepNotaDinas, KonsepJawabanAduan]);
export type KonsepNaskah = Static<typeof KonsepNaskah>;
