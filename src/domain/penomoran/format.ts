import type { Brand, Tanggal } from '../../shared/brand.ts';
import { NaskahError } from '../../shared/errors.ts';
import { bulan, bulanRomawi, tahun } from '../kalender/tanggal.ts';

/** A letter's number as printed. */
export type NomorNaskah = Brand<string, 'NomorNaskah'>;

export interface NilaiNomor {
  /** Security class, `B`. */
  readonly sifat: string;
  readonly klas: string;
  readonly urut: number;
  /** Suffix of an inserted number (`a`); empty for ordinary ones. */
  readonly sisipan?: string;
  /** Codes of the drafting unit and of its perangkat daerah. */
  readonly kodeUnit: string;
  readonly kodePD: string;
  readonly kodeJenis: string;
  /** The letter's date: gives month and year. */
  readonly tanggal: Tanggal;
}

/** What may stand between braces (domain.md 4.1). `{urut:3}` pads with zeros. */
const token = {
  sifat: (n) => n.sifat,
  klas: (n) => n.klas,
  urut: (n, lebar) => String(n.urut).padStart(lebar, '0') + (n.sisipan ?? ''),
  kodeUnit: (n) => n.kodeUnit,
  kodePD: (n) => n.kodePD,
  kodeJenis: (n) => n.kodeJenis,
  blnRomawi: (n) => bulanRomawi(n.tanggal),
  bln: (n) => String(bulan(n.tanggal)).padStart(2, '0'),
  tahun: (n) => String(tahun(n.tanggal)),
} as const satisfies Record<string, (nilai: NilaiNomor, lebar: number) => string>;
type NamaToken = keyof typeof token;

type Bagian =
  | { readonly jenis: 'teks'; readonly teks: string }
  | { readonly jenis: 'token'; readonly nama: NamaToken; readonly lebar: number };
export type BacaanFormat =
  | { readonly sah: true; readonly bagian: readonly Bagian[] }
  | { readonly sah: false; readonly alasan: string };

/** Parses a format; a format that could print one number for two letters (no `{urut}`) is refused. */
export function bacaFormat(format: string): BacaanFormat {
  const bagian: Bagian[] = [];
  for (const potong of format.split(/(\{[^{}]*\})/).filter((p) => p !== '')) {
    if (!potong.startsWith('{')) {
      if (/[{}]/.test(potong)) return tolak(`Kurung kurawal tidak berpasangan pada "${format}".`);
      bagian.push({ jenis: 'teks', teks: potong });
      continue;
    }
    const [, nama = '', lebar] = /^\{([A-Za-z]+)(?::([1-9]))?\}$/.exec(potong) ?? [];
    if (!Object.hasOwn(token, nama)) return tolak(`Unsur ${potong} tidak dikenal.`);
    if (lebar !== undefined && nama !== 'urut') return tolak(`Unsur ${potong} tidak menerima jumlah angka.`);
    bagian.push({ jenis: 'token', nama: nama as NamaToken, lebar: Number(lebar ?? 1) });
  }
  const urut = bagian.filter((b) => b.jenis === 'token' && b.nama === 'urut').length;
  return urut === 1 ? { sah: true, bagian } : tolak('Format harus memuat {urut} tepat satu kali.');
}

/** The printed number. A broken format is the profile's fault: KONFIGURASI_TIDAK_SAH. */
export function susunNomor(format: string, nilai: NilaiNomor): NomorNaskah {
  const bacaan = bacaFormat(format);
  if (!bacaan.sah) throw new NaskahError('KONFIGURASI_TIDAK_SAH', { detail: bacaan.alasan });
  return bacaan.bagian
    .map((b) => (b.jenis === 'teks' ? b.teks : token[b.nama](nilai, b.lebar)))
    .join('') as NomorNaskah;
}

const tolak = (alasan: string): BacaanFormat => ({ sah: false, alasan });
