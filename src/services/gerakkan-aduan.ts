import { waktu } from '../shared/brand.ts';
import { NaskahError } from '../shared/errors.ts';
import type { Aduan } from '../domain/aduan/aduan.ts';
import { putuskanAduan } from '../domain/aduan/alur.ts';
import type { Naskah } from '../domain/naskah/naskah.ts';
import type { Konteks } from './konteks.ts';
import type { Pengguna } from './muat-naskah.ts';
import type { Catat, Repos } from './ports.ts';

/** What the answering letter does to its complaint: drafted, sent, or refused and to be drafted again. */
const gerak = {
  proses: { peristiwa: 'aduan.proses', sebagai: 'unit', tertaut: true },
  tanggapi: { peristiwa: 'aduan.tanggapi', sebagai: 'sistem', tertaut: true },
  susun_ulang: { peristiwa: 'aduan.susun_ulang', sebagai: 'sistem', tertaut: false },
} as const;

export interface Gerakan {
  readonly ctx: Konteks;
  readonly repos: Repos;
  readonly catat: Catat;
  readonly pelaku: Pengguna;
  readonly naskah: Naskah;
}

export async function gerakkanAduan(
  { ctx, repos, catat, pelaku, naskah }: Gerakan,
  aduan: Aduan,
  aksi: keyof typeof gerak,
): Promise<void> {
  const { peristiwa, sebagai, tertaut } = gerak[aksi];
  const putusan = putuskanAduan(aksi, {
    aduan,
    peran: sebagai === 'sistem' ? ['sistem'] : pelaku.peran,
    unitPelaku: [naskah.unitId],
  });
  if (!putusan.boleh) throw new NaskahError(putusan.kode, { pointer: '/tiket' });
  const saat = waktu(ctx.clock.now());
  await repos.aduan.ubah({
    ...aduan,
    keadaan: putusan.ke,
    naskahId: tertaut ? naskah.id : null,
    revisi: aduan.revisi + 1,
    diubah: saat,
  });
  const riwayat = await repos.aduan.riwayat(aduan.id);
  await repos.aduan.tambahRiwayat({
    aduanId: aduan.id,
    urutan: riwayat.length + 1,
    aksi,
    oleh: pelaku.orangId,
    catatan: null,
    waktu: saat,
  });
  catat({
    peristiwa,
    tenantId: aduan.tenantId,
    objek: { jenis: 'aduan', id: aduan.id },
    rincian: { naskah: naskah.id },
  });
}

/** The complaint this letter answers; null for any other letter. */
export async function aduanNaskah(repos: Repos, naskah: Naskah): Promise<Aduan | null> {
  if (naskah.aduanId === null) return null;
  const aduan = await repos.aduan.cari(naskah.tenantId, naskah.aduanId);
  if (aduan === null) throw new Error(`letter ${naskah.id} answers a complaint that is not there`);
  return aduan;
}
