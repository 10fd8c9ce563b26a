import type { Tanggal } from '../../shared/brand.ts';
import type { Pemangku } from '../organisasi.ts';

/** Holds the post on that day; `sampai` is the last day, inclusive. */
export const berlakuPada = (pemangku: Pick<Pemangku, 'dari' | 'sampai'>, tanggal: Tanggal): boolean =>
  pemangku.dari <= tanggal && (pemangku.sampai === null || tanggal <= pemangku.sampai);

/**
 * Who signs for the post on that day: whoever is put in charge (plt, plh, pj, pjs) before the definitive holder, and
 * the latest appointed of several; null: nobody holds it.
 */
export function pemangkuBerwenang(pemangku: readonly Pemangku[], tanggal: Tanggal): Pemangku | null {
  const berlaku = pemangku.filter((p) => berlakuPada(p, tanggal));
  const urutan = berlaku.toSorted(
    (a, b) =>
      Number(a.bentuk === 'definitif') - Number(b.bentuk === 'definitif') ||
      (a.dari < b.dari ? 1 : a.dari > b.dari ? -1 : 0),
  );
  return urutan[0] ?? null;
}
