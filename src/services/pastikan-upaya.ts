import { NaskahError } from '../shared/errors.ts';
import type { Konteks } from './konteks.ts';
import type { Hasil, NaskahView, Permintaan, TindakanNaskah } from './layanan.ts';
import { sendirian } from './lanjutkan-penandatanganan.ts';
import { muatUtuh, sebagaiPengguna } from './muat-naskah.ts';
import { izinkan } from './putusan-tindakan.ts';
import { batalkanUpaya } from './selesaikan-upaya.ts';
import { jawabSekali } from './sekali.ts';
import { teruskanUpaya } from './teruskan-upaya.ts';

/**
 * A person has found out what became of a signature whose outcome was unknown. "Signed" needs the signer's own answer,
 * which then passes the same gate as any other, and settles nothing when it is refused; "not signed" frees the letter
 * for another try with its kept number.
 */
export function pastikanUpaya(
  ctx: Konteks,
  p: Permintaan,
  id: string,
  t: TindakanNaskah,
): Promise<Hasil<NaskahView>> {
  return jawabSekali(ctx, p, () => pastikan(ctx, p, id, t));
}

async function pastikan(
  ctx: Konteks,
  p: Permintaan,
  id: string,
  t: TindakanNaskah,
): Promise<Hasil<NaskahView>> {
  const pelaku = sebagaiPengguna(p.pelaku);
  const upaya = await ctx.uow.read(async (repos) => {
    const utuh = pelaku.peran.includes('admin') ? await muatUtuh(repos, pelaku.tenantId, id as never) : null;
    if (utuh === null) throw new NaskahError('TIDAK_DITEMUKAN');
    izinkan(utuh, pelaku, 'pastikan', t);
    const tergantung = (await repos.upaya.milik(utuh.naskah.id)).find((u) => u.keadaan === 'tak_pasti');
    if (tergantung === undefined) throw new NaskahError('NASKAH_TINDAKAN_DITOLAK');
    return tergantung;
  });
  return sendirian(ctx, upaya.id, async () => {
    if (t.terbukti === 'bertanda_tangan') {
      if (t.jawabanPenandatangan === undefined) {
        throw new NaskahError('MASUKAN_TIDAK_SAH', { pointer: '/jawabanPenandatangan' });
      }
      return teruskanUpaya(ctx, p, upaya, t.jawabanPenandatangan);
    }
    const isi = await batalkanUpaya(ctx, p, upaya, new NaskahError('PENANDATANGANAN_GAGAL'), 'simpan');
    return { isi, ulangan: false };
  });
}
