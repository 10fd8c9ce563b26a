import { NaskahError } from '../shared/errors.ts';
import { putuskan, type AksiNaskah, type Putusan } from '../domain/naskah/alur.ts';
import type { TindakanNaskah } from './layanan.ts';
import type { NaskahRingkas, Pengguna } from './muat-naskah.ts';

/** Someone saw an older state of this row than the one it is in: his decision is about something else. */
export function tolakUsang(baris: { readonly revisi: number }, revisi: number | undefined): void {
  if (revisi !== undefined && revisi !== baris.revisi) throw new NaskahError('NASKAH_BERUBAH');
}

/** May this person do this to the letter as he saw it? Throws the table's refusal (D9: an operation throws). */
export function izinkan(
  utuh: NaskahRingkas,
  pelaku: Pengguna,
  aksi: AksiNaskah,
  t: Pick<TindakanNaskah, 'revisi' | 'alasan' | 'terbukti'>,
): Extract<Putusan, { boleh: true }> {
  tolakUsang(utuh.naskah, t.revisi);
  const putusan = putuskan(aksi, {
    naskah: utuh.naskah,
    paraf: utuh.paraf,
    penandatangan: utuh.penandatangan,
    jabatanPelaku: pelaku.jabatan,
    peran: pelaku.peran,
    alasan: t.alasan ?? null,
    terbukti: t.terbukti ?? null,
  });
  if (!putusan.boleh) throw new NaskahError(putusan.kode);
  return putusan;
}
