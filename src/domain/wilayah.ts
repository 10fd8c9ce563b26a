/** Provinces by the first two digits of a region code (Kemendagri), for the form of a NIK. */
export const kodeProvinsi: readonly string[] = [
  ...['11', '12', '13', '14', '15', '16', '17', '18', '19', '21'],
  ...['31', '32', '33', '34', '35', '36', '51', '52', '53'],
  ...['61', '62', '63', '64', '65', '71', '72', '73', '74', '75', '76'],
  // 93 to 96 since the division of Papua in 2022.
  ...['81', '82', '91', '92', '93', '94', '95', '96'],
];

export interface Wilayah {
  readonly kode: string;
  readonly jenis: 'kabupaten' | 'kota';
  readonly nama: string;
}

/** Regencies and cities of Central Java (domain.md 9.5). Four names exist as both, so the kind is always shown. */
export const wilayahJateng: readonly Wilayah[] = [
  ['33.01', 'Cilacap'],
  ['33.02', 'Banyumas'],
  ['33.03', 'Purbalingga'],
  ['33.04', 'Banjarnegara'],
  ['33.05', 'Kebumen'],
  ['33.06', 'Purworejo'],
  ['33.07', 'Wonosobo'],
  ['33.08', 'Magelang'],
  ['33.09', 'Boyolali'],
  ['33.10', 'Klaten'],
  ['33.11', 'Sukoharjo'],
  ['33.12', 'Wonogiri'],
  ['33.13', 'Karanganyar'],
  ['33.14', 'Sragen'],
  ['33.15', 'Grobogan'],
  ['33.16', 'Blora'],
  ['33.17', 'Rembang'],
  ['33.18', 'Pati'],
  ['33.19', 'Kudus'],
  ['33.20', 'Jepara'],
  ['33.21', 'Demak'],
  ['33.22', 'Semarang'],
  ['33.23', 'Temanggung'],
  ['33.24', 'Kendal'],
  ['33.25', 'Batang'],
  ['33.26', 'Pekalongan'],
  ['33.27', 'Pemalang'],
  ['33.28', 'Tegal'],
  ['33.29', 'Brebes'],
  ['33.71', 'Magelang'],
  ['33.72', 'Surakarta'],
  ['33.73', 'Salatiga'],
  ['33.74', 'Semarang'],
  ['33.75', 'Pekalongan'],
  ['33.76', 'Tegal'],
].map(([kode = '', nama = '']) => ({ kode, jenis: kode >= '33.7' ? 'kota' : 'kabupaten', nama }));

/** `Kota Semarang`, `Kabupaten Semarang` */
export const namaWilayah = ({ jenis, nama }: Wilayah): string =>
  `${jenis === 'kota' ? 'Kota' : 'Kabupaten'} ${nama}`;
export const cariWilayah = (kode: string): Wilayah | null =>
  wilayahJateng.find((w) => w.kode === kode) ?? null;
