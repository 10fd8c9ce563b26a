import Type from 'typebox';
import { aksiNaskah, type AksiNaskah } from '../../domain/naskah/alur.ts';
import { jenisNaskah, KonsepNaskah } from '../../domain/naskah/konsep.ts';
import { keadaanNaskah } from '../../domain/naskah/naskah.ts';
import type { EntriJejakView, NaskahRincian, NaskahView } from '../../services/layanan.ts';
import { berpembeda } from './pembeda.ts';
import {
  atauNull,
  batasKueri,
  daftar,
  kata,
  sebelumKueri,
  semua,
  sha256,
  tampilan,
  teks,
  teksOrang,
  tertutup,
  waktu,
} from './umum.ts';

export const IsiKonsep = berpembeda(KonsepNaskah);

const anggota = {
  id: teks(),
  jenis: kata(jenisNaskah),
  keadaan: kata(keadaanNaskah),
  revisi: Type.Integer({ description: 'Nilai ETag' }),
  versi: Type.Integer({ description: 'Versi isi, mulai dari 1' }),
  hal: teks(),
  nomor: atauNull(teks()),
  tanggal: atauNull(teks('YYYY-MM-DD menurut zona pemerintah')),
  alasan: atauNull(teks('Mengapa naskah menunggu atau dikembalikan')),
  konseptor: teks(),
  unit: teks(),
  paraf: Type.Array(
    Type.Object(
      { urutan: Type.Integer(), jabatan: teks(), status: teks(), waktu: atauNull(waktu()) },
      tertutup,
    ),
  ),
  penandatangan: Type.Array(
    Type.Object(
      {
        urutan: Type.Integer(),
        jabatan: teks(),
        status: teks(),
        nama: atauNull(teks()),
        waktu: atauNull(waktu()),
      },
      tertutup,
    ),
  ),
  tindakan: Type.Array(kata(aksiNaskah), { description: 'Yang boleh Anda lakukan sekarang' }),
  persetujuan: atauNull(
    Type.String({ description: 'Sidik yang disetujui penandatangan; ada bila Anda boleh menandatangani' }),
  ),
  bukti: Type.Object({ id: teks(), url: teks() }, tertutup),
  berkasSha256: atauNull(sha256()),
  tiketAduan: atauNull(teks()),
  dibuat: waktu(),
  diubah: waktu(),
};

export const NaskahSkema = tampilan<NaskahView>()(anggota, { title: 'Naskah' });
export const NaskahRincianSkema = tampilan<NaskahRincian>()(
  { ...anggota, konsep: IsiKonsep },
  { title: 'Naskah dengan isi' },
);
export const DaftarNaskahSkema = daftar(NaskahSkema, 'Daftar naskah');

type BarisVersi = { readonly versi: number; readonly sha256: string; readonly dibuat: string };
export const DaftarVersiSkema = semua(
  tampilan<BarisVersi>()(
    { versi: Type.Integer(), sha256: sha256(), dibuat: waktu() },
    { title: 'Versi isi naskah' },
  ),
  'Daftar versi',
);
export const VersiSkema = tampilan<{ versi: number; sha256: string; konsep: KonsepNaskah }>()(
  { versi: Type.Integer(), sha256: sha256(), konsep: IsiKonsep },
  { title: 'Isi satu versi' },
);

export const JejakSkema = semua(
  tampilan<EntriJejakView>()(
    {
      log: teks(),
      urut: Type.Integer(),
      hash: sha256(),
      daun: Type.Any({ description: 'Daun naskah-audit/1' }),
      terbuka: Type.Array(Type.Object({ nama: teks(), nilai: Type.Any(), penyingkapan: teks() }, tertutup)),
    },
    { title: 'Entri jejak' },
  ),
  'Jejak audit',
);

export const KueriNaskah = Type.Object(
  {
    keadaan: Type.Optional(kata(keadaanNaskah)),
    jenis: Type.Optional(kata(jenisNaskah)),
    sebelum: sebelumKueri,
    batas: batasKueri,
  },
  tertutup,
);

/** `ubah` needs content, which goes to `/versi`. */
const aksiLewatTindakan = aksiNaskah.filter((aksi): aksi is Exclude<AksiNaskah, 'ubah'> => aksi !== 'ubah');
export const IsiTindakanNaskah = Type.Object(
  {
    aksi: kata(aksiLewatTindakan),
    alasan: Type.Optional(teksOrang(2_000, 'Wajib untuk kembalikan, tolak, pastikan')),
    persetujuan: Type.Optional(
      Type.String({
        pattern: '^[A-Za-z0-9_-]{1,128}$',
        description: 'Sidik yang Anda setujui (tandatangani)',
      }),
    ),
    frasaSandi: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 1_024,
        description: 'Frasa sandi (tandatangani); hidup selama satu panggilan dan tidak pernah dicatat',
      }),
    ),
    totp: Type.Optional(
      Type.String({
        pattern: '^[0-9A-Za-z]{4,64}$',
        description:
          'Kode sekali pakai dari penyelenggara sertifikat, sebagai ganti frasa sandi (tandatangani)',
      }),
    ),
    terbukti: Type.Optional(
      kata(
        ['bertanda_tangan', 'tidak_bertanda_tangan'],
        'Yang ternyata terjadi pada penandatangan (pastikan)',
      ),
    ),
    jawabanPenandatangan: Type.Optional(
      Type.String({
        pattern: '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$',
        minLength: 4,
        maxLength: 960 * 1024,
        description:
          'Jawaban penandatangan, base64: CMS, atau PDF dari penyelenggara (pastikan, bila ternyata bertanda tangan)',
      }),
    ),
  },
  { ...tertutup, title: 'Tindakan atas naskah' },
);
export const VersiParam = Type.Object(
  {
    id: Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' }),
    versi: Type.String({ pattern: '^[1-9][0-9]{0,5}$' }),
  },
  tertutup,
);
export const BerkasParam = Type.Object(
  {
    id: Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' }),
    jenis: kata(['pratinjau', 'tanda-tangan']),
  },
  tertutup,
);
