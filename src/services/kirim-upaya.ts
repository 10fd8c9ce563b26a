import { waktu } from '../shared/brand.ts';
import { NaskahError } from '../shared/errors.ts';
import { TidakDitandatangani } from '../shared/tidak-ditandatangani.ts';
import type { UpayaTandaTangan } from '../domain/naskah/naskah.ts';
import type { Konteks } from './konteks.ts';
import type { Permintaan } from './layanan.ts';
import type { Catatan } from './ports.ts';
import { nyatakanTakPasti, tutupGagal } from './selesaikan-upaya.ts';

/** T2: the exact bytes are stored, and the intent to sign them, bound to the consent, is in the log. */
export async function nyatakanNiat(
  ctx: Konteks,
  p: Permintaan,
  siap: UpayaTandaTangan,
  artefak: NonNullable<Catatan['artefak']>,
): Promise<void> {
  await ctx.uow.write(p.pelaku, p.korelasi, async (repos, catat) => {
    await repos.upaya.pindah('dipesan', siap);
    catat({
      peristiwa: 'naskah.tte.niat',
      tenantId: siap.tenantId,
      objek: { jenis: 'naskah', id: siap.naskahId },
      artefak,
      rincian: {
        upaya: siap.upaya,
        urutan: siap.urutan,
        persetujuan: siap.persetujuan,
        tingkat: siap.tingkat,
        ...(siap.sertifikatSha256 === null ? {} : { sertifikat: siap.sertifikatSha256 }),
        ...(siap.jenisKunci === 'tersegel' ? {} : { kunci: siap.jenisKunci }),
      },
    });
  });
  ctx.titik('sesudah-T2');
}

/** T3: from here on the key has been, or is being, asked. */
export async function nyatakanDikirim(
  ctx: Konteks,
  p: Permintaan,
  siap: UpayaTandaTangan,
): Promise<UpayaTandaTangan> {
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
  return dikirim;
}

/**
 * A failure before the answer is aside. With a key of our own, before the request was sent, or where the key elsewhere
 * is known not to have signed, it is definite: recorded, number kept, may be retried. Otherwise it may have signed all
 * the same: unknown, until a person looks.
 */
export async function batalBilaGagal<T>(
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
    const mungkin = kini.penandatangan === 'jauh' && !(error instanceof TidakDitandatangani);
    if (kini.keadaan === 'dikirim' && mungkin) {
      // If this cannot be written either, the recovery job finds the attempt sent and unanswered, and writes it.
      await nyatakanTakPasti(ctx, p, kini).catch(() => undefined);
      throw new NaskahError('PENANDATANGANAN_TAK_PASTI', { cause: error });
    }
    await tutupGagal(ctx, p, kini, error);
    throw error;
  }
}
