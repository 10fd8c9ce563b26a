import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { sumberBerkas } from '../adapters/berkas-sumber.ts';
import {
  extendPdf,
  PadesError,
  validatePdf,
  writePdf,
  type ByteSource,
  type ExtendedPdf,
  type ExtendLevel,
  type ExtendStep,
} from '../pades/index.ts';
import { bacaJangkar } from './jangkar.ts';
import { kalimatSampai, SalahPakai, type Keluaran } from './keluaran.ts';
import { capWaktu, dataPencabutan } from './layanan-luar.ts';
import { tulisUtuhSinkron } from './tulis-utuh.ts';

export interface PilihanExtend {
  readonly out: string;
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
  if (resolve(input) === resolve(out)) throw new SalahPakai('--out harus berkas lain, bukan berkas masukan.');
  const anchors = pilihan.trust.flatMap(bacaJangkar);
  if (level !== 'B-T' && anchors.length === 0) {
    throw new SalahPakai(`Tingkat ${level} memerlukan --trust sertifikat jangkar.`);
  }
  const authority = tsa === null ? null : capWaktu(tsa);
  const transport = dataPencabutan([...(tsa === null ? [] : [tsa]), ...pilihan.allow]);
  const sumber = sumberBerkas(input);
  try {
    const at = new Date();
    tolakYangRusak(sumber, anchors, at);
    const hasil = await extendPdf(sumber, {
      level,
      at,
      anchors,
      vri,
      transport,
      nonce: () => randomBytes(16),
      ...(authority === null ? {} : { tsa: authority }),
    });
    tulisUtuhSinkron(out, (tulis) => writePdf(hasil.pdf, { write: tulis }));
    keluaran.hasil(pilihan.json ? JSON.stringify(ringkas(hasil, out)) : kalimat(hasil, out));
    return 0;
  } finally {
    sumber.close();
  }
}

/** The engine verifies what it raises by itself; what came after a signature is for the validator to judge. */
function tolakYangRusak(sumber: ByteSource, anchors: readonly Uint8Array[], at: Date): void {
  const laporan = validatePdf(sumber, { anchors, at });
  const rusak = laporan.readable
    ? laporan.signatures.find((s) => s.indication === 'TOTAL_FAILED')
    : undefined;
  if (rusak === undefined) return;
  throw new PadesError('PADES_SIGNATURE_BROKEN', {
    detail: `${rusak.field ?? '-'}: ${rusak.subIndication ?? rusak.indication}.`,
  });
}

const ringkas = ({ asked, reached, steps, signatures, renewBefore, pdf }: ExtendedPdf, out: string) => ({
  file: out,
  asked,
  reached,
  renewBefore: renewBefore.toISOString(),
  steps,
  signatures,
  sizeBytes: pdf.size,
});

function kalimat({ asked, reached, steps, pdf, renewBefore }: ExtendedPdf, out: string): string {
  const langkah = steps.length === 0 ? 'sudah pada tingkat itu' : steps.map(kataLangkah).join('; ');
  const pasal = `diminta ${asked}, dicapai ${reached}, ${pdf.size} bita`;
  return `${out}: ${langkah} (${pasal})${kalimatSampai(renewBefore)}`;
}

const kataLangkah = (langkah: ExtendStep): string =>
  langkah.kind === 'document-timestamp'
    ? `cap waktu dokumen ${langkah.field} pada ${langkah.time.toISOString()}`
    : `data validasi ditambahkan: ${langkah.certificates} sertifikat, ${langkah.ocsps} OCSP, ${langkah.crls} CRL`;
