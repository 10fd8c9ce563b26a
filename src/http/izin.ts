import type { KanalAduan } from '../domain/aduan/aduan.ts';
import type { Peran } from '../domain/organisasi.ts';
import type { Pelaku } from '../domain/pelaku.ts';
import { NaskahError } from '../shared/errors.ts';

/**
 * Encapsulation contexts (D10): where a route is registered decides how the caller is known. `publik` looks at a token
 * only when one is given; `internal` is for operators and asks nothing; the others refuse strangers.
 */
export const konteks = ['publik', 'pegawai', 'mitra', 'auditor', 'internal'] as const;
export type Konteks = (typeof konteks)[number];

interface BarisIzin {
  readonly konteks: Konteks;
  /** One of these roles is needed; null: nobody is refused here. */
  readonly peran: readonly Peran[] | null;
  readonly untuk: string;
}

const pegawai = ['pegawai', 'verifikator-aduan', 'pejabat-penghubung', 'admin'] as const;

/**
 * Permissions of routes. This is the outer gate, by role; whether the act is allowed on this letter by this post is
 * decided by the table of transitions in the domain.
 */
export const izin = {
  'halaman.baca': { konteks: 'publik', peran: null, untuk: 'Halaman untuk siapa saja' },
  'verifikasi.periksa': { konteks: 'publik', peran: null, untuk: 'Memeriksa berkas PDF' },
  'aduan.terima': { konteks: 'publik', peran: null, untuk: 'Menyampaikan aduan; kanal lain lihat izinKanal' },
  'aduan.lacak': { konteks: 'publik', peran: null, untuk: 'Melacak aduan dengan nomor tiket' },
  'naskah.baca': { konteks: 'pegawai', peran: pegawai, untuk: 'Membaca naskah' },
  'naskah.tulis': { konteks: 'pegawai', peran: pegawai, untuk: 'Membuat dan mengubah konsep' },
  'naskah.tindak': {
    konteks: 'pegawai',
    peran: pegawai,
    untuk: 'Mengajukan, memaraf, menandatangani, mengirim',
  },
  'aduan.baca': { konteks: 'pegawai', peran: pegawai, untuk: 'Membaca aduan' },
  'aduan.tindak': { konteks: 'pegawai', peran: pegawai, untuk: 'Meneruskan dan memproses aduan' },
  'saya.baca': {
    konteks: 'pegawai',
    peran: [...pegawai, 'mitra', 'auditor'],
    untuk: 'Melihat diri sendiri; siapa saja yang masuk',
  },
  'jejak.baca': { konteks: 'auditor', peran: ['auditor'], untuk: 'Membaca jejak audit naskah' },
  'kesehatan.baca': { konteks: 'internal', peran: null, untuk: 'Keadaan layanan' },
  'dokumentasi.baca': { konteks: 'internal', peran: null, untuk: 'Dokumentasi API' },
} as const satisfies Record<string, BarisIzin>;
export type Izin = keyof typeof izin;

export const barisIzin = (nama: Izin): BarisIzin => izin[nama];

/** Who may hand in a complaint by which channel: citizens by web, partners offline, staff what came on paper or in person. */
export const izinKanal = {
  web: null,
  'mitra-luring': ['mitra'],
  surat: pegawai,
  'tatap-muka': pegawai,
} as const satisfies Record<KanalAduan, readonly Peran[] | null>;

/** Refuses strangers with BELUM_MASUK and known people without the role with TIDAK_BERWENANG. */
export function tuntutPeran(pelaku: Pelaku, peran: readonly Peran[] | null): void {
  if (peran === null) return;
  if (pelaku.jenis !== 'pengguna') throw new NaskahError('BELUM_MASUK');
  if (!pelaku.peran.some((milik) => peran.includes(milik))) throw new NaskahError('TIDAK_BERWENANG');
}
