import type { JabatanId, UnitId } from '../../shared/brand.ts';
import type { SifatKeamanan } from '../naskah/konsep.ts';

export interface PesertaNaskah {
  readonly konseptor: JabatanId;
  readonly pemaraf: readonly JabatanId[];
  readonly penandatangan: readonly JabatanId[];
  readonly unitId: UnitId;
  readonly sifatKeamanan: SifatKeamanan;
}

/** Classes that colleagues of the drafting unit may read too (domain.md 5.6); the others are for participants only. */
const terbukaBagiUnit: Readonly<Record<SifatKeamanan, boolean>> = { B: true, T: true, R: false, SR: false };

/** A post sees the letters it takes part in; its unit sees the unit's ordinary ones. */
export function bolehMelihat(
  naskah: PesertaNaskah,
  pelaku: { readonly jabatan: readonly JabatanId[]; readonly unit: readonly UnitId[] },
): boolean {
  const peserta = new Set([naskah.konseptor, ...naskah.pemaraf, ...naskah.penandatangan]);
  return (
    pelaku.jabatan.some((j) => peserta.has(j)) ||
    (terbukaBagiUnit[naskah.sifatKeamanan] && pelaku.unit.includes(naskah.unitId))
  );
}
