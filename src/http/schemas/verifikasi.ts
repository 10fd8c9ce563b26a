import Type, { type TSchema } from 'typebox';
import { alasanGolongan } from '../../domain/tte/klasifikasi.ts';
import { namaKebijakan, type Kebijakan } from '../../services/kebijakan.ts';
import type { ArsipView, RingkasanArsip, TandaView, VerifikasiView } from '../../services/layanan.ts';
import { errors, type ErrorCode } from '../../shared/errors.ts';
import { LaporanSkema, kesimpulan } from './laporan.ts';
import { atauNull, kata, sha256, tampilan, teks, tertutup } from './umum.ts';

const kebijakan = () =>
  kata(
    namaKebijakan,
    'Aturan yang dipakai menilai: `naskah` (seperti terbitan layanan ini, PAdES penuh), `penyedia` (seperti ' +
      'terbitan penyelenggara nasional), `umum` (buatan siapa pun; bawaan)',
  );

export const KueriVerifikasi = Type.Object(
  {
    kebijakan: Type.Optional(Type.Unsafe<Kebijakan>(kebijakan())),
    instansi: Type.Optional(
      Type.String({
        pattern: '^[a-z0-9-]{1,40}$',
        description:
          'Kode pemerintah yang jangkar kepercayaannya ikut dipakai; bawaan: pemerintah penerbit, bila berkas ini terbitan layanan ini',
      }),
    ),
    laporan: Type.Optional(
      Type.Unsafe<'rinci'>(
        kata(
          ['rinci'],
          'Laporan rinci menurut ETSI TS 119 102-2 (satu PDF saja): JSON, atau XML bila diminta',
        ),
      ),
    ),
  },
  tertutup,
);

const frasa = (description?: string): TSchema =>
  Type.Object({ id: teks(), en: teks() }, { ...tertutup, ...(description ? { description } : {}) });

const TandaSkema = tampilan<TandaView>()(
  {
    golongan: atauNull(
      Type.Object(
        {
          golongan: kata(['tersertifikasi', 'tidak-tersertifikasi', 'segel'], 'PP 71/2019 pasal 59-60'),
          alasan: kata(Object.keys(alasanGolongan)),
          kalimat: frasa('Mengapa digolongkan demikian'),
        },
        tertutup,
      ),
    ),
    sebab: atauNull(frasa('Mengapa tidak lolos')),
    tidakDiperiksa: Type.Array(frasa(), { description: 'Yang tidak dinyatakan oleh hasil ini' }),
  },
  { title: 'Tanda tangan dalam kata-kata' },
);

export const VerifikasiSkema = tampilan<VerifikasiView>()(
  {
    laporan: LaporanSkema,
    kesimpulan: atauNull(kesimpulan),
    kalimat: teks('Kesimpulan dalam satu kalimat, berikut sebabnya'),
    kalimatInggris: teks('Kalimat yang sama dalam bahasa Inggris'),
    instansi: atauNull(teks('Kode pemerintah yang jangkarnya ikut dipakai')),
    tandaTangan: Type.Array(TandaSkema, { description: 'Seurut dengan `laporan.signatures`' }),
    perubahanDihilangkan: Type.Integer({
      description:
        'Banyaknya perubahan yang diketahui tetapi tidak didaftar di sini, demi batas ukuran jawaban',
    }),
    tercatat: atauNull(Type.Object({ bukti: teks(), nomor: atauNull(teks()) }, tertutup)),
    sha256: sha256(),
    kebijakan: kebijakan(),
  },
  { title: 'Hasil verifikasi' },
);

const kode = Object.keys(errors) as ErrorCode[];
const butir: TSchema = Type.Object(
  {
    nama: teks('Nama berkas di dalam arsip'),
    hasil: atauNull(VerifikasiSkema),
    penolakan: atauNull(
      Type.Object(
        {
          code: Type.Unsafe<ErrorCode>({ type: 'string', enum: kode }),
          detail: teks('Kalimat untuk orang; dapat berubah'),
        },
        tertutup,
      ),
    ),
  },
  { ...tertutup, title: 'Satu berkas arsip' },
);

const ringkasan = tampilan<RingkasanArsip>()(
  {
    berkas: Type.Integer(),
    sah: Type.Integer(),
    belumPasti: Type.Integer(),
    tidakSah: Type.Integer(),
    tanpaTandaTangan: Type.Integer(),
    tidakTerbaca: Type.Integer(),
    ditolak: Type.Integer(),
  },
  { title: 'Ringkasan arsip' },
);

export const ArsipSkema = tampilan<ArsipView>()(
  { kebijakan: kebijakan(), berkas: Type.Array(butir), ringkasan },
  { title: 'Hasil verifikasi arsip' },
);

/** Its members are the engine's (docs/pades.api.md); what they hold of a file is bounded there. */
const RinciSkema = Type.Object(
  {
    schema: Type.Literal('http://uri.etsi.org/19102/v1.4.1#'),
    deviations: Type.Array(teks(), { description: 'Di mana laporan ini bukan seperti TS 119 102-2' }),
    document: Type.Object({}, { additionalProperties: true }),
    policy: atauNull(teks()),
    validator: Type.Object({ name: teks(), version: teks(), url: Type.Optional(teks()) }, tertutup),
    signatures: Type.Array(Type.Object({}, { additionalProperties: true })),
    objects: Type.Array(Type.Object({}, { additionalProperties: true })),
    failure: atauNull(
      Type.Object({ code: teks(), message: teks(), offset: atauNull(Type.Integer()) }, tertutup),
    ),
  },
  { ...tertutup, title: 'Laporan rinci (ETSI TS 119 102-2)' },
);

/** One PDF is answered with the first, an archive with the second, `laporan=rinci` with the third. */
export const JawabanVerifikasi = {
  description: 'Hasil pemeriksaan',
  content: {
    'application/json': { schema: Type.Union([VerifikasiSkema, ArsipSkema, RinciSkema]) },
    'application/xml': { schema: Type.String({ description: 'Laporan rinci (ETSI TS 119 102-2)' }) },
    'application/pdf': { schema: Type.Unsafe<Uint8Array>({ type: 'string', format: 'binary' }) },
  },
} as const;
