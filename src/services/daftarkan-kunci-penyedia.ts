import { waktu, type KunciId, type OrangId, type Waktu } from '../shared/brand.ts';
import { hex, sha256 } from '../shared/bytes.ts';
import { NaskahError } from '../shared/errors.ts';
import type { Orang } from '../domain/organisasi.ts';
import { parseCertificate } from '../pades/index.ts';
import type { Konteks } from './konteks.ts';
import type { Permintaan } from './layanan.ts';
import type { Catat, PenggunaPenyedia, Repos, ReposBaca } from './ports.ts';

export interface PendaftaranPenyedia {
  /** Code of the government. */
  readonly pemerintah: string;
  /** NIP or id of the person. */
  readonly orang: string;
  /** How the provider knows the person: by the NIK already on record here, or by e-mail. */
  readonly pengguna: 'nik' | { readonly email: string };
  /** The person's certificate at the provider; null: any certificate in the person's name. */
  readonly sertifikat: Uint8Array | null;
}

/** Without a pinned certificate the provider's own user status says whether the key may be used. */
const tanpaBatas = '9999-12-31T23:59:59.999Z' as Waktu;

/**
 * From now on this person signs with the key at the national provider. The newest key is the one in use, so an earlier
 * one stays on record and is not used any more.
 */
export async function daftarkanKunciPenyedia(
  ctx: Konteks,
  p: Permintaan,
  d: PendaftaranPenyedia,
): Promise<{ readonly kunci: KunciId; readonly orang: OrangId }> {
  const id = ctx.idBaru() as KunciId;
  const sekarang = waktu(ctx.clock.now());
  const berlakuSampai = d.sertifikat === null ? tanpaBatas : akhirSertifikat(d.sertifikat, sekarang);
  return ctx.uow.write(p.pelaku, p.korelasi, async (repos, catat) => {
    const orang = await cariOrang(repos, d);
    const pengguna = await penggunaDari(repos, catat, orang, d);
    await repos.kunci.tambah({
      jenis: 'penyedia',
      id,
      tenantId: orang.tenantId,
      orangId: orang.id,
      certificate: d.sertifikat,
      chain: [],
      algorithm: null,
      tersegel: ctx.penyedia.segelPengguna(id, pengguna),
      berlakuDari: sekarang,
      berlakuSampai,
      salah: 0,
      terkunciSampai: null,
    });
    catat({
      peristiwa: 'sertifikat.daftar',
      tenantId: orang.tenantId,
      objek: { jenis: 'sertifikat', id },
      rincian: {
        orang: orang.id,
        jenis: 'penyedia',
        ...(d.sertifikat === null ? {} : { sha256: hex(sha256(d.sertifikat)) }),
      },
    });
    return { kunci: id, orang: orang.id };
  });
}

/** By NIP or id, within one government. Throws TIDAK_DITEMUKAN. */
export async function cariOrang(
  repos: ReposBaca,
  d: Pick<PendaftaranPenyedia, 'pemerintah' | 'orang'>,
): Promise<Orang> {
  const tenant = await repos.tenant.cariKode(d.pemerintah);
  const semua = tenant === null ? [] : await repos.organisasi.daftarOrang(tenant.id);
  const orang = semua.find((satu) => satu.id === d.orang || (satu.nip !== null && satu.nip === d.orang));
  if (orang === undefined) {
    throw new NaskahError('TIDAK_DITEMUKAN', {
      detail: 'Pemerintah atau orang yang disebut tidak ditemukan.',
    });
  }
  return orang;
}

async function penggunaDari(
  repos: Repos,
  catat: Catat,
  orang: Orang,
  { pengguna }: PendaftaranPenyedia,
): Promise<PenggunaPenyedia> {
  if (pengguna !== 'nik') {
    if (/^[^\s@]{1,64}@[^\s@]{1,190}$/.test(pengguna.email)) return pengguna;
    throw new NaskahError('MASUKAN_TIDAK_SAH', { detail: 'Alamat surel tidak sah.' });
  }
  const nik = await repos.organisasi.nik(orang.tenantId, orang.id);
  if (nik === null) throw new NaskahError('TIDAK_DITEMUKAN', { detail: 'NIK orang ini belum tercatat.' });
  catat({
    peristiwa: 'identitas.akses',
    tenantId: orang.tenantId,
    objek: { jenis: 'pengguna', id: orang.id },
    rincian: { bagian: 'nik', untuk: 'penyedia' },
  });
  return { nik };
}

/** Throws SERTIFIKAT_KEDALUWARSA where that has passed. */
export function akhirSertifikat(der: Uint8Array, sekarang: Waktu): Waktu {
  const akhir = waktu(parseCertificate(der).notAfter);
  if (akhir <= sekarang) throw new NaskahError('SERTIFIKAT_KEDALUWARSA');
  return akhir;
}
