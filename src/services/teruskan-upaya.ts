import { NaskahError } from '../shared/errors.ts';
import type { UpayaTandaTangan } from '../domain/naskah/naskah.ts';
import { bytesSource, decodePrepared, type PreparedPdf } from '../pades/index.ts';
import type { Konteks } from './konteks.ts';
import type { Hasil, NaskahView, Permintaan } from './layanan.ts';
import { selesaikanDariPenyedia } from './selesaikan-dari-penyedia.ts';
import { selesaikanUpaya } from './selesaikan-upaya.ts';

/** From a raw answer that is aside, or that a person has brought, to a letter that is signed: by the kind of key. */
export async function teruskanUpaya(
  ctx: Konteks,
  p: Permintaan,
  upaya: UpayaTandaTangan,
  jawaban: Uint8Array,
): Promise<Hasil<NaskahView>> {
  if (upaya.jenisKunci === 'penyedia') return selesaikanDariPenyedia(ctx, p, upaya, jawaban);
  return selesaikanUpaya(ctx, p, upaya, await muatPrepared(ctx, upaya), jawaban);
}

export async function muatPrepared(ctx: Konteks, upaya: UpayaTandaTangan): Promise<PreparedPdf> {
  if (upaya.siapSha256 === null || upaya.dasarSha256 === null) throw new NaskahError('BERKAS_HILANG');
  const dasar = bytesSource(await ctx.blob.get(upaya.dasarSha256));
  return decodePrepared(await ctx.blob.get(upaya.siapSha256), dasar);
}
