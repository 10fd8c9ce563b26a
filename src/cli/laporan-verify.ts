import type { ReportedSignature, ValidationReport } from '../pades/index.ts';
import type { JenisJangkar } from '../domain/tte/klasifikasi.ts';
import { tabelJawaban } from '../services/laporan-jawaban.ts';
import { simpulkan } from '../services/laporan-kalimat.ts';
import {
  golonganTeks,
  indikasiTeks,
  namaTingkat,
  perubahanPerHalaman,
  tandaView,
} from '../services/laporan-teks.ts';
import type { Bahasa } from '../shared/bahasa.ts';

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

/** How the text is told: in which language, and whose an anchor is (PP 71/2019). */
export interface CaraCerita {
  readonly bahasa: Bahasa;
  readonly jenisJangkar: (sha256: string) => JenisJangkar;
}

const kata = {
  tidakTerbaca: { id: 'tidak terbaca', en: 'cannot be read' },
  oleh: { id: 'oleh', en: 'by' },
  tidakDiketahui: { id: 'tidak diketahui', en: 'unknown' },
  capWaktu: { id: 'cap waktu dokumen ', en: 'document timestamp ' },
  tanpaNama: { id: '(tanpa nama)', en: '(no name)' },
  tidakDiperiksa: { id: 'tidak diperiksa:', en: 'not checked:' },
  perubahan: { id: 'perubahan sesudahnya:', en: 'later changes:' },
  halaman: { id: 'halaman', en: 'page' },
  lainnya: { id: 'di luar halaman', en: 'on no page' },
  sebab: { id: 'catatan pemeriksa:', en: 'the verifier’s notes:' },
} as const;

/** The same for people: the sentence, then of each mark its class, the answers as a table, and what they leave open. */
export function kalimat(hasil: HasilBerkas, cara: CaraCerita): string[] {
  const { bahasa } = cara;
  if ('error' in hasil) {
    const { code, message } = hasil.error;
    return [`${hasil.file}: ${kata.tidakTerbaca[bahasa]} [${code}] ${message}`];
  }
  const { judul, kalimat: satu } = simpulkan(hasil.laporan);
  return [
    `${hasil.file}: ${judul[bahasa].toUpperCase()}. ${satu[bahasa]}`,
    ...hasil.laporan.signatures.flatMap((tanda) => satuTanda(tanda, cara)),
  ];
}

function satuTanda(t: ReportedSignature, { bahasa, jenisJangkar }: CaraCerita): string[] {
  const { golongan, tidakDiperiksa } = tandaView(t, jenisJangkar);
  const sub = t.subIndication === null ? '' : ` (${t.subIndication})`;
  const kepala = `${t.kind === 'signature' ? '' : kata.capWaktu[bahasa]}${t.field ?? kata.tanpaNama[bahasa]}`;
  const tingkat = namaTingkat(t, bahasa);
  return [
    `  ${kepala}: ${indikasiTeks[t.indication][bahasa].toUpperCase()}${sub}`,
    `    ${kata.oleh[bahasa]} ${t.signer?.subject ?? kata.tidakDiketahui[bahasa]}${tingkat === null ? '' : `; ${tingkat}`}`,
    ...(golongan === null ? [] : [`    ${golonganTeks(golongan, bahasa)}`]),
    ...tabel(t, bahasa),
    ...berjudul(
      kata.tidakDiperiksa[bahasa],
      tidakDiperiksa.map((satu) => satu[bahasa]),
    ),
    ...berjudul(kata.perubahan[bahasa], perubahan(t, bahasa)),
    ...berjudul(
      kata.sebab[bahasa],
      t.findings
        .filter(({ status }) => status === 'failed' || status === 'warning')
        .map(({ check, detail }) => `${check}: ${detail}`),
    ),
  ];
}

function tabel(t: ReportedSignature, bahasa: Bahasa): string[] {
  const baris = tabelJawaban(t, bahasa);
  const lebar = Math.max(...baris.map(({ tanya }) => tanya.length));
  return baris.map(
    ({ tanya, jawab, keterangan }) =>
      `    ${tanya.padEnd(lebar)}  ${jawab}${keterangan.length === 0 ? '' : `. ${keterangan.join(' ')}`}`,
  );
}

const perubahan = (t: ReportedSignature, bahasa: Bahasa): string[] =>
  perubahanPerHalaman(t, bahasa).flatMap(({ halaman, butir }) =>
    butir.map(({ kalimat: satu }) => {
      const letak = halaman === null ? kata.lainnya[bahasa] : `${kata.halaman[bahasa]} ${halaman}`;
      return `${letak}: ${satu}`;
    }),
  );

const berjudul = (judul: string, isi: readonly string[]): string[] =>
  isi.length === 0 ? [] : [`    ${judul}`, ...isi.map((satu) => `      - ${satu}`)];
