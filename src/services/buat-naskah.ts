import type { BuktiId, JabatanId, NaskahId, Tanggal } from '../shared/brand.ts';
import { waktu } from '../shared/brand.ts';
import { base64url } from '../shared/bytes.ts';
import { NaskahError } from '../shared/errors.ts';
import { kanalAduan, type Aduan } from '../domain/aduan/aduan.ts';
import type { Jabatan } from '../domain/organisasi.ts';
import type { KonsepNaskah } from '../domain/naskah/konsep.ts';
import type { LangkahParaf, LangkahTandaTangan, Naskah, VersiNaskah } from '../domain/naskah/naskah.ts';
import { periksaKonsep } from '../domain/naskah/periksa-konsep.ts';
import { teksKonsep } from '../domain/naskah/teks-konsep.ts';
import { periksaAksara } from '../render/index.ts';
import { gerakkanAduan } from './gerakkan-aduan.ts';
import type { Konteks } from './konteks.ts';
import type { Hasil, NaskahView, Permintaan } from './layanan.ts';
import { susunView } from './lihat-naskah.ts';
import { hariIni, muatNaskah, sebagaiPengguna, type NaskahUtuh, type Pengguna } from './muat-naskah.ts';
import { hashKonsep } from './persetujuan.ts';
import { izinkan } from './putusan-tindakan.ts';
import type { Repos } from './ports.ts';
import { tulisSekali } from './sekali.ts';

/** A draft becomes a letter: rules, posts and glyphs are checked now, so that nothing surprising is found at signing. */
export function buatNaskah(ctx: Konteks, p: Permintaan, konsep: KonsepNaskah): Promise<Hasil<NaskahView>> {
  const pelaku = sebagaiPengguna(p.pelaku);
  return tulisSekali(ctx, p, async (repos, catat) => {
    const tanggal = await hariIni(ctx, repos, pelaku.tenantId);
    await periksa(repos, pelaku, konsep, tanggal);
    const konseptor = await jabatanSendiri(repos, pelaku, konsep.konseptor);
    const aduan = konsep.jenis === 'jawaban-aduan' ? await aduanUntuk(repos, konseptor, konsep.tiket) : null;
    const saat = waktu(ctx.clock.now());
    const naskah: Naskah = {
      id: ctx.idBaru() as NaskahId,
      tenantId: pelaku.tenantId,
      jenis: konsep.jenis,
      keadaan: 'konsep',
      revisi: 1,
      versi: 1,
      hal: konsep.hal,
      konseptorJabatanId: konseptor.id,
      konseptorOrangId: pelaku.orangId,
      unitId: konseptor.unitId,
      buktiId: base64url(ctx.acak(16)) as BuktiId,
      aduanId: aduan?.id ?? null,
      nomor: null,
      tanggal: null,
      profilId: null,
      alasan: null,
      berkasSha256: null,
      dibuat: saat,
      diubah: saat,
    };
    await repos.naskah.tambah(naskah);
    const utuh = await tulisIsi(ctx, repos, pelaku, naskah, konsep);
    catat({
      peristiwa: 'naskah.buat',
      tenantId: naskah.tenantId,
      objek: { jenis: 'naskah', id: naskah.id },
      rincian: { jenis: naskah.jenis, versi: 1, konsep: utuh.versi.sha256 },
      tertutup: [{ nama: 'objek.hal', nilai: naskah.hal, subjek: pelaku.orangId }],
    });
    // Drafting the answer is what moves the complaint on: the unit it was forwarded to has taken it up.
    if (aduan !== null) await gerakkanAduan({ ctx, repos, catat, pelaku, naskah }, aduan, 'proses');
    return susunView(ctx, repos, pelaku, utuh);
  });
}

/** New content of an existing letter. Paraf given to the earlier version do not count for this one (domain.md 5.3). */
export function ubahNaskah(
  ctx: Konteks,
  p: Permintaan,
  id: string,
  konsep: KonsepNaskah,
  revisi?: number,
): Promise<Hasil<NaskahView>> {
  const pelaku = sebagaiPengguna(p.pelaku);
  return tulisSekali(ctx, p, async (repos, catat) => {
    const lama = await muatNaskah(repos, pelaku, id);
    const putusan = izinkan(lama, pelaku, 'ubah', revisi === undefined ? {} : { revisi });
    if (konsep.jenis !== lama.naskah.jenis || konsep.konseptor !== lama.versi.konsep.konseptor) {
      throw new NaskahError('MASUKAN_TIDAK_SAH', {
        detail: 'Jenis naskah dan konseptor tidak dapat diubah.',
      });
    }
    // The letter closes the complaint it was begun for; it must not print another's ticket.
    if (tiketKonsep(konsep) !== tiketKonsep(lama.versi.konsep)) {
      throw new NaskahError('MASUKAN_TIDAK_SAH', {
        pointer: '/tiket',
        detail: 'Tiket aduan yang dijawab tidak dapat diubah.',
      });
    }
    await periksa(repos, pelaku, konsep, await hariIni(ctx, repos, pelaku.tenantId));
    const gugur = lama.paraf.map((l): LangkahParaf => ({
      ...l,
      status: l.status === 'dikembalikan' ? l.status : 'gugur',
    }));
    await repos.naskah.tulisParaf(lama.naskah.id, lama.naskah.versi, gugur);
    const naskah: Naskah = {
      ...lama.naskah,
      keadaan: putusan.ke,
      revisi: lama.naskah.revisi + 1,
      versi: lama.naskah.versi + 1,
      hal: konsep.hal,
      diubah: waktu(ctx.clock.now()),
    };
    await repos.naskah.ubah(naskah);
    const utuh = await tulisIsi(ctx, repos, pelaku, naskah, konsep);
    catat({
      peristiwa: 'naskah.ubah',
      tenantId: naskah.tenantId,
      objek: { jenis: 'naskah', id: naskah.id },
      rincian: { versi: naskah.versi, konsep: utuh.versi.sha256 },
    });
    return susunView(ctx, repos, pelaku, utuh);
  });
}

const tiketKonsep = (konsep: KonsepNaskah): string | null =>
  konsep.jenis === 'jawaban-aduan' ? konsep.tiket : null;

async function periksa(
  repos: Repos,
  pelaku: Pengguna,
  konsep: KonsepNaskah,
  tanggal: Tanggal,
): Promise<void> {
  const profil = await repos.tenant.profilPada(pelaku.tenantId, tanggal);
  if (profil === null) throw new NaskahError('PROFIL_TIDAK_ADA');
  const [masalah] = periksaKonsep(konsep, profil.isi);
  if (masalah !== undefined) {
    throw new NaskahError(masalah.kode, { pointer: masalah.pointer, detail: masalah.kalimat });
  }
  const aksara = periksaAksara(teksKonsep(konsep));
  if (aksara !== null) {
    throw new NaskahError('NASKAH_AKSARA_TIDAK_DIDUKUNG', {
      pointer: aksara.pointer,
      extra: { aksara: aksara.kode },
    });
  }
}

async function tulisIsi(
  ctx: Konteks,
  repos: Repos,
  pelaku: Pengguna,
  naskah: Naskah,
  konsep: KonsepNaskah,
): Promise<NaskahUtuh> {
  const versi: VersiNaskah = {
    naskahId: naskah.id,
    versi: naskah.versi,
    konsep,
    sha256: hashKonsep(konsep),
    oleh: pelaku.orangId,
    dibuat: waktu(ctx.clock.now()),
  };
  await repos.naskah.tambahVersi(versi);
  const paraf = await langkahParaf(repos, naskah, konsep.pemaraf ?? []);
  await repos.naskah.tulisParaf(naskah.id, naskah.versi, paraf);
  const penandatangan = await langkahTandaTangan(repos, naskah, konsep.penandatangan);
  await repos.naskah.tulisPenandatangan(naskah.id, penandatangan);
  return { naskah, versi, paraf, penandatangan };
}

const langkahParaf = (repos: Repos, naskah: Naskah, kode: readonly string[]): Promise<LangkahParaf[]> =>
  Promise.all(
    kode.map(async (satu, i) => ({
      naskahId: naskah.id,
      versi: naskah.versi,
      urutan: i + 1,
      jabatanId: await jabatanId(repos, naskah, satu, `/pemaraf/${i}`),
      status: 'menunggu' as const,
      orangId: null,
      waktu: null,
    })),
  );

const langkahTandaTangan = (
  repos: Repos,
  naskah: Naskah,
  kode: readonly string[],
): Promise<LangkahTandaTangan[]> =>
  Promise.all(
    kode.map(async (satu, i) => ({
      naskahId: naskah.id,
      urutan: i + 1,
      jabatanId: await jabatanId(repos, naskah, satu, `/penandatangan/${i}`),
      status: 'menunggu' as const,
      orangId: null,
      waktu: null,
      wewenang: null,
    })),
  );

async function jabatanId(repos: Repos, naskah: Naskah, kode: string, pointer: string): Promise<JabatanId> {
  const jabatan = await repos.organisasi.jabatanKode(naskah.tenantId, kode);
  if (jabatan === null) throw new NaskahError('JABATAN_TIDAK_DIKENAL', { pointer, extra: { jabatan: kode } });
  return jabatan.id;
}

/** The drafter writes under a post he holds today. */
async function jabatanSendiri(repos: Repos, pelaku: Pengguna, kode: string) {
  const jabatan = await repos.organisasi.jabatanKode(pelaku.tenantId, kode);
  if (jabatan === null) {
    throw new NaskahError('JABATAN_TIDAK_DIKENAL', { pointer: '/konseptor', extra: { jabatan: kode } });
  }
  if (!pelaku.jabatan.includes(jabatan.id))
    throw new NaskahError('TIDAK_BERWENANG', { pointer: '/konseptor' });
  return jabatan;
}

/**
 * By our own ticket, or by the reference under which the complaint came in from elsewhere. One that was forwarded to
 * another unit is as unknown here as one that does not exist.
 */
async function aduanUntuk(repos: Repos, konseptor: Jabatan, tiket: string): Promise<Aduan> {
  const calon = [await repos.aduan.cariTiket(tiket)];
  for (const kanal of kanalAduan) {
    calon.push(await repos.aduan.cariRujukan(konseptor.tenantId, kanal, tiket));
  }
  const aduan = calon.find((a) => a?.tenantId === konseptor.tenantId && a.unitId === konseptor.unitId);
  if (aduan !== undefined && aduan !== null) return aduan;
  throw new NaskahError('TIDAK_DITEMUKAN', { pointer: '/tiket', detail: 'Tiket aduan tidak ditemukan.' });
}
