import { NaskahError, errors } from '../shared/errors.ts';
import { PadesError } from '../pades/index.ts';
import { kalimatPades } from '../services/kalimat-pades.ts';

/** Where a command speaks: `kata` for people (stderr when the result is data), `hasil` for the result. */
export interface Keluaran {
  hasil(baris: string): void;
  kata(baris: string): void;
}

// A reader that has seen enough (`naskah verify … | head`) closes the pipe: that is no failure of ours.
process.stdout.on('error', (galat: NodeJS.ErrnoException) => {
  if (galat.code !== 'EPIPE') throw galat;
});

export const keluaran: Keluaran = {
  hasil: (baris) => process.stdout.write(`${baris}\n`),
  kata: (baris) => process.stderr.write(`${baris}\n`),
};

/** Wrong use of a command: unknown option, missing file. Exit 4 for `verify`, 2 elsewhere. */
export class SalahPakai extends Error {}

/** What a person is told when a command fails: code and sentence, never a stack. */
export function jelaskanGalat(galat: unknown): { readonly code: string; readonly kalimat: string } {
  if (galat instanceof NaskahError) {
    const letak = galat.pointer === null ? '' : ` (pada ${galat.pointer})`;
    const tambahan = Object.keys(galat.extra).length === 0 ? '' : ` ${JSON.stringify(galat.extra)}`;
    return { code: galat.code, kalimat: `${galat.message}${letak}${tambahan}` };
  }
  if (galat instanceof PadesError) return { code: galat.code, kalimat: kalimatPades(galat) };
  if (galat instanceof SalahPakai) return { code: 'MASUKAN_TIDAK_SAH', kalimat: galat.message };
  const kode = (galat as NodeJS.ErrnoException | null)?.code;
  const sistem = typeof kode === 'string' ? kalimatSistem[kode] : undefined;
  if (sistem !== undefined) return { code: String(kode), kalimat: `${sistem}: ${(galat as Error).message}` };
  return { code: 'KESALAHAN_INTERNAL', kalimat: errors.KESALAHAN_INTERNAL.kalimat };
}

const kalimatSistem: Readonly<Record<string, string>> = {
  ENOENT: 'Berkas atau folder tidak ditemukan',
  EACCES: 'Tidak diizinkan',
  EISDIR: 'Ini folder, bukan berkas',
  ENOTDIR: 'Ini bukan folder',
  EEXIST: 'Sudah ada',
  EPERM: 'Tidak diizinkan',
  EROFS: 'Sistem berkas hanya dapat dibaca',
  ENOSPC: 'Ruang penyimpanan penuh',
  EADDRINUSE: 'Port sedang dipakai program lain',
};

/** Until when a file proves itself, where that is known. */
export const kalimatSampai = (sampai: Date | null): string =>
  sampai === null ? '' : `; terbukti sampai ${sampai.toISOString()}, perpanjang sebelum itu`;
