import type { Sha256, UpayaId } from '../shared/brand.ts';
import { waktu } from '../shared/brand.ts';
import { hex, sha256 } from '../shared/bytes.ts';
import { NaskahError } from '../shared/errors.ts';
import type { LangkahTandaTangan, Naskah, UpayaTandaTangan } from '../domain/naskah/naskah.ts';
import {
  bytesSource,
  encodePrepared,
  prepareSignature,
  signPrepared,
  type PreparedPdf,
} from '../pades/index.ts';
import { bukaKunci } from './buka-kunci.ts';
import type { Konteks } from './konteks.ts';
import { sendirian } from './lanjutkan-penandatanganan.ts';
import type { Hasil, NaskahView, Permintaan, TindakanNaskah } from './layanan.ts';
import {
  hariIni,
  muatNaskah,
  muatUtuh,
  profilNaskah,
  sebagaiPengguna,
  type NaskahUtuh,
  type Pengguna,
} from './muat-naskah.ts';
import { pesanNomor } from './pesan-nomor.ts';
import { cetak } from './penandatangan.ts';
import { izinkan } from './putusan-tindakan.ts';
import { nyatakanTakPasti, selesaikanUpaya, tutupGagal } from './selesaikan-upaya.ts';
import { jawabSekali, simpanJawaban } from './sekali.ts';
import { susunLembarNaskah } from './susun-lembar-naskah.ts';
import { susunPutusan, type PutusanTandaTangan } from './susun-putusan.ts';
import type { KunciTandaTangan, KunciTerbuka } from './ports.ts';

/**
 * A signature in eight steps (D2; ARCHITECTURE.md tells what a crash leaves at each). Nothing is called signed before
 * the validator has accepted it, the key is asked once, and number and date are never used twice.
 */
export async function tandatanganiNaskah(
  ctx: Konteks,
  p: Permintaan,
  id: string,
  t: TindakanNaskah,
): Promise<Hasil<NaskahView>> {
  try {
    return await jawabSekali(ctx, p, () => tandatangani(ctx, p, id, t));
  } finally {
    t.frasaSandi?.fill(0);
  }
}

async function tandatangani(
  ctx: Konteks,
  p: Permintaan,
  id: string,
  t: TindakanNaskah,
): Promise<Hasil<NaskahView>> {
  const pelaku = sebagaiPengguna(p.pelaku);
  const { kunci } = await ctx.uow.read((repos) => siapkanKeputusan(ctx, repos, pelaku, id, t));
  const signer = await bukaKunci(ctx, p, kunci, t.frasaSandi);
  try {
    const upayaId = ctx.idBaru() as UpayaId;
    return await sendirian(ctx, upayaId, async () => {
      const upaya = await pesanUpaya(ctx, p, pelaku, id, t, { id: upayaId, kunci, signer }); // T1
      const { siap, prepared } = await siapkan(ctx, p, upaya, signer); // final bytes, T2
      const cms = await mintaTandaTangan(ctx, p, siap, prepared, signer); // T3, the key, aside
      return selesaikanUpaya(ctx, p, { ...siap, keadaan: 'dikirim' }, prepared, cms); // check, store, T4
    });
  } finally {
    signer.destroy();
  }
}

interface Keputusan {
  readonly utuh: NaskahUtuh;
  readonly putusan: PutusanTandaTangan;
  readonly ke: Naskah['keadaan'];
  readonly kunci: KunciTandaTangan;
}

/** Step 1: may this person sign this letter now, and is it still the one he consented to? */
async function siapkanKeputusan(
  ctx: Konteks,
  repos: Parameters<typeof muatNaskah>[0],
  pelaku: Pengguna,
  id: string,
  t: TindakanNaskah,
): Promise<Keputusan> {
  const utuh = await muatNaskah(repos, pelaku, id);
  const alur = izinkan(utuh, pelaku, 'tandatangani', t);
  const tanggal = await hariIni(ctx, repos, pelaku.tenantId);
  const putusan = await susunPutusan(repos, utuh, await profilNaskah(repos, utuh.naskah, tanggal), tanggal);
  if (putusan.giliran.pejabat.orang.id !== pelaku.orangId) throw new NaskahError('TIDAK_BERWENANG');
  if (t.persetujuan !== putusan.persetujuan) throw new NaskahError('PERSETUJUAN_TIDAK_COCOK');
  return { utuh, putusan, ke: alur.ke, kunci: await kunciBerlaku(ctx, repos, pelaku) };
}

async function kunciBerlaku(
  ctx: Konteks,
  repos: Parameters<typeof muatNaskah>[0],
  pelaku: Pengguna,
): Promise<KunciTandaTangan> {
  const kunci = await repos.kunci.milik(pelaku.orangId);
  if (kunci === null) throw new NaskahError('SERTIFIKAT_TIDAK_ADA');
  const saat = waktu(ctx.clock.now());
  if (saat < kunci.berlakuDari || saat > kunci.berlakuSampai) throw new NaskahError('SERTIFIKAT_KEDALUWARSA');
  return kunci;
}

/** T1: number and date are reserved for this letter; the decision is taken again, now under the write lock. */
function pesanUpaya(
  ctx: Konteks,
  p: Permintaan,
  pelaku: Pengguna,
  id: string,
  t: TindakanNaskah,
  dengan: { readonly id: UpayaId; readonly kunci: KunciTandaTangan; readonly signer: KunciTerbuka },
): Promise<UpayaTandaTangan> {
  ctx.titik('sebelum-T1');
  return ctx.uow
    .write(p.pelaku, p.korelasi, async (repos, catat) => {
      const { utuh, putusan, ke } = await siapkanKeputusan(ctx, repos, pelaku, id, t);
      const pertama = utuh.penandatangan.every((l) => l.status === 'menunggu');
      const nomor = await pesanNomor(repos, catat, utuh, putusan, pertama);
      const saat = waktu(ctx.clock.now());
      const terdahulu = await repos.upaya.milik(utuh.naskah.id);
      const upaya: UpayaTandaTangan = {
        id: dengan.id,
        tenantId: utuh.naskah.tenantId,
        naskahId: utuh.naskah.id,
        urutan: putusan.giliran.urutan,
        upaya: terdahulu.length + 1,
        keadaan: 'dipesan',
        versi: utuh.naskah.versi,
        orangId: pelaku.orangId,
        jabatanId: putusan.giliran.pejabat.jabatan.id,
        persetujuan: putusan.persetujuan,
        tingkat: putusan.profil.isi.tingkat,
        sertifikatSha256: hex(sha256(dengan.kunci.certificate)) as Sha256,
        penandatangan: dengan.signer.jauh === true ? 'jauh' : 'lokal',
        siapSha256: null,
        dasarSha256: null,
        hasilSha256: null,
        alasan: null,
        idempotensi: p.idempotensi === null ? null : { pemilik: pelaku.orangId, ...p.idempotensi },
        dibuat: saat,
        diubah: saat,
      };
      await repos.upaya.tambah(upaya);
      catat({
        peristiwa: 'naskah.tte.mulai',
        tenantId: upaya.tenantId,
        objek: { jenis: 'naskah', id: upaya.naskahId },
        rincian: { upaya: upaya.upaya, urutan: upaya.urutan, persetujuan: upaya.persetujuan },
      });
      await repos.naskah.ubah({
        ...utuh.naskah,
        keadaan: ke,
        revisi: utuh.naskah.revisi + 1,
        nomor: nomor.teks,
        tanggal: nomor.tanggal,
        profilId: putusan.profil.id,
        alasan: null,
        diubah: saat,
      });
      await repos.naskah.tulisPenandatangan(utuh.naskah.id, bekukanWewenang(utuh.penandatangan, putusan));
      await simpanJawaban(ctx, repos, p, null);
      return upaya;
    })
    .then((upaya) => {
      ctx.titik('sesudah-T1');
      return upaya;
    });
}

const bekukanWewenang = (
  langkah: readonly LangkahTandaTangan[],
  putusan: PutusanTandaTangan,
): LangkahTandaTangan[] => langkah.map((l, i) => ({ ...l, wewenang: putusan.wewenang[i] ?? null }));

/** Step 2: the exact bytes to be signed are made and stored, then the intent is logged (T2). */
async function siapkan(
  ctx: Konteks,
  p: Permintaan,
  upaya: UpayaTandaTangan,
  signer: KunciTerbuka,
): Promise<{ siap: UpayaTandaTangan; prepared: PreparedPdf }> {
  return batalBilaGagal(ctx, p, upaya, async () => {
    const dasar = await dasarPenandatanganan(ctx, upaya);
    ctx.titik('sesudah-tata');
    const prepared = prepareSignature(bytesSource(dasar.bytes), {
      signer,
      level: upaya.tingkat,
      signingTime: ctx.clock.now(),
      field: `TandaTangan${upaya.urutan}`,
      widget: { page: dasar.kotak.page, rect: dasar.kotak.rect },
    });
    const dasarSha256 = await ctx.blob.put(dasar.bytes);
    const siapSha256 = await ctx.blob.put(encodePrepared(prepared));
    ctx.titik('sesudah-simpan-siap');
    const siap: UpayaTandaTangan = {
      ...upaya,
      keadaan: 'siap',
      dasarSha256,
      siapSha256,
      diubah: waktu(ctx.clock.now()),
    };
    await ctx.uow.write(p.pelaku, p.korelasi, async (repos, catat) => {
      await repos.upaya.pindah('dipesan', siap);
      catat({
        peristiwa: 'naskah.tte.niat',
        tenantId: siap.tenantId,
        objek: { jenis: 'naskah', id: siap.naskahId },
        artefak: {
          ttd: {
            sha256: hex(prepared.digest) as Sha256,
            ukuran: prepared.byteRange[1] + prepared.byteRange[3],
          },
        },
        rincian: {
          upaya: siap.upaya,
          urutan: siap.urutan,
          persetujuan: siap.persetujuan,
          sertifikat: siap.sertifikatSha256,
          tingkat: siap.tingkat,
        },
      });
    });
    ctx.titik('sesudah-T2');
    return { siap, prepared };
  });
}

interface Dasar {
  readonly bytes: Uint8Array;
  readonly kotak: { readonly page: number; readonly rect: readonly [number, number, number, number] };
}

/** What the signature extends: the letter as typeset, or the file the earlier signer has already signed. */
async function dasarPenandatanganan(ctx: Konteks, upaya: UpayaTandaTangan): Promise<Dasar> {
  const lembar = await ctx.uow.read(async (repos) => {
    const utuh = await muatUtuh(repos, upaya.tenantId, upaya.naskahId);
    if (utuh === null) throw new Error(`attempt ${upaya.id} has no letter`);
    return { berkas: utuh.naskah.berkasSha256, isi: await lembarAkhir(repos, utuh) };
  });
  // Typesetting is deterministic, so a later signer's box is found by typesetting the same sheet again.
  const tercetak = await ctx.renderer.render(lembar.isi);
  const kotak = tercetak.kotak[upaya.urutan - 1];
  if (kotak === undefined) throw new NaskahError('NASKAH_TATA_LETAK_GAGAL');
  return {
    bytes: lembar.berkas === null ? tercetak.bytes : await ctx.blob.get(lembar.berkas),
    kotak: { page: kotak.halaman, rect: [kotak.x, kotak.y, kotak.lebar, kotak.tinggi] },
  };
}

async function lembarAkhir(repos: Parameters<typeof muatNaskah>[0], utuh: NaskahUtuh) {
  const { naskah, versi, penandatangan } = utuh;
  if (naskah.nomor === null || naskah.tanggal === null) throw new Error(`letter ${naskah.id} has no number`);
  const profil = await profilNaskah(repos, naskah, naskah.tanggal);
  return susunLembarNaskah(repos, {
    naskah,
    konsep: versi.konsep,
    profil,
    penandatangan,
    blok: penandatangan.flatMap((l) => (l.wewenang === null ? [] : [cetak(l.wewenang)])),
    mode: 'final',
  });
}

/** Step 3 and 4: marked as sent, then the key is asked once, and its answer put aside before anything is made of it. */
async function mintaTandaTangan(
  ctx: Konteks,
  p: Permintaan,
  siap: UpayaTandaTangan,
  prepared: PreparedPdf,
  signer: KunciTerbuka,
): Promise<Uint8Array> {
  return batalBilaGagal(ctx, p, siap, async (tandaiKeadaan) => {
    const dikirim: UpayaTandaTangan = { ...siap, keadaan: 'dikirim', diubah: waktu(ctx.clock.now()) };
    await ctx.uow.write(p.pelaku, p.korelasi, async (repos, catat) => {
      await repos.upaya.pindah('siap', dikirim);
      catat({
        peristiwa: 'naskah.tte.dikirim',
        tenantId: dikirim.tenantId,
        objek: { jenis: 'naskah', id: dikirim.naskahId },
        rincian: { upaya: dikirim.upaya },
      });
    });
    tandaiKeadaan(dikirim);
    ctx.titik('sesudah-T3');
    const cms = await signPrepared(prepared, signer);
    ctx.titik('sesudah-kunci');
    await ctx.sisihan.taruh(dikirim.id, cms);
    ctx.titik('sesudah-sisih');
    return cms;
  });
}

/**
 * A failure before the answer is aside. With a key of our own, or before the request was sent, it is definite: recorded,
 * number kept, may be retried. A key elsewhere may have signed all the same: unknown, until a person looks.
 */
async function batalBilaGagal<T>(
  ctx: Konteks,
  p: Permintaan,
  upaya: UpayaTandaTangan,
  kerja: (tandaiKeadaan: (kini: UpayaTandaTangan) => void) => Promise<T>,
): Promise<T> {
  let kini = upaya;
  try {
    return await kerja((baru) => {
      kini = baru;
    });
  } catch (error) {
    if (kini.keadaan === 'dikirim' && kini.penandatangan === 'jauh') {
      // If this cannot be written either, the recovery job finds the attempt sent and unanswered, and writes it.
      await nyatakanTakPasti(ctx, p, kini).catch(() => undefined);
      throw new NaskahError('PENANDATANGANAN_TAK_PASTI', { cause: error });
    }
    await tutupGagal(ctx, p, kini, error);
    throw error;
  }
}
