import type { ErrorCode } from '../shared/errors.ts';
import type { Bahasa } from './bahasa.ts';

interface Galat {
  readonly judul: string;
  /** null: the problem's own sentence says it best. */
  readonly uraian: string | null;
}

/** What people read when something is refused. */
const tabel: Partial<Record<ErrorCode, Readonly<Record<Bahasa, Galat>>>> = {
  TIDAK_DITEMUKAN: {
    id: {
      judul: 'Tidak ditemukan',
      uraian:
        'Tidak ada naskah atau halaman pada alamat ini. Bila Anda memindai kode QR, periksa apakah alamatnya sama dengan alamat resmi yang tercetak pada naskah.',
    },
    en: {
      judul: 'Not found',
      uraian:
        'There is no letter or page at this address. If you scanned a QR code, check that the address is the official one printed on the letter.',
    },
  },
  ISI_TERLALU_BESAR: {
    id: { judul: 'Berkas terlalu besar', uraian: 'Berkas melebihi batas ukuran pemeriksaan.' },
    en: { judul: 'The file is too large', uraian: 'The file exceeds the size limit of this check.' },
  },
  MASUKAN_TIDAK_SAH: {
    id: { judul: 'Permintaan belum lengkap', uraian: null },
    en: { judul: 'The request is incomplete', uraian: 'Please choose exactly one PDF file.' },
  },
  TERLALU_SERING: {
    id: { judul: 'Terlalu banyak permintaan', uraian: 'Tunggu sebentar, lalu coba lagi.' },
    en: { judul: 'Too many requests', uraian: 'Please wait a moment and try again.' },
  },
};
const lain: Readonly<Record<Bahasa, Galat>> = {
  id: { judul: 'Permintaan tidak dapat dipenuhi', uraian: null },
  en: { judul: 'The request could not be fulfilled', uraian: 'Please try again later.' },
};

export const galatTeks = (kode: ErrorCode, bahasa: Bahasa): Galat => (tabel[kode] ?? lain)[bahasa];
