import type { Blok } from '../../src/domain/naskah/konsep.ts';
import type { BlokTandaTangan, LembarNaskah } from '../../src/domain/naskah/lembar.ts';

export const penandatangan: readonly BlokTandaTangan[] = [
  {
    jabatan: ['KEPALA DINAS KOMUNIKASI DAN INFORMATIKA', 'PROVINSI JAWA TENGAH,'],
    nama: 'Dr. Ir. Contoh Wirasatya, M.Kom.',
    pangkat: 'Pembina Utama Muda (IV/c)',
    nip: '19710203 199603 1 001',
  },
  {
    jabatan: ['KEPALA DINAS PERHUBUNGAN', 'PROVINSI JAWA TENGAH,'],
    nama: 'Rekaan Lestariningtyas, S.T., M.T.',
    pangkat: 'Pembina Utama Muda (IV/c)',
    nip: '19720405 199703 2 002',
  },
  {
    jabatan: ['a.n. GUBERNUR JAWA TENGAH', 'SEKRETARIS DAERAH,'],
    nama: 'Prof. Dr. Misal Adiningrat, S.H., M.Hum.',
    pangkat: null,
    nip: null,
  },
];

export const paragraf = (teks: string): Blok => ({ jenis: 'paragraf', teks });

export const isiPendek: readonly Blok[] = [
  paragraf(
    'Menindaklanjuti surat Saudara Nomor 000.8/112/2026 tanggal 3 November 2026 hal Permohonan Pemanfaatan Tanda Tangan Elektronik, bersama ini disampaikan hal-hal sebagai berikut:',
  ),
  {
    jenis: 'daftar',
    gaya: 'angka',
    butir: [
      {
        teks: 'Pemanfaatan sertifikat elektronik bagi pejabat penandatangan naskah dinas dilaksanakan mulai tanggal 1 Desember 2026 dengan ketentuan:',
        rincian: [
          'setiap pejabat memasukkan frasa sandinya sendiri dan tidak mewakilkannya kepada siapa pun;',
          'pejabat yang sertifikatnya akan berakhir mengajukan pembaruan paling lambat 30 (tiga puluh) hari sebelumnya; dan',
          'perangkat daerah menunjuk 1 (satu) orang verifikator.',
        ],
      },
      { teks: 'Daftar verifikator disampaikan kepada Dinas Komunikasi dan Informatika.' },
      { teks: 'Sosialisasi dilaksanakan pada:' },
    ],
  },
  {
    jenis: 'pasangan',
    isi: [
      { label: 'Hari/tanggal', nilai: 'Kamis, 3 Desember 2026' },
      { label: 'Waktu', nilai: '09.00 WIB s.d. selesai' },
      { label: 'Tempat', nilai: 'Ruang Rapat Rekaan Lantai 3, Jalan Contoh Nomor 1, Semarang' },
      { label: 'Acara', nilai: 'Sosialisasi penerapan naskah dinas elektronik' },
    ],
  },
  paragraf(
    'Demikian untuk menjadi perhatian dan atas kerja sama Saudara diucapkan terima kasih. Keterangan lebih lanjut dapat diperoleh pada jam kerja melalui alamat yang tercantum pada kepala surat ini.',
  ),
];

export const tabel = (baris: number): Blok => ({
  jenis: 'tabel',
  judul: 'Rekapitulasi Pemanfaatan Naskah Dinas Elektronik',
  kolom: [
    { judul: 'No.', rata: 'tengah' },
    { judul: 'Perangkat Daerah' },
    { judul: 'Jumlah Naskah', rata: 'kanan' },
    { judul: 'Keterangan' },
  ],
  baris: Array.from({ length: baris }, (_, i) => [
    `${i + 1}`,
    `Perangkat Daerah Contoh ke-${i + 1}`,
    `${(i + 1) * 37}`,
    i % 3 === 0 ? 'Sudah menerapkan penuh pada seluruh unit kerja' : '-',
  ]),
});

export function lembar(ubah: Partial<LembarNaskah> = {}): LembarNaskah {
  return {
    jenis: 'surat-dinas',
    mode: 'final',
    tata: {
      kertas: { lebar: 210, tinggi: 297 },
      margin: { atas: 20, bawah: 25, kiri: 30, kanan: 20 },
      ukuranHuruf: 11,
      spasi: 1.15,
    },
    kop: {
      lambang: 'daerah',
      pemerintah: 'PEMERINTAH PROVINSI JAWA TENGAH',
      perangkat: ['DINAS KOMUNIKASI DAN INFORMATIKA'],
      alamat: [
        'Jalan Contoh Nomor 1, Kelurahan Rekaan, Kota Semarang 50000',
        'Telepon (024) 0000000, Laman diskominfo.jatengprov.example, Pos-el diskominfo@jatengprov.example',
      ],
    },
    judul: null,
    nomor: '000.8.3/117/2026',
    tanggal: '24 November 2026',
    tempat: 'Semarang',
    sifat: 'Biasa',
    lampiranRingkas: '-',
    hal: 'Penerapan Tanda Tangan Elektronik pada Naskah Dinas Tahun 2026',
    tujuan: [{ nama: 'Kepala Dinas Perhubungan Provinsi Jawa Tengah', di: 'Semarang', up: null }],
    dari: null,
    isi: isiPendek,
    lampiran: [],
    tembusan: ['Gubernur Jawa Tengah (sebagai laporan);', 'Inspektur Provinsi Jawa Tengah.'],
    penandatangan: penandatangan.slice(0, 1),
    bukti: {
      url: 'https://naskah.jatengprov.example/b/q3Zx7Kp0aYbW1mN5tR8sVw',
      domain: 'naskah.jatengprov.example',
    },
    footer: [
      'UU ITE No. 11 Tahun 2008 Pasal 5 Ayat 1: "Informasi Elektronik dan/atau Dokumen Elektronik dan/atau hasil cetaknya merupakan alat bukti hukum yang sah."',
      'Dokumen ini ditandatangani secara elektronik dengan sertifikat elektronik PENGEMBANGAN dan tidak memiliki kekuatan hukum.',
    ],
    ...ubah,
  };
}
