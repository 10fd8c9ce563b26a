import type { Bahasa, Frasa } from '../shared/bahasa.ts';
import type { AksiAduan } from '../domain/aduan/alur.ts';
import type { KeadaanAduan } from '../domain/aduan/aduan.ts';
import type { JenisNaskah } from '../domain/naskah/konsep.ts';

export type { Bahasa } from '../shared/bahasa.ts';

/** `?bahasa=en` switches. */
export const bahasaDari = (nilai: unknown): Bahasa => (nilai === 'en' ? 'en' : 'id');
/** Links inside the site keep the language. */
export const denganBahasa = (jalur: string, bahasa: Bahasa): string =>
  bahasa === 'id' ? jalur : `${jalur}${jalur.includes('?') ? '&' : '?'}bahasa=en`;

const f = (id: string, en: string): Frasa => ({ id, en });

export const jenisTeks: Readonly<Record<JenisNaskah, Frasa>> = {
  'surat-dinas': f('Surat dinas', 'Official letter (surat dinas)'),
  'nota-dinas': f('Nota dinas', 'Official memorandum (nota dinas)'),
  'jawaban-aduan': f('Jawaban aduan', 'Reply to a complaint (jawaban aduan)'),
};
export const keadaanAduanTeks: Readonly<Record<KeadaanAduan, Frasa>> = {
  baru: f('Diterima, menunggu verifikasi', 'Received, awaiting verification'),
  diteruskan: f('Diteruskan kepada perangkat daerah', 'Forwarded to the responsible office'),
  diproses: f('Sedang diproses', 'Being handled'),
  ditanggapi: f('Sudah ditanggapi', 'Answered'),
  diarsipkan: f('Diarsipkan', 'Archived'),
};
export const aksiAduanTeks: Readonly<Record<AksiAduan | 'terima', Frasa>> = {
  terima: f('Aduan diterima', 'Complaint received'),
  teruskan: f('Diteruskan kepada perangkat daerah', 'Forwarded to the responsible office'),
  proses: f('Mulai diproses', 'Handling began'),
  tanggapi: f('Surat jawaban dikirim', 'Reply letter sent'),
  susun_ulang: f('Surat jawaban disusun ulang', 'Reply letter is being redrafted'),
  arsipkan: f('Diarsipkan', 'Archived'),
};

export const teks = {
  situs: f('Bukti Naskah Dinas', 'Proof of Official Letters'),
  semboyan: f('Layanan pembuktian naskah dinas elektronik', 'Verification of electronic official letters'),
  lompat: f('Langsung ke isi', 'Skip to content'),
  navigasi: f('Navigasi utama', 'Main navigation'),
  pilihBahasa: f('Bahasa', 'Language'),
  beranda: f('Beranda', 'Home'),
  periksa: f('Periksa berkas', 'Check a file'),
  lacak: f('Lacak aduan', 'Track a complaint'),
  dokumentasi: f('Dokumentasi API', 'API documentation'),
  kaki: f(
    'Halaman ini hanya menampilkan data yang boleh diketahui umum. Tidak ada berkas yang Anda unggah yang disimpan.',
    'This page shows only what the public may know. No file you upload is kept.',
  ),

  mukaJudul: f('Pastikan naskah dinas itu asli', 'Make sure an official letter is genuine'),
  mukaUraian: f(
    'Periksa tanda tangan elektronik pada berkas PDF, atau pindai kode QR pada naskah untuk melihat data yang terdaftar.',
    'Check the electronic signatures of a PDF file, or scan the QR code on a letter to see what is registered.',
  ),
  mukaPeriksa: f(
    'Unggah berkas PDF untuk mengetahui siapa yang menandatangani, kapan, dan apakah isinya berubah.',
    'Upload a PDF file to learn who signed it, when, and whether it has changed.',
  ),
  mukaPindaiJudul: f('Pindai kode QR', 'Scan the QR code'),
  mukaPindai: f(
    'Arahkan kamera ponsel pada kode QR di naskah, lalu pastikan alamat yang terbuka adalah alamat resmi yang tercetak di bawahnya.',
    'Point your phone at the QR code on the letter, and make sure the address that opens is the official one printed beneath it.',
  ),
  mukaLacak: f(
    'Masukkan nomor tiket untuk melihat sampai di mana aduan Anda.',
    'Enter your ticket number to see how far your complaint has come.',
  ),
  mukaDokumentasi: f('Untuk pengembang dan pemeriksa.', 'For developers and auditors.'),

  terdaftar: f('Naskah ini terdaftar', 'This letter is registered'),
  terdaftarUraian: f(
    'Ditandatangani secara elektronik dan tercatat pada',
    'Signed electronically and recorded by',
  ),
  belumJudul: f('Naskah ini belum ditandatangani', 'This letter has not been signed'),
  belumUraian: f(
    'Kode bukti ini milik naskah yang masih dalam proses. Lembar yang memuatnya belum berlaku sebagai naskah dinas.',
    'This proof code belongs to a letter still in preparation. A sheet that carries it is not yet an official letter.',
  ),
  pengembanganJudul: f('Sertifikat pengembangan', 'Development certificate'),
  pengembangan: f(
    'Naskah ini ditandatangani dengan sertifikat pengembangan untuk percobaan. Naskah ini tidak mempunyai kekuatan hukum.',
    'This letter was signed with a development certificate for testing. It has no legal force.',
  ),
  dataNaskah: f('Data naskah', 'The letter'),
  pemerintah: f('Pemerintah', 'Government'),
  jenis: f('Jenis', 'Kind'),
  nomor: f('Nomor', 'Number'),
  tanggal: f('Tanggal', 'Date'),
  hal: f('Hal', 'Subject'),
  halDitahan: f('Tidak ditampilkan karena sifat naskah', 'Withheld because of the letter’s classification'),
  status: f('Status', 'Status'),
  statusDikirim: f('Ditandatangani dan sudah dikirim', 'Signed and sent'),
  statusDitandatangani: f('Ditandatangani, belum dikirim', 'Signed, not yet sent'),
  penandatangan: f('Penandatangan', 'Signed by'),
  ditandatanganiPada: f('Ditandatangani', 'Signed on'),
  sidik: f('Sidik berkas (SHA-256)', 'File fingerprint (SHA-256)'),
  sidikUraian: f(
    'Sidik ini tunggal bagi berkas PDF asli. Satu huruf yang berubah menghasilkan sidik lain.',
    'Only the original PDF file has this fingerprint. A single changed letter gives another.',
  ),
  bandingkanJudul: f('Bandingkan dengan naskah di tangan Anda', 'Compare with the letter in your hand'),
  bandingkan: f(
    'Kode QR membuktikan bahwa naskah ini terdaftar, bukan bahwa lembar di tangan Anda tidak diubah. Cocokkan nomor, tanggal, hal, dan penandatangan. Untuk kepastian penuh, periksa berkas PDF-nya.',
    'The QR code proves that this letter is registered, not that your sheet is unaltered. Compare the number, date, subject and signers. To be fully certain, check the PDF file.',
  ),

  periksaJudul: f('Periksa berkas PDF', 'Check a PDF file'),
  arsipUraian: f(
    'Arsip ZIP berisi beberapa PDF juga dapat dikirim.',
    'A ZIP of several PDF files may be sent as well.',
  ),
  periksaUraian: f(
    'Berkas diperiksa saat itu juga dan tidak disimpan.',
    'The file is checked at once and not kept.',
  ),
  pilihBerkas: f('Berkas PDF atau arsip ZIP', 'PDF file or ZIP'),
  paling: f('Paling besar', 'At most'),
  tombolPeriksa: f('Periksa tanda tangan', 'Check the signatures'),
  periksaLain: f('Periksa berkas lain', 'Check another file'),
  hasil: f('Hasil pemeriksaan', 'Result'),
  tandaTangan: f('Tanda tangan', 'Signature'),
  capWaktuDokumen: f('Cap waktu dokumen', 'Document timestamp'),
  siapa: f('Siapa', 'Who'),
  kapan: f('Kapan', 'When'),
  tingkat: f('Tingkat', 'Level'),
  golonganBelum: f(
    'Golongannya belum dinilai saat ini; periksa berkas PDF-nya.',
    'Its class could not be looked at just now; please check the PDF file.',
  ),
  golongan: f('Golongan', 'Class'),
  jawabanJudul: f('Yang ditanyakan', 'What was asked'),
  tidakDiperiksa: f('Yang tidak diperiksa', 'What was not checked'),
  perubahanSesudahnya: f('Perubahan sesudah ditandatangani', 'Changes after signing'),
  halaman: f('Halaman', 'Page'),
  tanpaHalaman: f('Tidak tampak pada halaman', 'Not shown on any page'),
  perubahanLain: f(
    'perubahan lain tidak didaftar di sini; semuanya ikut dinilai.',
    'further changes are not listed here; all of them were judged.',
  ),
  tandaTanganLain: f('Tanda tangan selebihnya', 'The remaining signatures'),
  kepercayaanInstansi: f('Ikut dipakai: jangkar kepercayaan pemerintah', 'Anchors also used: those of'),
  hasilArsip: f('Hasil pemeriksaan arsip', 'Result of the archive'),
  tidakDiperiksaBerkas: f('Tidak diperiksa', 'Not checked'),
  berkasDiperiksa: f('berkas', 'files'),
  tidakDiketahui: f('Tidak diketahui', 'Unknown'),
  waktuTerbukti: f('terbukti oleh cap waktu', 'proven by a timestamp'),
  waktuKlaim: f('menurut penandatangan, tidak terbukti', 'as claimed by the signer, not proven'),
  tercatatJudul: f('Tercatat pada layanan ini', 'Recorded by this service'),
  tercatat: f(
    'Berkas ini sama persis, byte demi byte, dengan yang diterbitkan di sini.',
    'This file is, byte for byte, one that was issued here.',
  ),
  lihatBukti: f('Lihat halaman bukti', 'See its proof page'),
  takTercatat: f(
    'Berkas ini tidak tercatat sebagai naskah yang diterbitkan layanan ini. Hasil di atas hanya tentang tanda tangannya.',
    'This file is not recorded as issued by this service. The result above is about its signatures only.',
  ),
  rincian: f('Rincian pemeriksaan', 'Details of the checks'),

  lacakJudul: f('Lacak aduan', 'Track a complaint'),
  lacakUraian: f(
    'Nomor tiket diberikan saat aduan diterima. Isi aduan dan identitas pelapor tidak ditampilkan.',
    'The ticket number was given when the complaint was received. Its text and the reporter’s identity are not shown.',
  ),
  tiket: f('Nomor tiket', 'Ticket number'),
  tombolLacak: f('Lihat keadaan', 'Show status'),
  tiketTidakAda: f(
    'Tidak ada aduan dengan nomor tiket itu. Periksa kembali penulisannya.',
    'There is no complaint with that ticket number. Please check the spelling.',
  ),
  diterima: f('Diterima', 'Received'),
  unit: f('Ditangani oleh', 'Handled by'),
  belumUnit: f('Belum diteruskan', 'Not yet forwarded'),
  tenggat: f('Tenggat jawaban', 'Answer due'),
  sementara: f('sementara, menurut kalender yang berlaku sekarang', 'provisional, by the present calendar'),
  jawaban: f('Surat jawaban', 'Reply letter'),
  riwayat: f('Perjalanan aduan', 'What happened so far'),

  galatKembali: f('Kembali ke beranda', 'Back to the home page'),
  galatJejak: f('Sebutkan kode ini bila menghubungi petugas', 'Quote this code when you contact us'),
} as const satisfies Record<string, Frasa>;
export type KunciTeks = keyof typeof teks;

/** The reader of the table for one language. */
export const ucap =
  (bahasa: Bahasa) =>
  (kunci: KunciTeks): string =>
    teks[kunci][bahasa];
