import type { Indication, ReportedSignature, ValidationReport } from '../pades/index.ts';

/** What became of one file: its report, or why there is none. */
export type HasilBerkas =
  | { readonly file: string; readonly laporan: Extract<ValidationReport, { readable: true }> }
  | {
      readonly file: string;
      readonly error: { readonly code: string; readonly message: string; readonly offset: number | null };
    };

/** One line of `--json`: the whole report under the file's name, or `error`. */
export function barisJson(hasil: HasilBerkas): string {
  if ('error' in hasil) return JSON.stringify(hasil);
  // That it could be read is told by there being no `error`.
  return JSON.stringify({ file: hasil.file, ...hasil.laporan, readable: undefined });
}

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

/** The same for people. */
export function kalimat(hasil: HasilBerkas): string[] {
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
