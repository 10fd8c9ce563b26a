import type { Sha256, UpayaId } from '../shared/brand.ts';
import { waktu } from '../shared/brand.ts';
import { hex } from '../shared/bytes.ts';
import type { UpayaTandaTangan } from '../domain/naskah/naskah.ts';
import {
  bytesSource,
  encodePrepared,
  prepareSignature,
  rangeDigest,
  signPrepared,
  type PreparedPdf,
} from '../pades/index.ts';
import { denganKunci } from './buka-kunci.ts';
import { dasarPenandatanganan } from './dasar-penandatanganan.ts';
import { batalBilaGagal, nyatakanDikirim, nyatakanNiat } from './kirim-upaya.ts';
import type { Konteks } from './konteks.ts';
import { sendirian } from './lanjutkan-penandatanganan.ts';
import type { Hasil, NaskahView, Permintaan, TindakanNaskah } from './layanan.ts';
import { sebagaiPengguna, type Pengguna } from './muat-naskah.ts';
import { pesanUpaya, siapkanKeputusan } from './pesan-upaya.ts';
import type { KunciHash, KunciTerbuka } from './ports.ts';
import { jawabSekali } from './sekali.ts';
import { selesaikanUpaya } from './selesaikan-upaya.ts';
import { tandatanganiLewatPenyedia } from './tandatangani-lewat-penyedia.ts';

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
    t.totp?.fill(0);
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
  return kunci.jenis === 'penyedia'
    ? tandatanganiLewatPenyedia(ctx, p, pelaku, id, t, kunci)
    : tandatanganiDenganKunci(ctx, p, pelaku, id, t, kunci);
}

/** Our engine builds the signature; the key signs its hash. */
async function tandatanganiDenganKunci(
  ctx: Konteks,
  p: Permintaan,
  pelaku: Pengguna,
  id: string,
  t: TindakanNaskah,
  kunci: KunciHash,
): Promise<Hasil<NaskahView>> {
  return denganKunci(ctx, p, kunci, t, (signer, terbuka) => {
    const jauh = signer.jauh === true;
    const upayaId = ctx.idBaru() as UpayaId;
    return sendirian(ctx, upayaId, async () => {
      const upaya = await pesanUpaya(ctx, p, pelaku, id, t, { id: upayaId, kunci, jauh }); // T1
      const { siap, prepared } = await siapkan(ctx, p, upaya, signer); // final bytes, T2
      const cms = await mintaTandaTangan(ctx, p, siap, prepared, signer); // T3, the key, aside
      // The answer is safe; a try that stays counted for want of this write does no harm.
      await terbuka().catch(() => undefined);
      return selesaikanUpaya(ctx, p, { ...siap, keadaan: 'dikirim' }, prepared, cms); // check, store, T4
    });
  });
}

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
    await nyatakanNiat(ctx, p, siap, {
      ttd: {
        // The signature's own hash follows the key's algorithm; the log speaks SHA-256.
        sha256: hex(rangeDigest(prepared, 'sha256')) as Sha256,
        ukuran: prepared.byteRange[1] + prepared.byteRange[3],
      },
    });
    return { siap, prepared };
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
    const dikirim = await nyatakanDikirim(ctx, p, siap);
    tandaiKeadaan(dikirim);
    ctx.titik('sesudah-T3');
    const cms = await signPrepared(prepared, signer);
    ctx.titik('sesudah-kunci');
    await ctx.sisihan.taruh(dikirim.id, cms);
    ctx.titik('sesudah-sisih');
    return cms;
  });
}
