import type { Indication, ReportedSignature, ValidationReport } from '../pades/index.ts';
import type { Frasa } from '../shared/bahasa.ts';
import { sebab } from './laporan-kata.ts';

/** Colour and symbol of an answer: `ya` only where there is evidence for it. */
export type Nada = 'ya' | 'ragu' | 'tidak' | 'netral';

/** The verdict about a whole file, for people. */
export interface Simpulan {
  readonly nada: Nada;
  readonly judul: Frasa;
  readonly kalimat: Frasa;
}
const f = (id: string, en: string): Frasa => ({ id, en });

const urutanBuruk: readonly Indication[] = ['TOTAL_FAILED', 'INDETERMINATE', 'TOTAL_PASSED'];

/** The worst indication; null where there is no signature to judge. No evidence is never a pass. */
export function terburuk(laporan: ValidationReport): Indication | null {
  if (!laporan.readable) return null;
  return urutanBuruk.find((i) => laporan.signatures.some((s) => s.indication === i)) ?? null;
}

/** What the file as a whole is, and why, in a sentence that claims no more than the report. */
export function simpulkan(laporan: ValidationReport): Simpulan {
  if (!laporan.readable) return takTerbaca(laporan.error.code);
  const { signatures } = laporan;
  const buruk = terburuk(laporan);
  if (buruk === null) return kosong;
  if (signatures.every(({ kind }) => kind === 'document-timestamp') && buruk === 'TOTAL_PASSED')
    return hanyaCapWaktu;
  if (buruk === 'TOTAL_PASSED') return sah(signatures);
  const mereka = signatures.filter(({ indication }) => indication === buruk);
  return buruk === 'TOTAL_FAILED' ? tidakSah(mereka, signatures) : belumPasti(mereka, signatures);
}

const kosong: Simpulan = {
  nada: 'netral',
  judul: f('Tidak bertanda tangan elektronik', 'No electronic signature'),
  kalimat: f(
    'Berkas ini tidak bertanda tangan elektronik. Hasil pindaian atau cetakan memang tidak dapat diperiksa dengan cara ini.',
    'This file holds no electronic signature. A scan or a print cannot be checked in this way.',
  ),
};

const hanyaCapWaktu: Simpulan = {
  nada: 'netral',
  judul: f('Hanya bercap waktu', 'Timestamped only'),
  kalimat: f(
    'Berkas ini tidak bertanda tangan siapa pun; cap waktunya sah dan hanya membuktikan sejak kapan isinya ada.',
    'Nobody signed this file; its timestamp is valid and proves only since when the content has existed.',
  ),
};

const sah = (signatures: readonly ReportedSignature[]): Simpulan => ({
  nada: 'ya',
  judul: f('Tanda tangan sah', 'The signatures are valid'),
  kalimat: signatures.some(({ modifications }) => modifications === 'permitted')
    ? f(
        'Semua tanda tangan elektronik pada berkas ini sah dan isi yang ditandatangani tidak berubah; sesudahnya hanya ada tambahan yang diizinkan.',
        'Every electronic signature in this file is valid and what was signed has not changed; only permitted additions came later.',
      )
    : f(
        'Semua tanda tangan elektronik pada berkas ini sah dan isinya tidak berubah sejak ditandatangani.',
        'Every electronic signature in this file is valid and the content has not changed since it was signed.',
      ),
});

function tidakSah(mereka: readonly ReportedSignature[], semua: readonly ReportedSignature[]): Simpulan {
  const karena = mereka[0] === undefined ? sebab.GENERIC : sebabTanda(mereka[0]);
  return {
    nada: 'tidak',
    judul: f('Tidak sah', 'Not valid'),
    kalimat: f(
      `${jumlah(mereka, semua).id} tidak sah: ${kecil(karena.id)} Jangan mengandalkan berkas ini.`,
      `${jumlah(mereka, semua).en} not valid: ${kecil(karena.en)} Do not rely on this file.`,
    ),
  };
}

function belumPasti(mereka: readonly ReportedSignature[], semua: readonly ReportedSignature[]): Simpulan {
  const karena = mereka[0] === undefined ? sebab.GENERIC : sebabTanda(mereka[0]);
  const utuh = semua.every(
    (s) => s.integrity === 'intact' && s.modifications !== 'forbidden' && s.coverage !== 'partial',
  );
  const awal = utuh
    ? f(
        'Isi berkas tidak berubah sejak ditandatangani, tetapi keabsahannya',
        'The content has not changed since it was signed, but whether it is valid',
      )
    : f('Keabsahannya', 'Whether it is valid');
  return {
    nada: 'ragu',
    judul: f('Belum dapat dipastikan', 'Not certain'),
    kalimat: f(
      `${awal.id} tidak dapat dipastikan oleh sistem ini: ${kecil(karena.id)}`,
      `${awal.en} could not be established by this system: ${kecil(karena.en)}`,
    ),
  };
}

/** Why one signature did not pass, as exactly as the facts beside its sub-indication allow. */
export function sebabTanda(s: ReportedSignature): Frasa {
  if (s.subIndication === 'FORMAT_FAILURE') {
    if (s.modifications === 'forbidden')
      return f(
        'Sesudah ditandatangani ada perubahan yang tidak diizinkan.',
        'After signing something was changed that must not be.',
      );
    if (s.coverage === 'partial')
      return f('Hanya sebagian berkas yang dijamin tanda tangan.', 'Only a part of the file is covered.');
  }
  return sebab[s.subIndication ?? 'GENERIC'];
}

function jumlah({ length: n }: readonly unknown[], { length: dari }: readonly unknown[]): Frasa {
  if (dari === 1) return f('Tanda tangannya', 'Its signature is');
  return f(`${n} dari ${dari} tanda tangan`, `${n} of ${dari} signatures ${n === 1 ? 'is' : 'are'}`);
}

const kecil = (kalimat: string): string => `${kalimat.charAt(0).toLowerCase()}${kalimat.slice(1)}`;

/** A limit is not the same as "no PDF": whoever reads it must not think that the file was looked through. */
const kalimatTakTerbaca: Readonly<Partial<Record<string, Frasa>>> = {
  PADES_LIMIT_EXCEEDED: f(
    'Berkas ini melampaui batas ukuran atau kerumitan yang dilayani, maka tidak dapat dinyatakan sah.',
    'This file exceeds the size or complexity that is served, so it cannot be called valid.',
  ),
  PADES_ENCRYPTED: f(
    'Berkas ini dikunci dengan kata sandi, maka tidak dapat diperiksa.',
    'This file is locked with a password, so it could not be checked.',
  ),
};

const takTerbaca = (code: string): Simpulan => ({
  nada: 'netral',
  judul: f('Berkas tidak dapat dibaca', 'The file cannot be read'),
  kalimat:
    kalimatTakTerbaca[code] ??
    f(
      'Berkas ini bukan PDF utuh yang dapat dibaca, maka tidak ada yang dapat dinyatakan tentangnya.',
      'This is not an intact PDF file that can be read, so nothing can be said about it.',
    ),
});
