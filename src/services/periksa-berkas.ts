import type { Indication, ValidationReport } from '../pades/index.ts';
import { kebijakan } from './kebijakan.ts';
import type { Konteks } from './konteks.ts';
import type { PilihanPeriksa, VerifikasiView } from './layanan.ts';
import type { BerkasSementara, IsiBerkas } from './ports.ts';

/** Anyone's PDF: put aside, judged, and removed, whatever comes of it. */
export async function periksaBerkas(
  ctx: Konteks,
  isi: IsiBerkas,
  pilihan: PilihanPeriksa,
): Promise<VerifikasiView> {
  const berkas = await ctx.sementara.simpan(isi);
  try {
    return await nilaiBerkas(ctx, berkas, pilihan);
  } finally {
    await berkas.hapus();
  }
}

/** The verdict; and whether it is, byte for byte, a file this installation issued. */
export async function nilaiBerkas(
  ctx: Konteks,
  berkas: BerkasSementara,
  pilihan: PilihanPeriksa,
): Promise<VerifikasiView> {
  const laporan = await ctx.pemeriksa.periksa(berkas, {
    policy: kebijakan[pilihan.kebijakan],
    pemanggil: pilihan.pemanggil,
    batal: pilihan.batal,
  });
  const naskah = await ctx.uow.read((repos) => repos.naskah.cariBerkas(berkas.sha256));
  const kesimpulan = terburuk(laporan);
  return {
    laporan,
    kesimpulan,
    kalimat: kalimat(laporan, kesimpulan),
    tercatat: naskah === null ? null : { bukti: naskah.buktiId, nomor: naskah.nomor },
    sha256: berkas.sha256,
    kebijakan: pilihan.kebijakan,
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
  if (!laporan.readable)
    return kalimatTakTerbaca[laporan.error.code] ?? 'Berkas ini bukan PDF yang dapat dibaca.';
  if (kesimpulan === null) return 'Berkas ini tidak bertanda tangan elektronik.';
  return kalimatKesimpulan[kesimpulan];
}

/** A limit is not the same as "no PDF": whoever reads it must not think that the file was looked through. */
const kalimatTakTerbaca: Readonly<Partial<Record<string, string>>> = {
  PADES_LIMIT_EXCEEDED:
    'Berkas ini melampaui batas ukuran atau kerumitan yang dilayani, maka tidak dapat dinyatakan sah.',
  PADES_ENCRYPTED: 'Berkas ini dikunci dengan kata sandi, maka tidak dapat diperiksa.',
};
