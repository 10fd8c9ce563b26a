import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename, extname } from 'node:path';
import { tulisUtuh } from '../adapters/berkas-utuh.ts';
import type { JenisJangkar } from '../domain/tte/klasifikasi.ts';
import {
  detailedReport,
  detailedReportXml,
  type HashSigner,
  type TimestampAuthority,
  type ValidationReport,
} from '../pades/index.ts';
import type { Kebijakan } from '../services/kebijakan.ts';
import { tandaView } from '../services/laporan-teks.ts';
import { SalahPakai } from './keluaran.ts';

const jenis = ['.json', '.xml', '.pdf'] as const;

/** What `--report` may name: the detailed report after ETSI TS 119 102-2 as JSON or XML, or a sheet for people as PDF. */
export function pastikanNamaLaporan(path: string): void {
  if (!jenis.some((satu) => satu === extname(path).toLowerCase()))
    throw new SalahPakai('--report harus berakhir dengan .json, .xml atau .pdf.');
}

/** One judged file, and how its report is to be made. */
export interface BahanLaporan {
  readonly file: string;
  readonly laporan: ValidationReport;
  readonly versi: string;
  readonly kebijakan: Kebijakan;
  readonly instansi: string | null;
  readonly jenisJangkar: (sha256: string) => JenisJangkar;
  /** Lends the key a PDF is sealed with; null: the sheet stays unsealed and says so. */
  readonly segel:
    (<T>(kerja: (signer: HashSigner, tsa: TimestampAuthority | null) => Promise<T>) => Promise<T>) | null;
}

/** Writes the report, whole or not at all. */
export async function tulisLaporan(path: string, bahan: BahanLaporan): Promise<void> {
  const akhiran = extname(path).toLowerCase();
  if (akhiran === '.pdf') return tulisUtuh(path, await lembar(bahan));
  const rinci = detailedReport(bahan.laporan, {
    documentSha256: await sidikBerkas(bahan.file),
    documentName: basename(bahan.file),
    validator: { name: 'naskah verify', version: bahan.versi },
  });
  await tulisUtuh(
    path,
    akhiran === '.xml' ? detailedReportXml(rinci) : `${JSON.stringify(rinci, null, 2)}\n`,
  );
}

async function lembar(bahan: BahanLaporan): Promise<Uint8Array> {
  // Only a PDF needs Typst and a key.
  const { buatPenata } = await import('../render/penata.ts');
  const { lembarLaporan } = await import('../services/lembar-laporan.ts');
  const { segelLembar } = await import('../services/segel-lembar.ts');
  const { file, laporan, kebijakan, instansi, jenisJangkar, versi, segel } = bahan;
  const tandaTangan = laporan.readable ? laporan.signatures.map((satu) => tandaView(satu, jenisJangkar)) : [];
  const sha256 = await sidikBerkas(file);
  const saat = new Date();
  const { bytes } = (await buatPenata()).laporan(
    lembarLaporan({
      hasil: { laporan, tandaTangan, sha256, kebijakan, instansi, perubahanDihilangkan: 0 },
      nama: basename(file),
      pemeriksa: `naskah verify ${versi}`,
      saat,
      disegel: segel !== null,
    }),
  );
  if (segel === null) return bytes;
  const acak = (n: number): Uint8Array => randomBytes(n);
  return segel((signer, tsa) => segelLembar(bytes, { signer, tsa, acak, saat }));
}

async function sidikBerkas(file: string): Promise<string> {
  const sidik = createHash('sha256');
  for await (const potong of createReadStream(file)) sidik.update(potong as Buffer);
  return sidik.digest('hex');
}
