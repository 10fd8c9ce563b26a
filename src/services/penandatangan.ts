import type { JabatanId, OrangId, Tanggal, TenantId } from '../shared/brand.ts';
import { NaskahError } from '../shared/errors.ts';
import type { JenisNaskah } from '../domain/naskah/konsep.ts';
import type { BlokTandaTangan } from '../domain/naskah/lembar.ts';
import type { WewenangBeku } from '../domain/naskah/naskah.ts';
import type { Jabatan, Orang, Pemangku } from '../domain/organisasi.ts';
import type { Profil } from '../domain/profil/profil.ts';
import { blokTandaTangan } from '../domain/wewenang/blok.ts';
import { pemangkuBerwenang } from '../domain/wewenang/pemangku.ts';
import type { ReposBaca } from './ports.ts';

/** The holder in charge of a post on a day, with what will be printed of him. */
export interface Pejabat {
  readonly jabatan: Jabatan;
  readonly orang: Orang;
  readonly pemangku: Pemangku;
  readonly wewenang: WewenangBeku;
}

/** Throws JABATAN_TANPA_PEMANGKU where nobody holds the post on that day. */
export async function pejabatPada(
  repos: ReposBaca,
  tenantId: TenantId,
  jabatanId: JabatanId,
  jenis: JenisNaskah,
  profil: Profil,
  tanggal: Tanggal,
): Promise<Pejabat> {
  const jabatan = await repos.organisasi.jabatan(tenantId, jabatanId);
  if (jabatan === null) throw new NaskahError('JABATAN_TIDAK_DIKENAL');
  const pemangku = pemangkuBerwenang(await repos.organisasi.pemangku(jabatanId, tanggal), tanggal);
  const orang = pemangku === null ? null : await repos.organisasi.orang(tenantId, pemangku.orangId);
  if (pemangku === null || orang === null) {
    throw new NaskahError('JABATAN_TANPA_PEMANGKU', { extra: { jabatan: jabatan.kode } });
  }
  const blok = blokTandaTangan({ orang, jabatan, bentuk: pemangku.bentuk, jenis, profil: profil.isi });
  return { jabatan, orang, pemangku, wewenang: bekukan(jabatan, pemangku, blok) };
}

const bekukan = (jabatan: Jabatan, pemangku: Pemangku, blok: BlokTandaTangan): WewenangBeku => ({
  jabatanKode: jabatan.kode,
  bentuk: pemangku.bentuk,
  baris: blok.jabatan,
  nama: blok.nama,
  pangkat: blok.pangkat,
  nip: blok.nip,
});

export const cetak = (w: WewenangBeku): BlokTandaTangan => ({
  jabatan: w.baris,
  nama: w.nama,
  pangkat: w.pangkat,
  nip: w.nip,
});

export const memegang = (pejabat: Pejabat, orangId: OrangId): boolean => pejabat.orang.id === orangId;
