import { tanpaLebar } from './aksara.ts';
import type { Blok } from '../domain/naskah/konsep.ts';
import type { LembarNaskah } from '../domain/naskah/lembar.ts';
import { pisahEkor } from './ekor.ts';
import { putusKataPanjang } from './putus-kata.ts';
import { qrSvg } from './qr.ts';
import { lebarTabel } from './tabel.ts';
import { uraiTanggal } from './tanggal.ts';
import { lebarTeks } from './ukur.ts';

/** Points in a millimetre. */
export const PT_PER_MM = 72 / 25.4;
/** Indent of list text, key-value blocks and first lines, in em. The templates use the same numbers. */
const INDEN_EM = 2.4;
const INDEN_RINCIAN_EM = 1.8;
/** Widest share of the line that labels of a key-value block may take. */
const BAGIAN_LABEL = 0.38;
/** Column of a single signer: as wide as its widest line of jabatan asks for, within these. */
const KOLOM_TTD_MM = { terkecil: 78, terlebar: 98 } as const;
const JARAK_KOLOM_TTD = 20;
/** What the emblem takes from the left of the kop. */
const LEBAR_LAMBANG_MM = 22;

/** A row of about so many lines is not torn at the end of a page; a higher one may have to be. */
const BARIS_UTUH = 8;

type Tabel = Extract<Blok, { jenis: 'tabel' }>;
type Pasangan = Extract<Blok, { jenis: 'pasangan' }>;

/**
 * The lembar as the template reads it: same words, plus everything that needs arithmetic (column widths, break
 * opportunities in words that are too long, the QR picture, the date as numbers). Deterministic. `lekatkan`: bodies
 * (0 the letter's, then the attachments') whose end must be pulled over to the signature.
 */
export function dataLembar(lembar: LembarNaskah, lekatkan: ReadonlySet<number> = new Set()): object {
  const { tata, kop } = lembar;
  const lebar = (tata.kertas.lebar - tata.margin.kiri - tata.margin.kanan) * PT_PER_MM;
  const ukuran = tata.ukuranHuruf;
  const teks = (isi: string, tersedia: number) => putusKataPanjang(bersih(isi), tersedia, ukuran);
  const separuh = lebar * 0.5;
  const kolom = kolomTtd(lembar, lebar);
  const badan = (isi: readonly Blok[], urutan: number) =>
    pisahEkor(isi, lekatkan.has(urutan), lebar, ukuran).map(({ blok, ...ikatan }) => ({
      ...dataBlok(blok, lebar, ukuran),
      ...ikatan,
    }));
  return {
    ...lembar,
    lebar,
    kolomTtd: kolom,
    tanggalPdf: uraiTanggal(lembar.tanggal),
    kop: {
      ...kop,
      pemerintah: barisKop(kop.pemerintah, lebar, 14, kop.perangkat.length === 0),
      perangkat: barisSama(kop.perangkat.map((baris) => barisKop(baris, lebar, 16, true))),
      alamat: kop.alamat.map((baris) => barisKop(baris, lebar, 9, false)),
    },
    hal: teks(lembar.hal, separuh),
    judulPdf: bersih(lembar.hal).replace(/\s+/g, ' '),
    tujuan: lembar.tujuan.map((t) => ({
      nama: teks(t.nama, separuh),
      di: t.di === null ? null : teks(t.di, separuh),
      up: t.up === null ? null : teks(t.up, separuh),
    })),
    dari: lembar.dari === null ? null : teks(lembar.dari, separuh),
    isi: badan(lembar.isi, 0),
    lampiran: lembar.lampiran.map((l, i) => ({
      kepala: teks(l.kepala, separuh),
      judul: teks(l.judul, lebar),
      isi: badan(l.isi, i + 1),
    })),
    tembusan: lembar.tembusan.map((t) => teks(t, separuh)),
    penandatangan: lembar.penandatangan.map((p) => ({
      ...p,
      jabatan: p.jabatan.map((j) => teks(j, kolom)),
      nama: putusKataPanjang(bersih(p.nama), kolom, ukuran, true),
      jabatanBlok: p.jabatan.map((j) => putusKataPanjang(bersih(j), kolom / 2, 8)),
      namaBlok: putusKataPanjang(bersih(p.nama), kolom / 2, 9, true),
    })),
    qr: lembar.bukti === null ? null : qrSvg(lembar.bukti.url),
  };
}

/** One spelling of a line end; tabs are spaces on a page. */
function bersih(teks: string): string {
  return teks.replace(tanpaLebar, '').replace(/\r\n?/g, '\n').replace(/\t/g, '    ');
}

/** A long name of a government or unit shrinks rather than wraps: a line of the kop stays a line. */
function barisKop(
  teks: string,
  lebar: number,
  terbesar: number,
  tebal: boolean,
): { teks: string; ukuran: number } {
  const tersedia = lebar - LEBAR_LAMBANG_MM * PT_PER_MM;
  const muat = tersedia / Math.max(lebarTeks(teks, 1, tebal), 1);
  return { teks: bersih(teks), ukuran: Math.max(6, Math.min(terbesar, Math.floor(muat * 4) / 4)) };
}

/** Lines of one name are of one size. */
function barisSama<T extends { ukuran: number }>(baris: readonly T[]): T[] {
  const ukuran = Math.min(...baris.map((b) => b.ukuran));
  return baris.map((b) => ({ ...b, ukuran }));
}

function kolomTtd({ penandatangan, tata }: LembarNaskah, lebar: number): number {
  if (penandatangan.length > 1) return (lebar - JARAK_KOLOM_TTD) / 2;
  const jabatan = penandatangan.flatMap((p) => p.jabatan).map((j) => lebarTeks(j, tata.ukuranHuruf) + 1);
  const { terkecil, terlebar } = KOLOM_TTD_MM;
  return Math.min(Math.max(terkecil * PT_PER_MM, ...jabatan), terlebar * PT_PER_MM, lebar);
}

function dataBlok(blok: Blok, lebar: number, ukuran: number): object {
  const teks = (isi: string, tersedia: number) => putusKataPanjang(bersih(isi), tersedia, ukuran);
  const butir = lebar - INDEN_EM * ukuran;
  switch (blok.jenis) {
    case 'paragraf':
    case 'subjudul':
      return { ...blok, teks: teks(blok.teks, lebar) };
    case 'daftar':
      return {
        ...blok,
        butir: blok.butir.map((b) => ({
          teks: teks(b.teks, butir),
          rincian: (b.rincian ?? []).map((r) => teks(r, butir - INDEN_RINCIAN_EM * ukuran)),
        })),
      };
    case 'pasangan':
      return dataPasangan(blok, lebar - INDEN_EM * ukuran, ukuran);
    case 'tabel':
      return dataTabel(blok, lebar, ukuran);
  }
}

function dataPasangan(blok: Pasangan, lebar: number, ukuran: number): object {
  const terpanjang = Math.max(...blok.isi.map((p) => lebarTeks(bersih(p.label), ukuran)));
  const label = Math.min(terpanjang + 1, lebar * BAGIAN_LABEL);
  const nilai = lebar - label - 2 * ukuran;
  return {
    ...blok,
    lebarLabel: label,
    isi: blok.isi.map((p) => ({
      label: putusKataPanjang(bersih(p.label), label, ukuran),
      nilai: putusKataPanjang(bersih(p.nilai), nilai, ukuran),
    })),
  };
}

function dataTabel(blok: Tabel, lebar: number, ukuran: number): object {
  const huruf = blok.kolom.length > 6 ? ukuran - 2 : ukuran - 1;
  const { kolom, inset } = lebarTabel(blok, lebar, huruf);
  const sel = (isi: string, k: number, tebal: boolean) =>
    putusKataPanjang(bersih(isi), (kolom[k] ?? lebar) - 2 * inset, huruf, tebal);
  return {
    jenis: blok.jenis,
    judul: blok.judul === undefined ? null : putusKataPanjang(bersih(blok.judul), lebar, ukuran, true),
    huruf,
    inset,
    lebar: kolom,
    rata: blok.kolom.map((k) => k.rata ?? 'kiri'),
    kepala: blok.kolom.map((k, i) => sel(k.judul, i, true)),
    // A short row is completed and a long one cut by the schema's owner; the page only needs a full grid.
    baris: blok.baris.map((baris) => ({
      sel: blok.kolom.map((_, i) => sel(baris[i] ?? '', i, false)),
      utuh: baris.every((isi, i) => lebarTeks(isi, huruf) < BARIS_UTUH * ((kolom[i] ?? lebar) - 2 * inset)),
    })),
  };
}
