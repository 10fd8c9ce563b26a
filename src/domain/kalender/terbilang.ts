const satuan = [
  'nol',
  'satu',
  'dua',
  'tiga',
  'empat',
  'lima',
  'enam',
  'tujuh',
  'delapan',
  'sembilan',
  'sepuluh',
  'sebelas',
] as const;

/** Rows from large to small; `se` is the short form of one (`seribu`, but `satu juta`). */
const pangkat = [
  { nilai: 1_000_000_000_000, kata: 'triliun', se: null },
  { nilai: 1_000_000_000, kata: 'miliar', se: null },
  { nilai: 1_000_000, kata: 'juta', se: null },
  { nilai: 1_000, kata: 'ribu', se: 'seribu' },
  { nilai: 100, kata: 'ratus', se: 'seratus' },
] as const;

/** A whole number from 0 to 999 triliun in words: `dua puluh satu`. Throws RangeError outside that. */
export function terbilang(n: number): string {
  if (!Number.isInteger(n) || n < 0 || n >= 1e15) throw new RangeError('terbilang: 0 sampai 999 triliun');
  const kecil = satuan[n];
  if (kecil !== undefined) return kecil;
  if (n < 20) return `${terbilang(n - 10)} belas`;
  if (n < 100) return gabung(`${terbilang(Math.floor(n / 10))} puluh`, n % 10);
  const baris = pangkat.find(({ nilai }) => n >= nilai) ?? pangkat[4];
  const jumlah = Math.floor(n / baris.nilai);
  const kepala = jumlah === 1 && baris.se !== null ? baris.se : `${terbilang(jumlah)} ${baris.kata}`;
  return gabung(kepala, n % baris.nilai);
}

const gabung = (kepala: string, sisa: number): string =>
  sisa === 0 ? kepala : `${kepala} ${terbilang(sisa)}`;
