import Type, { type TSchema } from 'typebox';
import { namaKebijakan, type Kebijakan } from '../../services/kebijakan.ts';
import type { ArsipView, RingkasanArsip, VerifikasiView } from '../../services/layanan.ts';
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
  { kebijakan: Type.Optional(Type.Unsafe<Kebijakan>(kebijakan())) },
  tertutup,
);

export const VerifikasiSkema = tampilan<VerifikasiView>()(
  {
    laporan: LaporanSkema,
    kesimpulan: atauNull(kesimpulan),
    kalimat: teks('Kesimpulan dalam satu kalimat'),
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

/** One PDF is answered with the first, an archive with the second. */
export const HasilVerifikasiSkema = Type.Unsafe<VerifikasiView | ArsipView>(
  Type.Union([VerifikasiSkema, ArsipSkema]),
);
