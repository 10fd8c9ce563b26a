import type { AduanId, Waktu } from '../shared/brand.ts';
import { waktu } from '../shared/brand.ts';
import { NaskahError } from '../shared/errors.ts';
import type { Aduan, KeadaanAduan, RiwayatAduan } from '../domain/aduan/aduan.ts';
import { putuskanAduan, tindakanAduanTersedia, type AksiAduan } from '../domain/aduan/alur.ts';
import { hitungTenggat, tenggatBerjalan } from '../domain/aduan/tenggat.ts';
import { buatTiket } from '../domain/aduan/tiket.ts';
import { kalenderBawaan } from '../domain/kalender/hari-kerja.ts';
import { tanggalZona } from '../domain/kalender/tanggal.ts';
import { tolakUsang } from './putusan-tindakan.ts';
import type { Konteks } from './konteks.ts';
import type { AduanMasuk, AduanPublik, AduanView, Hasil, LayananAduan, Permintaan } from './layanan.ts';
import { sebagaiPengguna, type Pengguna } from './muat-naskah.ts';
import type { ReposBaca } from './ports.ts';
import { tulisSekali } from './sekali.ts';

export const layananAduan = (ctx: Konteks): LayananAduan => ({
  terima: (p, masuk) => terimaAduan(ctx, p, masuk),
  status: (tiket) =>
    ctx.uow.read(async (repos) => {
      const aduan = await repos.aduan.cariTiket(tiket);
      if (aduan === null) throw new NaskahError('TIDAK_DITEMUKAN');
      return susunPublik(repos, aduan);
    }),
  async daftar(p, sebelum, batas) {
    const pelaku = sebagaiPengguna(p.pelaku);
    return ctx.uow.read(async (repos) => {
      const { baris, lanjut } = await repos.aduan.daftar(
        pelaku.tenantId,
        Math.min(batas ?? 50, 200),
        sebelum,
      );
      const unit = await unitPelaku(repos, pelaku);
      const terlihat = baris.filter((a) => bolehLihat(pelaku, unit, a));
      return { baris: await Promise.all(terlihat.map((a) => susunView(repos, pelaku, a))), lanjut };
    });
  },
  async lihat(p, id) {
    const pelaku = sebagaiPengguna(p.pelaku);
    return ctx.uow.read(async (repos) => susunView(repos, pelaku, await muat(repos, pelaku, id)));
  },
  tindakan: (p, id, t) => tindakAduan(ctx, p, id, t),
});

/** A complaint comes in. A partner who hands in the same reference again gets the first ticket: nothing is doubled. */
function terimaAduan(ctx: Konteks, p: Permintaan, masuk: AduanMasuk): Promise<Hasil<AduanPublik>> {
  return tulisSekali(ctx, p, async (repos, catat) => {
    const tenant = await repos.tenant.cariKode(masuk.pemerintah);
    if (tenant === null) throw new NaskahError('TIDAK_DITEMUKAN', { pointer: '/pemerintah' });
    if (p.pelaku.jenis === 'pengguna' && p.pelaku.tenantId !== tenant.id)
      throw new NaskahError('TIDAK_BERWENANG');
    const lama =
      masuk.rujukanMitra === undefined
        ? null
        : await repos.aduan.cariRujukan(tenant.id, masuk.kanal, masuk.rujukanMitra);
    const saat = waktu(ctx.clock.now());
    if (lama !== null) {
      catat({
        peristiwa: 'aduan.terima_ulang',
        tenantId: tenant.id,
        objek: { jenis: 'aduan', id: lama.id },
        rincian: { kanal: masuk.kanal },
      });
      return susunPublik(repos, lama);
    }
    const aduan: Aduan = {
      id: ctx.idBaru() as AduanId,
      tenantId: tenant.id,
      tiket: buatTiket(ctx.acak(8), tanggalZona(ctx.clock.now(), tenant.zona)),
      kanal: masuk.kanal,
      rujukanMitra: masuk.rujukanMitra ?? null,
      judul: masuk.judul,
      uraian: masuk.uraian,
      kota: masuk.kota ?? null,
      anonim: masuk.anonim ?? false,
      keadaan: 'baru',
      revisi: 1,
      unitId: null,
      naskahId: null,
      alasan: null,
      kejadian: saatUtc(masuk.kejadian),
      diserahkan: saatUtc(masuk.diserahkan),
      diterima: saat,
      diubah: saat,
    };
    const pelapor =
      masuk.pelapor === undefined
        ? null
        : { aduanId: aduan.id, nama: masuk.pelapor.nama, kontak: masuk.pelapor.kontak ?? null };
    await repos.aduan.tambah(aduan, pelapor);
    await repos.aduan.tambahRiwayat(riwayat(aduan, 1, 'terima', p, null, saat));
    catat({
      peristiwa: 'aduan.terima',
      tenantId: tenant.id,
      objek: { jenis: 'aduan', id: aduan.id },
      rincian: { kanal: aduan.kanal, anonim: aduan.anonim },
      tertutup: [{ nama: 'objek.judul', nilai: aduan.judul, subjek: aduan.id }],
    });
    return susunPublik(repos, aduan);
  });
}

const saatUtc = (rfc3339: string | undefined): Waktu | null =>
  rfc3339 === undefined ? null : waktu(new Date(rfc3339));

const peristiwaAduan = { teruskan: 'aduan.teruskan', arsipkan: 'aduan.arsipkan' } as const;

/** Acts of people on a complaint. Taking it up is drafting its answer; answering it is sending that letter. */
function tindakAduan(
  ctx: Konteks,
  p: Permintaan,
  id: string,
  t: { readonly aksi: AksiAduan; readonly unit?: string; readonly alasan?: string; readonly revisi?: number },
): Promise<Hasil<AduanView>> {
  const pelaku = sebagaiPengguna(p.pelaku);
  return tulisSekali(ctx, p, async (repos, catat) => {
    const aduan = await muat(repos, pelaku, id);
    tolakUsang(aduan, t.revisi);
    const tujuan = t.unit === undefined ? null : await repos.organisasi.unitKode(pelaku.tenantId, t.unit);
    if (t.unit !== undefined && tujuan === null)
      throw new NaskahError('TIDAK_DITEMUKAN', { pointer: '/unit' });
    if (t.aksi !== 'teruskan' && t.aksi !== 'arsipkan') throw new NaskahError('ADUAN_TINDAKAN_DITOLAK');
    const putusan = putuskanAduan(t.aksi, {
      aduan,
      peran: pelaku.peran,
      unitPelaku: await unitPelaku(repos, pelaku),
      unitTujuan: tujuan?.id ?? null,
      alasan: t.alasan ?? null,
    });
    if (!putusan.boleh) throw new NaskahError(putusan.kode);
    const saat = waktu(ctx.clock.now());
    const baru: Aduan = {
      ...aduan,
      keadaan: putusan.ke,
      unitId: tujuan?.id ?? aduan.unitId,
      alasan: t.alasan ?? null,
      revisi: aduan.revisi + 1,
      diubah: saat,
    };
    await repos.aduan.ubah(baru);
    const urutan = (await repos.aduan.riwayat(aduan.id)).length + 1;
    await repos.aduan.tambahRiwayat(riwayat(aduan, urutan, t.aksi, p, t.alasan ?? null, saat));
    catat({
      peristiwa: peristiwaAduan[t.aksi],
      tenantId: aduan.tenantId,
      objek: { jenis: 'aduan', id: aduan.id },
      ...(tujuan === null ? {} : { rincian: { unit: tujuan.kode } }),
      ...(t.alasan === undefined
        ? {}
        : { tertutup: [{ nama: 'rincian.alasan', nilai: t.alasan, subjek: pelaku.orangId }] }),
    });
    return susunView(repos, pelaku, baru);
  });
}

const riwayat = (
  aduan: Aduan,
  urutan: number,
  aksi: string,
  p: Permintaan,
  catatan: string | null,
  saat: Waktu,
): RiwayatAduan => ({
  aduanId: aduan.id,
  urutan,
  aksi,
  oleh: p.pelaku.jenis === 'pengguna' ? p.pelaku.orangId : null,
  catatan,
  waktu: saat,
});

async function muat(repos: ReposBaca, pelaku: Pengguna, id: string): Promise<Aduan> {
  const aduan = await repos.aduan.cari(pelaku.tenantId, id as AduanId);
  if (aduan === null || !bolehLihat(pelaku, await unitPelaku(repos, pelaku), aduan)) {
    throw new NaskahError('TIDAK_DITEMUKAN');
  }
  return aduan;
}

/** The verifier sees all, a unit what was forwarded to it (domain.md 7.3). */
const bolehLihat = (pelaku: Pengguna, unit: readonly string[], aduan: Aduan): boolean =>
  pelaku.peran.includes('verifikator-aduan') || (aduan.unitId !== null && unit.includes(aduan.unitId));

async function unitPelaku(repos: ReposBaca, pelaku: Pengguna) {
  const jabatan = await Promise.all(pelaku.jabatan.map((j) => repos.organisasi.jabatan(pelaku.tenantId, j)));
  return jabatan.flatMap((j) => (j === null ? [] : [j.unitId]));
}

async function susunView(repos: ReposBaca, pelaku: Pengguna, aduan: Aduan): Promise<AduanView> {
  return {
    ...(await susunPublik(repos, aduan)),
    id: aduan.id,
    revisi: aduan.revisi,
    kanal: aduan.kanal,
    rujukanMitra: aduan.rujukanMitra,
    judul: aduan.judul,
    uraian: aduan.uraian,
    kota: aduan.kota,
    anonim: aduan.anonim,
    alasan: aduan.alasan,
    naskahId: aduan.naskahId,
    tindakan: tindakanAduanTersedia({
      aduan,
      peran: pelaku.peran,
      unitPelaku: await unitPelaku(repos, pelaku),
    }),
  };
}

/** What anyone holding the ticket sees: where it is, until when, and the answer once it is sent. No text, no identity. */
async function susunPublik(repos: ReposBaca, aduan: Aduan): Promise<AduanPublik> {
  const unit = aduan.unitId === null ? null : await repos.organisasi.unit(aduan.tenantId, aduan.unitId);
  const catatan = await repos.aduan.riwayat(aduan.id);
  return {
    tiket: aduan.tiket,
    keadaan: aduan.keadaan,
    diterima: aduan.diterima,
    unit: unit?.nama ?? null,
    tenggat: await tenggat(repos, aduan, catatan),
    jawaban: await jawaban(repos, aduan),
    riwayat: catatan.map((r) => ({ aksi: r.aksi, waktu: r.waktu })),
  };
}

/** The limit that runs now, from the day the complaint entered this stretch. */
async function tenggat(repos: ReposBaca, aduan: Aduan, catatan: readonly RiwayatAduan[]) {
  const jenis = tenggatBerjalan(aduan.keadaan);
  const tenant = await repos.tenant.cari(aduan.tenantId);
  if (jenis === null || tenant === null) return null;
  const mulai = catatan.find((r) => r.aksi === awalTenggat[aduan.keadaan])?.waktu ?? aduan.diterima;
  return hitungTenggat(kalenderBawaan, jenis, tanggalZona(new Date(mulai), tenant.zona));
}

/** Which entry of the history starts the limit that runs in a state; a return never resets it. */
const awalTenggat: Partial<Record<KeadaanAduan, string>> = {
  baru: 'terima',
  diteruskan: 'teruskan',
  diproses: 'teruskan',
  ditanggapi: 'tanggapi',
};

async function jawaban(repos: ReposBaca, aduan: Aduan): Promise<AduanPublik['jawaban']> {
  if (aduan.keadaan !== 'ditanggapi' || aduan.naskahId === null) return null;
  const naskah = await repos.naskah.cari(aduan.tenantId, aduan.naskahId);
  if (naskah === null || naskah.nomor === null || naskah.tanggal === null || naskah.profilId === null)
    return null;
  const profil = await repos.tenant.profil(naskah.profilId);
  return {
    nomor: naskah.nomor,
    tanggal: naskah.tanggal,
    bukti: `${profil?.isi.alamatBukti ?? ''}/b/${naskah.buktiId}`,
  };
}
