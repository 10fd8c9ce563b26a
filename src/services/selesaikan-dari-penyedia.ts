import { NaskahError, type ErrorCode } from '../shared/errors.ts';
import type { UpayaTandaTangan } from '../domain/naskah/naskah.ts';
import { namaSama, namaUmum } from '../domain/wewenang/nama-sertifikat.ts';
import { bytesSource, type CheckedPdf } from '../pades/index.ts';
import type { Konteks } from './konteks.ts';
import { kodePemerintah } from './muat-naskah.ts';
import type { Hasil, NaskahView, Permintaan } from './layanan.ts';
import { simpanSelesai, tutupGagal } from './selesaikan-upaya.ts';

/** Refusals that are final: the same answer would be refused again, however often it is looked at. */
const tertolak: ReadonlySet<ErrorCode> = new Set([
  'PENANDA_JAWABAN_TIDAK_SAH',
  'TANDA_TANGAN_DITOLAK_PEMERIKSA',
  'SERTIFIKAT_BUKAN_PENANDATANGAN',
]);

/**
 * Steps 5 to 7 for the provider's answer. A refused one closes the attempt and stays in quarantine; any other failure
 * leaves the attempt open with its answer aside, and the recovery job looks at it again. The provider is not asked.
 */
export async function selesaikanDariPenyedia(
  ctx: Konteks,
  p: Permintaan,
  upaya: UpayaTandaTangan,
  jawaban: Uint8Array,
): Promise<Hasil<NaskahView>> {
  let pdf: CheckedPdf;
  try {
    pdf = await periksaJawaban(ctx, upaya, jawaban);
    ctx.titik('sesudah-periksa');
  } catch (error) {
    if (error instanceof NaskahError && tertolak.has(error.code)) await tutupGagal(ctx, p, upaya, error);
    throw error;
  }
  return simpanSelesai(ctx, p, upaya, pdf);
}

/** Step 5: is it this letter, with one signature more, by this person? */
async function periksaJawaban(
  ctx: Konteks,
  upaya: UpayaTandaTangan,
  jawaban: Uint8Array,
): Promise<CheckedPdf> {
  const [berkas] = ctx.penyedia.bacaJawaban(jawaban, 1);
  if (berkas === undefined || !('pdf' in berkas)) {
    throw new NaskahError(berkas?.kode ?? 'PENANDA_JAWABAN_TIDAK_SAH', {
      extra: { alasan: [berkas?.sebab ?? 'no file in the answer'] },
    });
  }
  if (upaya.dasarSha256 === null) throw new NaskahError('BERKAS_HILANG');
  const terkirim = await ctx.blob.get(upaya.dasarSha256);
  tolakIsiLain(terkirim, berkas.pdf);
  const hasil = await ctx.pemeriksa.gerbang(
    bytesSource(berkas.pdf),
    {
      earlier: bytesSource(terkirim),
      certificateSha256: upaya.sertifikatSha256,
      level: upaya.tingkat === 'B-B' ? 'PKCS7-B' : 'PKCS7-T',
      field: null,
      signatures: upaya.urutan,
      policy: 'provider',
    },
    await kodePemerintah(ctx, upaya.tenantId),
  );
  if (!hasil.accepted) throw ditolak(hasil.reasons.map((r) => `${r.check}: ${r.detail}`));
  await tolakOrangLain(ctx, upaya, hasil.pdf);
  return hasil.pdf;
}

/** Asked before the answer is parsed: the parser then meets our own bytes and what little was appended to them. */
function tolakIsiLain(terkirim: Uint8Array, kembali: Uint8Array): void {
  const awalan = kembali.subarray(0, terkirim.length);
  if (kembali.length > terkirim.length && Buffer.compare(awalan, terkirim) === 0) return;
  throw ditolak(['gate.prefix: the earlier bytes are not an exact prefix']);
}

/** Where no certificate is pinned, the newest one must name the person; the gate has found who signed last. */
async function tolakOrangLain(ctx: Konteks, upaya: UpayaTandaTangan, pdf: CheckedPdf): Promise<void> {
  if (upaya.sertifikatSha256 !== null) return;
  const orang = await ctx.uow.read((repos) => repos.organisasi.orang(upaya.tenantId, upaya.orangId));
  const terbaru = pdf.report.signatures
    .filter((s) => s.kind === 'signature')
    .reduce((a, b) => ((b.revision ?? -1) > (a.revision ?? -1) ? b : a));
  const nama = namaUmum(terbaru.signer?.subject ?? '');
  if (orang === null || nama === null || !namaSama(nama, orang.nama)) {
    throw new NaskahError('SERTIFIKAT_BUKAN_PENANDATANGAN');
  }
}

const ditolak = (alasan: readonly string[]): NaskahError =>
  new NaskahError('TANDA_TANGAN_DITOLAK_PEMERIKSA', { extra: { alasan } });
