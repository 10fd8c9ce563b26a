import type { ErrorCode } from '../../shared/errors.ts';
import type { IsiProfil } from '../profil/profil.ts';
import { klasifikasiDikenal } from './klasifikasi.ts';
import type { Blok, KonsepNaskah } from './konsep.ts';
import { teksKonsep } from './teks-konsep.ts';

export interface Masalah {
  /** JSON pointer into the draft. */
  readonly pointer: string;
  readonly kode: ErrorCode;
  readonly kalimat: string;
}
type AturanProfil = Pick<IsiProfil, 'maksimumParaf'>;

/** Rules a schema cannot say; each is a function from draft to problems. All run, so a drafter sees everything at once. */
const aturan: readonly ((konsep: KonsepNaskah, profil: AturanProfil) => Masalah[])[] = [
  function adaPenandatangan({ penandatangan }) {
    return penandatangan.length > 0
      ? []
      : [masalah('/penandatangan', 'NASKAH_TANPA_PENANDATANGAN', 'Naskah belum memiliki penandatangan.')];
  },
  function penandatanganSekali({ penandatangan }) {
    return ulangan(penandatangan).map((i) =>
      masalah(`/penandatangan/${i}`, 'MASUKAN_TIDAK_SAH', 'Jabatan penandatangan ini disebut dua kali.'),
    );
  },
  function pemarafSekali({ pemaraf = [] }) {
    return ulangan(pemaraf).map((i) =>
      masalah(`/pemaraf/${i}`, 'MASUKAN_TIDAK_SAH', 'Jabatan pemaraf ini disebut dua kali.'),
    );
  },
  // A signature already says more than a paraf (domain.md 5.3).
  function pemarafBukanPenandatangan({ pemaraf = [], penandatangan }) {
    return pemaraf.flatMap((kode, i) =>
      penandatangan.includes(kode)
        ? [masalah(`/pemaraf/${i}`, 'MASUKAN_TIDAK_SAH', 'Penandatangan tidak memaraf naskahnya sendiri.')]
        : [],
    );
  },
  function banyakPemaraf({ pemaraf = [] }, { maksimumParaf }) {
    return pemaraf.length <= maksimumParaf
      ? []
      : [
          masalah(
            '/pemaraf',
            'MASUKAN_TIDAK_SAH',
            `Paraf berjenjang paling banyak ${maksimumParaf} pejabat menurut profil tata naskah.`,
          ),
        ];
  },
  function klasifikasi({ klasifikasi: kode }) {
    return klasifikasiDikenal(kode)
      ? []
      : [masalah('/klasifikasi', 'KLASIFIKASI_TIDAK_DIKENAL', `Kode klasifikasi ${kode} tidak dikenal.`)];
  },
  // A cell may be empty, any other text may not; spaces alone print as nothing.
  function teksTerisi(konsep) {
    return teksKonsep(konsep)
      .filter(({ pointer, teks }) => !/\/baris\/\d+\/\d+$/.test(pointer) && kosong(teks))
      .map(({ pointer }) =>
        masalah(pointer, 'NASKAH_BELUM_LENGKAP', 'Bagian ini hanya berisi spasi; isilah atau hapus.'),
      );
  },
  function selTabel({ isi, lampiran = [] }) {
    return [
      ...selIsi('/isi', isi),
      ...lampiran.flatMap((bagian, i) => selIsi(`/lampiran/${i}/isi`, bagian.isi)),
    ];
  },
  function tujuanSekali({ tujuan }) {
    return ulangan(tujuan.map(({ nama, di, up }) => [nama, di, up].join('\n').trim().toLowerCase())).map(
      (i) => masalah(`/tujuan/${i}`, 'MASUKAN_TIDAK_SAH', 'Tujuan ini disebut dua kali.'),
    );
  },
  // A nota dinas stays inside one government: its address has no place line (domain.md 2.2, family C).
  function tujuanNotaDinas(konsep) {
    return konsep.jenis !== 'nota-dinas'
      ? []
      : konsep.tujuan.flatMap(({ di }, i) =>
          di === undefined
            ? []
            : [
                masalah(
                  `/tujuan/${i}/di`,
                  'MASUKAN_TIDAK_SAH',
                  'Nota dinas ditujukan ke dalam pemerintah daerah sendiri dan tidak memakai tempat tujuan.',
                ),
              ],
        );
  },
];

/** Problems of a draft beyond its schema; an empty list: the draft may be submitted. */
export const periksaKonsep = (konsep: KonsepNaskah, profil: AturanProfil): Masalah[] =>
  aturan.flatMap((periksa) => periksa(konsep, profil));

function selIsi(pointer: string, isi: readonly Blok[]): Masalah[] {
  return isi.flatMap((blok, i) =>
    blok.jenis !== 'tabel'
      ? []
      : blok.baris.flatMap((baris, j) =>
          baris.length === blok.kolom.length
            ? []
            : [
                masalah(
                  `${pointer}/${i}/baris/${j}`,
                  'NASKAH_BELUM_LENGKAP',
                  `Baris ini berisi ${baris.length} sel, sedangkan tabelnya ${blok.kolom.length} kolom.`,
                ),
              ],
        ),
  );
}

/** White space and characters without width: a text of nothing else prints as nothing. */
const kosong = (teks: string): boolean => /^[\s\p{Cf}\p{Cc}]*$/u.test(teks);

/** Indexes of entries that were there before. */
const ulangan = (daftar: readonly string[]): number[] =>
  daftar.flatMap((isi, i) => (daftar.indexOf(isi) < i ? [i] : []));
const masalah = (pointer: string, kode: ErrorCode, kalimat: string): Masalah => ({ pointer, kode, kalimat });
