import { bacaTanggal } from '../kalender/tanggal.ts';
import { kodeProvinsi } from '../wilayah.ts';

export type AlasanNik = 'bukan_16_angka' | 'provinsi' | 'tanggal_lahir' | 'nomor_urut';
export type HasilNik =
  { readonly sah: true; readonly nik: string } | { readonly sah: false; readonly alasan: AlasanNik };

const aturan: readonly { readonly alasan: AlasanNik; readonly benar: (nik: string) => boolean }[] = [
  { alasan: 'bukan_16_angka', benar: (nik) => /^\d{16}$/.test(nik) },
  // Where the person was first registered, which may be anywhere in the country.
  { alasan: 'provinsi', benar: (nik) => kodeProvinsi.includes(nik.slice(0, 2)) },
  { alasan: 'tanggal_lahir', benar: (nik) => adaPadaSuatuAbad(nik.slice(6, 12)) },
  { alasan: 'nomor_urut', benar: (nik) => nik.slice(12) !== '0000' },
];

/** Is it a well-formed NIK (domain.md 9.4)? Nothing about the person is concluded from it. */
export function periksaNik(masukan: string): HasilNik {
  const nik = masukan.replaceAll(' ', '');
  const gagal = aturan.find(({ benar }) => !benar(nik));
  return gagal === undefined ? { sah: true, nik } : { sah: false, alasan: gagal.alasan };
}

/** `3374********0001`: what a view may show. */
export const samarkanNik = (nik: string): string => `${nik.slice(0, 4)}********${nik.slice(-4)}`;

/** `DDMMYY`, women day + 40; a real date in the last or in this century. */
function adaPadaSuatuAbad(ddmmyy: string): boolean {
  const angka = Number(ddmmyy.slice(0, 2));
  const hari = String(angka > 40 ? angka - 40 : angka).padStart(2, '0');
  return ['19', '20'].some(
    (abad) => bacaTanggal(`${abad}${ddmmyy.slice(4)}-${ddmmyy.slice(2, 4)}-${hari}`) !== null,
  );
}
