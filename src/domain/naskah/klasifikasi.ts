/**
 * Classification codes (Permendagri 83/2022, regional table). This list is a SAMPLE for development: a government loads
 * the official annex. Codes are strings of up to five segments, compared segment by segment.
 */
export interface DaftarKlasifikasi {
  readonly berlakuSejak: string;
  /** A sample cannot prove that a code does not exist: below its main group an unlisted code is accepted. */
  readonly contoh: boolean;
  readonly kode: Readonly<Record<string, string>>;
}

export const klasifikasiContoh: DaftarKlasifikasi = {
  berlakuSejak: '2023-01-01',
  contoh: true,
  kode: {
    '000': 'Umum',
    '000.1': 'Ketatausahaan dan kerumahtanggaan',
    '000.1.2.3': 'Perjalanan dinas pegawai',
    '000.1.5': 'Rapat pimpinan, notula/risalah',
    '000.2': 'Perlengkapan',
    '000.3': 'Pengadaan',
    '000.4': 'Perpustakaan',
    '000.5': 'Kearsipan',
    '000.6': 'Persandian',
    '000.7': 'Perencanaan pembangunan',
    '000.8': 'Organisasi dan tata laksana',
    '000.8.3.2': 'Standar pelayanan',
    '000.8.3.3': 'Standar operasional prosedur',
    '000.8.3.4': 'Pelayanan publik',
    '000.9': 'Penelitian, pengkajian, dan pengembangan',
    '100': 'Pemerintahan',
    '100.1': 'Otonomi daerah',
    '100.2': 'Pemerintahan umum',
    '100.3.3.1': 'Keputusan gubernur',
    '100.3.3.2': 'Keputusan bupati',
    '100.3.3.3': 'Keputusan wali kota',
    '100.3.3.4': 'Keputusan sekretaris daerah provinsi',
    '100.3.3.5': 'Keputusan sekretaris daerah kabupaten',
    '100.3.3.6': 'Keputusan sekretaris daerah kota',
    '100.3.4.1': 'Instruksi/surat edaran provinsi',
    '100.3.4.2': 'Instruksi/surat edaran kabupaten',
    '100.3.4.3': 'Instruksi/surat edaran kota',
    '100.3.4.4': 'Instruksi/surat edaran setingkat eselon II',
    '100.3.5.1': 'Surat perintah gubernur',
    '100.3.5.2': 'Surat perintah bupati',
    '100.3.5.3': 'Surat perintah wali kota',
    '100.3.5.4': 'Surat perintah setingkat eselon II',
    '100.3.6': 'Standar/pedoman/petunjuk pelaksanaan/petunjuk teknis',
    '100.3.7.1': 'Nota kesepahaman/kontrak/perjanjian kerja sama dalam negeri',
    '100.3.7.2': 'Nota kesepahaman/kontrak/perjanjian kerja sama luar negeri',
    '200': 'Politik',
    '200.1': 'Kesatuan bangsa dan politik',
    '300': 'Keamanan dan ketertiban',
    '300.1': 'Satuan polisi pamong praja',
    '300.2': 'Penanggulangan bencana',
    '400': 'Kesejahteraan rakyat',
    '400.3': 'Pendidikan',
    '400.7': 'Kesehatan',
    '400.9': 'Sosial',
    '400.10': 'Pemberdayaan masyarakat desa',
    '400.12': 'Kependudukan dan pencatatan sipil',
    '400.14': 'Hubungan masyarakat',
    '400.14.5.3': 'Hubungan dengan perusahaan',
    '400.14.5.4': 'Hubungan dengan perguruan tinggi',
    '400.14.11': 'Penghargaan/tanda kenang-kenangan',
    '500': 'Perekonomian',
    '500.1': 'Ketahanan pangan',
    '500.2': 'Perdagangan',
    '500.3': 'Koperasi dan usaha kecil menengah',
    '500.9': 'Perindustrian',
    '500.10': 'Energi dan sumber daya mineral',
    '500.11': 'Perhubungan',
    '500.12': 'Komunikasi dan informatika',
    '500.13': 'Pariwisata dan ekonomi kreatif',
    '600': 'Pekerjaan umum',
    '700': 'Pengawasan',
    '700.1': 'Pengawasan internal',
    '800': 'Kepegawaian',
    '800.1': 'Sumber daya manusia',
    '800.1.11.1': 'Surat perintah dinas/surat tugas',
    '800.2': 'Pendidikan dan pelatihan',
    '900': 'Keuangan',
    '900.1': 'Keuangan daerah',
  },
};

/** Is the code listed, or, while the list is a sample, at least in a listed main group? */
export function klasifikasiDikenal(kode: string, daftar: DaftarKlasifikasi = klasifikasiContoh): boolean {
  return Object.hasOwn(daftar.kode, kode) || (daftar.contoh && Object.hasOwn(daftar.kode, kode.slice(0, 3)));
}

/** Only leaves may be chosen once the official table is loaded; retention is blank on parents (domain.md 4.4). */
export function klasifikasiDaun(kode: string, daftar: DaftarKlasifikasi = klasifikasiContoh): boolean {
  return !Object.keys(daftar.kode).some((lain) => adalahBawahan(lain, kode));
}

/** Order of the table: `400.14.9` before `400.14.10`, a parent before its children. */
export function bandingkanKlasifikasi(a: string, b: string): number {
  const [kiri, kanan] = [a.split('.').map(Number), b.split('.').map(Number)];
  const beda = kiri.findIndex((angka, i) => angka !== kanan[i]);
  return beda === -1 ? kiri.length - kanan.length : (kiri[beda] ?? 0) - (kanan[beda] ?? -1);
}

const adalahBawahan = (kode: string, induk: string): boolean => kode.startsWith(`${induk}.`);
