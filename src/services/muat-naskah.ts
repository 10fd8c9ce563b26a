import type { NaskahId, Tanggal, TenantId } from '../shared/brand.ts';
import { NaskahError } from '../shared/errors.ts';
import type { Naskah, LangkahParaf, LangkahTandaTangan, VersiNaskah } from '../domain/naskah/naskah.ts';
import type { Pelaku } from '../domain/pelaku.ts';
import type { Profil } from '../domain/profil/profil.ts';
import { bolehMelihat } from '../domain/wewenang/akses.ts';
import { tanggalZona } from '../domain/kalender/tanggal.ts';
import type { Konteks } from './konteks.ts';
import type { ReposBaca } from './ports.ts';

export type Pengguna = Extract<Pelaku, { jenis: 'pengguna' }>;

/** A letter with everything decisions about it need. */
export interface NaskahUtuh {
  readonly naskah: Naskah;
  readonly versi: VersiNaskah;
  readonly paraf: readonly LangkahParaf[];
  readonly penandatangan: readonly LangkahTandaTangan[];
}

export function sebagaiPengguna(pelaku: Pelaku): Pengguna {
  if (pelaku.jenis !== 'pengguna') throw new NaskahError('BELUM_MASUK');
  return pelaku;
}

/** The letter as this person may see it; unknown, foreign and hidden ones are the same TIDAK_DITEMUKAN. */
export async function muatNaskah(repos: ReposBaca, pelaku: Pengguna, id: string): Promise<NaskahUtuh> {
  const utuh = await muatUtuh(repos, pelaku.tenantId, id as NaskahId);
  const unitPelaku = await Promise.all(
    pelaku.jabatan.map((j) => repos.organisasi.jabatan(pelaku.tenantId, j)),
  );
  const peserta = utuh !== null && {
    konseptor: utuh.naskah.konseptorJabatanId,
    pemaraf: utuh.paraf.map((l) => l.jabatanId),
    penandatangan: utuh.penandatangan.map((l) => l.jabatanId),
    unitId: utuh.naskah.unitId,
    sifatKeamanan: utuh.versi.konsep.sifatKeamanan ?? 'B',
  };
  if (
    utuh === null ||
    peserta === false ||
    !bolehMelihat(peserta, {
      jabatan: pelaku.jabatan,
      unit: unitPelaku.flatMap((j) => (j === null ? [] : [j.unitId])),
    })
  ) {
    throw new NaskahError('TIDAK_DITEMUKAN');
  }
  return utuh;
}

export async function muatUtuh(
  repos: ReposBaca,
  tenantId: TenantId,
  id: NaskahId,
): Promise<NaskahUtuh | null> {
  const naskah = await repos.naskah.cari(tenantId, id);
  if (naskah === null) return null;
  const versi = await repos.naskah.versi(id, naskah.versi);
  if (versi === null) throw new Error(`letter ${id} has no content version ${naskah.versi}`);
  return {
    naskah,
    versi,
    paraf: await repos.naskah.paraf(id, naskah.versi),
    penandatangan: await repos.naskah.penandatangan(id),
  };
}

/** Today's date where the tenant lives. */
export async function hariIni(ctx: Konteks, repos: ReposBaca, tenantId: TenantId): Promise<Tanggal> {
  const tenant = await repos.tenant.cari(tenantId);
  if (tenant === null) throw new NaskahError('TIDAK_DITEMUKAN');
  return tanggalZona(ctx.clock.now(), tenant.zona);
}

/** The profile a letter lives under: the frozen one once signing has begun, else the one in force that day. */
export async function profilNaskah(repos: ReposBaca, naskah: Naskah, tanggal: Tanggal): Promise<Profil> {
  const profil =
    naskah.profilId === null
      ? await repos.tenant.profilPada(naskah.tenantId, tanggal)
      : await repos.tenant.profil(naskah.profilId);
  if (profil === null) throw new NaskahError('PROFIL_TIDAK_ADA');
  return profil;
}
