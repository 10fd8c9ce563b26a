import type { PadesError } from '../pades/index.ts';
import { type PadesErrorCode } from '../pades/index.ts';

/** What the engine's codes mean, for people here: the engine itself speaks the standards' English. */
const kalimat: Readonly<Record<PadesErrorCode, string>> = {
  PADES_NOT_PDF: 'Berkas ini bukan PDF.',
  PADES_PDF_SYNTAX: 'Susunan PDF ini melanggar standarnya.',
  PADES_XREF_BROKEN: 'Daftar letak isi (xref) PDF ini tidak dapat dipercaya.',
  PADES_OBJECT_MISSING: 'Ada bagian PDF yang diperlukan tetapi tidak ditemukan.',
  PADES_STREAM_UNSUPPORTED: 'PDF ini memakai pemampatan yang tidak didukung.',
  PADES_LIMIT_EXCEEDED: 'PDF ini melampaui batas ukuran atau kerumitan yang dilayani.',
  PADES_ENCRYPTED: 'PDF ini terenkripsi; kata sandinya diperlukan.',
  PADES_PASSWORD_WRONG: 'Kata sandi PDF ini salah.',
  PADES_ENCRYPTION_UNSUPPORTED: 'PDF ini dienkripsi dengan cara yang tidak didukung.',
  PADES_PERMISSION_DENIED: 'Kata sandi ini tidak mengizinkan pengisian atau penandatanganan.',
  PADES_XFA_UNSUPPORTED: 'PDF ini formulir XFA, yang tampil lain dari isi PDF yang akan ditandatangani.',
  PADES_SOURCE_CHANGED: 'Berkas telah berubah sejak disiapkan untuk ditandatangani.',
  PADES_FILE_BUSY: 'Berkas ini sedang ditulis oleh proses lain.',
  PADES_TRAILING_BYTES: 'Ada isi tak dikenal setelah akhir PDF.',
  PADES_CERTIFIED_NO_CHANGES: 'PDF ini disertifikasi dan tidak menerima tanda tangan lagi.',
  PADES_FIELD_IN_USE: 'Bidang tanda tangan itu sudah terisi.',
  PADES_FIELD_NAME_INVALID: 'Nama bidang kosong, terlalu panjang, atau memuat titik.',
  PADES_FIELD_LOCKED: 'Bidang tanda tangan itu dikunci oleh tanda tangan sebelumnya.',
  PADES_VISIBLE_FIELD_FORBIDDEN:
    'PDF yang disertifikasi tidak menerima bidang tanda tangan baru yang terlihat.',
  PADES_CERTIFICATION_NOT_FIRST: 'Hanya tanda tangan pertama yang dapat mensertifikasi PDF.',
  PADES_REASON_FORBIDDEN: 'Alasan tidak boleh ditulis bersama jenis komitmen atau kebijakan tanda tangan.',
  PADES_OPTIONS_INVALID: 'Pilihan tanda tangan itu tidak dapat dipakai.',
  PADES_SEED_VALUE_UNMET: 'Bidang tanda tangan mensyaratkan sesuatu yang tidak terpenuhi.',
  PADES_PAGE_OUT_OF_RANGE: 'Halaman itu tidak ada pada PDF ini.',
  PADES_APPEARANCE_INVALID: 'Kotak atau tampilan tanda tangan tidak dapat dipakai.',
  PADES_GLYPH_MISSING: 'Huruf yang dipakai tidak memiliki salah satu aksara pada tampilan tanda tangan.',
  PADES_TAG_NOT_FOUND: 'Penanda letak tanda tangan tidak ditemukan pada teks PDF ini.',
  PADES_TAG_AMBIGUOUS: 'Penanda letak tanda tangan muncul lebih dari sekali pada PDF ini.',
  PADES_ALGORITHM_REFUSED: 'Kunci atau algoritma ini tidak diizinkan untuk tanda tangan baru.',
  PADES_CERTIFICATE_INVALID: 'Sertifikat tidak terbaca atau tidak cocok dengan kuncinya.',
  PADES_CONTENTS_TOO_SMALL: 'Tanda tangan tidak muat pada tempat yang disediakan.',
  PADES_SIGNATURE_MISMATCH: 'Nilai tanda tangan tidak cocok dengan dokumen yang disiapkan.',
  PADES_ASN1_INVALID: 'Data sertifikat atau tanda tangan rusak.',
  PADES_CMS_INVALID: 'Data tanda tangan (CMS) rusak.',
  PADES_NOT_SIGNED: 'Berkas ini tidak memuat tanda tangan yang dapat ditingkatkan.',
  PADES_SIGNATURE_BROKEN: 'Ada tanda tangan atau cap waktu pada berkas ini yang rusak.',
  PADES_SIGNATURE_UNSUPPORTED: 'Ada tanda tangan yang jenisnya tidak dapat dijadikan jangka panjang.',
  PADES_PROOF_EXPIRED:
    'Cap waktu tanda tangan ini sudah berakhir, begitu pula sertifikatnya: waktunya tidak dapat dibuktikan lagi.',
  PADES_OUTPUT_REFUSED: 'Hasilnya tidak lolos pemeriksaan, maka tidak ditulis.',
  PADES_CHAIN_MISSING: 'Tidak ada rantai dari sertifikat ke jangkar kepercayaan.',
  PADES_CERTIFICATE_REVOKED: 'Sertifikat sudah dicabut sebelum waktu yang terbukti.',
  PADES_REVOCATION_MISSING: 'Data pencabutan yang diperlukan tingkat ini tidak diperoleh.',
  PADES_TSP_UNREACHABLE: 'Layanan cap waktu tidak dapat dihubungi.',
  PADES_TSP_REJECTED: 'Layanan cap waktu menolak permintaan.',
  PADES_TSP_MISMATCH: 'Cap waktu yang diterima menjawab permintaan lain.',
  PADES_TSP_INVALID: 'Cap waktu yang diterima tidak dapat dipakai.',
  PADES_REVOCATION_UNREACHABLE: 'Layanan status pencabutan sertifikat tidak dapat dihubungi.',
  PADES_REVOCATION_NOT_CURRENT: 'Data pencabutan sertifikat tidak berlaku untuk waktu yang ditanyakan.',
  PADES_REVOCATION_UNKNOWN: 'Layanan status (OCSP) tidak mengenal sertifikat ini.',
  PADES_OCSP_REJECTED: 'Layanan status (OCSP) tidak memberi jawaban.',
  PADES_OCSP_MISMATCH: 'Jawaban status (OCSP) yang diterima menjawab pertanyaan lain.',
  PADES_OCSP_INVALID: 'Jawaban status (OCSP) yang diterima tidak dapat dipakai.',
  PADES_CRL_MISMATCH: 'Daftar pencabutan (CRL) yang diterima tidak mencakup sertifikat ini.',
  PADES_CRL_INVALID: 'Daftar pencabutan (CRL) yang diterima tidak dapat dipakai.',
};

/** The sentence, with the byte where the engine stopped and what it saw there, for whoever has to look. */
export function kalimatPades(galat: PadesError): string {
  const letak = galat.offset === null ? '' : ` Letak: bita ${galat.offset}.`;
  const rincian = galat.detail === null ? '' : ` (${galat.detail})`;
  return `${kalimat[galat.code]}${rincian}${letak}`;
}

export const kalimatKodePades = (kode: PadesErrorCode): string => kalimat[kode];
