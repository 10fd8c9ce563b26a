import { randomBytes } from 'node:crypto';
import {
  extendPdf,
  PadesError,
  validatePdf,
  type ByteSource,
  type ExtendedPdf,
  type ExtendLevel,
  type ExtendStep,
  type ValidateOptions,
} from '../pades/index.ts';
import { kataSandi, keBerkas, pastikanBerkas } from './hasil-berkas.ts';
import { bacaJangkar } from './jangkar.ts';
import { kalimatSampai, SalahPakai, type Keluaran } from './keluaran.ts';
import { capWaktu, dataPencabutan } from './layanan-luar.ts';

export interface PilihanExtend {
  readonly out: string;
  /** The first line is the user or owner password of an encrypted PDF. */
  readonly passwordFile?: string | null;
  readonly level: ExtendLevel;
  readonly tsa: string | null;
  readonly trust: readonly string[];
  /** Services that may have a private address, beside the TSA. */
  readonly allow: readonly string[];
  readonly vri: boolean;
  readonly json: boolean;
}

/** `naskah extend`: raises a signed PDF, whoever signed it, without the service. The output appears whole or not at all. */
export async function extend(input: string, pilihan: PilihanExtend, keluaran: Keluaran): Promise<number> {
  const { level, out, tsa, vri } = pilihan;
  pastikanBerkas(input, out);
  const anchors = pilihan.trust.flatMap(bacaJangkar);
  if (level !== 'B-T' && anchors.length === 0) {
    throw new SalahPakai(`Tingkat ${level} memerlukan --trust sertifikat jangkar.`);
  }
  const authority = tsa === null ? null : capWaktu(tsa);
  const transport = dataPencabutan([...(tsa === null ? [] : [tsa]), ...pilihan.allow]);
  const sandi = kataSandi(pilihan.passwordFile ?? null);
  const at = new Date();
  const naikkan = async (sumber: ByteSource): Promise<Naik> => {
    tolakYangRusak(sumber, { anchors, at, ...sandi });
    const hasil = await extendPdf(sumber, {
      level,
      at,
      anchors,
      vri,
      transport,
      nonce: () => randomBytes(16),
      ...sandi,
      ...(authority === null ? {} : { tsa: authority }),
    });
    return { ...hasil.pdf, hasil };
  };
  const { hasil } = await keBerkas(input, out, naikkan, ({ hasil: { signatures } }) => {
    return { fields: signatures.map(({ field }) => field), level, anchors, ...sandi };
  });
  keluaran.hasil(pilihan.json ? JSON.stringify(ringkas(hasil, out)) : kalimat(hasil, out));
  return 0;
}

type Naik = ExtendedPdf['pdf'] & { readonly hasil: ExtendedPdf };

/** The engine verifies what it raises by itself; what came after a signature is for the validator to judge. */
function tolakYangRusak(sumber: ByteSource, options: ValidateOptions): void {
  const laporan = validatePdf(sumber, options);
  const rusak = laporan.readable
    ? laporan.signatures.find((s) => s.indication === 'TOTAL_FAILED')
    : undefined;
  if (rusak === undefined) return;
  throw new PadesError('PADES_SIGNATURE_BROKEN', {
    detail: `${rusak.field ?? '-'}: ${rusak.subIndication ?? rusak.indication}.`,
  });
}

const ringkas = (
  { asked, reached, steps, signatures, lost, renewBefore, pdf }: ExtendedPdf,
  out: string,
) => ({
  file: out,
  asked,
  reached,
  renewBefore: renewBefore.toISOString(),
  steps,
  signatures,
  lost,
  sizeBytes: pdf.size,
});

function kalimat({ asked, reached, steps, lost, pdf, renewBefore }: ExtendedPdf, out: string): string {
  const langkah = steps.length === 0 ? 'sudah pada tingkat itu' : steps.map(kataLangkah).join('; ');
  const pasal = `diminta ${asked}, dicapai ${reached}, ${pdf.size} bita`;
  const hilang = lost.map(
    ({ field, time }) =>
      `; waktu ${time.toISOString()} pada ${field} tidak terbukti lagi karena cap waktunya berakhir`,
  );
  return `${out}: ${langkah} (${pasal})${hilang.join('')}${kalimatSampai(renewBefore)}`;
}

const kataLangkah = (langkah: ExtendStep): string =>
  langkah.kind === 'document-timestamp'
    ? `cap waktu dokumen ${langkah.field} pada ${langkah.time.toISOString()}`
    : `data validasi ditambahkan: ${langkah.certificates} sertifikat, ${langkah.ocsps} OCSP, ${langkah.crls} CRL`;
