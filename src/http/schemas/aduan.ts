import Type from 'typebox';
import { kanalAduan, keadaanAduan } from '../../domain/aduan/aduan.ts';
import { aksiAduan, alurAduan } from '../../domain/aduan/alur.ts';
import type { AduanMasuk, AduanPublik, AduanView } from '../../services/layanan.ts';
import {
  atauNull,
  batasKueri,
  daftar,
  kata,
  sebelumKueri,
  tampilan,
  teks,
  teksOrang,
  tertutup,
  waktu,
} from './umum.ts';

/** RFC 3339 in upper case; not the leap second and the far years that JSON Schema's date-time lets through. */
const waktuMasukan = (description: string) =>
  Type.Optional(
    Type.String({
      format: 'date-time',
      pattern: '^(19|20)\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:[0-5]\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)$',
      maxLength: 40,
      description,
    }),
  );

export const IsiAduan = Type.Unsafe<AduanMasuk>(
  Type.Object(
    {
      pemerintah: Type.String({ pattern: '^[a-z0-9-]{1,40}$', description: 'Kode pemerintah yang dituju' }),
      kanal: kata(kanalAduan),
      rujukanMitra: Type.Optional(
        Type.String({ pattern: '^[\\x21-\\x7e]{1,100}$', description: 'Rujukan mitra; unik per kanal' }),
      ),
      judul: teksOrang(200, 'Judul aduan'),
      uraian: teksOrang(10_000, 'Uraian aduan'),
      kota: Type.Optional(teksOrang(100, 'Kota kejadian')),
      anonim: Type.Optional(
        Type.Boolean({ description: 'Identitas disembunyikan dari unit yang menangani' }),
      ),
      pelapor: Type.Optional(
        Type.Object(
          {
            nama: teksOrang(200, 'Nama pelapor'),
            kontak: Type.Optional(teksOrang(200, 'Surel atau telepon')),
          },
          tertutup,
        ),
      ),
      kejadian: waktuMasukan('Waktu kejadian'),
      diserahkan: waktuMasukan('Waktu diserahkan kepada mitra'),
    },
    { ...tertutup, title: 'Aduan masuk' },
  ),
);

const publik = {
  tiket: teks(),
  keadaan: kata(keadaanAduan),
  diterima: waktu(),
  unit: atauNull(teks('Perangkat daerah yang menangani')),
  tenggat: atauNull(Type.Object({ tanggal: teks(), sementara: Type.Boolean() }, tertutup)),
  jawaban: atauNull(Type.Object({ nomor: teks(), tanggal: teks(), bukti: teks() }, tertutup)),
  riwayat: Type.Array(Type.Object({ aksi: teks(), waktu: waktu() }, tertutup)),
};
export const AduanPublikSkema = tampilan<AduanPublik>()(publik, {
  title: 'Aduan bagi pemegang tiket',
  description: 'Tanpa isi dan tanpa identitas',
});
export const AduanSkema = tampilan<AduanView>()(
  {
    ...publik,
    id: teks(),
    revisi: Type.Integer({ description: 'Nilai ETag' }),
    kanal: kata(kanalAduan),
    rujukanMitra: atauNull(teks()),
    judul: teks(),
    uraian: teks(),
    kota: atauNull(teks()),
    anonim: Type.Boolean(),
    alasan: atauNull(teks()),
    naskahId: atauNull(teks()),
    tindakan: Type.Array(kata(aksiAduan)),
  },
  { title: 'Aduan' },
);
export const DaftarAduanSkema = daftar(AduanSkema, 'Daftar aduan');

export const KueriAduan = Type.Object({ sebelum: sebelumKueri, batas: batasKueri }, tertutup);
export const TiketParam = Type.Object({ tiket: Type.String({ pattern: '^[A-Za-z0-9-]{6,40}$' }) }, tertutup);

/** Acts that some person may do; `tanggapi` is the system's, when the answering letter goes out. */
const aksiOrang = aksiAduan.filter((aksi) =>
  alurAduan.some((baris) => baris.aksi === aksi && baris.oleh.some((oleh) => oleh !== 'sistem')),
);
export const IsiTindakanAduan = Type.Object(
  {
    aksi: kata(aksiOrang),
    unit: Type.Optional(
      Type.String({ pattern: '^[A-Za-z0-9._-]{1,80}$', description: 'Kode unit tujuan (teruskan)' }),
    ),
    alasan: Type.Optional(teksOrang(2_000, 'Alasan (arsipkan)')),
  },
  { ...tertutup, title: 'Tindakan atas aduan' },
);
