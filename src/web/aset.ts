import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface Aset {
  readonly jenis: string;
  readonly isi: Buffer;
  /** Changes with the content, so that browsers may keep the file. */
  readonly alamat: string;
}
const baca = (nama: string, jenis: string): Aset => {
  const isi = readFileSync(new URL(`./aset/${nama}`, import.meta.url));
  const cap = createHash('sha256').update(isi).digest('hex').slice(0, 12);
  return { jenis, isi, alamat: `/aset/${nama}?v=${cap}` };
};

/** The only files pages refer to; all of them our own. */
export const aset: Readonly<Record<'naskah.css' | 'lambang.svg', Aset>> = {
  'naskah.css': baca('naskah.css', 'text/css; charset=utf-8'),
  'lambang.svg': baca('lambang.svg', 'image/svg+xml'),
};
export const cariAset = (nama: string): Aset | undefined =>
  Object.hasOwn(aset, nama) ? aset[nama as keyof typeof aset] : undefined;
