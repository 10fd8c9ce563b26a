import type { FastifySchemaValidationError } from 'fastify/types/schema.js';

type Params = Readonly<Record<string, unknown>>;

/** Ajv keyword → sentence. Only names and limits of the schema are told, never the value that was sent. */
const kalimat: Readonly<Record<string, (p: Params) => string>> = {
  required: (p) => `Anggota ${kutip(p['missingProperty'])} wajib ada.`,
  additionalProperties: (p) => `Anggota ${kutip(p['additionalProperty'])} tidak dikenal.`,
  type: (p) => `Nilai harus bertipe ${jenis(p['type'])}.`,
  const: (p) => `Nilai harus ${kutip(p['allowedValue'])}.`,
  enum: (p) => `Nilai harus salah satu dari: ${daftar(p['allowedValues'])}.`,
  discriminator: (p) => `Anggota ${kutip(p['tag'])} harus salah satu nilai yang dikenal.`,
  minLength: (p) => `Teks paling sedikit ${angka(p['limit'])} karakter.`,
  maxLength: (p) => `Teks paling banyak ${angka(p['limit'])} karakter.`,
  minItems: (p) => `Daftar paling sedikit berisi ${angka(p['limit'])} butir.`,
  maxItems: (p) => `Daftar paling banyak berisi ${angka(p['limit'])} butir.`,
  minimum: (p) => `Nilai paling kecil ${angka(p['limit'])}.`,
  maximum: (p) => `Nilai paling besar ${angka(p['limit'])}.`,
  pattern: () => 'Bentuk teks tidak sesuai.',
  format: () => 'Bentuk teks tidak sesuai.',
};

/** What is wrong and where, as a sentence and a JSON pointer (RFC 6901) into the input. */
export function jelaskanPelanggaran(pelanggaran: readonly FastifySchemaValidationError[]): {
  detail: string;
  pointer: string;
} {
  const inti = palingDalam(pelanggaran);
  if (inti === undefined) return { detail: 'Masukan tidak sesuai dengan skema.', pointer: '' };
  const susun = kalimat[inti.keyword];
  return {
    detail: susun ? susun(inti.params) : 'Masukan tidak sesuai dengan skema.',
    pointer: inti.instancePath + anggota(inti.params),
  };
}

/** Of the branches of a union the deepest complaint is about what the caller meant. */
function palingDalam(
  pelanggaran: readonly FastifySchemaValidationError[],
): FastifySchemaValidationError | undefined {
  const kedalaman = (p: FastifySchemaValidationError) => p.instancePath.split('/').length;
  return pelanggaran.reduce<FastifySchemaValidationError | undefined>(
    (dalam, ini) => (dalam === undefined || kedalaman(ini) > kedalaman(dalam) ? ini : dalam),
    undefined,
  );
}

function anggota(p: Params): string {
  const nama = p['missingProperty'] ?? p['additionalProperty'] ?? p['tag'];
  return typeof nama === 'string' ? `/${potong(nama).replaceAll('~', '~0').replaceAll('/', '~1')}` : '';
}

/** A member's name is the caller's text: bounded, and quoted as JSON. */
const potong = (nama: string): string => (nama.length > 80 ? `${nama.slice(0, 80)}…` : nama);
const kutip = (nilai: unknown): string =>
  JSON.stringify(typeof nilai === 'string' ? potong(nilai) : (nilai ?? null));
const angka = (nilai: unknown): string => (typeof nilai === 'number' ? String(nilai) : '?');
const daftar = (nilai: unknown): string => (Array.isArray(nilai) ? nilai.map(kutip).join(', ') : '?');
const namaJenis: Readonly<Record<string, string>> = {
  string: 'teks',
  integer: 'bilangan bulat',
  number: 'bilangan',
  boolean: 'benar/salah',
  object: 'objek',
  array: 'daftar',
  null: 'null',
};
const jenis = (nilai: unknown): string =>
  typeof nilai === 'string'
    ? (namaJenis[nilai] ?? nilai)
    : Array.isArray(nilai)
      ? nilai.map(jenis).join(' atau ')
      : '?';
