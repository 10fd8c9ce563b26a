import type { Konteks } from './konteks.ts';
import { lembarLaporan } from './lembar-laporan.ts';
import type { LaporanPdf, Penilai, VerifikasiView } from './layanan.ts';
import { segelLembar } from './segel-lembar.ts';

/**
 * The report for people as PDF/A, under the seal of this installation where it has one; where it has none the sheet says
 * so. Throws what the renderer, the seal's key and the timestamp authority throw: a seal is never left out in silence.
 */
export async function laporanPdf(
  ctx: Konteks,
  hasil: VerifikasiView,
  { versi, alamat }: Penilai,
): Promise<LaporanPdf> {
  const { segel } = ctx;
  const saat = ctx.clock.now();
  const { bytes } = await ctx.renderer.laporan(
    lembarLaporan({
      hasil,
      nama: null,
      pemeriksa: `Naskah ${versi}, ${alamat}`,
      saat,
      disegel: segel !== null,
    }),
  );
  if (segel === null) return { bytes, disegel: false };
  const bersegel = await segel.pakai((signer) =>
    segelLembar(bytes, { signer, tsa: ctx.tsa, acak: ctx.acak, saat }),
  );
  return { bytes: bersegel, disegel: true };
}
