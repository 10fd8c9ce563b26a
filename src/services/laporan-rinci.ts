import { detailedReport, detailedReportXml, type DetailedReport } from '../pades/index.ts';
import type { Penilai, VerifikasiView } from './layanan.ts';

/** The detailed report after ETSI TS 119 102-2, as data. */
export const laporanRinci = (
  { laporan, sha256 }: Pick<VerifikasiView, 'laporan' | 'sha256'>,
  { versi, alamat }: Penilai,
): DetailedReport =>
  detailedReport(laporan, {
    documentSha256: sha256,
    validator: { name: 'Naskah', version: versi, url: alamat },
  });

/** The same as XML. */
export const laporanRinciXml = (
  hasil: Pick<VerifikasiView, 'laporan' | 'sha256'>,
  penilai: Penilai,
): string => detailedReportXml(laporanRinci(hasil, penilai));
