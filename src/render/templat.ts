import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { JenisNaskah } from '../domain/naskah/konsep.ts';
import { bacaBerkasHuruf, keluargaHuruf } from './huruf.ts';

/** The first file is the main one; all of them, with the fonts, are what a letter of this kind is set with. */
const umum = [
  'templat/dasar.typ',
  'aset/draf.svg',
  'aset/lambang/daerah.svg',
  'aset/lambang/negara.svg',
] as const;
const surat = ['templat/surat.typ', ...umum] as const;
const nota = ['templat/nota.typ', ...umum] as const;
export const berkasTemplat = {
  'surat-dinas': surat,
  'jawaban-aduan': surat,
  'nota-dinas': nota,
} as const satisfies Record<JenisNaskah, readonly [string, ...string[]]>;

/** The report on a file's signatures is nobody's letter; it shares a few words of layout. */
export const berkasLaporan = ['templat/laporan.typ', 'templat/dasar.typ'] as const;

export function bacaTemplat(berkas: string): Uint8Array {
  return readFileSync(new URL(berkas, import.meta.url));
}

const tersimpan = new Map<JenisNaskah, { kode: string; sha256: string }>();

/** What a signer consents to besides the content: the same files give the same hash in `src` and in `dist`. */
export function versiTemplat(jenis: JenisNaskah): { kode: string; sha256: string } {
  const versi = tersimpan.get(jenis) ?? hitungVersi(jenis);
  tersimpan.set(jenis, versi);
  return versi;
}

function hitungVersi(jenis: JenisNaskah): { kode: string; sha256: string } {
  const berkas = berkasTemplat[jenis];
  const huruf = keluargaHuruf.flatMap((k) => [...k.berkas]);
  const baris = [
    ...berkas.map((b) => [b, sha256(bacaTemplat(b))]),
    ...huruf.map((b) => [`aset/fonts/${b}`, sha256(bacaBerkasHuruf(b))]),
  ];
  return { kode: berkas[0].slice('templat/'.length, -'.typ'.length), sha256: sha256(JSON.stringify(baris)) };
}

function sha256(isi: Uint8Array | string): string {
  return createHash('sha256').update(isi).digest('hex');
}
