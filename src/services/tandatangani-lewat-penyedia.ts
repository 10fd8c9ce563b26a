import type { Sha256, UpayaId } from '../shared/brand.ts';
import { waktu } from '../shared/brand.ts';
import type { UpayaTandaTangan } from '../domain/naskah/naskah.ts';
import { cobaKunci, wajibSatuRahasia } from './buka-kunci.ts';
import { dasarPenandatanganan } from './dasar-penandatanganan.ts';
import { batalBilaGagal, nyatakanDikirim, nyatakanNiat } from './kirim-upaya.ts';
import type { Konteks } from './konteks.ts';
import { sendirian } from './lanjutkan-penandatanganan.ts';
import type { Hasil, NaskahView, Permintaan, TindakanNaskah } from './layanan.ts';
import type { Pengguna } from './muat-naskah.ts';
import { pesanUpaya } from './pesan-upaya.ts';
import type { IzinPenyedia, KunciPenyedia } from './ports.ts';
import { selesaikanDariPenyedia } from './selesaikan-dari-penyedia.ts';

/**
 * The same eight steps where the key is at the national provider, which takes the letter and returns it signed
 * (providers.md 1). The page is final before it is sent, visible block included, so the provider draws nothing. The
 * provider is asked about its user before a number is reserved, and to sign once.
 */
export function tandatanganiLewatPenyedia(
  ctx: Konteks,
  p: Permintaan,
  pelaku: Pengguna,
  id: string,
  t: TindakanNaskah,
  kunci: KunciPenyedia,
): Promise<Hasil<NaskahView>> {
  const izin = wajibSatuRahasia(t);
  return cobaKunci(ctx, p, kunci, async (terbuka) => {
    await ctx.penyedia.pastikanPengguna(kunci, izin);
    const upayaId = ctx.idBaru() as UpayaId;
    return sendirian(ctx, upayaId, async () => {
      const upaya = await pesanUpaya(ctx, p, pelaku, id, t, { id: upayaId, kunci, jauh: true }); // T1
      const { siap, berkas } = await siapkan(ctx, p, upaya); // final bytes, T2
      const jawaban = await mintaPenyedia(ctx, p, siap, kunci, berkas, izin); // T3, the provider, aside
      // Only a file says that the passphrase was right: an empty answer or a proxy's page says nothing about it.
      // The answer is safe; a try that stays counted for want of this write does no harm.
      if (ctx.penyedia.bacaJawaban(jawaban, 1).some((satu) => 'pdf' in satu)) {
        await terbuka().catch(() => undefined);
      }
      return selesaikanDariPenyedia(ctx, p, { ...siap, keadaan: 'dikirim' }, jawaban); // check, store, T4
    });
  });
}

/** Step 2: what will be sent is made and stored, byte for byte, then the intent is logged (T2). */
async function siapkan(
  ctx: Konteks,
  p: Permintaan,
  upaya: UpayaTandaTangan,
): Promise<{ siap: UpayaTandaTangan; berkas: Uint8Array }> {
  return batalBilaGagal(ctx, p, upaya, async () => {
    const { bytes } = await dasarPenandatanganan(ctx, upaya);
    ctx.titik('sesudah-tata');
    const sha256: Sha256 = await ctx.blob.put(bytes);
    ctx.titik('sesudah-simpan-siap');
    const siap: UpayaTandaTangan = {
      ...upaya,
      keadaan: 'siap',
      dasarSha256: sha256,
      siapSha256: sha256,
      diubah: waktu(ctx.clock.now()),
    };
    await nyatakanNiat(ctx, p, siap, { kirim: { sha256, ukuran: bytes.length } });
    return { siap, berkas: bytes };
  });
}

/** Steps 3 and 4: sent once; whatever comes back is put aside as it came, before anything is made of it. */
function mintaPenyedia(
  ctx: Konteks,
  p: Permintaan,
  siap: UpayaTandaTangan,
  kunci: KunciPenyedia,
  berkas: Uint8Array,
  izin: IzinPenyedia,
): Promise<Uint8Array> {
  return batalBilaGagal(ctx, p, siap, async (tandaiKeadaan) => {
    const dikirim = await nyatakanDikirim(ctx, p, siap);
    tandaiKeadaan(dikirim);
    ctx.titik('sesudah-T3');
    const jawaban = await ctx.penyedia.tandatangani(kunci, [berkas], izin);
    ctx.titik('sesudah-kunci');
    await ctx.sisihan.taruh(dikirim.id, jawaban);
    ctx.titik('sesudah-sisih');
    return jawaban;
  });
}
