import type { Sha256, UpayaId } from '../shared/brand.ts';
import { waktu } from '../shared/brand.ts';
import { hex, sha256 } from '../shared/bytes.ts';
import { NaskahError } from '../shared/errors.ts';
import type { LangkahTandaTangan, Naskah, UpayaTandaTangan } from '../domain/naskah/naskah.ts';
import type { Konteks } from './konteks.ts';
import type { Permintaan, TindakanNaskah } from './layanan.ts';
import { hariIni, muatNaskah, profilNaskah, type NaskahUtuh, type Pengguna } from './muat-naskah.ts';
import { pesanNomor } from './pesan-nomor.ts';
import type { KunciTandaTangan } from './ports.ts';
import { izinkan } from './putusan-tindakan.ts';
import { simpanJawaban } from './sekali.ts';
import { susunPutusan, type PutusanTandaTangan } from './susun-putusan.ts';

interface Keputusan {
  readonly utuh: NaskahUtuh;
  readonly putusan: PutusanTandaTangan;
  readonly ke: Naskah['keadaan'];
  readonly kunci: KunciTandaTangan;
}

/** Step 1: may this person sign this letter now, and is it still the one he consented to? */
export async function siapkanKeputusan(
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
export function pesanUpaya(
  ctx: Konteks,
  p: Permintaan,
  pelaku: Pengguna,
  id: string,
  t: TindakanNaskah,
  dengan: { readonly id: UpayaId; readonly kunci: KunciTandaTangan; readonly jauh: boolean },
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
        sertifikatSha256:
          dengan.kunci.certificate === null ? null : (hex(sha256(dengan.kunci.certificate)) as Sha256),
        jenisKunci: dengan.kunci.jenis,
        penandatangan: dengan.jauh ? 'jauh' : 'lokal',
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
