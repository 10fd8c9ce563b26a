import { berurutan } from '../shared/berurutan.ts';
import { NaskahError } from '../shared/errors.ts';
import type { Konteks } from './konteks.ts';
import type { ButirArsip, HasilArsip, PilihanPeriksa, RingkasanArsip } from './layanan.ts';
import { nilaiBerkas, pastikanInstansi } from './periksa-berkas.ts';
import type { Arsip, ButirZip, IsiBerkas } from './ports.ts';

/** One archive may keep a caller waiting so long; what is left by then is refused by name. */
const batasWaktuMs = 90_000;
/** Files of one archive under way at once: other callers have their turns between them. */
const serentak = 4;

/**
 * A ZIP of letters: put aside, opened, and each file judged by itself, in the archive's order. Resolves once the archive
 * is known to be one; its files follow as they are judged, so nobody holds 500 reports. Whoever takes the answer reads it
 * to its end or calls `return()`: then everything that was put aside is removed. Throws ARSIP_TIDAK_TERBACA and
 * ARSIP_MELAMPAUI_BATAS.
 */
export async function periksaArsip(
  ctx: Konteks,
  isi: IsiBerkas,
  pilihan: PilihanPeriksa,
): Promise<HasilArsip> {
  await pastikanInstansi(ctx, pilihan);
  const berkas = await ctx.sementara.simpan(isi);
  let arsip: Arsip;
  try {
    arsip = await ctx.arsip.buka(berkas.path);
  } catch (galat) {
    await berkas.hapus();
    throw galat;
  }
  const sampai = ctx.clock.now().getTime() + batasWaktuMs;
  const nilai = (butir: ButirZip) => nilaiButir(ctx, butir, pilihan, sampai);
  return {
    kebijakan: pilihan.kebijakan,
    butir: denganPenutup(berurutan(arsip.butir, serentak, nilai), async () => {
      arsip.tutup();
      await berkas.hapus();
    }),
  };
}

/** Never throws for the file's sake: what cannot be judged says why, and the others go on. */
async function nilaiButir(
  ctx: Konteks,
  butir: ButirZip,
  pilihan: PilihanPeriksa,
  sampai: number,
): Promise<ButirArsip> {
  const { nama, tolak } = butir;
  try {
    if (tolak !== null) throw new NaskahError(tolak);
    if (ctx.clock.now().getTime() > sampai) throw new NaskahError('ARSIP_WAKTU_HABIS');
    const berkas = await ctx.sementara.simpan(butir.isi());
    try {
      return { nama, hasil: await nilaiBerkas(ctx, berkas, pilihan), penolakan: null };
    } finally {
      await berkas.hapus();
    }
  } catch (galat) {
    if (!(galat instanceof NaskahError)) throw galat;
    return { nama, hasil: null, penolakan: { code: galat.code, detail: galat.message } };
  }
}

/** `tutup` runs once: after the last one, after a failure, or when nobody wants to hear more — also before the first. */
function denganPenutup<T>(isi: AsyncGenerator<T>, tutup: () => Promise<void>): AsyncIterableIterator<T> {
  let ditutup: Promise<void> | null = null;
  const sekali = () => (ditutup ??= tutup());
  return {
    async next() {
      try {
        const berikut = await isi.next();
        if (berikut.done === true) await sekali();
        return berikut;
      } catch (galat) {
        await sekali();
        throw galat;
      }
    },
    async return() {
      await isi.return(undefined);
      await sekali();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** The summary grows with the answer, so that it can close it. */
export const ringkasanKosong = (): RingkasanArsip => ({
  berkas: 0,
  sah: 0,
  belumPasti: 0,
  tidakSah: 0,
  tanpaTandaTangan: 0,
  tidakTerbaca: 0,
  ditolak: 0,
});

export function tambahRingkasan(ringkasan: RingkasanArsip, { hasil }: ButirArsip): RingkasanArsip {
  const kolom = hasil === null ? 'ditolak' : kolomHasil(hasil);
  return { ...ringkasan, berkas: ringkasan.berkas + 1, [kolom]: ringkasan[kolom] + 1 };
}

const kolomKesimpulan = {
  TOTAL_PASSED: 'sah',
  INDETERMINATE: 'belumPasti',
  TOTAL_FAILED: 'tidakSah',
} as const;
const kolomHasil = ({ kesimpulan, laporan }: NonNullable<ButirArsip['hasil']>) =>
  kesimpulan !== null ? kolomKesimpulan[kesimpulan] : laporan.readable ? 'tanpaTandaTangan' : 'tidakTerbaca';
