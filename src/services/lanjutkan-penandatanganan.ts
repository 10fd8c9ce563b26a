import type { UpayaId } from '../shared/brand.ts';
import { NaskahError } from '../shared/errors.ts';
import type { UpayaTandaTangan } from '../domain/naskah/naskah.ts';
import type { Konteks } from './konteks.ts';
import type { Hasil, NaskahView, Permintaan, TindakanNaskah } from './layanan.ts';
import { muatNaskah, sebagaiPengguna } from './muat-naskah.ts';
import { izinkan } from './putusan-tindakan.ts';
import { batalkanUpaya, nyatakanTakPasti } from './selesaikan-upaya.ts';
import { jawabSekali } from './sekali.ts';
import { teruskanUpaya } from './teruskan-upaya.ts';

/** A person asks the timestamp authority again for a letter that waits for it. The key is not asked. */
export function lanjutkanCapWaktu(
  ctx: Konteks,
  p: Permintaan,
  id: string,
  t: TindakanNaskah,
): Promise<Hasil<NaskahView>> {
  return jawabSekali(ctx, p, () => lanjutkan(ctx, p, id, t));
}

async function lanjutkan(
  ctx: Konteks,
  p: Permintaan,
  id: string,
  t: TindakanNaskah,
): Promise<Hasil<NaskahView>> {
  const pelaku = sebagaiPengguna(p.pelaku);
  const upaya = await ctx.uow.read(async (repos) => {
    const utuh = await muatNaskah(repos, pelaku, id);
    izinkan(utuh, pelaku, 'lanjutkan_cap_waktu', t);
    const menunggu = (await repos.upaya.milik(utuh.naskah.id)).find(
      (u) => u.keadaan === 'menunggu_cap_waktu',
    );
    if (menunggu === undefined) throw new NaskahError('NASKAH_TINDAKAN_DITOLAK');
    return menunggu;
  });
  return sendirian(ctx, upaya.id, async () => {
    const cms = await ctx.sisihan.ambil(upaya.id);
    if (cms === null) throw new NaskahError('BERKAS_HILANG');
    return teruskanUpaya(ctx, p, upaya, cms);
  });
}

export interface HasilPemulihan {
  readonly upaya: UpayaId;
  readonly hasil: 'selesai' | 'gagal' | 'tak_pasti' | 'menunggu_cap_waktu' | 'tertunda';
}

/**
 * The recovery job: closes every open attempt this process is not working on. Runs at start, then regularly. What it
 * does in each state is the crash table of ARCHITECTURE.md. `pilih` is asked before each one is begun.
 */
export async function pulihkanUpaya(
  ctx: Konteks,
  pilih: (upaya: UpayaTandaTangan) => boolean = () => true,
): Promise<readonly HasilPemulihan[]> {
  const terbuka = await ctx.uow.read((repos) => repos.upaya.terbuka());
  const hasil: HasilPemulihan[] = [];
  for (const upaya of terbuka) {
    if (ctx.sedangBerjalan.has(upaya.id) || !pilih(upaya)) continue;
    hasil.push({ upaya: upaya.id, hasil: await pulihkanSatu(ctx, upaya).catch(() => 'tertunda' as const) });
  }
  return hasil;
}

function pulihkanSatu(ctx: Konteks, upaya: UpayaTandaTangan): Promise<HasilPemulihan['hasil']> {
  const p: Permintaan = {
    pelaku: { jenis: 'sistem' },
    korelasi: `pemulihan-${upaya.id}`,
    idempotensi: upaya.idempotensi,
  };
  return sendirian(ctx, upaya.id, async () => {
    const cms = await ctx.sisihan.ambil(upaya.id);
    if (cms !== null) {
      await teruskanUpaya(ctx, p, upaya, cms);
    } else if (upaya.keadaan === 'dikirim' && upaya.penandatangan === 'jauh') {
      await nyatakanTakPasti(ctx, p, upaya);
    } else {
      await batalkanUpaya(ctx, p, upaya, new NaskahError('PENANDATANGANAN_GAGAL'));
    }
    const kini = await ctx.uow.read((repos) => repos.upaya.cari(upaya.id));
    return kini?.keadaan === 'selesai' ||
      kini?.keadaan === 'gagal' ||
      kini?.keadaan === 'tak_pasti' ||
      kini?.keadaan === 'menunggu_cap_waktu'
      ? kini.keadaan
      : 'tertunda';
  });
}

/** One worker an attempt: a person's request and the recovery job must not finish the same one twice. */
export async function sendirian<T>(ctx: Konteks, id: UpayaId, kerja: () => Promise<T>): Promise<T> {
  if (ctx.sedangBerjalan.has(id)) throw new NaskahError('PENANDATANGANAN_BERJALAN');
  ctx.sedangBerjalan.add(id);
  try {
    return await kerja();
  } finally {
    ctx.sedangBerjalan.delete(id);
  }
}
