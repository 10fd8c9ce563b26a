import type { JenisNaskah } from '../naskah/konsep.ts';
import type { Unit } from '../organisasi.ts';
import type { IsiProfil } from '../profil/profil.ts';

export interface RegisterNaskah {
  /** The register's name: with tenant and year, the scope in which `urut` runs. */
  readonly register: string;
  readonly format: string;
}

/**
 * In which book a letter is numbered, and how. Books are kept per perangkat daerah or per unit (domain.md 4.2): the
 * profile's register may say `{kodePD}` or `{kodeUnit}`.
 */
export function registerUntuk(
  profil: Pick<IsiProfil, 'penomoran'>,
  jenis: JenisNaskah,
  kode: { readonly kodePD: string; readonly kodeUnit: string },
): RegisterNaskah {
  const { register, format } = profil.penomoran[jenis];
  return {
    register: register.replaceAll('{kodePD}', kode.kodePD).replaceAll('{kodeUnit}', kode.kodeUnit),
    format,
  };
}

/** Default codes of kinds (`{kodeJenis}`; domain.md 2.3). */
export const kodeJenis = {
  'surat-dinas': 'SD',
  'nota-dinas': 'ND',
  'jawaban-aduan': 'JAD',
} as const satisfies Record<JenisNaskah, string>;

/** Number codes of a unit and of the perangkat daerah it belongs to (the topmost unit above it). */
export function kodeUnit(
  unit: Unit,
  semua: readonly Unit[],
): { readonly kodePD: string; readonly kodeUnit: string } {
  let puncak = unit;
  // A tree of n units has no path longer than n: a cycle in the data cannot hang us.
  for (let i = 0; puncak.induk !== null && i < semua.length; i++) {
    const induk = semua.find((u) => u.id === puncak.induk);
    if (induk === undefined) break;
    puncak = induk;
  }
  return { kodePD: puncak.kodeNomor, kodeUnit: unit.kodeNomor };
}
