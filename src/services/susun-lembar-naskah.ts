import type { KonsepNaskah } from '../domain/naskah/konsep.ts';
import type { BlokTandaTangan, LembarNaskah } from '../domain/naskah/lembar.ts';
import type { LangkahTandaTangan, Naskah } from '../domain/naskah/naskah.ts';
import { susunLembar, unitKop } from '../domain/naskah/susun-lembar.ts';
import type { Profil } from '../domain/profil/profil.ts';
import type { ReposBaca } from './ports.ts';

/** Gathers what the sheet needs: the kop follows the unit of the first signer (domain.md 3.4). */
export async function susunLembarNaskah(
  repos: ReposBaca,
  bahan: {
    readonly naskah: Naskah;
    readonly konsep: KonsepNaskah;
    readonly profil: Profil;
    readonly penandatangan: readonly LangkahTandaTangan[];
    readonly blok: readonly BlokTandaTangan[];
    readonly mode: LembarNaskah['mode'];
  },
): Promise<LembarNaskah> {
  const { naskah, profil, penandatangan } = bahan;
  const tenant = await repos.tenant.cari(naskah.tenantId);
  const pertama = penandatangan[0];
  const jabatan =
    pertama === undefined ? null : await repos.organisasi.jabatan(naskah.tenantId, pertama.jabatanId);
  if (tenant === null) throw new Error(`letter ${naskah.id} belongs to no government`);
  const semuaUnit = await repos.organisasi.daftarUnit(naskah.tenantId);
  const unit = semuaUnit.find((u) => u.id === (jabatan?.unitId ?? naskah.unitId));
  if (unit === undefined) throw new Error(`letter ${naskah.id} belongs to no unit`);
  return susunLembar({
    konsep: bahan.konsep,
    profil: profil.isi,
    tenant,
    unitKop: unitKop(unit, semuaUnit),
    penandatangan: bahan.blok,
    dari: naskah.jenis === 'nota-dinas' ? (jabatan?.nama ?? null) : null,
    mode: bahan.mode,
    nomor: bahan.mode === 'final' ? naskah.nomor : null,
    tanggal: bahan.mode === 'final' ? naskah.tanggal : null,
    bukti:
      bahan.mode === 'final'
        ? { url: `${profil.isi.alamatBukti}/b/${naskah.buktiId}`, domain: profil.isi.domainResmi }
        : null,
  });
}
