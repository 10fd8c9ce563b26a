import Type from 'typebox';
import type { LayananKesehatan, LayananMasuk } from '../../services/layanan.ts';
import { tampilan, teks, tertutup } from './umum.ts';

export const SayaSkema = tampilan<Awaited<ReturnType<LayananMasuk['siapa']>>>()(
  {
    nama: teks(),
    pemerintah: teks(),
    peran: Type.Array(teks()),
    jabatan: Type.Array(Type.Object({ kode: teks(), nama: teks(), bentuk: teks() }, tertutup)),
  },
  { title: 'Saya' },
);
export const HidupSkema = tampilan<{ hidup: boolean }>()(
  { hidup: Type.Boolean() },
  { title: 'Proses hidup' },
);
export const SiapSkema = tampilan<Awaited<ReturnType<LayananKesehatan['siap']>>>()(
  { siap: Type.Boolean(), bagian: Type.Record(Type.String(), Type.Boolean()) },
  { title: 'Kesiapan' },
);
