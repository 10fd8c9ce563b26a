import { NaskahError } from '../../shared/errors.ts';

/** Where a list goes on: time and id of the last row seen, as an opaque base64url text. */
export interface Kursor {
  readonly waktu: string;
  readonly id: string;
}

export function tulisKursor(kursor: Kursor): string {
  return Buffer.from(`${kursor.waktu} ${kursor.id}`, 'utf8').toString('base64url');
}

/** The cursor comes from outside: only the spelling that `tulisKursor` makes is accepted. */
export function bacaKursor(teks: string): Kursor {
  const isi = Buffer.from(teks.slice(0, 400), 'base64url').toString('utf8');
  const cocok = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([\w-]{1,100})$/.exec(isi);
  const [, waktu, id] = cocok ?? [];
  if (waktu === undefined || id === undefined || tulisKursor({ waktu, id }) !== teks) {
    throw new NaskahError('MASUKAN_TIDAK_SAH', {
      detail: 'Kursor halaman tidak dikenal.',
      pointer: '/sebelum',
    });
  }
  return { waktu, id };
}

/** Cuts one row more than asked into a page and where it goes on. */
export function halaman<T>(
  baris: readonly T[],
  batas: number,
  kursor: (baris: T) => Kursor,
): { readonly baris: readonly T[]; readonly lanjut: string | null } {
  const isi = baris.slice(0, batas);
  const akhir = isi.at(-1);
  return {
    baris: isi,
    lanjut: baris.length > batas && akhir !== undefined ? tulisKursor(kursor(akhir)) : null,
  };
}
