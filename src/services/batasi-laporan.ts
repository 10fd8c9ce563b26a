import type { ReportedSignature, ValidationReport } from '../pades/index.ts';

/**
 * A report lists up to 200 changes for each signature, and a file may hold hundreds of signatures that all see the same
 * changes: 20 MB of an answer. All signatures together list this many; the verdicts were made of all of them.
 */
export const batasPerubahan = 2_000;

/** The report with its list of changes within the bound: what is not permitted stays first. Says how many were left out. */
export function batasiLaporan(
  laporan: ValidationReport,
  batas: number = batasPerubahan,
): { readonly laporan: ValidationReport; readonly perubahanDihilangkan: number } {
  const semua = laporan.readable ? laporan.signatures.reduce((n, s) => n + s.changes.length, 0) : 0;
  if (!laporan.readable || semua <= batas) return { laporan, perubahanDihilangkan: 0 };
  const banyak = laporan.signatures.map(() => 0);
  let sisa = batas;
  for (const diizinkan of [false, true]) {
    laporan.signatures.forEach(({ changes }, i) => {
      const ambil = Math.min(sisa, changes.filter(({ permitted }) => permitted === diizinkan).length);
      banyak[i] = (banyak[i] ?? 0) + ambil;
      sisa -= ambil;
    });
  }
  const signatures = laporan.signatures.map((s, i) => ({ ...s, changes: pilih(s, banyak[i] ?? 0) }));
  return { laporan: { ...laporan, signatures }, perubahanDihilangkan: semua - batas };
}

/** In their own order, the forbidden ones before any permitted one is let go. */
function pilih({ changes }: ReportedSignature, banyak: number): ReportedSignature['changes'] {
  if (banyak >= changes.length) return changes;
  const terpenting = [...changes].sort((a, b) => Number(a.permitted) - Number(b.permitted)).slice(0, banyak);
  const dipakai = new Set(terpenting);
  return changes.filter((satu) => dipakai.has(satu));
}
