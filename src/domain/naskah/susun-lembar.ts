import type { Tanggal } from '../../shared/brand.ts';
import { tanggalIndonesia } from '../kalender/tanggal.ts';
import { terbilang } from '../kalender/terbilang.ts';
import type { Tenant, Unit } from '../organisasi.ts';
import type { IsiProfil } from '../profil/profil.ts';
import type { JenisNaskah, Kecepatan, KonsepNaskah, SifatKeamanan } from './konsep.ts';
import type { BlokTandaTangan, Bukti, Kop, LembarNaskah } from './lembar.ts';

export interface BahanLembar {
  readonly konsep: KonsepNaskah;
  readonly profil: IsiProfil;
  readonly tenant: Tenant;
  /** Unit of the (first) signer, whose letterhead is used: see `unitKop`. */
  readonly unitKop: Unit;
  readonly penandatangan: readonly BlokTandaTangan[];
  /** Post of the sender, printed on a nota dinas only. */
  readonly dari: string | null;
  readonly mode: 'draf' | 'final';
  readonly nomor: string | null;
  readonly tanggal: Tanggal | null;
  /** Proof link; a draft never carries one. */
  readonly bukti: Bukti | null;
}

/** Decides everything the page shows; the renderer adds no rule. */
export function susunLembar(bahan: BahanLembar): LembarNaskah {
  const { konsep, profil, mode } = bahan;
  const nota = konsep.jenis === 'nota-dinas';
  const tanggal = bahan.tanggal === null ? null : tanggalIndonesia(bahan.tanggal);
  const lampiran = konsep.lampiran ?? [];
  return {
    jenis: konsep.jenis,
    mode,
    tata: profil.tata,
    kop: kop(profil, bahan.unitKop),
    judul: nota ? 'NOTA DINAS' : null,
    nomor: bahan.nomor,
    tanggal,
    tempat: profil.tempat,
    sifat: barisSifat(konsep.sifatKeamanan ?? 'B', konsep.kecepatan ?? 'biasa'),
    lampiranRingkas:
      lampiran.length === 0 ? '-' : `${lampiran.length} (${terbilang(lampiran.length)}) berkas`,
    hal: konsep.hal,
    tujuan: konsep.tujuan.map(({ nama, di, up }) => ({ nama, di: di ?? null, up: up ?? null })),
    dari: nota ? bahan.dari : null,
    isi: konsep.isi,
    lampiran: lampiran.map(({ judul, isi }, i) => ({
      kepala: kepalaLampiran(konsep.jenis, lampiran.length, i),
      judul,
      isi,
    })),
    tembusan: konsep.tembusan ?? [],
    penandatangan: bahan.penandatangan,
    bukti: mode === 'final' ? bahan.bukti : null,
    // A draft is not signed by anyone, so it must not say that it is (domain.md 3.5).
    footer: mode === 'final' ? profil.footer : [],
  };
}

/** The nearest unit, upwards, that has a letterhead of its own (domain.md 3.4); without one the unit itself. */
export function unitKop(unit: Unit, semua: readonly Unit[]): Unit {
  let kini = unit;
  // No path is longer than the list, so a cycle in the data ends.
  for (let i = 0; kini.kop === null && kini.induk !== null && i < semua.length; i++) {
    kini = semua.find((u) => u.id === kini.induk) ?? kini;
  }
  return kini.kop === null ? unit : kini;
}

function kop(profil: IsiProfil, unit: Unit): Kop {
  return {
    lambang: profil.lambang,
    pemerintah: profil.namaPemerintah.toUpperCase(),
    perangkat: (unit.kop?.perangkat ?? [unit.nama]).map((baris) => baris.toUpperCase()),
    alamat: unit.kop?.alamat ?? [],
  };
}

const kataKeamanan = {
  B: 'Biasa',
  T: 'Terbatas',
  R: 'Rahasia',
  SR: 'Sangat Rahasia',
} as const satisfies Record<SifatKeamanan, string>;
const kataKecepatan = {
  biasa: '',
  segera: 'Segera',
  'sangat-segera': 'Sangat Segera',
} as const satisfies Record<Kecepatan, string>;

/** One printed line for two axes (domain.md 5.6): `Biasa` is said only when there is nothing else to say. */
export function barisSifat(keamanan: SifatKeamanan, kecepatan: Kecepatan): string {
  const kata = [keamanan === 'B' ? '' : kataKeamanan[keamanan], kataKecepatan[kecepatan]];
  return kata.filter((k) => k !== '').join('/') || kataKeamanan.B;
}

const namaJenis = {
  'surat-dinas': 'Surat',
  'nota-dinas': 'Nota Dinas',
  'jawaban-aduan': 'Surat',
} as const satisfies Record<JenisNaskah, string>;
const romawi = [
  ...['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X'],
  ...['XI', 'XII', 'XIII', 'XIV', 'XV', 'XVI', 'XVII', 'XVIII', 'XIX', 'XX'],
];

/** First line of an attachment's head; the renderer sets number and date below it. Several carry Roman numerals (domain.md 3.3). */
function kepalaLampiran(jenis: JenisNaskah, banyak: number, indeks: number): string {
  const urut = banyak > 1 ? ` ${romawi[indeks] ?? String(indeks + 1)}` : '';
  return `Lampiran${urut} ${namaJenis[jenis]}`;
}
