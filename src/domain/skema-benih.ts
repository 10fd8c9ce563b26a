import Type, { type Static, type TSchema } from 'typebox';

/** A government's initial data, one JSON file each (`fixtures/benih/`). Things refer to each other by `kode`. */
const tertutup = { additionalProperties: false } as const;
const teks = Type.String({ minLength: 1, maxLength: 300 });
const kode = Type.String({ pattern: '^[a-z0-9]+([.-][a-z0-9]+)*$', maxLength: 80 });
const tanggal = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const atauNull = <T extends TSchema>(skema: T) => Type.Union([skema, Type.Null()]);
const salahSatu = <const T extends readonly string[]>(nilai: T) =>
  Type.Union(nilai.map((n) => Type.Literal(n as T[number])));
const panjang = Type.Number({ exclusiveMinimum: 0, maximum: 500 });

const Tata = Type.Object(
  {
    kertas: Type.Object({ lebar: panjang, tinggi: panjang }, tertutup),
    margin: Type.Object({ atas: panjang, bawah: panjang, kiri: panjang, kanan: panjang }, tertutup),
    ukuranHuruf: Type.Number({ minimum: 8, maximum: 16 }),
    spasi: Type.Number({ minimum: 1, maximum: 2 }),
  },
  tertutup,
);
const penomoran = Type.Object({ register: teks, format: teks }, tertutup);
const Isi = Type.Object(
  {
    namaPemerintah: teks,
    tempat: teks,
    alamatBukti: teks,
    domainResmi: teks,
    lambang: salahSatu(['daerah', 'negara']),
    tata: Tata,
    penomoran: Type.Object(
      { 'surat-dinas': penomoran, 'nota-dinas': penomoran, 'jawaban-aduan': penomoran },
      tertutup,
    ),
    footer: Type.Array(teks, { maxItems: 4 }),
    penandatangan: salahSatu(['pengembangan', 'bsre']),
    maksimumParaf: Type.Integer({ minimum: 0, maximum: 10 }),
    sekdaCetakNip: Type.Boolean(),
    tingkat: salahSatu(['B-B', 'B-T']),
  },
  tertutup,
);

export const SkemaBenih = Type.Object(
  {
    tenant: Type.Object(
      {
        kode: Type.String({ pattern: '^[a-z0-9-]{1,40}$' }),
        nama: teks,
        jenis: salahSatu(['provinsi', 'kabupaten', 'kota']),
        zona: salahSatu(['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura']),
      },
      tertutup,
    ),
    profil: Type.Array(Type.Object({ berlakuSejak: tanggal, isi: Isi }, tertutup), { minItems: 1 }),
    unit: Type.Array(
      Type.Object(
        {
          kode,
          nama: teks,
          induk: atauNull(kode),
          kodeNomor: teks,
          kop: atauNull(
            Type.Object(
              { perangkat: Type.Array(teks, { minItems: 1, maxItems: 3 }), alamat: Type.Array(teks) },
              tertutup,
            ),
          ),
        },
        tertutup,
      ),
      { minItems: 1 },
    ),
    jabatan: Type.Array(
      Type.Object(
        {
          kode,
          nama: teks,
          unit: kode,
          kelas: salahSatu(['kdh', 'wakil-kdh', 'sekda', 'struktural', 'fungsional']),
          induk: atauNull(kode),
        },
        tertutup,
      ),
    ),
    orang: Type.Array(
      Type.Object(
        {
          /** Name of the account; unique in the tenant. */
          kode,
          nama: teks,
          gelarDepan: atauNull(teks),
          gelarBelakang: atauNull(teks),
          kepegawaian: salahSatu(['pns', 'pppk', 'pejabat-negara', 'non-asn']),
          nip: atauNull(teks),
          pangkat: atauNull(teks),
          golongan: atauNull(teks),
          nik: atauNull(teks),
          peran: Type.Array(
            salahSatu(['pegawai', 'verifikator-aduan', 'pejabat-penghubung', 'auditor', 'mitra', 'admin']),
          ),
        },
        tertutup,
      ),
    ),
    pemangku: Type.Array(
      Type.Object(
        {
          jabatan: kode,
          orang: kode,
          bentuk: salahSatu(['definitif', 'plt', 'plh', 'pj', 'pjs']),
          dari: tanggal,
          sampai: atauNull(tanggal),
        },
        tertutup,
      ),
    ),
  },
  { ...tertutup, title: 'Data awal pemerintah daerah' },
);
export type BenihMentah = Static<typeof SkemaBenih>;
