import type { Blok, KonsepNaskah } from './konsep.ts';

/** A text people wrote, with its place in the draft as a JSON pointer. */
export interface TeksKonsep {
  readonly pointer: string;
  readonly teks: string;
}

/** Every text of people in a draft, in reading order; codes and enumerations are not texts. */
export function teksKonsep(konsep: KonsepNaskah): TeksKonsep[] {
  return [
    teks('/hal', konsep.hal),
    ...konsep.tujuan.flatMap((tujuan, i) => [
      teks(`/tujuan/${i}/nama`, tujuan.nama),
      ...opsional(`/tujuan/${i}/di`, tujuan.di),
      ...opsional(`/tujuan/${i}/up`, tujuan.up),
    ]),
    ...teksIsi('/isi', konsep.isi),
    ...(konsep.lampiran ?? []).flatMap((lampiran, i) => [
      teks(`/lampiran/${i}/judul`, lampiran.judul),
      ...teksIsi(`/lampiran/${i}/isi`, lampiran.isi),
    ]),
    ...(konsep.tembusan ?? []).map((nama, i) => teks(`/tembusan/${i}`, nama)),
  ];
}

const teksIsi = (pointer: string, isi: readonly Blok[]): TeksKonsep[] =>
  isi.flatMap((blok, i) => teksBlok(`${pointer}/${i}`, blok));

function teksBlok(pointer: string, blok: Blok): TeksKonsep[] {
  switch (blok.jenis) {
    case 'paragraf':
    case 'subjudul':
      return [teks(`${pointer}/teks`, blok.teks)];
    case 'daftar':
      return blok.butir.flatMap((butir, i) => [
        teks(`${pointer}/butir/${i}/teks`, butir.teks),
        ...(butir.rincian ?? []).map((rincian, j) => teks(`${pointer}/butir/${i}/rincian/${j}`, rincian)),
      ]);
    case 'tabel':
      return [
        ...opsional(`${pointer}/judul`, blok.judul),
        ...blok.kolom.map((kolom, i) => teks(`${pointer}/kolom/${i}/judul`, kolom.judul)),
        ...blok.baris.flatMap((baris, i) => baris.map((sel, j) => teks(`${pointer}/baris/${i}/${j}`, sel))),
      ];
    case 'pasangan':
      return blok.isi.flatMap(({ label, nilai }, i) => [
        teks(`${pointer}/isi/${i}/label`, label),
        teks(`${pointer}/isi/${i}/nilai`, nilai),
      ]);
  }
}

const teks = (pointer: string, isi: string): TeksKonsep => ({ pointer, teks: isi });
const opsional = (pointer: string, isi: string | undefined): TeksKonsep[] =>
  isi === undefined ? [] : [teks(pointer, isi)];
