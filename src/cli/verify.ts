import { readFileSync } from 'node:fs';
import { sumberBerkas } from '../adapters/berkas-sumber.ts';
import {
  validatePdf,
  type Indication,
  type ReportedSignature,
  type ValidateOptions,
  type ValidationReport,
} from '../pades/index.ts';
import { kalimatKodePades } from '../services/kalimat-pades.ts';
import { bacaJangkar } from './jangkar.ts';
import { jelaskanGalat, SalahPakai, type Keluaran } from './keluaran.ts';

export interface PilihanVerify {
  readonly trust: readonly string[];
  readonly at: string | null;
  readonly json: boolean;
  /** The first line is the user or owner password of encrypted files; absent: what opens without one is looked into. */
  readonly passwordFile?: string | null;
}

type HasilBerkas =
  | { readonly file: string; readonly laporan: Extract<ValidationReport, { readable: true }> }
  | {
      readonly file: string;
      readonly error: { readonly code: string; readonly message: string; readonly offset: number | null };
    };

/** Exit codes; for several files the first that applies in this order (issue 2, part 12). */
const kodeKeluar: readonly { readonly kode: number; readonly bila: (h: HasilBerkas) => boolean }[] = [
  { kode: 1, bila: (h) => adaIndikasi(h, 'TOTAL_FAILED') },
  { kode: 4, bila: (h) => 'error' in h },
  { kode: 2, bila: (h) => adaIndikasi(h, 'INDETERMINATE') },
  { kode: 3, bila: (h) => 'laporan' in h && h.laporan.signatures.length === 0 },
];

/** `naskah verify`: judges files without the service. Answers the exit code. */
export function verify(files: readonly string[], pilihan: PilihanVerify, keluaran: Keluaran): number {
  if (files.length === 0) throw new SalahPakai('Sebutkan berkas PDF yang hendak diperiksa.');
  const anchors = pilihan.trust.flatMap(bacaJangkar);
  const at = pilihan.at === null ? new Date() : bacaWaktu(pilihan.at);
  const { passwordFile = null } = pilihan;
  const sandi = passwordFile === null ? {} : { password: bacaBarisPertama(passwordFile) };
  const hasil = files.map((file) => {
    const satu = periksa(file, { anchors, at, ...sandi });
    if (pilihan.json) keluaran.hasil(JSON.stringify(barisJson(satu)));
    else for (const baris of kalimat(satu)) keluaran.hasil(baris);
    return satu;
  });
  return kodeKeluar.find(({ bila }) => hasil.some(bila))?.kode ?? 0;
}

function periksa(file: string, options: ValidateOptions): HasilBerkas {
  try {
    const sumber = sumberBerkas(file);
    try {
      const laporan = validatePdf(sumber, options);
      if (laporan.readable) return { file, laporan };
      return { file, error: { ...laporan.error, message: kalimatKodePades(laporan.error.code) } };
    } finally {
      sumber.close();
    }
  } catch (galat) {
    const { code, kalimat: message } = jelaskanGalat(galat);
    return { file, error: { code, message, offset: null } };
  }
}

function barisJson(hasil: HasilBerkas): object {
  if ('error' in hasil) return hasil;
  const { sizeBytes, revisions, signatures } = hasil.laporan;
  return { file: hasil.file, sizeBytes, revisions, signatures: signatures.map(satuTandaTangan) };
}

/** Exactly the members of the contract; unknown is null. */
const satuTandaTangan = (s: ReportedSignature) => ({
  field: s.field,
  kind: s.kind,
  indication: s.indication,
  subIndication: s.subIndication,
  integrity: s.integrity,
  coverage: s.coverage,
  modifications: s.modifications,
  level: s.level,
  signer: s.signer,
  claimedTime: s.claimedTime,
  bestTime: s.bestTime,
  digestAlgorithm: s.digestAlgorithm,
  signatureAlgorithm: s.signatureAlgorithm,
  revocation: s.revocation,
  longTermUntil: s.longTermUntil,
  findings: s.findings,
});

const kataPencabutan: Readonly<Record<NonNullable<ReportedSignature['revocation']>, string>> = {
  good: 'tidak dicabut',
  revoked: 'DICABUT atau ditangguhkan',
  unknown: 'pencabutannya tidak diperiksa (tidak ada data yang masih berlaku)',
};

const kataIndikasi: Readonly<Record<Indication, string>> = {
  TOTAL_PASSED: 'SAH',
  TOTAL_FAILED: 'TIDAK SAH',
  INDETERMINATE: 'BELUM DAPAT DIPASTIKAN',
};

function kalimat(hasil: HasilBerkas): string[] {
  if ('error' in hasil) return [`${hasil.file}: tidak terbaca [${hasil.error.code}] ${hasil.error.message}`];
  const { signatures, revisions } = hasil.laporan;
  if (signatures.length === 0) return [`${hasil.file}: tidak bertanda tangan elektronik`];
  return [
    `${hasil.file}: ${jumlah(signatures)}, ${revisions} revisi`,
    ...signatures.flatMap((s) => [
      `  ${s.kind === 'signature' ? '' : 'cap waktu dokumen '}${s.field ?? '(tanpa nama)'}: ${kataIndikasi[s.indication]}${s.subIndication === null ? '' : ` (${s.subIndication})`}`,
      `    oleh ${s.signer?.subject ?? 'tidak diketahui'}${s.kind === 'signature' ? `; ${s.level ?? 'tingkat tidak diketahui'}` : ''}`,
      `    waktu terbukti ${s.bestTime ?? '-'}; waktu pernyataan ${s.claimedTime ?? '-'}`,
      `    isi ${s.integrity === 'intact' ? 'utuh' : 'RUSAK'}, cakupan ${s.coverage}, perubahan kemudian ${s.modifications}`,
      `    sertifikat ${s.revocation === null ? 'tidak dapat ditelusuri' : kataPencabutan[s.revocation]}${s.longTermUntil === null ? '' : `; terbukti jangka panjang sampai ${s.longTermUntil}`}`,
      ...s.findings
        .filter((f) => f.status === 'failed' || f.status === 'warning')
        .map((f) => `    - ${f.check}: ${f.detail}`),
    ]),
  ];
}

function jumlah(signatures: readonly ReportedSignature[]): string {
  const capWaktu = signatures.filter(({ kind }) => kind === 'document-timestamp').length;
  const tandaTangan = `${signatures.length - capWaktu} tanda tangan`;
  return capWaktu === 0 ? tandaTangan : `${tandaTangan}, ${capWaktu} cap waktu dokumen`;
}

const adaIndikasi = (hasil: HasilBerkas, indikasi: Indication): boolean =>
  'laporan' in hasil && hasil.laporan.signatures.some((s) => s.indication === indikasi);

/** The line end is not part of the password. */
const bacaBarisPertama = (path: string): string => /^[^\r\n]*/.exec(readFileSync(path, 'utf8'))?.[0] ?? '';

function bacaWaktu(teks: string): Date {
  const waktu = new Date(teks);
  if (!/^\d{4}-\d{2}-\d{2}(T.*)?$/.test(teks) || Number.isNaN(waktu.getTime())) {
    throw new SalahPakai(`Waktu tidak sah: ${teks} (contoh 2026-11-24T01:02:03Z)`);
  }
  return waktu;
}
