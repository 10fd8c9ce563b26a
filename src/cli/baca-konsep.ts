import { readFileSync } from 'node:fs';
import type { TSchema } from 'typebox';
import type { TLocalizedValidationError } from 'typebox/error';
import { Errors, Pointer } from 'typebox/value';
import {
  Daftar,
  jenisNaskah,
  Paragraf,
  Pasangan,
  skemaKonsep,
  Subjudul,
  Tabel,
  type JenisNaskah,
  type KonsepNaskah,
} from '../domain/naskah/konsep.ts';
import { NaskahError } from '../shared/errors.ts';

const batasKonsepBytes = 1024 * 1024;

/** Reads a draft and names the first thing wrong with it by JSON pointer, as the API does. */
export function bacaKonsep(path: string): KonsepNaskah {
  const bytes = readFileSync(path);
  if (bytes.length > batasKonsepBytes) throw new NaskahError('ISI_TERLALU_BESAR');
  let isi: unknown;
  try {
    // Editors on Windows put a byte order mark first; RFC 8259 §8.1 lets a reader ignore it.
    isi = JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new NaskahError('JSON_TIDAK_SAH', { detail: `${path} bukan JSON yang sah.`, cause });
  }
  const jenis = (isi as { jenis?: unknown } | null)?.jenis;
  if (typeof jenis !== 'string' || !Object.hasOwn(skemaKonsep, jenis)) {
    throw masukanSalah('/jenis', `Jenis naskah harus salah satu dari: ${jenisNaskah.join(', ')}.`);
  }
  periksaSkema(skemaKonsep[jenis as JenisNaskah], isi);
  return isi as KonsepNaskah;
}

const skemaBlok: Readonly<Record<string, TSchema>> = {
  paragraf: Paragraf,
  subjudul: Subjudul,
  daftar: Daftar,
  tabel: Tabel,
  pasangan: Pasangan,
};

/** A block is judged by the schema of the kind it says it is: of a union's complaints only those are meant. */
function periksaSkema(skema: TSchema, isi: unknown): void {
  const [pertama] = Errors(skema, isi);
  if (pertama === undefined) return;
  const letakBlok = /^(?:\/lampiran\/\d+)?\/isi\/\d+(?=\/|$)/.exec(pertama.instancePath)?.[0];
  if (letakBlok === undefined) throw pelanggaran(pertama);
  const jenis = (Pointer.Get(isi, letakBlok) as { jenis?: unknown } | null | undefined)?.jenis;
  const milik = typeof jenis === 'string' && Object.hasOwn(skemaBlok, jenis) ? skemaBlok[jenis] : undefined;
  if (milik === undefined) {
    const dikenal = Object.keys(skemaBlok).join(', ');
    throw masukanSalah(`${letakBlok}/jenis`, `Jenis blok harus salah satu dari: ${dikenal}.`);
  }
  const [dalam] = Errors(milik, Pointer.Get(isi, letakBlok));
  throw pelanggaran(dalam ?? pertama, dalam === undefined ? '' : letakBlok);
}

/** JSON Schema keyword → sentence. Names and limits of the schema only, never the value handed in. */
const kalimat: Readonly<Record<string, (p: Readonly<Record<string, unknown>>) => string>> = {
  required: (p) => `Anggota yang wajib ada belum diisi: ${String(p['requiredProperties'])}.`,
  additionalProperties: () => 'Anggota ini tidak dikenal.',
  boolean: () => 'Anggota ini tidak dikenal.',
  type: (p) => `Nilai harus bertipe ${namaJenis[String(p['type'])] ?? String(p['type'])}.`,
  const: () => 'Nilai bukan salah satu yang dikenal; lihat naskah schema.',
  minLength: (p) => `Teks paling sedikit ${String(p['limit'])} karakter.`,
  maxLength: (p) => `Teks paling banyak ${String(p['limit'])} karakter.`,
  minItems: (p) => `Daftar paling sedikit berisi ${String(p['limit'])} butir.`,
  maxItems: (p) => `Daftar paling banyak berisi ${String(p['limit'])} butir.`,
  minimum: (p) => `Nilai paling kecil ${String(p['limit'])}.`,
  maximum: (p) => `Nilai paling besar ${String(p['limit'])}.`,
  pattern: () => 'Bentuk teks tidak sesuai.',
};
const namaJenis: Readonly<Record<string, string>> = {
  string: 'teks',
  integer: 'bilangan bulat',
  object: 'objek',
  array: 'daftar',
};

function pelanggaran(galat: TLocalizedValidationError, awal = ''): NaskahError {
  const params = galat.params as Readonly<Record<string, unknown>>;
  const [hilang] = (params['requiredProperties'] as readonly string[] | undefined) ?? [];
  const pointer = `${awal}${galat.instancePath}${hilang === undefined ? '' : `/${hilang}`}`;
  return masukanSalah(pointer, kalimat[galat.keyword]?.(params) ?? 'Masukan tidak sesuai dengan skema.');
}

const masukanSalah = (pointer: string, detail: string): NaskahError =>
  new NaskahError('MASUKAN_TIDAK_SAH', { pointer, detail });
