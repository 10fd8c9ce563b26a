import type { BentukPemangku, Jabatan } from '../organisasi.ts';

/** How the form of holding a post is printed before it (domain.md 5.1). */
const awalan = {
  definitif: '',
  plt: 'Plt. ',
  plh: 'Plh. ',
  pj: 'Pj. ',
  pjs: 'Pjs. ',
} as const satisfies Record<BentukPemangku, string>;

/** A line longer than this is broken before the region's name, so that the block keeps its shape. */
const barisPanjang = 40;

/**
 * Lines of a signature block: the post in capitals with a closing comma. Plt. and Plh. name below it the signer's own
 * post, where that is known.
 */
export function barisJabatan(
  jabatan: Pick<Jabatan, 'nama'>,
  bentuk: BentukPemangku,
  jabatanSendiri: Pick<Jabatan, 'nama'> | null = null,
): string[] {
  const utama = potong(jabatan.nama.toUpperCase());
  const sendiri =
    jabatanSendiri !== null && (bentuk === 'plt' || bentuk === 'plh')
      ? potong(jabatanSendiri.nama.toUpperCase())
      : [];
  const baris = [`${awalan[bentuk]}${utama[0] ?? ''}`, ...utama.slice(1), ...sendiri];
  return baris.map((teks, i) => (i === baris.length - 1 ? `${teks},` : teks));
}

/** `Plt. Kepala Dinas Perhubungan Provinsi Jawa Tengah`: for tables, addresses and the sender of a nota dinas. */
export const namaJabatan = (jabatan: Pick<Jabatan, 'nama'>, bentuk: BentukPemangku): string =>
  `${awalan[bentuk]}${jabatan.nama}`;

function potong(nama: string): string[] {
  const [, kepala, wilayah] = /^(.+) ((?:PROVINSI|KABUPATEN|KOTA) .+)$/.exec(nama) ?? [];
  return nama.length > barisPanjang && kepala !== undefined && wilayah !== undefined
    ? [kepala, wilayah]
    : [nama];
}
