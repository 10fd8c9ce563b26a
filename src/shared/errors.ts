/**
 * The closed table of refusals. A code is for programs and stable for ever; the sentence is for people and may improve.
 * `status` is the HTTP status at the edge; `retryable` says whether the same request may succeed later unchanged.
 */
export const errors = {
  // Input
  MASUKAN_TIDAK_SAH: row(400, false, 'Masukan tidak sesuai dengan skema.'),
  JSON_TIDAK_SAH: row(400, false, 'Isi permintaan bukan JSON yang sah.'),
  ISI_TERLALU_BESAR: row(413, false, 'Isi permintaan melebihi batas ukuran.'),
  JENIS_MEDIA_TIDAK_DIDUKUNG: row(415, false, 'Jenis media permintaan tidak didukung.'),
  PERMINTAAN_TERLALU_LAMBAT: row(408, true, 'Permintaan tidak selesai diterima dalam batas waktu.'),
  TAJUK_TERLALU_BESAR: row(431, false, 'Tajuk permintaan melebihi batas ukuran.'),
  TERLALU_SERING: row(429, true, 'Terlalu banyak permintaan. Coba lagi sebentar lagi.'),
  TIDAK_DITEMUKAN: row(404, false, 'Data yang diminta tidak ditemukan.'),
  METODE_TIDAK_DIDUKUNG: row(405, false, 'Metode ini tidak tersedia pada alamat tersebut.'),
  // Access
  BELUM_MASUK: row(401, false, 'Permintaan ini memerlukan tanda pengenal yang sah.'),
  TIDAK_BERWENANG: row(403, false, 'Anda tidak berwenang melakukan tindakan ini.'),
  // Letters
  NASKAH_TINDAKAN_DITOLAK: row(
    409,
    false,
    'Tindakan ini tidak dapat dilakukan pada keadaan naskah sekarang.',
  ),
  NASKAH_BERUBAH: row(412, false, 'Naskah sudah berubah sejak Anda membacanya. Muat ulang lalu coba lagi.'),
  NASKAH_TANPA_PENANDATANGAN: row(422, false, 'Naskah belum memiliki penandatangan.'),
  NASKAH_BELUM_LENGKAP: row(422, false, 'Bagian wajib naskah belum lengkap.'),
  NASKAH_AKSARA_TIDAK_DIDUKUNG: row(
    422,
    false,
    'Naskah memuat aksara yang tidak tersedia pada huruf bawaan.',
  ),
  NASKAH_TATA_LETAK_GAGAL: row(422, false, 'Naskah tidak dapat ditata menjadi halaman.'),
  ALASAN_WAJIB: row(422, false, 'Tindakan ini memerlukan alasan.'),
  LANGKAH_BUKAN_GILIRAN: row(409, false, 'Langkah ini bukan giliran jabatan Anda.'),
  PROFIL_TIDAK_ADA: row(422, false, 'Belum ada profil tata naskah yang berlaku pada tanggal ini.'),
  JABATAN_TIDAK_DIKENAL: row(422, false, 'Jabatan yang disebut tidak dikenal.'),
  JABATAN_TANPA_PEMANGKU: row(422, false, 'Jabatan ini sedang tidak ada pemangkunya.'),
  KLASIFIKASI_TIDAK_DIKENAL: row(422, false, 'Kode klasifikasi tidak dikenal.'),
  // Numbering
  NOMOR_TERKUNCI: row(409, false, 'Nomor naskah terkunci sampai hasil penandatanganan dipastikan.'),
  NOMOR_SUDAH_DIPAKAI: row(409, false, 'Nomor ini sudah dipakai.'),
  // Signing
  PERSETUJUAN_TIDAK_COCOK: row(
    409,
    false,
    'Naskah berubah setelah Anda menyetujuinya. Baca ulang lalu setujui kembali.',
  ),
  WEWENANG_BERUBAH: row(
    409,
    false,
    'Pemangku jabatan penandatangan sudah berganti sejak naskah ini mulai ditandatangani.',
  ),
  FRASA_SANDI_SALAH: row(403, false, 'Frasa sandi salah.'),
  FRASA_SANDI_TERKUNCI: row(429, true, 'Frasa sandi terkunci sementara karena terlalu sering salah.'),
  SERTIFIKAT_TIDAK_ADA: row(422, false, 'Penandatangan belum memiliki sertifikat elektronik.'),
  SERTIFIKAT_KEDALUWARSA: row(422, false, 'Sertifikat elektronik penandatangan tidak berlaku pada saat ini.'),
  PENANDATANGANAN_BERJALAN: row(409, true, 'Penandatanganan naskah ini sedang berjalan.'),
  PENANDATANGANAN_GAGAL: row(502, true, 'Penandatanganan gagal. Naskah tetap menunggu tanda tangan.'),
  PENANDATANGANAN_TAK_PASTI: row(
    409,
    false,
    'Hasil penandatanganan belum pasti dan harus dipastikan oleh petugas.',
  ),
  TANDA_TANGAN_DITOLAK_PEMERIKSA: row(
    502,
    false,
    'Hasil tanda tangan ditolak pemeriksa; naskah tidak dinyatakan bertanda tangan.',
  ),
  CAP_WAKTU_TIDAK_TERSEDIA: row(
    503,
    true,
    'Layanan cap waktu tidak dapat dihubungi. Naskah menunggu cap waktu.',
  ),
  CAP_WAKTU_DITOLAK: row(
    502,
    true,
    'Jawaban layanan cap waktu tidak dapat diterima. Naskah menunggu cap waktu.',
  ),
  // Keys in tokens and at remote services
  PKCS11_TIDAK_TERSEDIA: row(500, false, 'Modul PKCS#11 tidak dapat dimuat pada mesin ini.'),
  TOKEN_TIDAK_TERSEDIA: row(503, true, 'Perangkat kunci tidak terpasang atau tidak menjawab.'),
  KUNCI_TIDAK_DITEMUKAN: row(422, false, 'Kunci atau sertifikat yang disebut tidak ditemukan.'),
  PIN_TERKUNCI: row(403, false, 'PIN terkunci. Buka kuncinya pada penyelenggara perangkat atau sertifikat.'),
  PIN_PERLU_DIGANTI: row(403, false, 'PIN kedaluwarsa atau belum ditetapkan. Tetapkan PIN lebih dahulu.'),
  OTP_SALAH: row(403, false, 'Kode sekali pakai salah, kedaluwarsa, atau belum diberikan.'),
  PENANDA_TIDAK_TERSEDIA: row(503, true, 'Layanan tanda tangan jarak jauh tidak dapat dihubungi.'),
  PENANDA_MENOLAK: row(502, false, 'Perangkat atau layanan tanda tangan menolak permintaan ini.'),
  PENYEDIA_BELUM_DIATUR: row(
    503,
    false,
    'Layanan penyelenggara sertifikat belum diatur pada pemasangan ini.',
  ),
  PENYEDIA_KREDENSIAL_DITOLAK: row(
    502,
    false,
    'Layanan penyelenggara sertifikat menolak akun aplikasi ini. Hubungi petugas.',
  ),
  PENYEDIA_PENGGUNA_TIDAK_TERDAFTAR: row(
    422,
    false,
    'Penandatangan belum terdaftar pada penyelenggara sertifikat.',
  ),
  PENYEDIA_PENGGUNA_TIDAK_AKTIF: row(
    422,
    false,
    'Sertifikat penandatangan pada penyelenggara sedang tidak dapat dipakai.',
  ),
  SERTIFIKAT_BUKAN_PENANDATANGAN: row(
    502,
    false,
    'Hasil ditandatangani dengan sertifikat orang lain; naskah tidak dinyatakan bertanda tangan.',
  ),
  PENANDA_JAWABAN_TIDAK_SAH: row(502, false, 'Jawaban layanan tanda tangan tidak dapat dipakai.'),
  // Complaints
  ADUAN_TINDAKAN_DITOLAK: row(409, false, 'Tindakan ini tidak dapat dilakukan pada keadaan aduan sekarang.'),
  // Documents handed in for checking
  ARSIP_TIDAK_TERBACA: row(422, false, 'Berkas ini bukan arsip ZIP yang utuh.'),
  ARSIP_MELAMPAUI_BATAS: row(422, false, 'Isi arsip melebihi batas yang dilayani.'),
  ARSIP_BUTIR_NAMA_TIDAK_SAH: row(422, false, 'Nama berkas di dalam arsip tidak dapat dipakai.'),
  ARSIP_BUTIR_GANDA: row(422, false, 'Nama berkas ini muncul lebih dari sekali di dalam arsip.'),
  ARSIP_BUTIR_TERENKRIPSI: row(422, false, 'Berkas ini dikunci dengan kata sandi arsip.'),
  ARSIP_BUTIR_METODE: row(422, false, 'Berkas ini dimampatkan dengan cara yang tidak didukung.'),
  ARSIP_BUTIR_TERLALU_BESAR: row(422, false, 'Berkas ini melebihi batas ukuran setelah dibuka.'),
  ARSIP_BUTIR_BERSARANG: row(422, false, 'Arsip di dalam arsip tidak diperiksa.'),
  ARSIP_BUTIR_RUSAK: row(422, false, 'Berkas ini rusak di dalam arsip.'),
  ARSIP_WAKTU_HABIS: row(503, true, 'Waktu untuk arsip ini habis sebelum berkas ini diperiksa.'),
  PDF_TIDAK_TERBACA: row(422, false, 'Berkas bukan PDF yang dapat dibaca.'),
  // Requests repeated
  KUNCI_IDEMPOTENSI_WAJIB: row(400, false, 'Permintaan ini memerlukan tajuk Idempotency-Key.'),
  KUNCI_IDEMPOTENSI_BEDA_ISI: row(
    422,
    false,
    'Idempotency-Key ini sudah dipakai untuk isi permintaan yang lain.',
  ),
  KUNCI_IDEMPOTENSI_BERJALAN: row(409, true, 'Permintaan dengan Idempotency-Key ini masih diproses.'),
  // Installation
  LAYANAN_BELUM_SIAP: row(503, true, 'Layanan belum siap melayani permintaan.'),
  DATA_SEDANG_DIPAKAI: row(503, false, 'Folder data sedang dipakai oleh proses Naskah lain.'),
  DATA_TIDAK_COCOK: row(500, false, 'Folder data tidak cocok dengan versi program ini.'),
  PENYIMPANAN_PENUH: row(
    507,
    true,
    'Ruang penyimpanan penuh. Tidak ada yang hilang; coba lagi setelah ruang tersedia.',
  ),
  PENYIMPANAN_SIBUK: row(503, true, 'Penyimpanan sedang sibuk. Coba lagi sebentar lagi.'),
  KONFIGURASI_TIDAK_SAH: row(500, false, 'Konfigurasi tidak sah.'),
  BERKAS_HILANG: row(500, false, 'Berkas yang tercatat tidak ditemukan di penyimpanan.'),
  TATA_HURUF_TIDAK_TERSEDIA: row(500, false, 'Mesin tata letak tidak tersedia pada mesin ini.'),
  KESALAHAN_INTERNAL: row(500, false, 'Terjadi kesalahan di dalam sistem.'),
} as const satisfies Record<string, ErrorRow>;

export interface ErrorRow {
  readonly status: number;
  readonly retryable: boolean;
  readonly kalimat: string;
}

export type ErrorCode = keyof typeof errors;

function row<S extends number>(status: S, retryable: boolean, kalimat: string) {
  return { status, retryable, kalimat } as const;
}

/** Thrown by operations. `pointer` is a JSON pointer into the input; `extra` holds only values safe to show. */
export class NaskahError extends Error {
  override readonly name = 'NaskahError';
  readonly code: ErrorCode;
  readonly pointer: string | null;
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    options: {
      detail?: string;
      pointer?: string;
      extra?: Readonly<Record<string, unknown>>;
      cause?: unknown;
    } = {},
  ) {
    super(options.detail ?? errors[code].kalimat, { cause: options.cause });
    this.code = code;
    this.pointer = options.pointer ?? null;
    this.extra = options.extra ?? {};
  }
}
