import type { Sha256 } from '../shared/brand.ts';
import { hex, sha256 } from '../shared/bytes.ts';
import type { Indication, ValidationReport } from '../pades/index.ts';
import type { Konteks } from './konteks.ts';
import type { VerifikasiView } from './layanan.ts';

/** Anyone's PDF, judged; and whether it is, byte for byte, a file this installation issued. */
export async function periksaBerkas(ctx: Konteks, bytes: Uint8Array): Promise<VerifikasiView> {
  const laporan = await ctx.pemeriksa.periksa(bytes);
  const jejari = hex(sha256(bytes)) as Sha256;
  const naskah = await ctx.uow.read((repos) => repos.naskah.cariBerkas(jejari));
  const kesimpulan = terburuk(laporan);
  return {
    laporan,
    kesimpulan,
    kalimat: kalimat(laporan, kesimpulan),
    tercatat: naskah === null ? null : { bukti: naskah.buktiId, nomor: naskah.nomor },
    sha256: jejari,
  };
}

const urutanBuruk: readonly Indication[] = ['TOTAL_FAILED', 'INDETERMINATE', 'TOTAL_PASSED'];

/** The worst indication; null where there is no signature to judge. No evidence is never a pass. */
export function terburuk(laporan: ValidationReport): Indication | null {
  if (!laporan.readable) return null;
  return urutanBuruk.find((i) => laporan.signatures.some((s) => s.indication === i)) ?? null;
}

const kalimatKesimpulan: Readonly<Record<Indication, string>> = {
  TOTAL_PASSED:
    'Semua tanda tangan elektronik pada berkas ini sah dan isinya tidak berubah sejak ditandatangani.',
  INDETERMINATE:
    'Isi berkas tidak berubah, tetapi keabsahan tanda tangan tidak dapat dipastikan oleh sistem ini; lihat rinciannya.',
  TOTAL_FAILED: 'Tanda tangan pada berkas ini tidak sah atau berkas telah diubah setelah ditandatangani.',
};

function kalimat(laporan: ValidationReport, kesimpulan: Indication | null): string {
  if (!laporan.readable) return 'Berkas ini bukan PDF yang dapat dibaca.';
  if (kesimpulan === null) return 'Berkas ini tidak bertanda tangan elektronik.';
  return kalimatKesimpulan[kesimpulan];
}
