import type { NaskahId, Tanggal, TenantId } from '../shared/brand.ts';
import { NaskahError } from '../shared/errors.ts';
import type { Naskah, LangkahParaf, LangkahTandaTangan, VersiNaskah } from '../domain/naskah/naskah.ts';
import type { Pelaku } from '../domain/pelaku.ts';
import type { Profil } from '../domain/profil/profil.ts';
import { bolehMelihat } from '../domain/wewenang/akses.ts';
import { tanggalZona } from '../domain/kalender/tanggal.ts';
import type { Konteks } from './konteks.ts';
import type { ReposBaca, RingkasVersi } from './ports.ts';

export type Pengguna = Extract<Pelaku, { jenis: 'pengguna' }>;

/** A letter with everything decisions about it need, but not its content. */
export interface NaskahRingkas {
  readonly naskah: Naskah;
  readonly versi: RingkasVersi;
  readonly paraf: readonly LangkahParaf[];
  readonly penandatangan: readonly LangkahTandaTangan[];
}

export interface NaskahUtuh extends NaskahRingkas {
  readonly versi: VersiNaskah;
}

/** By whose anchors a letter is judged. */
export async function kodePemerintah(ctx: Konteks, id: TenantId): Promise<string | null> {
  return (await ctx.uow.read((repos) => repos.tenant.cari(id)))?.kode ?? null;
}

export function sebagaiPengguna(pelaku: Pelaku): Pengguna {
  if (pelaku.jenis !== 'pengguna') throw new NaskahError('BELUM_MASUK');
  return pelaku;
}

/** The letter as this person may see it; unknown, foreign and hidden ones are the same TIDAK_DITEMUKAN. */
export async function muatNaskah(repos: ReposBaca, pelaku: Pengguna, id: string): Promise<NaskahUtuh> {
  const utuh = await muatUtuh(repos, pelaku.tenantId, id as NaskahId);
  if (utuh === null || !(await terlihat(repos, pelaku, utuh))) throw new NaskahError('TIDAK_DITEMUKAN');
  return utuh;
}

/** By the security class of the version it carries: an earlier secret one stays secret when a later one is not. */
export async function terlihat(repos: ReposBaca, pelaku: Pengguna, utuh: NaskahUtuh): Promise<boolean> {
  const jabatan = await Promise.all(pelaku.jabatan.map((j) => repos.organisasi.jabatan(pelaku.tenantId, j)));
  return bolehMelihat(
    {
      konseptor: utuh.naskah.konseptorJabatanId,
      pemaraf: utuh.paraf.map((l) => l.jabatanId),
      penandatangan: utuh.penandatangan.map((l) => l.jabatanId),
      unitId: utuh.naskah.unitId,
      sifatKeamanan: utuh.versi.konsep.sifatKeamanan ?? 'B',
    },
    { jabatan: pelaku.jabatan, unit: jabatan.flatMap((j) => (j === null ? [] : [j.unitId])) },
  );
}

export async function muatUtuh(
  repos: ReposBaca,
  tenantId: TenantId,
  id: NaskahId,
): Promise<NaskahUtuh | null> {
  const naskah = await repos.naskah.cari(tenantId, id);
  return naskah === null
    ? null
    : {
        ...(await langkah(repos, naskah)),
        versi: wajibVersi(naskah, await repos.naskah.versi(id, naskah.versi)),
      };
}

export async function muatRingkas(repos: ReposBaca, naskah: Naskah): Promise<NaskahRingkas> {
  const versi = await repos.naskah.ringkasVersi(naskah.id, naskah.versi);
  return { ...(await langkah(repos, naskah)), versi: wajibVersi(naskah, versi) };
}

const langkah = async (repos: ReposBaca, naskah: Naskah) => ({
  naskah,
  paraf: await repos.naskah.paraf(naskah.id, naskah.versi),
  penandatangan: await repos.naskah.penandatangan(naskah.id),
});

function wajibVersi<T>(naskah: Naskah, versi: T | null): T {
  if (versi === null) throw new Error(`letter ${naskah.id} has no content version ${naskah.versi}`);
  return versi;
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
