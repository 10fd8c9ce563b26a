import type { Tanggal } from '../../shared/brand.ts';
import { bacaTanggal } from '../kalender/tanggal.ts';
import type { Kepegawaian } from '../organisasi.ts';

export type AlasanNip =
  | 'tidak_punya_nip'
  | 'bukan_18_angka'
  | 'tanggal_lahir'
  | 'masa_pengangkatan'
  | 'usia_pengangkatan'
  | 'pengangkatan_mendatang'
  | 'jenis_kelamin'
  | 'nomor_urut';
export type HasilNip =
  { readonly sah: true; readonly nip: string } | { readonly sah: false; readonly alasan: AlasanNip };

interface Bagian {
  readonly lahir: string;
  readonly angkat: string;
  readonly kelamin: string;
  readonly urut: string;
  readonly pada: Tanggal;
}

/** Rules of domain.md 9.3. `pns`: only where digits 13–14 are a month; a PPPK number carries no month there. */
const aturan: readonly {
  readonly alasan: AlasanNip;
  readonly pns: boolean;
  readonly benar: (b: Bagian) => boolean;
}[] = [
  { alasan: 'tanggal_lahir', pns: false, benar: (b) => tanggalDari(b.lahir) !== null },
  { alasan: 'masa_pengangkatan', pns: true, benar: (b) => tanggalDari(`${b.angkat}01`) !== null },
  {
    alasan: 'usia_pengangkatan',
    pns: false,
    // Years and, for PNS, months: appointed no earlier than the month of the sixteenth birthday.
    benar: (b) => Number(b.angkat.slice(0, 4)) - Number(b.lahir.slice(0, 4)) >= 16,
  },
  {
    alasan: 'usia_pengangkatan',
    pns: true,
    benar: (b) => Number(b.angkat) - Number(b.lahir.slice(0, 6)) >= 1600,
  },
  {
    alasan: 'pengangkatan_mendatang',
    pns: false,
    benar: (b) => b.angkat.slice(0, 4) <= b.pada.slice(0, 4),
  },
  {
    alasan: 'pengangkatan_mendatang',
    pns: true,
    benar: (b) => b.angkat <= b.pada.slice(0, 7).replace('-', ''),
  },
  { alasan: 'jenis_kelamin', pns: false, benar: (b) => b.kelamin === '1' || b.kelamin === '2' },
  { alasan: 'nomor_urut', pns: false, benar: (b) => b.urut !== '000' },
];

/** Is it a well-formed NIP for that employment? There is no check digit: a good form does not prove that it exists. */
export function periksaNip(masukan: string, kepegawaian: Kepegawaian, padaTanggal: Tanggal): HasilNip {
  if (kepegawaian !== 'pns' && kepegawaian !== 'pppk') return { sah: false, alasan: 'tidak_punya_nip' };
  const nip = masukan.replaceAll(' ', '');
  if (!/^\d{18}$/.test(nip)) return { sah: false, alasan: 'bukan_18_angka' };
  const bagian: Bagian = {
    lahir: nip.slice(0, 8),
    angkat: nip.slice(8, 14),
    kelamin: nip.slice(14, 15),
    urut: nip.slice(15),
    pada: padaTanggal,
  };
  const gagal = aturan.find(({ pns, benar }) => (!pns || kepegawaian === 'pns') && !benar(bagian));
  return gagal === undefined ? { sah: true, nip } : { sah: false, alasan: gagal.alasan };
}

/** `19860926 201505 1 001` */
export const cetakNip = (nip: string): string => nip.replace(/^(\d{8})(\d{6})(\d)(\d{3})$/, '$1 $2 $3 $4');

const tanggalDari = (yyyymmdd: string): Tanggal | null =>
  bacaTanggal(`${yyyymmdd.slice(0, 4)}-${yyyymmdd.slice(4, 6)}-${yyyymmdd.slice(6)}`);
