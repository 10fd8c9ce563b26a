import type { Tanggal } from '../../shared/brand.ts';
import { hariKerjaTerdekat, tambahHariKerja, type Kalender, type Tenggat } from '../kalender/hari-kerja.ts';
import { tambahHari } from '../kalender/tanggal.ts';
import type { KeadaanAduan } from './aduan.ts';

export type JenisTenggat = 'verifikasi' | 'tindak_lanjut' | 'penutupan';
/** The unit is part of the row: law and practice differ between days and working days (domain.md 7.1). */
export interface BarisTenggat {
  readonly jumlah: number;
  readonly satuan: 'hari' | 'hari_kerja';
  /** States during which the limit runs; it starts when the complaint enters the first of them. */
  readonly selama: readonly KeadaanAduan[];
}

export const tenggatAduan: Readonly<Record<JenisTenggat, BarisTenggat>> = {
  verifikasi: { jumlah: 3, satuan: 'hari_kerja', selama: ['baru'] },
  tindak_lanjut: { jumlah: 5, satuan: 'hari_kerja', selama: ['diteruskan', 'diproses'] },
  penutupan: { jumlah: 10, satuan: 'hari_kerja', selama: ['ditanggapi'] },
};

/** The last day of a limit that starts on `mulai`, which is day 0; a day off counts as the next working day. */
export function hitungTenggat(kalender: Kalender, jenis: JenisTenggat, mulai: Tanggal): Tenggat {
  const { jumlah, satuan } = tenggatAduan[jenis];
  const awal = hariKerjaTerdekat(kalender, mulai);
  if (satuan === 'hari') return { tanggal: tambahHari(awal.tanggal, jumlah), sementara: awal.sementara };
  const akhir = tambahHariKerja(kalender, awal.tanggal, jumlah);
  return { tanggal: akhir.tanggal, sementara: awal.sementara || akhir.sementara };
}

/** Which limit runs while the complaint is in that state; null: none. */
export function tenggatBerjalan(keadaan: KeadaanAduan): JenisTenggat | null {
  const jenis = Object.keys(tenggatAduan) as JenisTenggat[];
  return jenis.find((nama) => tenggatAduan[nama].selama.includes(keadaan)) ?? null;
}
