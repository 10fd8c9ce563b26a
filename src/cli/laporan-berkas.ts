import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename, extname } from 'node:path';
import { tulisUtuh } from '../adapters/berkas-utuh.ts';
import { detailedReport, detailedReportXml, type ValidationReport } from '../pades/index.ts';
import { SalahPakai } from './keluaran.ts';

const jenis = ['.json', '.xml'] as const;

/** What `--report` may name: the detailed report after ETSI TS 119 102-2, as JSON or as XML. */
export function pastikanNamaLaporan(path: string): void {
  if (!jenis.some((satu) => satu === extname(path).toLowerCase()))
    throw new SalahPakai('--report harus berakhir dengan .json atau .xml.');
}

/** Writes the detailed report of one judged file, whole or not at all. */
export async function tulisLaporan(
  path: string,
  {
    file,
    laporan,
    versi,
  }: { readonly file: string; readonly laporan: ValidationReport; readonly versi: string },
): Promise<void> {
  const rinci = detailedReport(laporan, {
    documentSha256: await sidikBerkas(file),
    documentName: basename(file),
    validator: { name: 'naskah verify', version: versi },
  });
  const xml = extname(path).toLowerCase() === '.xml';
  await tulisUtuh(path, xml ? detailedReportXml(rinci) : `${JSON.stringify(rinci, null, 2)}\n`);
}

async function sidikBerkas(file: string): Promise<string> {
  const sidik = createHash('sha256');
  for await (const potong of createReadStream(file)) sidik.update(potong as Buffer);
  return sidik.digest('hex');
}
