import { NaskahError } from '../../shared/errors.ts';

/** Why a source of trust is not used. Every one is named: silence would look like trust nobody gave. */
export const tolakanKepercayaan = {
  XML_TERLALU_BESAR: 'terlalu besar, terlalu dalam, atau terlalu banyak unsur',
  XML_BUKAN_UTF8: 'bukan teks UTF-8',
  XML_TERLARANG: 'memuat deklarasi tipe dokumen, entitas, atau instruksi pemrosesan',
  XML_RUSAK: 'bukan XML yang utuh',
  TANDA_TANGAN_TIDAK_ADA: 'tidak bertanda tangan tepat satu kali, langsung di bawah akarnya',
  TANDA_TANGAN_BENTUK: 'tanda tangannya tidak mencakup seluruh daftar dengan cara yang diizinkan',
  TANDA_TANGAN_ALGORITMA: 'tanda tangannya memakai algoritma yang tidak diterima',
  TANDA_TANGAN_SALAH: 'tanda tangannya tidak cocok dengan sertifikat penandatangan yang disematkan',
  PENANDATANGAN_LEMAH: 'kunci penandatangan yang disematkan terlalu lemah',
  PENANDATANGAN_TIDAK_DISEMATKAN: 'belum ada penandatangan yang disematkan; jalankan naskah trust add',
  BUKAN_DAFTAR: 'bukan daftar tepercaya TS 119 612',
  DAFTAR_DITUTUP: 'daftar ini sudah ditutup oleh penerbitnya',
  DAFTAR_MUNDUR: 'nomor urutnya lebih kecil daripada daftar yang sudah pernah dipakai',
  BERKAS_TERLALU_BESAR: 'berkasnya terlalu besar',
  TERLALU_BANYAK: 'terlalu banyak berkas atau sertifikat',
  BUKAN_SERTIFIKAT: 'memuat sesuatu yang bukan sertifikat PEM yang utuh',
  PIN_BELUM_DIPASTIKAN: 'sidiknya belum dipastikan; jalankan naskah trust add dengan --pin',
  PIN_LAIN: 'memakai nama otoritas nasional, tetapi sidiknya lain',
  CATATAN_RUSAK: 'catatan di sampingnya rusak atau tidak cocok dengan berkasnya',
  TIDAK_TERBACA: 'tidak dapat dibaca',
} as const satisfies Record<string, string>;
export type KodeTolakan = keyof typeof tolakanKepercayaan;

/** A refusal of one source; the others go on. */
export class TolakanKepercayaan extends NaskahError {
  readonly alasan: KodeTolakan;
  constructor(alasan: KodeTolakan, cause?: unknown) {
    super('KONFIGURASI_TIDAK_SAH', { detail: `Sumber kepercayaan ${tolakanKepercayaan[alasan]}.`, cause });
    this.alasan = alasan;
  }
}

export const tolakDaftar = (alasan: KodeTolakan, cause?: unknown): TolakanKepercayaan =>
  cause instanceof TolakanKepercayaan ? cause : new TolakanKepercayaan(alasan, cause);
