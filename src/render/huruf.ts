import { readFileSync } from 'node:fs';
import { bacaAksara, bacaDirektori } from './sfnt.ts';
import type { Aksara } from './sfnt.ts';

/** The bundled families in order of fallback (DESIGN D6). Host fonts are never consulted. */
export const keluargaHuruf = [
  {
    nama: 'Liberation Sans',
    berkas: [
      'LiberationSans-Regular.ttf',
      'LiberationSans-Bold.ttf',
      'LiberationSans-Italic.ttf',
      'LiberationSans-BoldItalic.ttf',
    ],
  },
  {
    nama: 'TeX Gyre Bonum',
    berkas: ['texgyrebonum-regular.otf', 'texgyrebonum-bold.otf', 'texgyrebonum-italic.otf'],
  },
  { nama: 'Noto Naskh Arabic', berkas: ['NotoNaskhArabic-Regular.ttf'] },
  { nama: 'Noto Emoji', berkas: ['NotoEmoji-Regular.ttf'] },
] as const;

const folder = new URL('./aset/fonts/', import.meta.url);

export function bacaBerkasHuruf(berkas: string): Uint8Array {
  return readFileSync(new URL(berkas, folder));
}

/**
 * Typst always sees the host's fonts too, and a host may own another version of the same family, which would change
 * the bytes of a letter from one machine to the next. So each family goes under a private name, of the same length so
 * that the `name` table can be changed in place. Only the copy in memory changes; the PostScript name stays.
 */
export function namaPribadi(keluarga: string): string {
  return `_${keluarga.slice(1)}`;
}

/** Font files for the compiler, under their private names. */
export function hurufUntukTypst(): Buffer[] {
  return keluargaHuruf.flatMap(({ nama, berkas }) =>
    berkas.map((b) => Buffer.from(gantiNama(new Uint8Array(bacaBerkasHuruf(b)), nama))),
  );
}

const ID_NAMA_KELUARGA: ReadonlySet<number> = new Set([1, 16]);

function gantiNama(berkas: Uint8Array, keluarga: string): Uint8Array {
  const name = bacaDirektori(berkas)('name');
  const isi = name.getUint16(4);
  let diganti = 0;
  for (let i = 0; i < name.getUint16(2); i++) {
    const baris = 6 + 12 * i;
    if (!ID_NAMA_KELUARGA.has(name.getUint16(baris + 6))) continue;
    const unicode = name.getUint16(baris) !== 1;
    const panjang = unicode ? 2 * keluarga.length : keluarga.length;
    const mulai = isi + name.getUint16(baris + 10);
    if (name.getUint16(baris + 8) < panjang) continue;
    // A family may carry a style suffix ("… Light"), so only its beginning is replaced; the strings may be shared.
    if (unicode) name.setUint16(mulai, '_'.charCodeAt(0));
    else name.setUint8(mulai, '_'.charCodeAt(0));
    diganti++;
  }
  if (diganti === 0) throw new Error(`font family ${keluarga} has no name record`);
  return berkas;
}

const aksaraTersimpan = new Map<string, Aksara>();

/** Coverage and widths of one bundled file, read once. */
export function aksaraBerkas(berkas: string): Aksara {
  const tersimpan = aksaraTersimpan.get(berkas) ?? bacaAksara(bacaBerkasHuruf(berkas));
  aksaraTersimpan.set(berkas, tersimpan);
  return tersimpan;
}
