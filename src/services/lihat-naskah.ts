import type { JabatanId, Sha256 } from '../shared/brand.ts';
import { NaskahError, type ErrorCode } from '../shared/errors.ts';
import { tindakanTersedia } from '../domain/naskah/alur.ts';
import type { Konteks } from './konteks.ts';
import type { LayananNaskah, NaskahRincian, NaskahView, Permintaan } from './layanan.ts';
import {
  hariIni,
  muatNaskah,
  muatRingkas,
  muatUtuh,
  profilNaskah,
  sebagaiPengguna,
  terlihat,
  type NaskahRingkas,
  type Pengguna,
} from './muat-naskah.ts';
import { susunPutusan, type PutusanTandaTangan } from './susun-putusan.ts';
import type { ReposBaca } from './ports.ts';

/** The letter as its people see it: state, steps, what the caller may do now and what he would consent to. */
export async function susunView(
  ctx: Konteks,
  repos: ReposBaca,
  pelaku: Pengguna,
  utuh: NaskahRingkas,
): Promise<NaskahView> {
  const { naskah } = utuh;
  const tanggal = await hariIni(ctx, repos, naskah.tenantId);
  const profil = await profilNaskah(repos, naskah, tanggal);
  const kode = await kodeJabatan(repos, utuh);
  const unit = await repos.organisasi.unit(naskah.tenantId, naskah.unitId);
  const tindakan = tindakanTersedia({
    naskah,
    paraf: utuh.paraf,
    penandatangan: utuh.penandatangan,
    jabatanPelaku: pelaku.jabatan,
    peran: pelaku.peran,
  });
  const aduan = naskah.aduanId === null ? null : await repos.aduan.cari(naskah.tenantId, naskah.aduanId);
  return {
    id: naskah.id,
    jenis: naskah.jenis,
    keadaan: naskah.keadaan,
    revisi: naskah.revisi,
    versi: naskah.versi,
    hal: naskah.hal,
    nomor: naskah.nomor,
    tanggal: naskah.tanggal,
    alasan: naskah.alasan,
    konseptor: kode(naskah.konseptorJabatanId),
    unit: unit?.nama ?? '',
    paraf: utuh.paraf.map((l) => ({
      urutan: l.urutan,
      jabatan: kode(l.jabatanId),
      status: l.status,
      waktu: l.waktu,
    })),
    penandatangan: utuh.penandatangan.map((l) => ({
      urutan: l.urutan,
      jabatan: kode(l.jabatanId),
      status: l.status,
      nama: l.status === 'selesai' ? (l.wewenang?.nama ?? null) : null,
      waktu: l.waktu,
    })),
    tindakan,
    persetujuan: tindakan.includes('tandatangani')
      ? await persetujuanKini(() => susunPutusan(repos, utuh, profil, tanggal))
      : null,
    bukti: { id: naskah.buktiId, url: `${profil.isi.alamatBukti}/b/${naskah.buktiId}` },
    berkasSha256: naskah.berkasSha256,
    tiketAduan: aduan?.tiket ?? null,
    dibuat: naskah.dibuat,
    diubah: naskah.diubah,
  };
}

/** Where a post has changed hands or is vacant nothing can be consented to; reading the letter must still work. */
async function persetujuanKini(putusan: () => Promise<PutusanTandaTangan>): Promise<Sha256 | null> {
  try {
    return (await putusan()).persetujuan;
  } catch (error) {
    if (error instanceof NaskahError && tanpaPersetujuan.has(error.code)) return null;
    throw error;
  }
}
const tanpaPersetujuan: ReadonlySet<ErrorCode> = new Set([
  'WEWENANG_BERUBAH',
  'JABATAN_TANPA_PEMANGKU',
  'PROFIL_TIDAK_ADA',
]);

async function kodeJabatan(repos: ReposBaca, utuh: NaskahRingkas): Promise<(id: JabatanId) => string> {
  const ids = [
    utuh.naskah.konseptorJabatanId,
    ...utuh.paraf.map((l) => l.jabatanId),
    ...utuh.penandatangan.map((l) => l.jabatanId),
  ];
  const pasangan = await Promise.all(
    ids.map(
      async (id) => [id, (await repos.organisasi.jabatan(utuh.naskah.tenantId, id))?.kode ?? ''] as const,
    ),
  );
  const peta = new Map(pasangan);
  return (id) => peta.get(id) ?? '';
}

const ukuranHalaman = 50;
const ukuranHalamanMaksimum = 200;

export const bacaNaskah = (
  ctx: Konteks,
): Pick<LayananNaskah, 'daftar' | 'lihat' | 'daftarVersi' | 'lihatVersi' | 'jejak'> => ({
  async daftar(p, saring) {
    const pelaku = sebagaiPengguna(p.pelaku);
    return ctx.uow.read(async (repos) => {
      const { baris, lanjut } = await repos.naskah.daftar({
        tenantId: pelaku.tenantId,
        jabatan: pelaku.jabatan,
        batas: Math.min(saring.batas ?? ukuranHalaman, ukuranHalamanMaksimum),
        ...(saring.keadaan === undefined ? {} : { keadaan: saring.keadaan }),
        ...(saring.jenis === undefined ? {} : { jenis: saring.jenis }),
        ...(saring.sebelum === undefined ? {} : { sebelum: saring.sebelum }),
      });
      const views: NaskahView[] = [];
      for (const naskah of baris) {
        views.push(await susunView(ctx, repos, pelaku, await muatRingkas(repos, naskah)));
      }
      return { baris: views, lanjut };
    });
  },

  async lihat(p, id): Promise<NaskahRincian> {
    const pelaku = sebagaiPengguna(p.pelaku);
    return ctx.uow.read(async (repos) => {
      const utuh = await muatNaskah(repos, pelaku, id);
      return { ...(await susunView(ctx, repos, pelaku, utuh)), konsep: utuh.versi.konsep };
    });
  },

  async daftarVersi(p, id) {
    const pelaku = sebagaiPengguna(p.pelaku);
    return ctx.uow.read(async (repos) => {
      const { naskah } = await muatNaskah(repos, pelaku, id);
      const versi = await repos.naskah.daftarVersi(naskah.id);
      return versi.map((v) => ({ versi: v.versi, sha256: v.sha256, dibuat: v.dibuat }));
    });
  },

  async lihatVersi(p, id, nomorVersi) {
    const pelaku = sebagaiPengguna(p.pelaku);
    return ctx.uow.read(async (repos) => {
      const utuh = await muatNaskah(repos, pelaku, id);
      const versi = await repos.naskah.versi(utuh.naskah.id, nomorVersi);
      if (versi === null || !(await terlihat(repos, pelaku, { ...utuh, versi })))
        throw new NaskahError('TIDAK_DITEMUKAN');
      return { versi: versi.versi, sha256: versi.sha256, konsep: versi.konsep };
    });
  },

  jejak: (p, id) => jejakNaskah(ctx, p, id),
});

/** The auditor's view: exact leaves, with the disclosures that still exist. Opening them is itself recorded. */
async function jejakNaskah(ctx: Konteks, p: Permintaan, id: string): ReturnType<LayananNaskah['jejak']> {
  const pelaku = sebagaiPengguna(p.pelaku);
  return ctx.uow.write(p.pelaku, p.korelasi, async (repos, catat) => {
    const utuh = pelaku.peran.includes('auditor')
      ? await muatUtuh(repos, pelaku.tenantId, id as never)
      : null;
    if (utuh === null) throw new NaskahError('TIDAK_DITEMUKAN');
    const entri = await repos.audit.jejak(pelaku.tenantId, 'naskah', utuh.naskah.id);
    catat({
      peristiwa: 'identitas.akses',
      tenantId: pelaku.tenantId,
      rincian: { lingkup: 'jejak-naskah', naskah: utuh.naskah.id, entri: entri.length },
    });
    return entri.map((e) => ({
      log: e.log,
      urut: e.urut,
      hash: e.hash,
      daun: JSON.parse(e.daun) as unknown,
      terbuka: e.terbuka,
    }));
  });
}
